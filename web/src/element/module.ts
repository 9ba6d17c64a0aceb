// The ES module: cognito-wasm.element.mjs. Importing it defines <cognito-sign-in>, where there are elements.

import { createClient } from '../page/module';
import { defineElement, elementClass } from './element';

export type * from '../element';

export const CognitoSignIn = elementClass({ createClient, loadQR: () => import('./qr') });

defineElement(CognitoSignIn);
