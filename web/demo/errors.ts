import { h } from './dom';

/** What to tell a user for a code; Cognito's own text stands below it. */
const words: Readonly<Record<string, string>> = {
  AbortError: 'The call was ended.',
  AliasExistsException: 'Another account signs in with that address already.',
  CodeMismatchException: 'That is not the code. This step is still open: enter it again.',
  EnableSoftwareTokenMFAException: 'That is not the authenticator’s code. Enter the one that it shows now.',
  ExpiredCodeException: 'That code is used up or too old. Wait for the next one and enter that.',
  InternalErrorException: 'Cognito has a problem of its own. Try again in a moment.',
  InvalidArgument: 'Something that was entered cannot be right. Nothing was sent.',
  InvalidParameterException: 'Cognito cannot accept this request.',
  InvalidPasswordException: 'The user pool’s policy does not allow that password. Choose another one.',
  LimitExceededException: 'Too many attempts. Wait a while before the next one.',
  LoadError: 'The module could not be loaded.',
  MalformedResponse: 'The answer is not one of Cognito’s.',
  NetworkError: 'Cognito could not be reached. Check the connection and try again.',
  NotAuthorizedException: 'The user name or the password is wrong. If this step was open for long, start again.',
  PasskeyError: 'No passkey was used or made. Try again, or start again and choose something else.',
  PasswordResetRequiredException: 'This account needs a password reset first.',
  ResourceNotFoundException: 'There is no such app client in this user pool.',
  RuntimeExited: 'The module ended unexpectedly. It starts again with the next call.',
  TooManyRequestsException: 'Cognito asks to slow down. Try again in a moment.',
  UnsupportedChallenge: 'Cognito asks for a kind of challenge that this client cannot answer yet.',
  UserNotConfirmedException: 'This account has not been confirmed yet.',
  UserNotFoundException: 'There is no such user.',
};

/** The sentence for a code. */
export const inWords = (code: string): string => words[code] ?? 'That did not work.';

/** An error as it is shown: in words, and below them its code and message. */
export function failure(error: unknown): Node[] {
  const { code, message } = described(error);
  return [h('strong', {}, inWords(code)), h('span', { class: 'detail' }, h('code', {}, code), message === '' ? '' : ` ${message}`)];
}

/** The code and the message of an error. */
export function described(error: unknown): { code: string; message: string } {
  if (error instanceof CognitoWasm.CognitoAuthError) return error;
  return { code: 'InternalError', message: error instanceof Error ? error.message : '' };
}
