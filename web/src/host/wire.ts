// Operations in Cognito's own shapes: what a call leaves to the client, and what an answer of the two that sign in has to be. auth/wire.go
// does the same for Go programs.

import type { AuthOutput, CallOptions } from '../api';
import { bare } from '../data';
import { CognitoAuthError, malformed } from '../error';
import type { ClientSettings } from '../messages';
import { operations } from '../operations';
import { list, number, read, type Shaped, text, texts } from '../read';
import { global } from '../realm';

/** Whether an operation is one of the two that sign in. */
export const isAuth = (operation: string): boolean => operation === 'InitiateAuth' || operation === 'RespondToAuthChallenge';

/** Fills in ClientId, its secret in the form that the operation takes, and what accompanies a call, wherever the caller gave none. */
export async function complete(operation: string, input: Record<string, any>, client: ClientSettings, options: CallOptions, admin = false): Promise<Record<string, any>> {
  if (!admin && adminFlows.includes(input.AuthFlow)) {
    throw new CognitoAuthError('InvalidArgument', `flow: ${input.AuthFlow} is for servers: AdminInitiateAuth signs it with IAM credentials; in a page use USER_SRP_AUTH`);
  }
  const { by, secret, takes } = operations[operation]!;
  const accompanying: Record<string, unknown> = bare({
    ClientMetadata: options.clientMetadata ?? client.clientMetadata,
    AnalyticsMetadata: options.analyticsMetadata ?? client.analyticsMetadata,
    UserContextData: options.userContextData,
  });
  const completed: Record<string, any> = bare({ ...input, Session: input.Session || undefined });
  for (const name of takes ?? []) completed[name] ??= accompanying[name];
  if (by !== 'client') return completed;
  completed.ClientId ||= client.clientId;
  const { clientSecret } = client;
  if (!clientSecret || completed.ClientId !== client.clientId) return completed;
  if (secret === 'ClientSecret') completed.ClientSecret ||= clientSecret;
  else if (secret === 'SecretHash') completed.SecretHash ||= await secretHash(clientSecret, completed.Username, completed.ClientId);
  else {
    const parameters = completed[secret!];
    if (parameters?.USERNAME && !parameters.SECRET_HASH) {
      completed[secret!] = bare({ ...parameters, SECRET_HASH: await secretHash(clientSecret, parameters.USERNAME, completed.ClientId) });
    }
  }
  return completed;
}

// The ADMIN flows need IAM credentials: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
const adminFlows = ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'];

/** What InitiateAuth and RespondToAuthChallenge answer. */
const authOutput = {
  ChallengeName: text, Session: text, ChallengeParameters: texts, AvailableChallenges: list,
  AuthenticationResult: {
    AccessToken: text, IdToken: text, RefreshToken: text, TokenType: text, ExpiresIn: number,
    NewDeviceMetadata: { DeviceKey: text, DeviceGroupKey: text },
  },
} as const satisfies Shaped<AuthOutput>;

/** Makes sure that an answer is one of the two that the API allows, of the right types. Members that are not known stay. */
export function checkOutput(operation: string, output: Record<string, any>): AuthOutput {
  let known: Record<string, any>;
  try {
    known = read(output, authOutput, '', '');
  } catch (error) {
    throw malformed(operation, (error as CognitoAuthError).message);
  }
  if (known.ChallengeName || known.AuthenticationResult) return output;
  // AWS's own example leaves the name out where only the choice is meant.
  if (known.AvailableChallenges?.length > 0) return bare({ ...output, ChallengeName: 'SELECT_CHALLENGE' });
  throw malformed(operation, 'AuthenticationResult: expected it, or a ChallengeName');
}

/**
 * SECRET_HASH, in base64, of the name that the same call sends:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export async function secretHash(clientSecret: string, username: string, clientId: string): Promise<string> {
  const subtle: SubtleCrypto | undefined = global('crypto')?.subtle;
  if (subtle === undefined) {
    throw new CognitoAuthError('LoadError', 'SECRET_HASH needs crypto.subtle, which a page without TLS lacks; use https, or an app client without a secret');
  }
  const utf8 = new TextEncoder();
  const key = await subtle.importKey('raw', utf8.encode(clientSecret), bare({ name: 'HMAC', hash: 'SHA-256' }), false, ['sign']);
  return btoa(String.fromCharCode(...new Uint8Array(await subtle.sign('HMAC', key, utf8.encode(username + clientId)))));
}
