// The page's side of a program that runs in a worker (worker.ts).

import { CognitoAuthError, toError } from './error';
import type { Log } from './log';
import type { PortableSource } from './load';
import type { ToPage, ToWorker } from './messages';
import type { Engine } from './program';

interface Pending {
  resolve(packet: Uint8Array): void;
  reject(error: CognitoAuthError): void;
}

export class Remote implements Engine {
  #pending = new Map<number, Pending>();

  private constructor(readonly worker: Worker, log: Log | undefined) {
    worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
      if (data.type === 'log') return log?.(data.entry);
      const pending = this.#pending.get(data.id);
      this.#pending.delete(data.id);
      if (data.type === 'reply') pending?.resolve(data.packet);
      else pending?.reject(toError(data.error));
    };
  }

  /** Starts the program in a worker that has just been made. The worker is ended if that fails. */
  static async start(worker: Worker, name: string, source: PortableSource, open: Uint8Array, log: Log | undefined): Promise<Remote> {
    const remote = new Remote(worker, log);
    worker.onerror = (event) => {
      event.preventDefault();
      remote.#fail(new CognitoAuthError('LoadError', `worker: ${name} could not be run; is the file where the script is, and allowed by worker-src?`));
    };
    try {
      const started = new Promise<Uint8Array>((resolve, reject) => remote.#pending.set(0, { resolve, reject }));
      remote.#send({ type: 'start', source, open, log: log !== undefined }, typeof source === 'object' && source instanceof ArrayBuffer ? [source] : []);
      await started;
    } catch (error) {
      worker.terminate();
      throw error;
    }
    worker.onerror = (event) => {
      event.preventDefault();
      remote.#fail(new CognitoAuthError('RuntimeExited', 'the worker failed unexpectedly', { retryable: true }));
    };
    return remote;
  }

  call(id: number, packet: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#send({ type: 'call', id, packet }, [packet.buffer]); // moved, not copied: no password stays behind
    });
  }

  abort(id: number): void {
    this.#send({ type: 'abort', id });
  }

  close(): void {
    this.worker.terminate();
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  #fail(error: CognitoAuthError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

interface TrustedTypePolicy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: TrustedTypePolicy): TrustedTypePolicy;
}

// A page that names its policies lets each be made once.
let policy: TrustedTypePolicy | undefined;

/**
 * Makes a worker. A page with require-trusted-types-for 'script' takes no string there, so the address goes through a
 * policy of ours; a page that names its policies in trusted-types has to name cognito-wasm as well.
 */
export function makeWorker(address: string): Worker {
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  try {
    policy ??= trustedTypes?.createPolicy('cognito-wasm', { createScriptURL: (given) => given });
    return new Worker(policy?.createScriptURL(address) ?? address, { __proto__: null, name: 'cognito-wasm' } as WorkerOptions);
  } catch (cause) {
    throw new CognitoAuthError(
      'LoadError',
      `worker: the browser refused ${address}; a worker has to come from the page's own origin, worker-src has to allow it, and ` +
        'trusted-types, where a page has it, has to name cognito-wasm',
      { cause },
    );
  }
}
