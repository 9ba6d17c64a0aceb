// A step across a reload. Nothing of it is a password: toJSON() of a step holds Cognito's session, and the log is redacted.

import type { LogEntry } from '../src/api';

const key = 'cognito-wasm demo';

export interface Saved {
  /** What toJSON() of the step gave. */
  step: unknown;
  /** What was typed as user name. */
  typed: string;
  /** Time spent in calls so far, in ms. */
  spent: number;
  entries: readonly LogEntry[];
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
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as Saved | null) ?? undefined;
  } catch {
    return undefined;
  }
}
