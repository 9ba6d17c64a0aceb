// New tokens for a refresh token, which needs neither SRP nor the module. auth/refresh.go does the same for Go programs.

import type { AuthOutput, CallOptions } from '../api';
import { claimsOf, textIn } from '../claims';
import { bare, own } from '../data';
import { CognitoAuthError, invalid, malformed } from '../error';
import type { ClientSettings, Data, Refreshing } from '../messages';
import { checkOutput, complete, secretHash } from './wire';

/** Sends an operation, completed. */
type Send = (operation: string, input: Data) => Promise<Data>;

/**
 * The two operations that refresh, and the codes with which they leave it to the other one. GetTokensFromRefreshToken takes the tokens of
 * app clients with and without rotation, but emulators may lack it; REFRESH_TOKEN_AUTH takes those without rotation:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
const direct = { operation: 'GetTokensFromRefreshToken', left: ['UnknownOperationException', 'UnknownOperation', 'InvalidAction', 'NotImplemented', 'Unsupported'] };
const byFlow = { operation: 'InitiateAuth', left: ['InvalidParameterException'] };

/** Makes the function that refreshes; an administrator does by AdminInitiateAuth. What it gives is the data of a finished step (step.ts). */
export function refresher(client: ClientSettings, isAdmin: boolean, nameOf: (operation: string) => string): (request: Refreshing, options: CallOptions, send: Send) => Promise<Data> {
  const ways = isAdmin ? [byFlow, direct] : [direct, byFlow];
  return async (request, options, send) => {
    for (;;) {
      const { operation, left } = ways[0]!;
      const input = operation === byFlow.operation ? await flowInput(request, client, options) : await directInput(request, client, options);
      try {
        return refreshed(nameOf(operation), await send(operation, input), request);
      } catch (error) {
        if (ways.length === 1 || !left.includes((error as CognitoAuthError).code)) throw error;
        ways.shift();
      }
    }
  };
}

const directInput = ({ refreshToken, deviceKey }: Refreshing, client: ClientSettings, options: CallOptions): Promise<Data> =>
  complete(direct.operation, bare({ RefreshToken: refreshToken, DeviceKey: deviceKey || undefined }), client, options);

async function flowInput(request: Refreshing, client: ClientSettings, options: CallOptions): Promise<Data> {
  const { flow = 'REFRESH_TOKEN_AUTH', refreshToken, username, deviceKey } = request;
  const parameters: Record<string, string> = bare({ REFRESH_TOKEN: refreshToken! });
  if (deviceKey) parameters.DEVICE_KEY = deviceKey;
  if (client.clientSecret) {
    if (!username) throw invalid('username', "the user's real name: SECRET_HASH of an app client with a secret is made from it");
    parameters.SECRET_HASH = await secretHash(client.clientSecret, username, client.clientId);
  }
  return complete(byFlow.operation, bare({ AuthFlow: flow, AuthParameters: parameters }), client, options);
}

function refreshed(operation: string, output: Data, request: Refreshing): Data {
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
  const deviceKey = fresh || textIn(claims, 'device_key') || request.deviceKey;
  if (deviceKey) tokens.deviceKey = deviceKey;
  return bare({ done: true, username: textIn(claims, 'username') || request.username || '', tokens });
}
