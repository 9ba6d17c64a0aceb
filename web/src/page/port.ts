// The two ways to a host: a worker, and this thread. Both are spoken to by messages, and what is moved to a worker is used up here too.

import { CognitoAuthError } from '../error';
import { brief, workerAddress } from '../inlined';
import { type Connect, hostKey, type ToHost, type ToPage } from '../messages';
import { global } from '../realm';
import { within } from '../wait';
import { checkScript, runScript } from './script';
import { scriptAddress, workerNotRun } from './trusted';

/** What a host makes heard. */
export interface Listener {
  /** A worker's script may be the page's own and say anything. */
  hear(message: ToPage | null | undefined): void;
  /** The browser could not pass a message on. */
  lost(): void;
  /** An error that the worker did not catch, or a script that could not be run. */
  fail(): void;
}

export interface Port {
  post(message: ToHost, transfer?: Transferable[]): void;
  end(): void;
}

/** Makes a port to a host that tells the listener. */
export type Open = (listener: Listener) => Port;

/** Speaks to a worker. */
export const toWorker = (make: () => Worker): Open => ({ hear, lost, fail }) => {
  const worker = make();
  worker.onmessage = ({ data }: MessageEvent<ToPage | null | undefined>) => hear(data);
  worker.addEventListener('messageerror', lost); // Chromium has no onmessageerror here
  worker.onerror = (event) => {
    event.preventDefault();
    fail();
  };
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
  };
};

/** Makes a worker. */
export function makeWorker(address: string): Worker {
  try {
    return new Worker(scriptAddress(workerAddress(address)), { __proto__: null, name: 'cognito-wasm' } as WorkerOptions);
  } catch (cause) {
    if (cause instanceof CognitoAuthError) throw cause;
    throw workerNotRun(address, cause);
  }
}

/** Where the host's script is, and what it has to be. */
export interface HostScript {
  address: () => string;
  /** Undefined: nothing is to be checked. */
  hash: string | undefined;
  nonce: string | undefined;
}

const found = (): Connect | undefined => (Object.hasOwn(globalThis, hostKey) ? (globalThis as unknown as Record<symbol, Connect>)[hostKey] : undefined);

/** Speaks to a host on this thread, whose script it loads, unless the page has done so itself. */
export async function here(script: HostScript, timeout: number): Promise<Open> {
  const connect = found() ?? (await load(script, timeout));
  return ({ hear }) => {
    const { hear: post, close: end } = connect(hear);
    return { post, end };
  };
}

async function load({ address, hash, nonce }: HostScript, timeout: number): Promise<Connect> {
  let why = 'worker: not the script of cognito-wasm', cause: unknown;
  try {
    await run(address(), hash, nonce, timeout);
  } catch (error) {
    if ((error as CognitoAuthError).code !== 'LoadError') throw error;
    why = (error as CognitoAuthError).message;
    cause = error;
  }
  const connect = found();
  if (connect !== undefined) return connect;
  throw new CognitoAuthError('LoadError', `${why}; or load it first: import 'cognito-wasm/worker', or a script element`, { cause });
}

async function run(address: string, hash: string | undefined, nonce: string | undefined, timeout: number): Promise<void> {
  if (hash !== undefined) await checkScript(address, hash, nonce, timeout); // which runs it, if it is a file
  const from = workerAddress(address);
  // A script element first: browsers keep an import that failed.
  if (found() === undefined && !from.startsWith('file:') && global('document') !== undefined) {
    await within(timeout, brief(address), runScript(from, undefined, nonce));
  }
  if (found() !== undefined) return;
  try {
    await within(timeout, brief(address), import(/* webpackIgnore: true */ /* @vite-ignore */ from));
  } catch (cause) {
    throw cause instanceof CognitoAuthError ? cause : workerNotRun(address, cause);
  }
}
