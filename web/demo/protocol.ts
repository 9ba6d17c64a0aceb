// The calls of a sign-in as the events of a sequence diagram.

import type { LogEntry } from '../src/api';
import { milliseconds } from './dom';
import { type Call, type Part, parts } from './journal';
import { type Member, membersOf, messageOf, namesOf, subjectOf } from './message';

/** Who takes part. */
export type Lifeline = 'Page' | 'Worker' | 'Cognito';
export const lifelines: readonly Lifeline[] = ['Page', 'Worker', 'Cognito'];

/** Something that one tells another. */
export interface Message {
  kind: 'message';
  from: Lifeline;
  to: Lifeline;
  /** Whether it answers one before. */
  answer: boolean;
  /** The number of its request, the same in the request's answer; undefined within the page. */
  number?: number;
  title: string;
  about: string;
  /** Status and time. */
  note: string;
  members: readonly Member[];
  failed: boolean;
}

/** Something that one does alone. */
export interface Work {
  kind: 'work';
  on: Lifeline;
  title: string;
  detail: string;
  /** Time, as text. */
  note: string;
}

/** Where the time of a call went. */
export interface Sum {
  kind: 'sum';
  parts: readonly Part[];
}

export type Event = Message | Work | Sum;

/** What is computed before a request that has the member (RFC 5054, section 2.5; the claim is Cognito's own). */
const works: Readonly<Record<string, readonly [title: string, detail: string]>> = {
  PASSWORD_CLAIM_SIGNATURE: ['computes the claim', 'S = (B − k·gˣ)^(a + u·x) mod N, its key by HKDF, HMAC-SHA-256'],
  SRP_A: ['prepares A', 'A = gᵃ mod N, computed ahead where there was idle time'],
};

const asking: readonly [title: string, detail: string] = ['the browser asks for the passkey', 'the user’s own time'];

/** Gives the events in order. Those of a call that still runs come as they happen. */
export function events(calls: readonly Call[]): Event[] {
  let number = 0;
  return calls.flatMap((call) => (call.name === 'resume' ? [resumed(call)] : ofCall(call, () => ++number)));
}

function ofCall(call: Call, next: () => number): Event[] {
  const found: Event[] = [message('Page', 'Worker', { title: `${call.name}()`, about: call.about, members: [{ name: call.given.join(', '), value: '' }] })];
  const stretches = parts(call);
  for (const part of stretches) {
    if (part.entry === undefined) continue;
    if (part.kind === 'network') found.push(...exchange(part.entry, next()));
    else found.push(...work(part, part.entry));
  }
  if (call.outcome === undefined) return found;
  const { kind, name } = call.outcome;
  found.push(
    message('Worker', 'Page', { answer: true, title: name || 'done', about: '', note: milliseconds(call.duration ?? 0), failed: kind === 'error' }),
    { kind: 'sum', parts: stretches },
  );
  return found;
}

const resumed = (call: Call): Work => ({
  kind: 'work', on: 'Page', title: `resume() ${call.about}`, detail: 'the page was reloaded; the step comes from what toJSON() gave', note: '',
});

function work(part: Part, entry: LogEntry): Work[] {
  const note = milliseconds(part.duration);
  if (part.kind === 'person') return [{ kind: 'work', on: 'Page', title: asking[0], detail: asking[1], note }];
  const computed = namesOf(messageOf(entry.request)).map((name) => works[name]).find((text) => text !== undefined);
  return computed === undefined || entry.attempt > 1 ? [] : [{ kind: 'work', on: 'Worker', title: computed[0], detail: computed[1], note }];
}

function exchange(entry: LogEntry, number: number): Message[] {
  const [request, response] = [messageOf(entry.request), messageOf(entry.response)];
  const tokens = Object.keys(messageOf(response.AuthenticationResult)).length > 0;
  return [
    message('Worker', 'Cognito', {
      number, title: entry.operation, about: subjectOf(request), members: membersOf(request),
      note: entry.attempt > 1 ? `attempt ${entry.attempt}` : '',
    }),
    message('Cognito', 'Worker', {
      number, answer: true, title: entry.code ?? (subjectOf(response) || (tokens ? 'AuthenticationResult' : 'done')), about: '',
      note: [entry.status, milliseconds(entry.durationMs)].filter((text) => text !== undefined).join(', '),
      members: membersOf(response), failed: entry.code !== undefined,
    }),
  ];
}

const message = (from: Lifeline, to: Lifeline, rest: Partial<Message> & Pick<Message, 'title' | 'about'>): Message =>
  ({ kind: 'message', from, to, answer: false, note: '', members: [], failed: false, ...rest });

const names: Readonly<Record<Part['kind'], string>> = { module: 'in the module', network: 'waiting for Cognito', person: 'the user’s own' };

/** What a call took, by kind, without what it had none of. */
export function sums(sum: Sum): { kind: Part['kind']; text: string }[] {
  return (Object.keys(names) as Part['kind'][]).flatMap((kind) => {
    const of = sum.parts.filter((part) => part.kind === kind);
    const duration = of.reduce((ms, part) => ms + part.duration, 0);
    return of.length === 0 || (kind === 'person' && duration === 0) ? [] : [{ kind, text: `${milliseconds(duration)} ${names[kind]}` }];
  });
}

/** The event as a sentence, for people who do not see the diagram. */
export function sentence(event: Event): string {
  if (event.kind === 'sum') return `Of that: ${sums(event).map(({ text }) => text).join(', ')}.`;
  if (event.kind === 'work') return `${event.on}: ${event.title}${event.note && `, ${event.note}`}. ${event.detail}.`;
  const { from, to, title, about, note, members } = event;
  const shown = members.map(({ name, value }) => (value === '•••' ? `${name} (redacted)` : `${name} ${value}`.trim())).join(', ');
  return `${from} to ${to}: ${[title, about].filter((text) => text !== '').join(' ')}${note && `, ${note}`}${shown && `; ${shown}`}.`;
}
