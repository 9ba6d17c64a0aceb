// What a page calls the module, and its files' addresses.

import type { WasmSource } from '../api';
import { CognitoAuthError } from '../error';
import type { PortableSource } from '../messages';
import { need } from '../need';
import { isA } from '../read';
import { global, ofDocument } from '../realm';
import { bytesOf, Watched } from '../stream';

/** Makes a source portable: an absolute address, bytes of our own, or a module. Throws at a value that is none of them. */
export function portable(source: WasmSource, timeout: number): PortableSource | Promise<PortableSource> {
  if (typeof source === 'string' || isA(source, URL)) return absolute('wasm', source);
  if (isA<Response>(source, global('Response'))) {
    return bytesOf(new Watched(source, source.url || 'the Response', timeout));
  }
  if (isA(source, ArrayBuffer)) return source.slice(0);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice().buffer;
  if (isA(source, WebAssembly.Module)) return source;
  throw new CognitoAuthError('InvalidArgument', 'wasm: expected an address, a Response, bytes or a WebAssembly.Module');
}

/**
 * A worker has another base than the page, so addresses are made absolute before they go there. Where there is no page, as on a server
 * that renders one, an address may stay what it is until it is `used`.
 */
export function absolute(option: string, address: string | URL, used = false): string {
  need(['URL']);
  try {
    return new URL(address, base()).href;
  } catch {
    if (!used && global('location') === undefined) return String(address);
    throw new CognitoAuthError('InvalidArgument', `${option}: expected an address`);
  }
}

// The page's base, which an element <base> sets, as long as that leads to no other origin: whoever can put HTML into a page could
// otherwise say whose code it runs.
function base(): string | undefined {
  const page: string | undefined = global('location')?.href;
  const given = ofDocument('baseURI');
  return given !== undefined && new URL(given).origin === globalThis.origin ? given : page;
}
