// The classic script: cognito-wasm.element.js, to be loaded after cognito-wasm.js, from which it has its clients.

import type * as api from '../api';
import { own } from '../data';
import { defineElement, elementClass } from './element';
import * as qr from './qr';

const createClient = (options: api.ClientOptions): api.AuthClient => {
  const library: typeof api | undefined = own(globalThis, 'CognitoWasm');
  if (library === undefined) throw new Error('<cognito-sign-in>: cognito-wasm.js has to be loaded before, or the property client set');
  return library.createClient(options);
};

defineElement(elementClass({ createClient, loadQR: () => Promise.resolve(qr) }));
