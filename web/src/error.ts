import type * as api from './api';
import { bare, define, ordinary, own } from './data';

/** Members of an error that it may have. */
const furtherDetails = ['operation', 'status', 'requestId', 'challenge'] as const;

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
    for (const name of furtherDetails) {
      const value: unknown = own(details, name);
      if (value !== undefined) define(this, name, value, name !== 'challenge'); // which holds a session: no log shows it
    }
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

export function toData(error: unknown): ErrorData {
  if (!(error instanceof CognitoAuthError)) return bare({ code: 'InternalError', message: 'the module failed in an unforeseen way' });
  const { code, message, retryable } = error;
  const data: ErrorData = bare({ code, message, retryable });
  for (const name of furtherDetails) data[name] = own(error, name);
  return data;
}

export const invalid = (name: string, expected: string): CognitoAuthError =>
  new CognitoAuthError('InvalidArgument', `${name}: expected ${expected}`);

export const malformed = (operation: string, message: string): CognitoAuthError =>
  new CognitoAuthError('MalformedResponse', message, bare({ operation }));
