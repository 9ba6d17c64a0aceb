// A step across a reload. Nothing of it is a password: toJSON() of a step holds Cognito's session, and the log is redacted.

import type { Call } from './journal';
import type { Pool } from './server';

const key = 'cognito-wasm demo';

export interface Saved {
  /** What toJSON() of the step gave. */
  step: unknown;
  /** Where the user is. */
  pool: Pool;
  /** What was typed as user name. */
  typed: string;
  calls: readonly Call[];
}

export function save(saved: Saved): void {
  sessionStorage.setItem(key, JSON.stringify(saved));
}

export function forget(): void {
  sessionStorage.removeItem(key);
}

/** Gives what save took, undefined where there is nothing that can be read. */
export function restore(): Saved | undefined {
  try {
    const saved = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Saved | null;
    for (const entry of saved?.calls.flatMap(({ entries }) => entries) ?? []) entry.time = new Date(entry.time);
    return saved ?? undefined;
  } catch {
    return undefined;
  }
}
