// The classic script: cognito-wasm.js, which defines the global CognitoWasm, and a client if its tag describes one.

import type * as api from './api';
import { clientFactory } from './client';
import { declaredClient } from './declared';
import { type Files, preloader } from './start';

export { CognitoAuthError } from './error';

// currentScript is there only while the script itself runs.
const script = (globalThis.document?.currentScript ?? undefined) as HTMLScriptElement | undefined;
const { src, nonce } = script ?? {};

const files: Files = {
  get wasm() { return new URL('cognito-auth.wasm', src).href; },
  get worker() { return new URL('cognito-wasm.worker.js', src).href; },
  integrity: { wasm: WASM_INTEGRITY, worker: WORKER_INTEGRITY },
  nonce,
};

export const createClient: typeof api.createClient = clientFactory(files);
export const preload: typeof api.preload = preloader(files);

/** The client that the attributes of the script's tag describe, if they name a user pool or an app client. */
export const client: api.AuthClient | undefined = declaredClient(script?.dataset ?? {}, createClient);
