import type { AuthOutput } from './api';

/** What is known of an error beside its code and message. */
export interface ErrorDetails {
  operation?: string;
  status?: number;
  requestId?: string;
  retryable?: boolean;
  challenge?: AuthOutput;
  cause?: unknown;
}

/**
 * The one class of errors that promises are rejected with. `name === code`: Cognito's exception name
 * ("NotAuthorizedException") or one of LocalErrorCode. The message never holds a secret.
 */
export class CognitoAuthError extends Error {
  readonly code: string;
  /** The API operation that failed, such as "RespondToAuthChallenge". */
  declare readonly operation?: string;
  /** The HTTP status, where there was an answer. */
  declare readonly status?: number;
  /** Cognito's x-amzn-requestid, for support cases. */
  declare readonly requestId?: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The raw challenge behind UnsupportedChallenge. Not enumerable, so that a log of the error does not hold the session. */
  declare readonly challenge?: AuthOutput;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.retryable = details.retryable ?? false;
    if (details.operation !== undefined) this.operation = details.operation;
    if (details.status !== undefined) this.status = details.status;
    if (details.requestId !== undefined) this.requestId = details.requestId;
    if (details.challenge !== undefined) Object.defineProperty(this, 'challenge', { value: details.challenge });
    Object.defineProperty(this, 'name', { value: code, configurable: true, writable: true });
  }
}

/** An error as data, the form in which it crosses a worker or comes from Go (error.go). */
export interface ErrorData extends ErrorDetails {
  code: string;
  message: string;
}

export const toError = ({ code, message, ...details }: ErrorData): CognitoAuthError => new CognitoAuthError(code, message ?? '', details);

export const toData = (error: unknown): ErrorData =>
  error instanceof CognitoAuthError
    ? { code: error.code, message: error.message, retryable: error.retryable }
    : { code: 'InternalError', message: 'the module failed in an unforeseen way' };

export const invalid = (name: string, expected: string): CognitoAuthError =>
  new CognitoAuthError('InvalidArgument', `${name}: expected ${expected}`);
