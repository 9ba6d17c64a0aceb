// One call of one of Cognito's operations: its attempts, its deadline, and what its answer means.

import type { LogEntry } from '../api';
import { bare, own, stringify } from '../data';
import { CognitoAuthError, toData } from '../error';
import type { AskHeaders } from '../messages';
import { operations } from '../operations';
import { encode, mostAnswer } from '../packet';
import { exceptionName, readObject } from './answer';
import type { Clock } from './clock';
import { checkHeaders } from './headers';
import { type Log, redact } from './log';
import { type Holds, isTold, secretsIn, shown } from './secrets';

/** How calls are made. */
export interface TransportOptions {
  /** Attempts of one call in all. */
  maxAttempts: number;
  /** For all attempts of a call together, in milliseconds. */
  timeout: number;
  log: Log | undefined;
  headers: AskHeaders | undefined;
}

// The wait before the second attempt is between 0 and firstBackoff milliseconds and may be twice as long before each further one, up to
// maxBackoff. Full jitter keeps a crowd of pages that were throttled together from coming back together:
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
const firstBackoff = 400;
const maxBackoff = 20_000;

/**
 * The codes by which AWS services ask a client to slow down. Not among them: LimitExceededException, with which Cognito tells a user
 * to stop trying ("Attempt limit exceeded, please try after some time."). auth/error.go has the same.
 */
const throttling = new Set([
  'TooManyRequestsException', 'ThrottlingException', 'Throttling', 'ThrottledException', 'RequestThrottled', 'RequestThrottledException',
  'SlowDown', 'ProvisionedThroughputExceededException',
]);

/** A failed attempt. */
interface Failure {
  error: CognitoAuthError;
  /** Whether the answer says that the call was not done. After a lost one nobody knows. */
  undone: boolean;
}

/** What a call waits for just now. */
interface Awaited {
  what: string;
}

/** One of the two; the other is undefined. */
interface Attempt {
  output: Record<string, any> | undefined;
  failure: Failure | undefined;
}

const answered = (output: Record<string, any>): Attempt => ({ output, failure: undefined });
const failed = (error: CognitoAuthError, undone: boolean): Attempt => ({ output: undefined, failure: { error, undone } });

/** Sends operations to one endpoint. */
export class Transport {
  constructor(readonly endpoint: string, readonly options: TransportOptions, readonly clock: Clock) {}

