// Files that a bundler has put into its script as data: addresses (Vite's build.assetsInlineLimit, webpack's asset/inline).

import { CognitoAuthError } from './error';
import { need } from './need';

const isInlined = (address: string): boolean => address.startsWith('data:');

/** An address for a message: nobody wants to read 4 MB of base64. */
export const brief = (address: string): string => (isInlined(address) && address.length > 60 ? `${address.slice(0, 40)}…` : address);

/**
 * The bytes of a data: address, undefined for another. They are decoded here because a fetch would ask connect-src, where
 * nobody has data:. https://fetch.spec.whatwg.org/#data-url-processor
 */
export function inlinedBytes(address: string): Uint8Array<ArrayBuffer> | undefined {
  if (!isInlined(address)) return undefined;
  need(['atob']);
  const parts = /^data:([^,]*),([^#]*)/.exec(address);
  const type = parts?.[1] ?? '';
  let text = (parts?.[2] ?? '').replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  try {
    if (/; *base64$/i.test(type)) text = atob(text);
  } catch (cause) {
    throw new CognitoAuthError('LoadError', `${brief(address)} is not base64`, { cause });
  }
  return fromBinary(text);
}

/** The bytes of what atob gives. */
export const fromBinary = (binary: string): Uint8Array<ArrayBuffer> => Uint8Array.from(binary, (character) => character.charCodeAt(0));

/** A few bytes in base64. */
export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const blobs = new Map<string, string>();

/**
 * Where to run a worker from. One from a data: address has no origin, so it may fetch neither the module nor, from an
 * endpoint that names the origins it serves, an answer; one from a blob: address has the page's.
 */
export function workerAddress(address: string): string {
  let blob = blobs.get(address);
  if (blob !== undefined) return blob;
  const bytes = inlinedBytes(address);
  if (bytes === undefined) return address;
  blob = URL.createObjectURL(new Blob([bytes], { __proto__: null, type: 'text/javascript' } as BlobPropertyBag));
  blobs.set(address, blob);
  return blob;
}

/** What to add to an error about a worker. */
export const inlinedHint = (address: string): string =>
  isInlined(address)
    ? "; a bundler has inlined it: allow worker-src blob: and 'wasm-unsafe-eval', or keep it a file"
    : '';
