// What serves a client, in a worker or on the page: the transport, and the program, which asks it.

import type { AskHeaders } from '../page/headers';
import type { AskStore } from '../page/storage';
import { decode } from '../packet';
import { Clock } from './clock';
import type { Log } from './log';
import { Program } from './program';
import { Transport, type TransportOptions } from './transport';

/** What a client needs of a host, wherever it runs. Packets are used up; a reply has a value or an error. */
export interface Engine {
  /** Loads and starts the program, if it does not run yet. */
  open(): Promise<void>;
  /** Asks the program (operations.go), which is open. */
  call(id: number, packet: Uint8Array): Promise<Uint8Array>;
  /** Sends an operation with the input in the packet. */
  send(id: number, operation: string, packet: Uint8Array): Promise<Uint8Array>;
  abort(id: number): void;
  close(): void;
  /** Resolves where the host is gone for good, and another one is needed. */
  readonly over: Promise<void> | undefined;
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
  #transport: Transport;
  #start: () => Promise<Program>;
  // Undefined until it is wanted, and again after it could not be started.
  #program: Promise<Program> | undefined;
  #sending = new Map<number, AbortController>();
  readonly over = undefined;

  /** `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
  constructor(settings: HostSettings, { log, headers, store }: Surroundings, ahead: boolean, load: () => Promise<WebAssembly.Module>) {
    const { endpoint, open, maxAttempts, timeout } = settings;
    const transport = new Transport(endpoint, { maxAttempts, timeout, log, headers }, new Clock());
    this.#transport = transport;
    this.#start = async () => Program.start(await load(), open, { transport, store, ahead });
  }

  async open(): Promise<void> {
    await this.#running();
  }

  async call(id: number, packet: Uint8Array): Promise<Uint8Array> {
    return (await this.#running()).call(id, packet);
  }

  async send(id: number, operation: string, packet: Uint8Array): Promise<Uint8Array> {
    const controller = new AbortController();
    this.#sending.set(id, controller);
    const input = decode(packet);
    packet.fill(0);
    try {
      return await this.#transport.reply(operation, input, controller.signal, (value) => ({ value }));
    } finally {
      this.#sending.delete(id);
    }
  }

  abort(id: number): void {
    this.#sending.get(id)?.abort();
    this.#program?.then((program) => program.abort(id), () => {});
  }

  close(): void {
    for (const controller of this.#sending.values()) controller.abort();
    this.#program?.then((program) => program.close(), () => {});
  }

  #running(): Promise<Program> {
    if (this.#program === undefined) {
      const starting = this.#start();
      this.#program = starting;
      starting.catch(() => { if (this.#program === starting) this.#program = undefined; });
    }
    return this.#program;
  }
}
