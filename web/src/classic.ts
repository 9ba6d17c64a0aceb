// The classic script: cognito-wasm.js, which defines the global CognitoWasm and does nothing else.

import { clientFactory } from './client';
import { CognitoAuthError } from './error';

export { CognitoAuthError } from './error';

// currentScript is there only while the script itself runs.
const script = (globalThis.document?.currentScript as HTMLScriptElement | null)?.src;

function beside(file: string): string {
  if (!script) throw new CognitoAuthError('LoadError', 'wasm: expected the option wasm (and worker), because this script does not know where it came from');
  return new URL(file, script).href;
}

/** Loads the module, starts it (in a worker of its own, by default) and gives a client for one user pool. */
export const createClient = clientFactory(() => ({ wasm: beside('cognito-wasm.wasm'), worker: beside('cognito-wasm.worker.js') }));
