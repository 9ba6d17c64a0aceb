// Whether a file is the one that it should be: the hashes of https://www.w3.org/TR/SRI/.

import { bare } from './data';
import { CognitoAuthError } from './error';
import { brief, inlinedBytes } from './inlined';
import { property } from './read';
import { global, ofDocument } from './realm';
import { scriptAddress, workerRefused } from './page/trusted';
import { within } from './wait';

const algorithms = ['sha256', 'sha384', 'sha512']; // the strongest last

/** One hash of an attribute integrity; options after ? mean nothing yet. */
const hash = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/;

/** Whether a text can be what an attribute integrity holds, with a hash at least. */
export const isIntegrity = (text: string): boolean => text.trim().split(/\s+/).every((part) => hash.test(part));

export const notTheFile = (what: string, name: string): CognitoAuthError =>
  new CognitoAuthError(
    'IntegrityError', `${what}: ${brief(name)} is not the file that belongs to this script: it was changed, or is of another version; it was not run`);

/** Whether hashes can be computed here: a page without TLS has no crypto.subtle. */
export const canHash = (): boolean => global('crypto')?.subtle !== undefined;

/** Fetches a file, and where hashes cannot be computed has the browser compare its own. */
export async function fetchFile(what: string, address: string, integrity: string | undefined, signal?: AbortSignal): Promise<Response> {
  const credentials = 'same-origin' as const;
  const plain = (): Promise<Response> => fetch(address, bare({ credentials, signal: signal ?? null }));
  if (integrity === undefined || canHash()) return plain();
  try {
    return await fetch(address, bare({ credentials, integrity, signal: signal ?? null }));
  } catch {
    const response = await plain(); // the browser does not tell whether there was an answer
    if (response.ok) throw notTheFile(what, address);
    return response;
  }
}

/** Whether one of the strongest hashes is that of the bytes. */
export async function matches(bytes: ArrayBuffer, integrity: string): Promise<boolean> {
  const hashes = integrity.trim().split(/\s+/).map((part) => hash.exec(part)!);
  const strength = (found: RegExpExecArray): number => algorithms.indexOf(found[1]!);
  const strongest = Math.max(...hashes.map(strength));
  const wanted = hashes.filter((found) => strength(found) === strongest).map((found) => found[2]);
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${algorithms[strongest]!.slice(3)}`, bytes));
  return wanted.includes(btoa(String.fromCharCode(...digest)));
}

/** The checks under way, by hash and address: clients that are made together wait for one, and go on in their order. */
const checks = new Map<string, Promise<void>>();

/**
 * Checks a worker's script before it is run as one. `new Worker` takes no hash; a script element does, in every browser and
 * under a policy that lets scripts come from there and nothing else. In a page the worker's script does nothing.
 */
export function checkScript(address: string, integrity: string, nonce: string | undefined, timeout: number): Promise<void> {
  const key = `${integrity} ${address}`;
  let checking = checks.get(key);
  if (checking === undefined) {
    checking = check(address, integrity, nonce);
    checks.set(key, checking);
  }
  const known = checking;
  return within(timeout, brief(address), known).finally(() => { if (checks.get(key) === known) checks.delete(key); });
}

async function check(address: string, integrity: string, nonce: string | undefined): Promise<void> {
  const inlined = canHash() ? inlinedBytes(address) : undefined;
  if (inlined !== undefined) {
    if (await matches(inlined.buffer, integrity)) return;
    throw notTheFile('worker', address);
  }
  if (global('document') !== undefined) {
    const requests = (): object[] => performance.getEntriesByName(address);
    const before = requests().length;
    if (await loads(address, integrity, nonce)) return;
    // The element does not tell why not; whether there was an answer is known elsewhere.
    if (requests().slice(before).some((request) => property(request, 'responseStatus', 'responseStatus') === 200)) throw notTheFile('worker', address);
  }
  let response: Response;
  try {
    response = await fetchFile('worker', address, integrity);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    if (!canHash() || (await matches(await response.arrayBuffer(), integrity))) return;
  } catch (cause) {
    if (cause instanceof CognitoAuthError) throw cause;
    throw new CognitoAuthError(
      'LoadError', `worker: ${address} could not be run; is the file where the script is, and allowed by worker-src and script-src?`, { cause });
  }
  throw notTheFile('worker', address);
}

function loads(address: string, integrity: string, nonce: string | undefined): Promise<boolean> {
  const script = ofDocument('createElement')!.call(document, 'script') as HTMLScriptElement;
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
    (ofDocument('head') ?? ofDocument('documentElement')!).append(script);
  });
}
