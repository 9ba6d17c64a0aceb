// The storage 'cookie': cookies of the page's own host, which every request to it carries.

import type { TokenStorage } from './api';
import { invalid } from './error';
import { touch } from './read';
import { global, ofDocument } from './realm';

/** Makes the storage. Secure but on http://localhost, where Safari would refuse it; not HttpOnly, because scripts set them. */
export function cookie(): TokenStorage {
  if (touch('storage', () => ofDocument('cookie')) === undefined) throw invalid('storage', 'one that exists here; cookies do not');
  const secure = global('location').protocol === 'https:';
  const write = (key: string, value: string, seconds: number): void => {
    const text = `${encodeURIComponent(key)}=${encodeURIComponent(value)}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure ? '; Secure' : ''}`;
    Reflect.set(global('Document').prototype, 'cookie', text, document);
  };
  const find = (key: string): string | null => {
    const prefix = `${encodeURIComponent(key)}=`;
    const found = ofDocument('cookie')!.split('; ').find((entry) => entry.startsWith(prefix));
    return found === undefined ? null : decodeURIComponent(found.slice(prefix.length));
  };
  return {
    get: find,
    set: (key, value) => {
      write(key, value, 400 * 24 * 3600); // the most that browsers keep
      if (find(key) !== value) throw new Error('the browser did not keep the cookie'); // 4096 bytes are the most
    },
    remove: (key) => write(key, '', 0),
  };
}
