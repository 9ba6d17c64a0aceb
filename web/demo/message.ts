// Cognito's messages as the log gives them: redacted, and of any shape.

export type Json = Record<string, unknown>;

/** What the log writes in place of a secret. */
const redacted = '[redacted]';

/** Members that stand for the whole message and are shown as its subject. */
const subjects: ReadonlySet<string> = new Set(['AuthFlow', 'ChallengeName', 'ClientId', '__type', 'message']);

/** Members that carry others, which are what matters. */
const maps: ReadonlySet<string> = new Set(['AuthParameters', 'ChallengeResponses', 'ChallengeParameters', 'AuthenticationResult']);

/** A member of a message, as short as it can be shown. */
export interface Member { name: string; value: string }

/** The message as an object, empty where it is none. */
export const messageOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** The names in a message and in its maps. */
export const namesOf = (message: Json): string[] => flat(message).map(([name]) => name);

/** What a message is about: its flow or challenge. */
export const subjectOf = (message: Json): string => String(message.AuthFlow ?? message.ChallengeName ?? '');

/** The members beside the subject: who first, the others by name, as maps have no order. */
export const membersOf = (message: Json): Member[] => flat(message)
  .filter(([name]) => !subjects.has(name))
  .sort(([a], [b]) => Number(b === 'USERNAME') - Number(a === 'USERNAME') || (a < b ? -1 : 1))
  .map(([name, value]) => ({ name, value: short(value) }));

function flat(message: Json): [string, unknown][] {
  return Object.entries(message).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || value === null) return [];
    return maps.has(name) ? Object.entries(messageOf(value)) : [[name, value]];
  });
}

const longest = 22; // characters of a value that is shown whole

function short(value: unknown): string {
  if (value === redacted) return '•••';
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value.join(' ') : '[…]';
  if (typeof value === 'object') return '{…}';
  const text = String(value);
  if (/^[[{]/.test(text)) return `${text[0]}…${text.at(-1)}`;
  return text.length > longest ? `${text.slice(0, 10)}…` : text;
}
