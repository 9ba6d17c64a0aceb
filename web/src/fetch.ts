// One request of the transport (transport.go), and its waits.

import type { LogEntry } from './api';
import { bare, define, parse as parseJSON, stringify } from './data';
import { type Log, redact } from './log';
import { decode, encode } from './packet';

const maxAnswer = 1 << 20; // characters; Cognito's longest answers have some ten thousand

/** Posts one call and gives its answer as a packet, empty where there was none to read. */
export async function post(url: string, operation: string, attempt: number, packet: Uint8Array, signal: AbortSignal, log?: Log): Promise<Uint8Array> {
  const request = decode(packet);
  packet.fill(0);
  const started = performance.now();
  const entry: LogEntry = { time: new Date(), operation, attempt, durationMs: 0, request: redact(request) };
  let answer: Uint8Array = new Uint8Array(0);
  try {
    const response = await fetch(url, {
      __proto__: null, // fetch would heed what a page has put on Object.prototype
      method: 'POST',
      // Nothing else: every further header is a preflight that a strict endpoint refuses.
      headers: bare({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` }),
      body: stringify(request),
      signal,
      credentials: 'omit',
      redirect: 'error', // a password goes where it was sent, and nowhere else
      referrerPolicy: 'no-referrer',
    } as RequestInit);
    const text = await response.text();
    const body = parseObject(text);
    const errorType = response.headers.get('x-amzn-errortype') ?? undefined;
    define(entry, 'status', response.status);
    if (body !== undefined) define(entry, 'response', redact(body));
    const code = errorType ?? body?.__type;
    if (!response.ok && typeof code === 'string') define(entry, 'code', code.replace(/[:,].*/s, '').replace(/^.*#/s, ''));
    answer = encode({
      status: response.status,
      errorType,
      requestId: response.headers.get('x-amzn-requestid') ?? undefined,
      body: body === undefined ? undefined : tryEncode(body),
    });
  } catch {
    // No answer: the transport decides what that means.
    define(entry, 'code', signal.aborted ? 'AbortError' : 'NetworkError');
  }
  entry.durationMs = performance.now() - started;
  log?.(entry);
  return answer;
}

// An empty body is how Cognito says "done" in some operations.
function parseObject(text: string): Record<string, any> | undefined {
  try {
    const value: unknown = text.length <= maxAnswer ? parseJSON(text || '{}') : undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function tryEncode(body: Record<string, any>): Uint8Array | undefined {
  try {
    return encode(body);
  } catch {
    return undefined; // not an answer of Cognito's
  }
}

/** Parses a JSON text for Go: the value as a packet, empty where it is no JSON. */
export function parse(text: string): Uint8Array {
  try {
    return encode({ value: parseJSON(text) });
  } catch {
    return new Uint8Array(0);
  }
}
