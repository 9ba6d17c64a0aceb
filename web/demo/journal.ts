// What happened: the calls of the page, the element's among them, and the requests that each of them led to.

import type { LogEntry, Step } from '../src/api';
import { described } from './errors';
import { messageOf, namesOf } from './message';

/** What a call came to: the step's challenge, tokens, an error's code, or nothing worth a name. */
export interface Outcome { kind: 'challenge' | 'tokens' | 'error' | 'done'; name: string }

/** One call of the page. */
export interface Call {
  /** Of the client's method, such as "initiate" or "listDevices". */
  name: string;
  /** The flow, or the challenge of the step; empty for what is about nothing else. */
  about: string;
  /** Names of the members that the page gave along. */
  given: readonly string[];
  /** By the clock, in ms since 1970. */
  began: number;
  /** In ms; undefined while the call runs. */
  duration?: number;
  outcome?: Outcome;
  /** What the log said, redacted. */
  entries: LogEntry[];
}

/** A stretch of a call: in the module, on the way to Cognito and back, or the user's own at the authenticator. */
export interface Part {
  kind: 'module' | 'network' | 'person';
  /** ms */
  duration: number;
  /** The request of a stretch on the way; the one that follows, of another stretch. */
  entry?: LogEntry;
}

/** Keeps the calls, oldest first, and says when there is something new. */
export class Journal {
  #calls: Call[] = [];
  #changed: (calls: readonly Call[]) => void;

  constructor(changed: (calls: readonly Call[]) => void) {
    this.#changed = changed;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** Runs a call and notes it. */
  async follow<T>(call: Pick<Call, 'name' | 'about' | 'given'>, work: () => Promise<T>, outcome: (value: T) => Outcome): Promise<T> {
    const noted: Call = { ...call, began: Date.now(), entries: [] };
    const began = performance.now();
    this.#calls.push(noted);
    this.#changed(this.#calls);
    try {
      const value = await work();
      noted.outcome = outcome(value);
      return value;
    } catch (error) {
      noted.outcome = { kind: 'error', name: described(error).code };
      throw error;
    } finally {
      noted.duration = performance.now() - began;
      this.#changed(this.#calls);
    }
  }

  /** Notes a call that the page answers by itself, without the module. */
  note(call: Pick<Call, 'name' | 'about' | 'given'>): void {
    this.#calls.push({ ...call, began: Date.now(), duration: 0, outcome: { kind: 'done', name: '' }, entries: [] });
    this.#changed(this.#calls);
  }

  /** Takes an entry of the client's log. It belongs to a call that runs: to that which is named like it, else to the last. */
  add(entry: LogEntry): void {
    const running = this.#calls.filter(({ duration }) => duration === undefined);
    const named = running.find(({ name }) => name.toLowerCase() === entry.operation.toLowerCase());
    (named ?? running.at(-1) ?? this.#calls.at(-1))?.entries.push(entry);
    this.#changed(this.#calls);
  }

  /** Begins anew, or with what was saved before a reload. */
  reset(calls: readonly Call[] = []): void {
    this.#calls = [...calls];
    this.#changed(this.#calls);
  }
}

/** The outcome of a call that leads to a step. */
export const stepOutcome = (step: Step): Outcome => (step.done ? { kind: 'tokens', name: 'tokens' } : { kind: 'challenge', name: step.challenge });

// Before a request with one of these the browser asked the user for a passkey.
const personal: ReadonlySet<string> = new Set(['CREDENTIAL', 'Credential']);

/** Takes a call apart. Between two requests the module works, or the user does; the clock's own grain is 1 ms. */
export function parts(call: Call): Part[] {
  const found: Part[] = [];
  let end = call.began;
  for (const entry of call.entries) {
    const sent = entry.time.getTime();
    const kind = namesOf(messageOf(entry.request)).some((name) => personal.has(name)) ? 'person' : 'module';
    found.push({ kind, duration: Math.max(0, sent - end), entry }, { kind: 'network', duration: entry.durationMs, entry });
    end = sent + entry.durationMs;
  }
  if (call.duration !== undefined) {
    const known = found.reduce((sum, part) => sum + part.duration, 0);
    found.push({ kind: 'module', duration: Math.max(0, call.duration - known) });
  }
  return found;
}

/** Adds up what calls took, in ms, by kind. */
export function spent(calls: readonly Call[]): Record<Part['kind'], number> {
  const sums = { module: 0, network: 0, person: 0 };
  for (const part of calls.flatMap(parts)) sums[part.kind] += part.duration;
  return sums;
}

/** The calls that led to the first tokens. */
export function untilTokens(calls: readonly Call[]): readonly Call[] {
  const last = calls.findIndex(({ outcome }) => outcome?.kind === 'tokens');
  return calls.slice(0, last + 1);
}

/** All requests of the calls, in order. */
export const entriesOf = (calls: readonly Call[]): LogEntry[] => calls.flatMap((call) => call.entries);
