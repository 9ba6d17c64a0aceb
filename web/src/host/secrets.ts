// Texts of a server's that people get to see: errors and the log. A server may send back whatever it was sent.

import { own } from '../data';

/** What is in requests and no secret. Everything else is taken for one. */
const open = new Set([
  'AuthFlow', 'ChallengeName', 'ClientId', 'CHALLENGE_NAME', 'PREFERRED_CHALLENGE', 'TIMESTAMP', 'AnalyticsEndpointId', 'MaxResults', 'NextToken',
  'UserPoolId', 'ServerName', 'ServerPath', 'headerName', 'PaginationToken', 'Name', 'AttributeName', 'UserAttributeNames', 'DeliveryMedium',
  'DeviceRememberedStatus', 'FeedbackValue',
]);

/** What is no secret to the page that sent it, and does not belong into a log. */
const personal = new Set([
  'USERNAME', 'Username', 'Value', 'DEVICE_KEY', 'DeviceKey', 'DeviceName', 'FriendlyDeviceName', 'IpAddress', 'CredentialId', 'EventId',
]);

/** These choose one of Cognito's own words: ANSWER is no secret there. */
const choosing = new Set(['SELECT_CHALLENGE', 'SELECT_MFA_TYPE']);

const maxText = 1000;

/** Shorter ones are in ordinary words by chance: they are looked for as words. */
const minInside = 6;

/** Of tokens and sessions, pieces of about this length are found. People's own secrets are shorter and have pieces that are words. */
const piece = 16;

/** JSON within JSON, and once more. */
const maxUnescaped = 4;

/** Tells whether a text holds something secret. */
export type Holds = (text: string) => boolean;

/**
 * Finds what was sent and is secret, in a request's input and in a page's headers: as it was sent, as JSON writes it, cut off at the end
 * of the text, and pieces of what is long. `logged` makes the user's name and devices secret too.
 */
export function secretsIn(input: object, headers: object = {}, logged = false): Holds {
  const secrets = new Set<string>();
  const isOpen = (name: string): boolean => open.has(name) || (!logged && personal.has(name));
  collect(input, isOpen, secrets);
  collect(headers, () => false, secrets);
  const isIn = [...secrets].map((secret) => {
    if (secret.length < minInside) return (text: string) => hasWord(text, secret);
    if (secret.length < 2 * piece) return (text: string) => text.includes(secret) || endsWithin(text, secret);
    const pieces = Array.from({ length: Math.floor(secret.length / piece) }, (_, i) => secret.slice(i * piece, (i + 1) * piece));
    return (text: string) => pieces.some((part) => text.includes(part));
  });
  return (text) => {
    for (let i = 0, form = text, last; i < maxUnescaped && form !== last; i++) {
      if (isIn.some((find) => find(form))) return true;
      last = form;
      form = unescaped(form);
    }
    return false;
  };
}

/** A text that may be shown: without control characters, of bounded length, and undefined where it holds a secret. */
export function shown(text: string, holds: Holds): string | undefined {
  const begin = text.slice(0, 10 * maxText);
  // Halves of characters would be refused at the border to Go.
  const plain = begin.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  if (holds(begin) || holds(plain)) return undefined;
  return plain.length > maxText ? `${plain.slice(0, maxText).replace(/\p{Cs}$/u, '')} …` : plain;
}

/** Whether an exception's name may be told. A word in one, such as Password, tells nothing, whoever has it for a password. */
export const isTold = (name: string, holds: Holds): boolean => /^([A-Z][a-z]+)+Exception$/.test(name) || !holds(name);

function hasWord(text: string, word: string): boolean {
  const isPart = (at: number): boolean => /[\p{L}\p{N}]/u.test(text[at] ?? '');
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isPart(at - 1) && !isPart(at + word.length)) return true;
  }
  return false;
}

/** Whether a text is cut off in the middle of a secret, dots and quotes apart. */
function endsWithin(text: string, secret: string): boolean {
  const end = text.slice(-secret.length - 10).replace(/[\s.…"')\]}]+$/, '');
  for (let length = secret.length; length >= minInside; length--) if (end.endsWith(secret.slice(0, length))) return true;
  return false;
}

function collect(value: unknown, isOpen: (name: string) => boolean, secrets: Set<string>): void {
  if (typeof value === 'string') {
    if (value !== '') secrets.add(value);
  } else if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    const chooses = choosing.has(own(members, 'ChallengeName') as string);
    for (const name of Object.keys(members)) {
      if (isOpen(name)) continue;
      const within = name === 'ClientMetadata' ? () => false // its names are the page's own
        : chooses && name === 'ChallengeResponses' ? (response: string) => response === 'ANSWER' || isOpen(response)
        : isOpen;
      collect(members[name], within, secrets);
    }
  }
}

const escapes: Record<string, string> = Object.assign(Object.create(null), { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' });

/** Undoes what JSON does to strings (RFC 8259, section 7). */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, character: string) =>
    code !== undefined ? String.fromCharCode(parseInt(code, 16)) : (escapes[character] ?? character));
