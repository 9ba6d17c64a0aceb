// REFRESH_TOKEN_AUTH, which needs neither SRP nor the module. auth/flow_refresh_token_auth.go does the same for Go programs.

import type { AuthOutput, CallOptions } from '../api';
import { bare, own } from '../data';
import { CognitoAuthError, invalid, malformed } from '../error';
import type { ClientSettings, Refreshing } from '../messages';
import { checkOutput, claimsOf, complete, secretHash } from './wire';

/** Makes the request. */
export async function refreshInput(request: Refreshing, client: ClientSettings, options: CallOptions): Promise<Record<string, unknown>> {
  const { flow, refreshToken, username, deviceKey } = request;
  const parameters: Record<string, string> = bare({ REFRESH_TOKEN: refreshToken! });
  if (deviceKey) parameters.DEVICE_KEY = deviceKey;
  if (client.clientSecret) {
    if (!username) throw invalid('username', "the user's real name: SECRET_HASH of an app client with a secret is made from it");
    parameters.SECRET_HASH = await secretHash(client.clientSecret, username, client.clientId);
  }
  return complete('InitiateAuth', bare({ AuthFlow: flow, AuthParameters: parameters }), client, options);
}

/** Reads the answer as the data of a finished step (step.ts). */
export function refreshed(operation: string, output: Record<string, any>, request: Refreshing): Record<string, unknown> {
  const { AuthenticationResult: result } = checkOutput(operation, output) as AuthOutput;
  if (result === undefined) {
    throw new CognitoAuthError('UnsupportedChallenge', 'expected tokens: Cognito answered a refresh with a challenge', bare({ operation, challenge: output }));
  }
  if (!result.AccessToken) throw malformed(operation, 'AuthenticationResult.AccessToken: expected a token');
  if (!(result.ExpiresIn! > 0)) throw malformed(operation, 'AuthenticationResult.ExpiresIn: expected the seconds that the access token lives');
  const claims = claimsOf(result.AccessToken);
  const tokens: Record<string, unknown> = bare({
    accessToken: result.AccessToken, tokenType: result.TokenType ?? '', refreshToken: result.RefreshToken || request.refreshToken,
    expiresAt: Date.now() + result.ExpiresIn! * 1000,
  });
  if (result.IdToken) tokens.idToken = result.IdToken;
  const fresh: unknown = result.NewDeviceMetadata && own(result.NewDeviceMetadata, 'DeviceKey');
  const deviceKey = fresh || claims.device_key || request.deviceKey;
  if (deviceKey) tokens.deviceKey = deviceKey;
  return bare({ done: true, username: claims.username || request.username || '', tokens });
}
