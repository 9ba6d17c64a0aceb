// From an address, or bytes, to a compiled module.

import { CognitoAuthError, invalid } from '../error';
import { brief, inlinedBytes } from '../inlined';
import { canHash, fetchFile, matches, notTheFile } from '../integrity';
import type { Checked } from '../messages';
import { need } from '../need';
import { global } from '../realm';
import { bytesOf, loadError, Watched } from './stream';
import { within } from '../wait';

/**
 * Compiles a source. While it streams, where the server calls it application/wasm and nothing is to be checked: a stream that
 * is read twice costs more than streaming saves.
 */
export async function compile({ source, integrity }: Checked, timeout: number): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source !== 'string') {
    if (integrity !== undefined && !canHash() && global('location') !== undefined) throw invalid('integrity.wasm', 'an address in wasm: a page without TLS can hash no bytes (it has no crypto.subtle)');
    return compileBytes(source, integrity, 'the bytes');
  }
  const inlined = integrity === undefined || canHash() ? inlinedBytes(source) : undefined;
  if (inlined !== undefined) return compileBytes(inlined.buffer, integrity, source);
  if (source.startsWith('file:')) return compileBytes(await readFile(source), integrity, source);
  need(['AbortController', 'fetch']);
  // Given up, it must be gone: browsers have one request for a file wait for another.
  const controller = new AbortController();
  let response: Response;
  try {
    response = await within(timeout, source, fetchFile('wasm', source, integrity, controller.signal), () => controller.abort());
  } catch (cause) {
    if (cause instanceof CognitoAuthError) throw cause;
    throw loadError(`no answer from ${source}${globalThis.origin === 'null' ? nowhere : ''}`, cause);
  }
  // Streaming takes the bare type alone, without parameters.
  const type = response.headers.get('content-type')?.toLowerCase();
  if (response.ok && integrity === undefined && type === 'application/wasm' && WebAssembly.compileStreaming !== undefined) {
    const watched = new Watched(response, source, timeout);
    try {
      return await WebAssembly.compileStreaming(watched.response);
    } catch (cause) {
      throw watched.halt ?? notCompiled(source, cause);
    }
  }
  // Where there is no hashing, fetch has compared.
  return compileBytes(await bytesOf(new Watched(response, source, timeout)), canHash() ? integrity : undefined, source, contentType(response));
}

// What has no origin sends Origin: null, which few servers allow.
const nowhere = '; without an origin (a data: address, a sandboxed frame) next to nothing may be fetched: pass the bytes as the option wasm';

async function compileBytes(bytes: ArrayBuffer, integrity: string | undefined, address: string, type?: string): Promise<WebAssembly.Module> {
  const name = brief(address);
  // A development server answers a missing file with its start page and status 200.
  const magic = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  if (String.fromCharCode(...magic) !== '\0asm') {
    throw loadError(`expected a WebAssembly module in ${name}${type ? `, which is ${type}` : ''}; is the file where the script is?`);
  }
  // It is hashed while it is compiled: a compiled module has not run yet.
  const compiling = WebAssembly.compile(bytes);
  compiling.catch(() => {}); // that the file was changed is the better reason
  if (integrity !== undefined) {
    if (!canHash()) throw new CognitoAuthError('LoadError', `wasm: ${brief(address)} cannot be checked: this environment has no crypto.subtle; define it, or pass integrity: false`);
    if (!(await matches(bytes, integrity))) throw notTheFile('wasm', address);
  }
  try {
    return await compiling;
  } catch (cause) {
    throw notCompiled(name, cause);
  }
}

const policy = "a Content-Security-Policy lacks 'wasm-unsafe-eval' (a page whose worker is a file needs none)";

const notCompiled = (name: string, cause: unknown): CognitoAuthError =>
  loadError(`${name} could not be compiled: the file is damaged or cut off, or ${policy}`, cause);

/** For a module that was compiled and cannot be run: WebKit asks the policy then. */
export const notRun = (cause: unknown): CognitoAuthError =>
  loadError(cause instanceof EvalError || cause instanceof WebAssembly.CompileError ? `refused: ${policy}` : 'expected the module of cognito-wasm, built together with this script', cause);

const contentType = (response: Response): string => (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

// Node has no fetch for files. getBuiltinModule, unlike an import, is invisible to bundlers for the browser.
async function readFile(address: string): Promise<ArrayBuffer> {
  const process = global('process') as { getBuiltinModule?(name: string): any } | undefined;
  const fs = process?.getBuiltinModule?.('node:fs/promises');
  if (fs === undefined) throw loadError(`${address} cannot be read here; pass the bytes instead`);
  try {
    const file: Uint8Array = await fs.readFile(new URL(address));
    return file.slice().buffer as ArrayBuffer;
  } catch (cause) {
    throw loadError(`no file at ${address}`, cause);
  }
}
