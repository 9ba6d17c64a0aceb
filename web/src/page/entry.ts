// A session as it is stored, and back again. What is found in a storage may be anything.

import { bare } from '../data';
import { flag, number, read, type Shaped, text } from '../read';
import type { Entry, Kept, Stored, Tombstone } from './session';

/** Of the stored form. A change that an earlier release would read wrongly counts it up; what has another one counts as nothing. */
const version = 1;

const tokens = { accessToken: text, tokenType: text, refreshToken: text, idToken: text, deviceKey: text } as const satisfies Shaped<Kept>;

const entry = {
  sid: text, gen: number, username: text, sub: text, tokens, at: number, life: number, pending: flag, forced: flag,
} as const satisfies Shaped<Entry>;

/** The members of everything that is stored under this name, or was by an earlier release. */
const stored = { ...entry, v: number, ended: text, code: text, refreshToken: text, deviceKey: text };

/** The session of an earlier release, which kept no id. */
const earlier = 'earlier';

/** Reads what is stored. */
export function toStored(found: unknown): Stored {
  let copy: Record<string, any>;
  try {
    copy = read(found, stored, 'session');
  } catch {
    return undefined;
  }
  const { v, sid, gen = 0, ended, code, username = '', sub = '', at = 0, life = 0, pending, forced, refreshToken, deviceKey } = copy;
  const kept: Partial<Kept> = copy.tokens ?? { refreshToken, deviceKey };
  if (v !== undefined ? v !== version : refreshToken === undefined) return undefined;
  if (ended !== undefined) return bare({ ended, gen, code });
  if (v !== undefined && (!sid || !kept.refreshToken)) return undefined;
  // Without an access token there is one to be had, and this has ended.
  const has = kept.accessToken !== undefined;
  return bare({
    sid: sid ?? earlier, gen, username, sub, pending, forced, at: has ? at : 0, life: has ? life : 1,
    tokens: bare({ tokenType: 'Bearer', accessToken: '', refreshToken: '', ...kept }),
  });
}

/** Makes what is stored. Of tokens that have to be short, only what brings the others. */
export function fromStored(value: Entry | Tombstone, short: boolean): object {
  if (!short || !Object.hasOwn(value, 'sid')) return bare({ v: version, ...value });
  const { tokens: { refreshToken, deviceKey }, sid, gen, username, sub, pending } = value as Entry;
  return bare({ v: version, sid, gen, username, sub, pending, tokens: bare({ refreshToken, deviceKey }) });
}
