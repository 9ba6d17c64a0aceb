import type * as api from './api';
import { bare, define, ordinary, own } from './data';

/** api.ts says what the members mean. */
export class CognitoAuthError extends Error implements api.CognitoAuthError {
  readonly code: string;
  declare readonly operation?: string;
  declare readonly status?: number;
  declare readonly requestId?: string;
  readonly retryable: boolean;
  declare readonly challenge?: api.AuthOutput;

  constructor(code: string, message: string, details: api.ErrorDetails = {}) {
    super(message);
    if (Object.hasOwn(details, 'cause')) define(this, 'cause', details.cause, false);
    this.code = code;
    this.retryable = own(details, 'retryable') ?? false;
    for (const name of ['operation', 'status', 'requestId']) {
      const value: unknown = own(details, name);
      if (value !== undefined) define(this, name, value);
    }
    const challenge: unknown = own(details, 'challenge');
    if (challenge !== undefined) define(this, 'challenge', challenge, false);
    define(this, 'name', code, false);
  }
}

/** An error as data, the form in which it crosses a worker or comes from Go (jsbridge/error.go). */
export interface ErrorData extends api.ErrorDetails {
  code: string;
  message: string;
}

export function toError(data: ErrorData): CognitoAuthError {
  const { code, message, ...details }: ErrorData = ordinary(data);
  return new CognitoAuthError(code, message ?? '', details);
}

export const toData = (error: unknown): ErrorData =>
  error instanceof CognitoAuthError
    ? { code: error.code, message: error.message, retryable: error.retryable, operation: own(error, 'operation'), status: own(error, 'status'), requestId: own(error, 'requestId'), challenge: own(error, 'challenge') }
    : { code: 'InternalError', message: 'the module failed in an unforeseen way' };

export const invalid = (name: string, expected: string): CognitoAuthError =>
  new CognitoAuthError('InvalidArgument', `${name}: expected ${expected}`);

export const malformed = (operation: string, message: string): CognitoAuthError =>
  new CognitoAuthError('MalformedResponse', message, bare({ operation }));
