// A request to Cognito, as fetch takes it.

import { bare, stringify } from './data';

/** What the browser goes on with when its page is left. */
const outlives = ['RevokeToken', 'GlobalSignOut'];

/** Makes the request of an operation. */
export const requestOf = (operation: string, input: object, further?: Record<string, string>): RequestInit => bare({
  method: 'POST',
  // Nothing else by itself: every further header is a preflight that a strict endpoint refuses.
  headers: bare({ ...further, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` }),
  body: stringify(input),
  keepalive: outlives.includes(operation),
  credentials: 'omit',
  redirect: 'error', // a password goes where it was sent, and nowhere else
  referrerPolicy: 'no-referrer',
} satisfies RequestInit);
