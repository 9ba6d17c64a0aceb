// One call of one of Cognito's operations: its attempts, its deadline, and what its answer means.

import type { LogEntry } from '../api';
import { bare, define } from '../data';
import { CognitoAuthError, toData } from '../error';
import type { Admin, AskHeaders, AskSend, Data, Log } from '../messages';
import { isRepeatable } from '../operations';
import { encode, mostAnswer } from '../packet';
import { requestOf } from '../request';
import { adminInput, adminName } from './admin';
import { exceptionName, readObject } from './answer';
import type { Clock } from './clock';
import { checkHeaders } from './headers';
import { redact } from './log';
import { type Holds, isTold, secretsIn, shown } from './secrets';
import { type Answer, answerOf } from './sent';
import { refusePassword } from './srp_only';

/** How calls are made. */
export interface TransportOptions {
  /** Attempts of one call in all. */
  maxAttempts: number;
  /** For all attempts of a call together, in milliseconds. */
  timeout: number;
  log: Log | undefined;
  headers: AskHeaders | undefined;
  /** Reaches Cognito in the place of fetch. */
  send: AskSend | undefined;
  srpOnly: boolean;
  admin: (Admin & { userPoolId: string }) | undefined;
  /** Sees what was answered, before anybody else. */
  note: ((body: unknown) => void) | undefined;
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

  /** The name by which an operation is called, and which errors have. */
  nameOf(operation: string): string {
    return this.options.admin === undefined ? operation : adminName(operation);
  }

  /** Sends an operation, by its Admin form for an administrator, and gives its answer, or rejects as raw does. */
  call(operation: string, input: Data, signal?: AbortSignal): Promise<Data> {
    const { admin } = this.options;
    const name = this.nameOf(operation);
    return this.raw(name, admin === undefined || name === operation ? input : adminInput(input, admin), signal);
  }

  /**
   * Sends an operation as it is and gives its answer, or rejects with a CognitoAuthError, at the latest when the time is over. `repeatable`
   * says whether the call may be made again though nobody knows whether it was done, where the caller knows.
   */
  async raw(operation: string, input: Data, signal?: AbortSignal, repeatable: boolean = isRepeatable(operation, input)): Promise<Data> {
    const { timeout, srpOnly, send } = this.options;
    if (srpOnly) refusePassword(operation, input);
    const maxAttempts = send === undefined ? this.options.maxAttempts : 1; // the rest is the other client's affair
    const controller = new AbortController();
    const awaited: Awaited = { what: send === undefined ? new URL(this.endpoint).host : 'the function send' };
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
        if (!repeatable && first !== undefined && failure.error.code === 'NotAuthorizedException') throw first.error;
        first ??= failure;
        if (attempt >= maxAttempts || !(repeatable ? failure.error.retryable : failure.undone)) throw failure.error;
        await Promise.race([wait(Math.random() * Math.min(firstBackoff * 2 ** (attempt - 1), maxBackoff), controller.signal), ended]);
      }
    } finally {
      controller.abort();
    }
  }

  /** The same as a packet, of what is made of the answer or of { error }. */
  async reply(operation: string, input: Data, signal: AbortSignal, make: (output: Data) => object): Promise<Uint8Array> {
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

  async #attempt(operation: string, input: Data, attempt: number, signal: AbortSignal, awaited: Awaited): Promise<Attempt> {
    const { log, headers, send, note } = this.options;
    // Anew each time: a token may have ended while this waited.
    const endpoint = awaited.what;
    if (headers !== undefined) awaited.what = 'the function headers';
    const further = headers && (await headers(operation));
    if (further !== undefined) checkHeaders(further);
    awaited.what = endpoint;
    const time = new Date();
    const started = performance.now();
    const heard: Heard = Object.create(null);
    try {
      signal.throwIfAborted(); // while the page made its headers; not every fetch looks
      const answer = send === undefined ? await this.#fetch(operation, input, further, signal, heard) : answerOf(await send(operation, input, signal));
      heard.status = answer.status;
      heard.body = answer.body;
      note?.(answer.body);
      const result = understand(operation, () => secretsIn(input, further), answer);
      if (result.failure !== undefined) heard.code = result.failure.error.code;
      return result;
    } catch (cause) {
      heard.code = signal.aborted ? (signal.reason as CognitoAuthError).code : 'NetworkError';
      return failed(new CognitoAuthError('NetworkError', unreachable, bare({ operation, retryable: true, cause })), false);
    } finally {
      if (log !== undefined) {
        const holds = secretsIn(input, further, true);
        const { status, code, body } = heard;
        const entry: LogEntry = {
          time, operation, attempt, durationMs: performance.now() - started, request: redact(operation, input, holds),
        };
        if (status !== undefined) define(entry, 'status', status);
        if (code !== undefined) define(entry, 'code', code);
        if (body !== undefined) define(entry, 'response', redact(operation, body, holds));
        log(entry);
      }
    }
  }

  async #fetch(operation: string, input: Data, further: Record<string, string> | undefined, signal: AbortSignal, heard: Heard): Promise<Answer> {
    const sent = Date.now();
    const response = await fetch(this.endpoint, bare({ ...requestOf(operation, input, further), signal }));
    const { status, ok, headers } = response;
    this.clock.read(headers.get('date'), sent, Date.now());
    heard.status = status; // the body may break off
    const body = await readObject(response);
    const { __type: type, code, message, Message } = body ?? Object.create(null);
    return { ok, status, body, types: [headers.get('x-amzn-errortype'), type, code], texts: [message, Message], requestId: headers.get('x-amzn-requestid') };
  }
}

/** What a log is told of an answer. */
interface Heard {
  status?: number | undefined;
  body?: Data | undefined;
  code?: string;
}

const foreign = 'expected a JSON object, no larger than Cognito\'s are; is this Cognito\'s endpoint?';

const unreachable =
  'no answer from the endpoint: offline, a wrong endpoint, a Content-Security-Policy without it in connect-src, or no CORS headers';

/**
 * What an answer means, read as the AWS SDKs do: the exception from the header, else from __type or code in the body. Cognito's
 * exceptions have status 400, so nothing is decided by the status but success.
 */
function understand(operation: string, secrets: () => Holds, { ok, status = 0, body, types, texts, requestId }: Answer): Attempt {
  if (ok && body !== undefined) return answered(body);
  const holds = secrets();
  const exception = ok ? undefined : exceptionName(types.find((text) => typeof text === 'string' && text !== ''));
  const code = exception !== undefined && isTold(exception, holds) ? exception : undefined;
  const details = bare({
    operation, status: status || undefined, retryable: code !== undefined ? isRetryable(code, status) : status === 429 || status >= 500 || status === 0,
    requestId: typeof requestId === 'string' && /^[\w-]{1,128}$/.test(requestId) && !holds(requestId) ? requestId : undefined, // a UUID
  });
  const text = texts.find((given) => typeof given === 'string');
  const message = text === undefined ? '' : (shown(text as string, holds) ?? 'the endpoint sent a text with a secret of the request in it');
  if (code === undefined) {
    if (status === 0) return failed(new CognitoAuthError('NetworkError', `the function send failed: ${message}`, details), false);
    // A proxy or a gateway spoke, not Cognito. 4xx is then as final as any other answer.
    const why = ok ? foreign
      : status >= 500 || status === 429 ? 'the endpoint is failing' : 'expected one of Cognito\'s exceptions; is this Cognito\'s endpoint?';
    return failed(new CognitoAuthError('MalformedResponse', why, details), status === 429 || status === 503);
  }
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
