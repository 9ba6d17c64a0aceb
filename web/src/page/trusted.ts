// Trusted Types: https://www.w3.org/TR/trusted-types/

import { CognitoAuthError } from '../error';
import { brief, inlinedHint } from '../inlined';
import { global } from '../realm';

interface TrustedTypePolicy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: TrustedTypePolicy): TrustedTypePolicy;
}

// A page that names its policies lets each be made once.
let policy: TrustedTypePolicy | undefined;

/** The address that is being made one of a script; the policy lets nothing else through, whoever asks it. */
let computed: string | undefined;

const rules = {
  __proto__: null, // or what is on Object.prototype would be rules as well
  createScriptURL(address: string): string {
    if (address !== computed) throw new TypeError('cognito-wasm: expected the address of its worker');
    return address;
  },
} as unknown as TrustedTypePolicy;

/**
 * Makes an address one of a script. A page with require-trusted-types-for 'script' takes no string there, so it goes
 * through a policy of ours; a page that names its policies in trusted-types has to name cognito-wasm as well. Throws if it
 * does not.
 */
export function scriptAddress(address: string): string {
  const trustedTypes = global('trustedTypes') as TrustedTypes | undefined;
  policy ??= trustedTypes?.createPolicy('cognito-wasm', rules);
  if (policy === undefined) return address;
  computed = address;
  try {
    return policy.createScriptURL(address);
  } finally {
    computed = undefined;
  }
}

/** For a script that the browser would not run, or that it did not get. */
export const workerNotRun = (address: string, cause?: unknown): CognitoAuthError =>
  new CognitoAuthError(
    'LoadError',
    `worker: ${brief(address)} could not be run${inlinedHint(address) || "; is the file where the script is, from the page's own origin, and allowed by worker-src, script-src and 'trusted-types cognito-wasm'?"}`,
    { cause },
  );
