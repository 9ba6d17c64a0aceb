// Whether a file is the one that it should be: the hashes of https://www.w3.org/TR/SRI/.

import { bare } from './data';
import { CognitoAuthError } from './error';
import { brief, toBase64 } from './inlined';
import { global } from './realm';

/** One hash of an attribute integrity; options after ? mean nothing yet. */
const hash = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/;

/** Whether a text can be what an attribute integrity holds, with a hash at least. */
export const isIntegrity = (text: string): boolean => text.trim().split(/\s+/).every((part) => hash.test(part));

export const notTheFile = (what: string, name: string): CognitoAuthError =>
  new CognitoAuthError(
    'IntegrityError', `${what}: ${brief(name)} is not the file that belongs to this script; it was not run`);

/** Whether hashes can be computed here: a page without TLS has no crypto.subtle. */
export const canHash = (): boolean => global('crypto')?.subtle !== undefined;

/** Fetches a file, and where hashes cannot be computed has the browser compare its own. */
export async function fetchFile(what: string, address: string, integrity: string | undefined, signal?: AbortSignal): Promise<Response> {
  const ask = (hash = ''): Promise<Response> => fetch(address, bare({ credentials: 'same-origin' as const, integrity: hash, signal: signal ?? null }));
  if (integrity === undefined || canHash()) return ask();
  try {
    return await ask(integrity);
  } catch {
    const response = await ask(); // the browser does not tell whether there was an answer
    if (response.ok) throw notTheFile(what, address);
    return response;
  }
}

/** Whether one of the strongest hashes is that of the bytes. */
export async function matches(bytes: ArrayBuffer, integrity: string): Promise<boolean> {
  const hashes = integrity.trim().split(/\s+/).map((part) => hash.exec(part)!);
  const strongest = hashes.map((found) => found[1]!).sort().pop()!; // their names are in the order of their strength
  const wanted = hashes.filter((found) => found[1] === strongest).map((found) => found[2]);
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${strongest.slice(3)}`, bytes));
  return wanted.includes(toBase64(digest));
}
