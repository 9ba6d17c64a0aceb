// What a page calls the module, and its files' addresses.

import type { WasmSource } from '../api';
import { bare } from '../data';
import { CognitoAuthError, invalid } from '../error';
import { brief } from '../inlined';
import type { PortableSource } from '../messages';
import { need } from '../need';
import { isA } from '../read';
import { global, ofDocument } from '../realm';
import { within } from '../wait';

/** Makes a source portable: an absolute address, a copy of bytes, or a module. Throws for anything else. */
export function portable(source: WasmSource, timeout: number): PortableSource | Promise<PortableSource> {
  if (typeof source === 'string' || isA(source, URL)) return absolute('wasm', source);
  if (isA<Response>(source, global('Response'))) return bytesOf(source, timeout);
  if (isA(source, ArrayBuffer)) return source.slice(0);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice().buffer;
  if (isA(source, WebAssembly.Module)) return source;
  throw invalid('wasm', 'an address, a Response, bytes or a WebAssembly.Module');
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
    throw invalid(option, 'an address');
  }
}

// The page's base, which an element <base> sets, as long as that leads to no other origin: whoever can put HTML into a page could
// otherwise say whose code it runs.
function base(): string | undefined {
  const page: string | undefined = global('location')?.href;
  const given = ofDocument('baseURI');
  return given !== undefined && new URL(given).origin === globalThis.origin ? given : page;
}

// It is read here, because it cannot be sent to a worker, and fails where it comes to a halt.
async function bytesOf(response: Response, timeout: number): Promise<ArrayBuffer> {
  const name = brief(response.url || 'the Response');
  if (!response.ok) throw new CognitoAuthError('LoadError', `wasm: HTTP status ${response.status} from ${name}`);
  try {
    const body = response.body!.getReader(bare({})) as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (;;) {
      const { done, value } = await within(timeout, name, body.read(), () => void body.cancel().catch(() => {}));
      if (done) return await new Blob(parts).arrayBuffer();
      parts.push(value);
    }
  } catch (cause) {
    if (cause instanceof CognitoAuthError) throw cause;
    throw new CognitoAuthError('LoadError', `wasm: the answer of ${name} broke off`, { cause });
  }
}
