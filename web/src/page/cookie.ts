// The storage 'cookie': cookies of the page's own host, which every request to it carries.

import type { TokenStorage } from '../api';
import { missing } from '../missing';
import { touch } from '../read';
import { global, ofDocument } from '../realm';

/**
 * Makes the storage. On https its names begin with __Host-, so that no other host of the domain can set them (RFC 6265bis, section
 * 4.1.3.2). Elsewhere, which is http://localhost, Safari refuses Secure and so the prefix. Not HttpOnly, because scripts set them.
 */
export function cookie(): TokenStorage {
  if (touch('storage', () => ofDocument('cookie')) === undefined) return missing('cookie');
  const secure = global('location').protocol === 'https:';
  const nameOf = (key: string): string => (secure ? '__Host-' : '') + encodeURIComponent(key);
  const write = (key: string, value: string, seconds: number): void => {
    const text = `${nameOf(key)}=${encodeURIComponent(value)}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure ? '; Secure' : ''}`;
    Reflect.set(global('Document').prototype, 'cookie', text, document);
  };
  const find = (key: string): string | null => {
    const prefix = `${nameOf(key)}=`;
    const found = ofDocument('cookie')!.split('; ').filter((entry) => entry.startsWith(prefix));
    // The browser does not tell whose is whose; the other one, of a longer path or of the whole domain, may come first.
    if (found.length > 1) throw new Error('the page has two cookies of this name');
    return found.length === 0 ? null : decode(found[0]!.slice(prefix.length));
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

/** Null for what was not written here. */
function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
