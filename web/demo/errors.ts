import { h } from './dom';

/** What a code means, in words; Cognito's own text is shown below. The element has its own words for the sign-in. */
const words: Readonly<Record<string, string>> = {
  AbortError: 'The call was ended.',
  AliasExistsException: 'Another account signs in with that address already.',
  CodeDeliveryFailureException: 'The code could not be sent. Check the address.',
  CodeMismatchException: 'That is not the code. Enter it again.',
  EnableSoftwareTokenMFAException: 'That is not the authenticator’s code. Enter the one that it shows now.',
  ExpiredCodeException: 'That code is used up or too old. Wait for the next one and enter that.',
  InternalErrorException: 'Cognito has a problem of its own. Try again in a moment.',
  InvalidArgument: 'Something that was entered cannot be right. Nothing was sent.',
  InvalidParameterException: 'Cognito cannot accept this request.',
  InvalidPasswordException: 'The user pool’s policy does not allow that password. Choose another one.',
  InvalidUserPoolConfigurationException: 'The user pool is not set up for this.',
  LimitExceededException: 'Too many attempts. Wait a while before the next one.',
  LoadError: 'The module could not be loaded.',
  MalformedResponse: 'The answer is not one of Cognito’s.',
  NetworkError: 'Cognito could not be reached. Check the connection and try again.',
  NotAuthorizedException: 'The name or the password is wrong, or the session is over.',
  PasskeyError: 'No passkey was used or made. Try again.',
  PasswordHistoryPolicyViolationException: 'That password was used before. Choose another one.',
  PasswordResetRequiredException: 'This account needs a password reset first.',
  ResourceNotFoundException: 'It is not there any more.',
  RuntimeExited: 'The module ended unexpectedly. It starts again with the next call.',
  SoftwareTokenMFANotFoundException: 'The set-up has to begin again.',
  TooManyRequestsException: 'Cognito asks to slow down. Try again in a moment.',
  UnsupportedChallenge: 'Cognito asks for a kind of challenge that this client cannot answer yet.',
  UserNotConfirmedException: 'This account has not been confirmed yet.',
  UserNotFoundException: 'There is no such user.',
  UsernameExistsException: 'There is a user of that name already.',
  WebAuthnNotEnabledException: 'The user pool has no passkeys.',
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
