// The ES module: cognito-wasm.mjs. Importing it does nothing.

import type * as api from '../api';
import { clientFactory } from './client';
import { type Files, preloader } from './start';

export type * from '../api';
export { CognitoAuthError } from '../error';

const files: Files = {
  // Each in one expression, which is what bundlers look for.
  get wasm() { return new URL('./cognito-auth.wasm', import.meta.url).href; },
  get worker() { return new URL('./cognito-wasm.worker.js', import.meta.url).href; },
  // Bundlers minify the worker again, and then it has another hash.
  integrity: { wasm: WASM_INTEGRITY, worker: undefined },
  nonce: undefined,
};

export const createClient: typeof api.createClient = clientFactory(files);
export const preload: typeof api.preload = preloader(files);
