// What Cognito hears of a sign-out.

import { bare } from '../data';
import type { CognitoAuthError } from '../error';
import type { Data, HostSettings, Refreshing } from '../messages';
import { global, listen } from '../realm';
import { requestOf } from '../request';
import type { Entry } from './session';

/** The longest that a sign-out waits for Cognito, in milliseconds: on this device it is done by then. */
export const longestSignOut = 5000;

/** Ends a session at Cognito, or all of its user's. Rejects where Cognito did not. One that Cognito has ended already is ended. */
export async function revoke(
  { tokens: { accessToken, refreshToken, deviceKey }, username, at, life }: Entry, everywhere: boolean,
  refresh: (request: Refreshing) => Promise<Data>, send: (operation: string, input: Data) => Promise<unknown>,
): Promise<void> {
  const revokeThis = (): Promise<unknown> => send('RevokeToken', bare({ Token: refreshToken }));
  if (!everywhere) {
    await revokeThis();
    return;
  }
  for (let fresh = Date.now() < at + life; ; fresh = false) {
    try {
      // New tokens are stored nowhere: this session is over.
      if (!fresh) ({ tokens: { accessToken, refreshToken } } = await refresh(bare({ refreshToken, username, ...(deviceKey ? { deviceKey } : undefined) })));
      await send('GlobalSignOut', bare({ AccessToken: accessToken }));
      return;
    } catch (error) {
      if ((error as CognitoAuthError).code === 'NotAuthorizedException') {
        if (fresh) continue;
        return;
      }
      await revokeThis().catch(() => {}); // this one at least
      throw error;
    }
  }
}

/**
 * Has the page itself tell Cognito where it is left before `revoke` is done: a host ends with its page, or is still being loaded. It needs no
 * answer, and the browser sends it on after the page is gone.
 */
export function tellWhenLeft(
  { tokens: { accessToken, refreshToken }, at, life }: Entry, everywhere: boolean, { endpoint, client: { clientId, clientSecret } }: HostSettings, revoking: Promise<void>,
): void {
  if (endpoint === '' || global('document') === undefined) return;
  const tell = (): void => {
    // What is over cannot be refreshed any more.
    const all = everywhere && Date.now() < at + life;
    const input = all ? { AccessToken: accessToken } : { Token: refreshToken, ClientId: clientId, ClientSecret: clientSecret };
    fetch(endpoint, requestOf(all ? 'GlobalSignOut' : 'RevokeToken', input)).catch(() => {});
  };
  const done = listen(globalThis as unknown as EventTarget, 'pagehide', tell);
  // A browser ends what a page waits for some time before the page hears that it is left.
  revoking.then(done, () => setTimeout(done, longestSignOut));
}
