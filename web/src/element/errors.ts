// Errors in words: by the exception's name and the operation, never by Cognito's text. None of them tells whether an account exists,
// except at a sign-up, where that cannot be hidden.

import type { CognitoAuthError } from '../api';
import { bare, own } from '../data';

/** What is said of an exception that has no words itself: those of another one, or of a group. */
const like: Readonly<Record<string, string>> = bare<Record<string, string>>({
  // With or without the pool's protection of user names, an unknown user reads as a wrong password or code.
  UserNotFoundException: 'NotAuthorizedException',
  'ConfirmSignUp.UserNotFoundException': 'CodeMismatchException',
  'ConfirmSignUp.NotAuthorizedException': 'confirmed',
  'ConfirmForgotPassword.UserNotFoundException': 'CodeMismatchException',
  'ConfirmForgotPassword.NotAuthorizedException': 'CodeMismatchException',
  'ConfirmForgotPassword.InvalidParameterException': 'InvalidPasswordException',
  'SignUp.NotAuthorizedException': 'refused',
  'ResendConfirmationCode.InvalidParameterException': 'confirmed',

  EnableSoftwareTokenMFAException: 'CodeMismatchException', InvalidArgument: 'InvalidParameterException',
});

/** Groups of exceptions, the first that fits. */
const groups: Readonly<Record<string, RegExp>> = bare<Record<string, RegExp>>({
  limit: /^(Limit|TooMany|ServiceQuota)/,
  refused: /^(UserLambda|Forbidden|AccessDenied|Unauthorized)/,
  passkey: /^WebAuthn/,
  SignedOut: /^(RefreshTokenReuse|Closed)/,
  NetworkError: /^(Timeout|Load|Integrity)Error/,
  unknown: /^(Internal|Concurrent)/,
  // What is left is of a pool, an app client or an account that is not what the page expects it to be: nothing that a user can mend.
  service: /Exception$/,
});

/** The id of what is said of an error. `has` tells for which ids there are words. */
export function errorId(error: Pick<CognitoAuthError, 'code' | 'operation'>, has: (id: string) => boolean): string {
  const { code, operation } = error;
  for (const name of [`${operation}.${code}`, code]) {
    if (has(`error.${name}`)) return `error.${name}`;
    const other = own(like, name);
    if (other !== undefined) return `error.${other}`;
  }
  return `error.${Object.keys(groups).find((group) => groups[group]!.test(code)) ?? 'unknown'}`;
}

/** The field that an error is about, in a state that has it. */
const fieldOf: Readonly<Record<string, readonly string[]>> = bare<Record<string, readonly string[]>>({
  CodeMismatchException: ['code'], ExpiredCodeException: ['code'], EnableSoftwareTokenMFAException: ['code'],
  InvalidPasswordException: ['new-password'], PasswordHistoryPolicyViolationException: ['new-password'],
  'ConfirmForgotPassword.InvalidParameterException': ['new-password'],
  NotAuthorizedException: ['password'], UserNotFoundException: ['password', 'code'],
  UsernameExistsException: ['username'], AliasExistsException: ['email', 'phone_number'],
});

/** The names of the fields that may be wrong, the likely one first. */
export const wrongFields = ({ code, operation }: Pick<CognitoAuthError, 'code' | 'operation'>): readonly string[] =>
  own(fieldOf, `${operation}.${code}`) ?? own(fieldOf, code) ?? [];
