// What the page itself remembers over a reload; the element keeps the step, and the client the session. Nothing of it is a secret: the log
// is redacted.

import type { Call } from './journal';
import type { Pool } from './server';

const key = 'cognito-wasm demo';

export interface Saved {
  /** Where the user is. */
  pool: Pool;
  flow: string;
  /** What was typed as user name. */
  typed: string;
  calls: readonly Call[];
}

export function save(saved: Saved): void {
  sessionStorage.setItem(key, JSON.stringify(saved));
}

/** Gives what save took, undefined where there is nothing that can be read. */
export function restore(): Saved | undefined {
  try {
    const saved = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Saved | null;
    if (saved === null) return undefined;
    saved.calls = saved.calls.filter(({ duration }) => duration !== undefined); // the reload ended the others
    for (const { entries } of saved.calls) for (const entry of entries) entry.time = new Date(entry.time);
    return saved;
  } catch {
    return undefined;
  }
}
