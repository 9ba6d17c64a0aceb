// A session as the page sees it.

import type { Session, Tokens } from '../api';
import { claimsOf, lifeOf } from '../claims';
import { define, ordinary, own } from '../data';
import type { Entry } from './session';

/** Whether a worker has the token that this is for. */
export const isHandle = (token: string): boolean => token[0] === '.';

const views = new WeakMap<Entry, Session>();
const nothing = Object.freeze({});

/** Gives one object for one entry, so that a page can compare them. */
export function viewOf(entry: Entry): Session {
  let view = views.get(entry);
  if (view === undefined) {
    view = make(entry);
    views.set(entry, view);
  }
  return view;
}

function make(entry: Entry): Session {
  const { sid: id, username, tokens, at, life } = entry;
  const { idToken } = tokens;
  const told = idToken ?? tokens.accessToken;
  const end = at + (lifeOf(told) ?? life);
  let claims: object | undefined;
  const view = { id, username, expiresAt: new Date(at + life) };
  if (!isHandle(tokens.accessToken)) define(view, 'tokens', Object.freeze(tokensOf(entry)));
  Object.defineProperty(view, 'claims', {
    __proto__: null, enumerable: true,
    get: () => (Date.now() < end ? (claims ??= Object.freeze(ordinary(claimsOf(told)))) : nothing),
  } as PropertyDescriptor);
  return Object.freeze(view) as unknown as Session;
}

/** The tokens, and when the access token ends by the local clock. */
export function tokensOf({ tokens: kept, at, life }: Entry): Tokens {
  const tokens: Tokens = { accessToken: kept.accessToken, tokenType: kept.tokenType, expiresAt: new Date(at + (lifeOf(kept.accessToken) ?? life)) };
  for (const name of ['refreshToken', 'idToken', 'deviceKey'] as const) {
    const value = own(kept, name);
    if (value) define(tokens, name, value);
  }
  return tokens;
}
