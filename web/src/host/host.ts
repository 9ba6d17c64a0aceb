// What serves a client, in a worker or on the page: the transport, and the program, which asks it.

import type { AskHeaders } from '../headers';
import type { AskStore } from '../storage';
import { decode } from '../packet';
import { Clock } from './clock';
import type { Log } from './log';
import { Program } from './program';
import { Transport, type TransportOptions } from './transport';

/** What a client needs of a host, wherever it runs. Packets are used up; a reply has a value or an error. */
export interface Engine {
  /** Asks the program (operations.go). */
  call(id: number, packet: Uint8Array): Promise<Uint8Array>;
  /** Sends an operation with the input in the packet. */
  send(id: number, operation: string, packet: Uint8Array): Promise<Uint8Array>;
  abort(id: number): void;
  close(): void;
  /** Resolves where the host is gone for good, and another one is needed. */
  readonly over?: Promise<void>;
}

/** What a host needs of the page. */
export interface Surroundings {
  log: Log | undefined;
  headers: AskHeaders | undefined;
  store: AskStore;
}

/** The part of a client's settings that concerns its host. Nothing of it changes any more. */
export interface HostSettings extends Omit<TransportOptions, 'log' | 'headers'> {
  endpoint: string;
  /** The packet that opens the client in the program. */
  open: Uint8Array;
}

/** A host that runs here. */
export class Host implements Engine {
  #sending = new Map<number, AbortController>();

  private constructor(readonly transport: Transport, readonly program: Program) {}

  /** Starts the program, and makes its key pairs ahead of time where that stops no page. */
  static async start(module: WebAssembly.Module, { endpoint, open, maxAttempts, timeout }: HostSettings, { log, headers, store }: Surroundings, ahead: boolean): Promise<Host> {
    const transport = new Transport(endpoint, { maxAttempts, timeout, log, headers }, new Clock());
    return new Host(transport, await Program.start(module, open, { transport, store, ahead }));
  }

  call(id: number, packet: Uint8Array): Promise<Uint8Array> {
    return this.program.call(id, packet);
  }

  async send(id: number, operation: string, packet: Uint8Array): Promise<Uint8Array> {
    const controller = new AbortController();
    this.#sending.set(id, controller);
    const input = decode(packet);
    packet.fill(0);
    try {
      return await this.transport.reply(operation, input, controller.signal, (value) => ({ value }));
    } finally {
      this.#sending.delete(id);
    }
  }

  abort(id: number): void {
    this.#sending.get(id)?.abort();
    this.program.abort(id);
  }

  close(): void {
    for (const controller of this.#sending.values()) controller.abort();
    this.program.close();
  }
}
