// What Cognito hears of a sign-out.

import { bare } from '../data';
import type { Data, Refreshing } from '../messages';
import type { Entry } from './session';

/** The longest that a sign-out waits for Cognito, in milliseconds: on this device it is done by then. */
export const longestSignOut = 5000;

/** Ends a session at Cognito, or all of its user's. Rejects where Cognito did not. */
export async function revoke(
  { tokens: { accessToken, refreshToken, deviceKey }, username, at, life }: Entry, everywhere: boolean,
  refresh: (request: Refreshing) => Promise<Data>, send: (operation: string, input: Data) => Promise<unknown>,
): Promise<void> {
  if (everywhere) {
    try {
      if (Date.now() >= at + life) {
        // They are stored nowhere: this session is over.
        ({ tokens: { accessToken, refreshToken } } = await refresh(bare({ refreshToken, username, ...(deviceKey ? { deviceKey } : undefined) })));
      }
      await send('GlobalSignOut', bare({ AccessToken: accessToken }));
      return;
    } catch (error) {
      await send('RevokeToken', bare({ Token: refreshToken })).catch(() => {}); // this one at least
      throw error;
    }
  }
  await send('RevokeToken', bare({ Token: refreshToken }));
}
