// A storage of browsers where there is none.

import type { TokenStorage } from './api';
import { invalid } from './error';
import { global } from './realm';

/** A storage that is not there: an error in a page, and elsewhere, as on a server that renders one, when it is used. */
export function missing(name: string): TokenStorage {
  const error = invalid('storage', `one that exists here; there is no ${name}`);
  if (global('document') !== undefined) throw error;
  const fail = (): never => { throw error; };
  return { get: fail, set: fail, remove: fail };
}
