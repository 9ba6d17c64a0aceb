// Trusted Types: https://www.w3.org/TR/trusted-types/

import { CognitoAuthError } from './error';
import { brief, inlinedHint } from './inlined';

interface TrustedTypePolicy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: TrustedTypePolicy): TrustedTypePolicy;
}

// A page that names its policies lets each be made once.
let policy: TrustedTypePolicy | undefined;

/**
 * Makes an address one of a script. A page with require-trusted-types-for 'script' takes no string there, so it goes
 * through a policy of ours; a page that names its policies in trusted-types has to name cognito-wasm as well. Throws if it
 * does not.
 */
export function scriptAddress(address: string): string {
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  policy ??= trustedTypes?.createPolicy('cognito-wasm', { createScriptURL: (given) => given });
  return policy?.createScriptURL(address) ?? address;
}

export const workerRefused = (address: string, cause: unknown): CognitoAuthError =>
  new CognitoAuthError(
    'LoadError',
    `worker: the browser refused ${brief(address)}${inlinedHint(address)}; a worker has to come from the page's own origin, worker-src has to allow it, and ` +
      'trusted-types, where a page has it, has to name cognito-wasm',
    { cause },
  );
