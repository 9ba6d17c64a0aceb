// What serves a client, in a worker or on the page: the transport, and the program, which asks it.

import type { HostSettings, Surroundings } from '../messages';
import { decode } from '../packet';
import { Clock } from './clock';
import { Program } from './program';
import { Transport } from './transport';

/** Packets are used up; a reply has a value or an error. */
export class Host {
  #transport: Transport;
  #start: () => Promise<Program>;
  // Undefined until it is wanted, and again after it could not be started.
  #program: Promise<Program> | undefined;
  #sending = new Map<number, AbortController>();

  /** `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
  constructor(settings: HostSettings, { log, headers, store }: Surroundings, ahead: boolean, load: () => Promise<WebAssembly.Module>) {
    const { endpoint, open, maxAttempts, timeout } = settings;
    const transport = new Transport(endpoint, { maxAttempts, timeout, log, headers }, new Clock());
    this.#transport = transport;
    this.#start = async () => Program.start(await load(), open, { transport, store, ahead });
  }

  /** Loads and starts the program, if it does not run yet. */
  async open(): Promise<void> {
    await this.#running();
  }

  /** Asks the program. */
  async call(id: number, packet: Uint8Array): Promise<Uint8Array> {
    return (await this.#running()).call(id, packet);
  }

  /** Sends an operation with the input in the packet. */
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