  /** Sends an operation and gives its answer, or rejects with a CognitoAuthError, at the latest when the time is over. */
  async call(operation: string, input: Record<string, unknown>, signal?: AbortSignal): Promise<Record<string, any>> {
    const { maxAttempts, timeout } = this.options;
    const spends = (own(operations, operation)?.spends ?? (() => true))(input) as boolean;
    const controller = new AbortController();
    const awaited: Awaited = { what: new URL(this.endpoint).host };
    let first: Failure | undefined;
    const ended = new Promise<never>((_, reject) => {
      const end = (code: string, message: string, retryable: boolean): void => {
        const error = new CognitoAuthError(code, message, bare({ operation, retryable, cause: first?.error }));
        reject(error);
        controller.abort(error);
      };
      const timer = setTimeout(() => end('TimeoutError', `${awaited.what} did not answer within ${timeout} ms`, true), timeout);
      const abort = (): void => end('AbortError', 'the caller ended the call', false);
      controller.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      });
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
    });
    ended.catch(() => {}); // it may come when nobody waits any more
    try {
      for (let attempt = 1; ; attempt++) {
        // What does not heed the signal, a fetch of the page's own perhaps, is left behind.
        const result = await Promise.race([this.#attempt(operation, input, attempt, controller.signal, awaited), ended]);
        const { output, failure } = result;
        if (failure === undefined) return output!;
        // An attempt before was done, whatever its answer said.
        if (spends && first !== undefined && failure.error.code === 'NotAuthorizedException') throw first.error;
        first ??= failure;
        if (attempt >= maxAttempts || !(spends ? failure.undone : failure.error.retryable)) throw failure.error;
        await Promise.race([wait(Math.random() * Math.min(firstBackoff * 2 ** (attempt - 1), maxBackoff), controller.signal), ended]);
      }
    } finally {
      controller.abort();
    }
  }

  /** The same as a packet, of what is made of the answer or of { error }. */
  async reply(operation: string, input: Record<string, unknown>, signal: AbortSignal, make: (output: Record<string, any>) => object): Promise<Uint8Array> {
    try {
      const output = await this.call(operation, input, signal);
      try {
        return encode(make(output) as Record<string, unknown>, mostAnswer);
      } catch {
        throw new CognitoAuthError('MalformedResponse', foreign, bare({ operation }));
      }
    } catch (error) {
      return encode({ error: toData(error) });
    }
  }

  async #attempt(operation: string, input: Record<string, unknown>, attempt: number, signal: AbortSignal, awaited: Awaited): Promise<Attempt> {
    const { log, headers } = this.options;
    // Anew each time: a token may have ended while this waited.
    const endpoint = awaited.what;
    awaited.what = 'the function headers';
    const further = headers && (await headers(operation));
    if (further !== undefined) checkHeaders(further);
    awaited.what = endpoint;
    const time = new Date();
    const started = performance.now();
    const heard: { status?: number; body?: Record<string, any>; code?: string } = Object.create(null);
    try {
      signal.throwIfAborted(); // while the page made its headers; not every fetch looks
      const response = await fetch(this.endpoint, bare({
        method: 'POST',
        // Nothing else by itself: every further header is a preflight that a strict endpoint refuses.
        headers: bare({ ...further, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` }),
        body: stringify(input),
        signal,
        credentials: 'omit',
        redirect: 'error', // a password goes where it was sent, and nowhere else
        referrerPolicy: 'no-referrer',
      } satisfies RequestInit));
      this.clock.read(response.headers.get('date'), time.getTime(), Date.now());
      heard.status = response.status;
      heard.body = await readObject(response);
      const result = understand(operation, () => secretsIn(input, further), response, heard.body);
      if (result.failure !== undefined) heard.code = result.failure.error.code;
      return result;
    } catch (cause) {
      heard.code = signal.aborted ? (signal.reason as CognitoAuthError).code : 'NetworkError';
      return failed(new CognitoAuthError('NetworkError', unreachable, bare({ operation, retryable: true, cause })), false);
    } finally {
      if (log !== undefined) {
        const holds = secretsIn(input, further, true);
        const entry: LogEntry = {
          time, operation, attempt, durationMs: performance.now() - started, request: redact(input, holds),
          ...(heard.status !== undefined && { status: heard.status }),
          ...(heard.code !== undefined && { code: heard.code }),
          ...(heard.body !== undefined && { response: redact(heard.body, holds) }),
        };
        log(entry);
      }
    }
  }
}

const foreign = 'expected a JSON object, no larger than Cognito\'s are; is this Cognito\'s endpoint?';

const unreachable =
  'no answer from the endpoint: offline, a wrong endpoint, a Content-Security-Policy without it in connect-src, or an answer without CORS headers';

/**
 * What an answer means, read as the AWS SDKs do: the exception from the header, else from __type or code in the body. Cognito's
 * exceptions have status 400, so nothing is decided by the status but success.
 */
function understand(operation: string, secrets: () => Holds, response: Response, body: Record<string, any> | undefined): Attempt {
  const { status, ok } = response;
  if (ok && body !== undefined) return answered(body);
  const holds = secrets();
  const texts = body ?? Object.create(null);
  const type = [response.headers.get('x-amzn-errortype'), texts.__type, texts.code].find((text) => typeof text === 'string' && text !== '');
  const exception = ok ? undefined : exceptionName(type);
  const code = exception !== undefined && isTold(exception, holds) ? exception : undefined;
  const requestId = response.headers.get('x-amzn-requestid') ?? '';
  const details = bare({
    operation, status, retryable: code !== undefined ? isRetryable(code, status) : status === 429 || status >= 500,
    requestId: /^[\w-]{1,128}$/.test(requestId) && !holds(requestId) ? requestId : undefined, // a UUID
  });
  if (code === undefined) {
    // A proxy or a gateway spoke, not Cognito. 4xx is then as final as any other answer.
    const message = ok ? foreign
      : status >= 500 || status === 429 ? 'the endpoint is failing' : 'expected one of Cognito\'s exceptions; is this Cognito\'s endpoint?';
    return failed(new CognitoAuthError('MalformedResponse', message, details), status === 429 || status === 503);
  }
  const text: unknown = [texts.message, texts.Message].find((given) => typeof given === 'string');
  const message = typeof text === 'string' ? (shown(text, holds) ?? 'the endpoint sent a text with a secret of the request in it, which is left out') : '';
  // InternalErrorException does not say whether the call was done.
  return failed(new CognitoAuthError(code, message, details), throttling.has(code) || status === 429);
}

const isRetryable = (code: string, status: number): boolean =>
  throttling.has(code) || code === 'InternalErrorException' || status === 429 || status >= 500;

/** Waits no more once the signal ends: in Node a timer keeps the process. */
const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
