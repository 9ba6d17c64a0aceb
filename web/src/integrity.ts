// Whether a file is the one that it should be: the hashes of https://www.w3.org/TR/SRI/.

import { CognitoAuthError } from './error';

const algorithms = ['sha256', 'sha384', 'sha512']; // the strongest last

/** One hash of an attribute integrity; options after ? mean nothing yet. */
const hash = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/;

/** Whether a text can be what an attribute integrity holds, with a hash at least. */
export const isIntegrity = (text: string): boolean => text.trim().split(/\s+/).every((part) => hash.test(part));

export const notTheFile = (what: string, name: string): CognitoAuthError =>
  new CognitoAuthError(
    'IntegrityError', `${what}: ${name} is not the file that belongs to this script: it was changed, or is of another version; it was not run`);

/** Whether one of the strongest hashes is that of the bytes, which came from an address. */
export async function matches(bytes: ArrayBuffer, integrity: string, address: string): Promise<boolean> {
  // A page without TLS has no crypto.subtle. There fetch compares, without telling what failed.
  if (globalThis.crypto?.subtle === undefined) {
    return fetch(address, { __proto__: null, integrity, credentials: 'same-origin' } as RequestInit).then(() => true, () => false);
  }
  const hashes = integrity.trim().split(/\s+/).map((part) => hash.exec(part)!);
  const strongest = Math.max(...hashes.map(([, name]) => algorithms.indexOf(name!)));
  const wanted = hashes.filter(([, name]) => algorithms.indexOf(name!) === strongest).map(([, , value]) => value!);
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${algorithms[strongest]!.slice(3)}`, bytes));
  return wanted.includes(btoa(String.fromCharCode(...digest)));
}

/** Scripts that were found to be the right ones, by hash and address: a page has them checked once. */
const checked = new Map<string, Promise<void>>();

/** Addresses that a link has asked for. A page asks once for a module: a second link has its answer, whatever its hash. */
const linked = new Set<string>();

/**
 * Checks a worker's script before it is run. `new Worker` takes no hash; what does, under a policy that lets scripts come
 * from there and nothing else, is the link modulepreload: it fetches a script into the browser's cache and does not run it.
 */
export function checkScript(address: string, integrity: string, nonce?: string): Promise<void> {
  const key = `${integrity} ${address}`;
  let checking = checked.get(key);
  if (checking === undefined) {
    checking = check(address, integrity, nonce);
    checked.set(key, checking);
    checking.catch(() => checked.delete(key));
  }
  return checking;
}

async function check(address: string, integrity: string, nonce: string | undefined): Promise<void> {
  const link = globalThis.document?.createElement('link');
  if (link?.relList?.supports('modulepreload') && !linked.has(address)) {
    linked.add(address);
    const requests = () => performance.getEntriesByName(address) as { responseStatus?: number }[];
    const before = requests().length;
    if (await preloaded(link, address, integrity, nonce)) return;
    // A link does not tell why; whether there was an answer is known elsewhere.
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

function preloaded(link: HTMLLinkElement, address: string, integrity: string, nonce: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (loaded: boolean): void => {
      link.remove();
      resolve(loaded);
    };
    link.onload = () => end(true);
    link.onerror = () => end(false);
    link.rel = 'modulepreload';
    link.integrity = integrity;
    if (nonce) link.nonce = nonce;
    link.href = address;
    (document.head ?? document.documentElement).append(link);
  });
}
