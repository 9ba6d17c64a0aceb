// What another client than the host's own says (page/sender.ts), read like a server's answer.

import type { Data, Sent } from '../messages';
import { member, readWhole } from '../read';

/** What came back, from whoever it came. */
export interface Answer {
  ok: boolean;
  /** Undefined: nothing came, for all that is known. */
  status: number | undefined;
  body: Data | undefined;
  /** Where the name of an exception may be, and its text. */
  types: unknown[];
  texts: unknown[];
  requestId: unknown;
}

/** Of AWS's SDKs are the $metadata of answers and errors, and the errors' names. Those of a client's own failures end so, Cognito's do not. */
export function answerOf({ answer, error }: Sent): Answer {
  const metadata = member(error ?? answer, '$metadata');
  const given = member(metadata, 'httpStatusCode');
  const status = Number.isInteger(given) ? (given as number) : undefined;
  const requestId = member(metadata, 'requestId');
  if (error === undefined) return { ok: true, status: status ?? 200, body: bodyOf(answer), types: [], texts: [], requestId };
  const name = text(error.name) || 'Error';
  const message = text(error.message);
  return name.endsWith('Error')
    ? { ok: false, status, body: undefined, types: [], texts: [`${name}: ${message}`], requestId }
    : { ok: false, status, body: undefined, types: [name], texts: [message], requestId };
}

/** Undefined for what cannot be an answer. */
function bodyOf(answer: unknown): Data | undefined {
  try {
    const { $metadata, ...body } = readWhole(answer, {}, 'answer', json);
    return Object.assign(Object.create(null), body);
  } catch {
    return undefined;
  }
}

/** The SDKs have dates and bytes where the API's JSON has seconds and base64. */
function json(value: object): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array && value.length <= mostBytes) return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''));
  return undefined;
}

/** As many as a text may have characters; more would be refused then. */
const mostBytes = 100_000;

/** More than is shown of any text. */
const mostText = 20_000;

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, mostText) : '');
