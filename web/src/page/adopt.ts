// A session that another client has left in localStorage: Amplify, whose Auth has kept the format, or amazon-cognito-identity-js.

import { claimsOf, lifeOf, textIn } from '../claims';
import { bare } from '../data';
import { property } from '../read';
import type { Entry } from './session';
import type { Store } from './storage';

/** What they keep of a session under a user's name. The device stays: it is the browser's, and theirs too. */
const members = ['accessToken', 'idToken', 'refreshToken', 'clockDrift', 'signInDetails', 'userData', 'oidcProvider', 'oauthMetadata'];

/** The entries of another client for an app client. Where the page may not read localStorage there are none. */
export class Others {
  #prefix: string;

  constructor(clientId: string) {
    this.#prefix = `CognitoIdentityServiceProvider.${clientId}.`;
  }

  /** Gives their session as an entry of ours, which `sid` names, and keeps their device as one of ours. */
  async take(sid: string, store: Store): Promise<Entry | undefined> {
    try {
      const user = this.#user;
      const read = (name: string): string | undefined => storage().getItem(`${user}.${name}`) ?? undefined;
      const accessToken = read('accessToken') ?? '', idToken = read('idToken'), refreshToken = read('refreshToken'), deviceKey = read('deviceKey');
      if (!refreshToken) return undefined;
      const claims = claimsOf(accessToken);
      const username = textIn(claims, 'username') ?? user.slice(this.#prefix.length);
      const groupKey = read('deviceGroupKey'), password = read('randomPasswordKey');
      if (deviceKey && groupKey && password) await store.set(`device.${username}`, bare({ key: deviceKey, groupKey, password }));
      return bare({
        sid, gen: 1, username, sub: textIn(claims, 'sub') ?? '', at: Number(claims.iat) * 1000 || 0,
        life: Math.min(lifeOf(accessToken) ?? 1, lifeOf(idToken) ?? Infinity),
        tokens: bare({ accessToken, idToken, refreshToken, deviceKey, tokenType: 'Bearer' }),
      });
    } catch {
      return undefined;
    }
  }

  /** Signs their client out of this browser; with a refresh token only of the session that has it. */
  remove(refreshToken?: string): void {
    try {
      const user = this.#user;
      if (refreshToken !== undefined && storage().getItem(`${user}.refreshToken`) !== refreshToken) return;
      for (const name of members) storage().removeItem(`${user}.${name}`);
      storage().removeItem(`${this.#prefix}LastAuthUser`);
    } catch {
      // there is none
    }
  }

  get #user(): string {
    return this.#prefix + (storage().getItem(`${this.#prefix}LastAuthUser`) ?? '');
  }
}

const storage = (): Storage => property(globalThis, 'localStorage') as Storage;
