// What a client needs of where it runs. Importing needs none of it, and what is missing then may have come by now.

import { CognitoAuthError } from './error';
import { global } from './realm';

/** Says what is missing, if anything is. `page` is for every client, `program` for where the module runs. */
export function need(names: readonly string[]): void {
  const missing = names.filter((name) => global(name) === undefined);
  if (missing.length > 0) {
    throw new CognitoAuthError('LoadError', `this environment has no ${missing.join(', ')}; define it before a client is made`);
  }
}

export const page = ['TextDecoder', 'TextEncoder', 'URL', 'WebAssembly'];
export const program = ['AbortController', 'atob', 'btoa', 'clearInterval', 'clearTimeout', 'crypto', 'fetch', 'performance', 'setInterval', 'setTimeout'];
