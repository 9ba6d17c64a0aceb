// The ES module: cognito-wasm.mjs. Importing it does nothing.

import { clientFactory } from './client';
import { preloader } from './start';

export type * from './api';
export { CognitoAuthError } from './error';

const files = () => ({
  // Each in one expression, which is what bundlers look for.
  wasm: new URL('./cognito-auth.wasm', import.meta.url).href,
  worker: new URL('./cognito-wasm.worker.js', import.meta.url).href,
});

/** Loads the module, starts it (in a worker of its own, by default) and gives a client for one user pool. */
export const createClient = clientFactory(files);

/** Begins to fetch and compile the module for the next client. */
export const preload = preloader(files);
