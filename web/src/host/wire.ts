// InitiateAuth and RespondToAuthChallenge in Cognito's own shapes: what a call leaves to the client, and what an answer has to be.
// auth/wire.go does the same for Go programs.

import type { AuthOutput, CallOptions, InitiateAuthOutput } from '../api';
import { bare, define, own } from '../data';
import { CognitoAuthError, invalid, malformed } from '../error';
import type { ClientSettings } from '../messages';
import { list, number, read, type Shaped, text, texts } from '../read';
import { global } from '../realm';

/** Where each operation has the parameters that name a user. */
const parametersOf = bare({ InitiateAuth: 'AuthParameters', RespondToAuthChallenge: 'ChallengeResponses' });
export type AuthOperation = keyof typeof parametersOf;

/** Whether a call is one of the two, and so completed and checked here. */
export const isAuth = (operation: string): operation is AuthOperation => Object.hasOwn(parametersOf, operation);

/** Fills in ClientId, SECRET_HASH and what accompanies a call, wherever the caller gave none. */
export async function complete(operation: AuthOperation, input: Record<string, any>, client: ClientSettings, options: CallOptions): Promise<Record<string, unknown>> {
  const name = parametersOf[operation];
  const parameters: Record<string, string> | undefined = input[name];
  const completed: Record<string, unknown> = bare({
    ...input,
    ClientId: input.ClientId || client.clientId,
    Session: input.Session || undefined,
    ClientMetadata: input.ClientMetadata ?? options.clientMetadata ?? client.clientMetadata,
    AnalyticsMetadata: input.AnalyticsMetadata ?? options.analyticsMetadata ?? client.analyticsMetadata,
    UserContextData: input.UserContextData ?? options.userContextData,
  });
  if (client.clientSecret && parameters?.USERNAME && !parameters.SECRET_HASH) {
    completed[name] = bare({ ...parameters, SECRET_HASH: await secretHash(client.clientSecret, parameters.USERNAME, client.clientId) });
  }
  return completed;
}

// The ADMIN flows need IAM credentials: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
const adminFlows = ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'];

/** Refuses what cannot be meant; flows and challenges that are newer than this pass. */
export function checkInput(operation: string, input: Record<string, any>, admin: boolean): void {
  if (operation === 'RespondToAuthChallenge') {
    if (!input.ChallengeName) throw invalid('ChallengeName', "one of Cognito's challenges, such as SMS_MFA");
  } else if (!input.AuthFlow) throw invalid('AuthFlow', "one of Cognito's flows, such as USER_SRP_AUTH");
  else if (adminFlows.includes(input.AuthFlow) && !admin) {
    throw new CognitoAuthError('InvalidArgument', `flow: ${input.AuthFlow} is for servers: AdminInitiateAuth signs it with IAM credentials; in a page use USER_SRP_AUTH`);
  }
}

/** What InitiateAuth and RespondToAuthChallenge answer. */
const authOutput = {
  ChallengeName: text, Session: text, ChallengeParameters: texts, AvailableChallenges: list,
  AuthenticationResult: {
    AccessToken: text, IdToken: text, RefreshToken: text, TokenType: text, ExpiresIn: number,
    NewDeviceMetadata: { DeviceKey: text, DeviceGroupKey: text },
  },
} as const satisfies Shaped<InitiateAuthOutput>;

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

/** The string claims of a JWT, not verified: for names alone, never for trust. What is no JWT has none. */
export function claimsOf(token: string): Record<string, string> {
  const claims: Record<string, string> = Object.create(null);
  try {
    const base64 = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const payload = JSON.parse(new TextDecoder().decode(bytes));
    for (const name of Object.keys(payload)) {
      const value: unknown = own(payload, name);
      if (typeof value === 'string') define(claims, name, value);
    }
  } catch {
    // no JWT
  }
  return claims;
}
