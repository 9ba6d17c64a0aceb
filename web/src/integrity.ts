// Whether a file is the one that it should be: the hashes of https://www.w3.org/TR/SRI/.

import { CognitoAuthError } from './error';
import { brief, inlinedBytes } from './inlined';
import { scriptAddress, workerRefused } from './trusted';

const algorithms = ['sha256', 'sha384', 'sha512']; // the strongest last

/** One hash of an attribute integrity; options after ? mean nothing yet. */
const hash = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/;

/** Whether a text can be what an attribute integrity holds, with a hash at least. */
export const isIntegrity = (text: string): boolean => text.trim().split(/\s+/).every((part) => hash.test(part));

export const notTheFile = (what: string, name: string): CognitoAuthError =>
  new CognitoAuthError(
    'IntegrityError', `${what}: ${brief(name)} is not the file that belongs to this script: it was changed, or is of another version; it was not run`);

/** Whether one of the strongest hashes is that of the bytes, which came from an address. */
export async function matches(bytes: ArrayBuffer, integrity: string, address: string): Promise<boolean> {
  // A page without TLS has no crypto.subtle. There fetch compares, without telling what failed.
  if (globalThis.crypto?.subtle === undefined) {
    if (!/^(https?|blob|data):/.test(address)) {
      throw new CognitoAuthError('LoadError', `${address} cannot be checked: this environment has no crypto.subtle; define it, or pass integrity: false`);
    }
    return fetch(address, { __proto__: null, integrity, credentials: 'same-origin' } as RequestInit).then(() => true, () => false);
  }
  const hashes = integrity.trim().split(/\s+/).map((part) => hash.exec(part)!);
  const strongest = Math.max(...hashes.map(([, name]) => algorithms.indexOf(name!)));
  const wanted = hashes.filter(([, name]) => algorithms.indexOf(name!) === strongest).map(([, , value]) => value!);
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${algorithms[strongest]!.slice(3)}`, bytes));
  return wanted.includes(btoa(String.fromCharCode(...digest)));
}

/** The checks under way, by hash and address: clients that are made together wait for one, and go on in their order. */
const checks = new Map<string, Promise<void>>();

/**
 * Checks a worker's script before it is run as one. `new Worker` takes no hash; a script element does, in every browser and
 * under a policy that lets scripts come from there and nothing else. In a page the worker's script does nothing.
 */
export function checkScript(address: string, integrity: string, nonce?: string): Promise<void> {
  const key = `${integrity} ${address}`;
  let checking = checks.get(key);
  if (checking === undefined) {
    checking = check(address, integrity, nonce).finally(() => checks.delete(key));
    checks.set(key, checking);
  }
  return checking;
}

async function check(address: string, integrity: string, nonce: string | undefined): Promise<void> {
  const inlined = inlinedBytes(address);
  if (inlined !== undefined) {
    if (await matches(inlined.buffer, integrity, address)) return;
    throw notTheFile('worker', address);
  }
  if (globalThis.document !== undefined) {
    const requests = () => performance.getEntriesByName(address) as { responseStatus?: number }[];
    const before = requests().length;
    if (await loads(address, integrity, nonce)) return;
    // The element does not tell why not; whether there was an answer is known elsewhere.
    if (requests()[before]?.responseStatus === 200) throw notTheFile('worker', address);
  }
  let response: Response;
  try {
    response = await fetch(address, { __proto__: null, credentials: 'same-origin' } as RequestInit);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    if (await matches(await response.arrayBuffer(), integrity, address)) return;
  } catch (cause) {
    throw new CognitoAuthError(
      'LoadError', `worker: ${address} could not be run; is the file where the script is, and allowed by worker-src and script-src?`, { cause });
  }
  throw notTheFile('worker', address);
}

function loads(address: string, integrity: string, nonce: string | undefined): Promise<boolean> {
  const script = document.createElement('script');
  script.integrity = integrity;
  script.crossOrigin = 'anonymous'; // what cannot be read is not compared, and an Integrity-Policy wants it said
  if (nonce) script.nonce = nonce;
  try {
    script.src = scriptAddress(address);
  } catch (cause) {
    throw workerRefused(address, cause);
  }
  return new Promise((resolve) => {
    const end = (loaded: boolean): void => {
      script.remove();
      resolve(loaded);
    };
    script.onload = () => end(true);
    script.onerror = () => end(false);
    (document.head ?? document.documentElement).append(script);
  });
}
