// Everything that waits has an end.

import { bare } from './data';
import { CognitoAuthError } from './error';

/** The option timeout, where a page does not say: milliseconds. */
export const usualTimeout = 30_000;

/** Gives what a promise gives, or rejects with TimeoutError when the time is over; `what` did not answer then. */
export function within<T>(timeout: number, what: string, promise: Promise<T>, abandon?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      abandon?.();
      reject(silence(what, timeout));
    }, timeout);
    promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

export const silence = (what: string, timeout: number): CognitoAuthError =>
  new CognitoAuthError('TimeoutError', `${what} did not answer within ${timeout} ms`, bare({ retryable: true }));

export const aborted = (signal: AbortSignal): CognitoAuthError => new CognitoAuthError('AbortError', 'the caller ended the call', { cause: signal.reason });
