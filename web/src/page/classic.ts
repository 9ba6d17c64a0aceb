// The classic script: cognito-wasm.js, which defines the global CognitoWasm, and a client if its tag describes one.

import type * as api from '../api';
import { clientFactory } from './client';
import { define } from '../data';
import { declared } from './declared';
import { CognitoAuthError } from '../error';
import { isA } from '../read';
import { global, ofDocument } from '../realm';
import { type Files, preloader } from './start';

// currentScript is there only while the script itself runs. It decides where passwords go, so nothing but a script is taken for it.
const current = ofDocument('currentScript');
const script = isA<HTMLScriptElement>(current, global('HTMLScriptElement')) ? current : undefined;
const src = script?.src, nonce = script?.nonce;

const files: Files = {
  get wasm() { return new URL('cognito-auth.wasm', src).href; },
  get worker() { return new URL('cognito-wasm.worker.js', src).href; },
  integrity: { wasm: WASM_INTEGRITY, worker: WORKER_INTEGRITY },
  nonce,
};

const createClient: typeof api.createClient = clientFactory(files);
const preload: typeof api.preload = preloader(files);

const options = script && declared(script.dataset);
let client: api.AuthClient | undefined;
let wrong: unknown;
try {
  client = options && createClient(options);
} catch (error) {
  wrong = error;
}

// Not an export: what esbuild makes of those trips over enumerable members of Object.prototype.
const CognitoWasm = Object.freeze({
  CognitoAuthError, createClient, preload,
  /** The client that the attributes of the script's tag describe, if they name a user pool or an app client. Throws what is wrong with them. */
  get client(): api.AuthClient | undefined {
    if (wrong !== undefined) throw wrong;
    return client;
  },
});
// A page may wait for it with a setter; one on Object.prototype is none of the page's making.
if (Object.hasOwn(globalThis, 'CognitoWasm')) (globalThis as { CognitoWasm?: unknown }).CognitoWasm = CognitoWasm;
else define(globalThis, 'CognitoWasm', CognitoWasm);

/** What the global CognitoWasm is, for scripts that are built beside this one. */
export type CognitoWasm = typeof CognitoWasm;
