// The classic script: cognito-wasm.js, which defines the global CognitoWasm and does nothing else.

import { clientFactory } from './client';
import { preloader } from './start';

export { CognitoAuthError } from './error';

// currentScript is there only while the script itself runs.
const script = (globalThis.document?.currentScript as HTMLScriptElement | null)?.src;

const files = () => ({
  wasm: new URL('cognito-auth.wasm', script).href,
  worker: new URL('cognito-wasm.worker.js', script).href,
});

/** Loads the module, starts it (in a worker of its own, by default) and gives a client for one user pool. */
export const createClient = clientFactory(files);

/** Begins to fetch and compile the module for the next client. */
export const preload = preloader(files);
