// From an address, or bytes, to a compiled module.

import { CognitoAuthError, invalid } from '../error';
import { brief, inlinedBytes } from '../inlined';
import { canHash, fetchFile, matches, notTheFile } from '../integrity';
import type { Checked } from '../messages';
import { need } from '../need';
import { global } from '../realm';
import { bytesOf, loadError, Watched } from './stream';
import { within } from '../wait';

/** Compiles a source; while it streams, where the server calls it application/wasm. */
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
  const response = await answerOf(source, integrity, timeout);
  // Streaming takes the bare type alone, without parameters.
  const isWasm = response.headers.get('content-type')?.toLowerCase() === 'application/wasm';
  if (response.ok && response.body && isWasm && WebAssembly.compileStreaming !== undefined) {
    return compileStream(response, source, integrity, timeout);
  }
  return compileAnswer(response, source, integrity, timeout);
}

async function answerOf(source: string, integrity: string | undefined, timeout: number): Promise<Response> {
  // Given up, it must be gone: browsers have one request for a file wait for another.
  const controller = new AbortController();
  try {
    return await within(timeout, source, fetchFile('wasm', source, integrity, controller.signal), () => controller.abort());
  } catch (cause) {
    if (cause instanceof CognitoAuthError) throw cause;
    throw loadError(`no answer from ${source}${globalThis.origin === 'null' ? nowhere : ''}`, cause);
  }
}

// Where there is no hashing, fetch has compared.
const compileAnswer = async (response: Response, source: string, integrity: string | undefined, timeout: number): Promise<WebAssembly.Module> =>
  compileBytes(await bytesOf(new Watched(response, source, timeout)), canHash() ? integrity : undefined, source, contentType(response));

// What is compiled is kept to be hashed: to have two streams of one costs more than streaming saves.
async function compileStream(response: Response, source: string, integrity: string | undefined, timeout: number): Promise<WebAssembly.Module> {
  const kept: Uint8Array<ArrayBuffer>[] | undefined = integrity !== undefined && canHash() ? [] : undefined;
  const watched = new Watched(response, source, timeout, kept);
  const compiling = WebAssembly.compileStreaming(watched.response);
  const hashed = kept && watched.ended.then(() => matches(joined(kept), integrity!));
  hashed?.catch(() => {}); // it is waited for when the module is there
  try {
    const module = await compiling;
    if (hashed && !(await hashed)) throw notTheFile('wasm', source);
    return module;
  } catch (cause) {
    if (watched.halt ?? cause instanceof CognitoAuthError) throw watched.halt ?? cause;
    // That the file was changed is the better reason, and it takes all of the file.
    if (kept !== undefined) return compileAnswer(await answerOf(source, integrity, timeout), source, integrity, timeout);
    throw notCompiled(source, cause);
  }
}

// What has no origin sends Origin: null, which few servers allow.
const nowhere = '; without an origin (a data: address, a sandboxed frame) next to nothing may be fetched: pass the bytes as the option wasm';

// A Blob would do it by way of another process, which takes longer than compiling.
function joined(parts: Uint8Array<ArrayBuffer>[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

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
