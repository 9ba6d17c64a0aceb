import type * as api from './api';

/** api.ts says what the members mean. */
export class CognitoAuthError extends Error implements api.CognitoAuthError {
  readonly code: string;
  declare readonly operation?: string;
  declare readonly status?: number;
  declare readonly requestId?: string;
  readonly retryable: boolean;
  declare readonly challenge?: api.AuthOutput;

  constructor(code: string, message: string, details: api.ErrorDetails = {}) {
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
export interface ErrorData extends api.ErrorDetails {
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
