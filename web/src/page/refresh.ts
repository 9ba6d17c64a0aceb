// New tokens for a refresh token, as far as the page is concerned. host/refresh.ts asks Cognito for them.

import { bare } from '../data';
import type { CognitoAuthError } from '../error';
import type { Data, Refreshing } from '../messages';
import { member } from '../read';
import type { Got } from './keeper';
import type { Entry } from './session';
import type { Store } from './storage';
import { tokensOf } from './view';

export const flow = 'REFRESH_TOKEN_AUTH';

/** The refresh token of a request for new tokens, whatever operation it is made by. */
export const refreshTokenIn = (operation: string, { AuthFlow, AuthParameters, RefreshToken }: Data): unknown =>
  operation === 'GetTokensFromRefreshToken' ? RefreshToken
  : operation === 'InitiateAuth' && (AuthFlow === flow || AuthFlow === 'REFRESH_TOKEN') ? member(AuthParameters, 'REFRESH_TOKEN') : undefined;

/** The answer to such a request, where the session was refreshed for it. */
export function resultOf(entry: Entry, given: unknown): Data {
  const { accessToken, idToken, refreshToken, tokenType, expiresAt } = tokensOf(entry);
  const ExpiresIn = Math.round((expiresAt.getTime() - Date.now()) / 1000);
  return bare({
    AuthenticationResult: bare({
      AccessToken: accessToken, IdToken: idToken, RefreshToken: refreshToken === given ? undefined : refreshToken, TokenType: tokenType, ExpiresIn,
    }),
  });
}

/** What a finished step has brought that was asked for at a time. */
export const gotOf = (at: number, { username, tokens: { expiresAt, ...tokens } }: Data): Got => bare({ username, tokens: bare(tokens) as Got['tokens'], at, expiresAt });

/** What Cognito says of a device that it does not know, or does not take. */
const deviceRefusals = ['ResourceNotFoundException', 'InvalidParameterException'];

/** Sends a request, which names the stored device where it has none: a session that an earlier release kept has no key. */
export async function withDevice(request: Refreshing, store: Store, send: (request: Refreshing) => Promise<Data>): Promise<Data> {
  const name = `device.${request.username}`;
  const device = request.deviceKey === undefined ? await store.get(name).catch(() => undefined) : undefined;
  if (typeof device?.key !== 'string') return send(request);
  try {
    return await send(bare({ ...request, deviceKey: device.key }));
  } catch (error) {
    // As in auth/device_refused.go: Cognito does not know the device, or says the same of something else.
    if (!deviceRefusals.includes((error as CognitoAuthError).code)) throw error;
    const data = await send(request);
    await store.remove(name).catch(() => {}); // the next time tries again
    return data;
  }
}
