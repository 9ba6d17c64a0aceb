// The Go program: one instance at a time, ready or dead. jsbridge/program.go is the other half.

import { bare } from '../data';
import { CognitoAuthError, toError } from '../error';
import { run } from './go';
import { notRun } from './load';
import { decode, encode } from '../packet';
import type { Export } from '../messages';
import type { Transport } from './transport';

/** What Go finds in the host, and what it puts there; jsbridge/doc.go says what each does. */
interface Host {
  send(id: number, operation: string, packet: Uint8Array): void;
  store(id: number, packet: Uint8Array): void;
  settle(id: number, packet: Uint8Array): void;
  open?(id: number, packet: Uint8Array): void;
  initiate?(id: number, packet: Uint8Array): void;
  respond?(id: number, packet: Uint8Array): void;
  answer?(id: number, packet: Uint8Array): void;
  prepare?(_: number): void;
  idle?(warmUp: number): void;
}

/** What a program needs of where it runs. */
export interface ProgramOptions {
  transport: Transport;
  /** Answers a question of Go's to the storage; both are packets. */
  store(packet: Uint8Array): Promise<Uint8Array>;
  /** Whether to make the next sign-in's key pair while there is nothing to do. Not where that would stop a page. */
  ahead: boolean;
}

interface Pending {
  resolve(packet: Uint8Array): void;
  reject(error: CognitoAuthError): void;
  aborted: boolean;
}

const nothing = new Uint8Array(0);

/** The id of the call that opens the client. */
const opening = 0;

/** How long there has to be nothing to do before what can wait is done. */
const quietMs = 50;

/** One run of the program, from its start to its end. */
class Instance {
  #dead = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending = new Map<number, Pending>();
  #questions = new Map<number, AbortController>();
  #host: Host;

  private constructor(readonly options: ProgramOptions, readonly onDeath: () => void) {
    const { transport, store } = options;
    // Go sets members of it, so it has no prototype.
    this.#host = bare<Host>({
      settle: (id, packet) => {
        this.#pending.get(id)?.resolve(packet);
        this.#pending.delete(id);
        this.#restAfter(id);
      },
      send: (id, operation, packet) => this.#ask(id, async (signal) => {
        const input = decode(packet);
        packet.fill(0);
        return transport.reply(operation, input, signal, (value) => ({ value, ahead: transport.clock.ahead }));
      }),
      store: (id, packet) => this.#ask(id, () => store(packet)),
    });
  }

  /** Starts the module. Go takes the host from its own global object and leaves its functions in it. */
  static async start(module: WebAssembly.Module, options: ProgramOptions, onDeath: () => void): Promise<Instance> {
    const instance = new Instance(options, onDeath);
    await run(module, bare({ ...sealedGlobal(), cognitoWasmHost: instance.#host }), () => instance.#die());
    if (instance.#host.initiate === undefined) throw new CognitoAuthError('LoadError', 'wasm: expected the module of cognito-wasm');
    return instance;
  }

  call(id: number, name: Export | 'open', packet: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, aborted: false });
      if (this.#dead) return this.#die();
      this.#host[name]?.(id, packet);
      packet.fill(0);
    });
  }

  // Go waits for the answer to a question whenever anything else runs, so that a call ends by the answer that it was aborted.
  abort(id: number): void {
    const pending = this.#pending.get(id);
    if (pending !== undefined) pending.aborted = true;
    this.#questions.get(id)?.abort();
  }

  // Each in a task of its own, so that the reply has gone to whom it is for, and a call that has come goes first. The
  // collector takes longer than all else that a sign-in at once would wait for, so it waits for quiet.
  #restAfter(id: number): void {
    clearTimeout(this.#timer);
    const whenIdle = (work: () => void, delay: number): void => {
      this.#timer = setTimeout(() => { if (!this.#dead && this.#pending.size === 0) work(); }, delay);
    };
    whenIdle(() => {
      if (this.options.ahead) this.#host.prepare?.(0);
      whenIdle(() => this.#host.idle?.(this.options.ahead && id === opening ? 1 : 0), quietMs);
    }, 0);
  }

  // A question is one operation or one look into the storage; a call has at most one open.
  #ask(id: number, question: (signal: AbortSignal) => Promise<Uint8Array>): void {
    const controller = new AbortController();
    const { signal } = controller;
    const answer = (packet: Uint8Array): void => {
      if (this.#questions.get(id) !== controller) return; // aborted, or dead
      this.#questions.delete(id);
      this.#host.answer?.(id, packet);
    };
    this.#questions.set(id, controller);
    signal.addEventListener('abort', () => answer(encode({ error: { code: 'AbortError' } }))); // nobody hears its text
    if (this.#pending.get(id)?.aborted) controller.abort();
    else question(signal).then(answer);
  }

  #die(): void {
    if (!this.#dead) this.onDeath();
    this.#dead = true;
    const questions = [...this.#questions.values()];
    this.#questions.clear();
    for (const controller of questions) controller.abort();
    for (const { reject } of this.#pending.values()) {
      reject(new CognitoAuthError('RuntimeExited', 'the WebAssembly program ended unexpectedly; the next call starts it again', { retryable: true }));
    }
    this.#pending.clear();
  }
}

/** Keeps an instance running: a call after its end finds a fresh one, made from the compiled module. */
export class Program {
  #instance: Promise<Instance> | undefined;
  #waiting = new Set<number>(); // calls that came while the program was starting

  private constructor(readonly module: WebAssembly.Module, readonly open: Uint8Array, readonly options: ProgramOptions) {}

  /** Starts the program and opens the client that the packet describes. */
  static async start(module: WebAssembly.Module, open: Uint8Array, options: ProgramOptions): Promise<Program> {
    const program = new Program(module, open, options);
    await program.#ready();
    return program;
  }

  async call(id: number, name: Export, packet: Uint8Array): Promise<Uint8Array> {
    this.#waiting.add(id);
    let instance: Instance | undefined;
    let aborted: boolean;
    try {
      instance = await this.#ready();
    } finally {
      aborted = !this.#waiting.delete(id);
    }
    return aborted ? nothing : instance.call(id, name, packet); // nobody waits for the reply of an aborted one
  }

  abort(id: number): void {
    if (this.#waiting.delete(id)) return;
    this.#instance?.then((instance) => instance.abort(id), () => {});
  }

  close(): void {
    this.open.fill(0);
    this.#instance = undefined;
  }

  #ready(): Promise<Instance> {
    if (this.#instance === undefined) {
      const starting = this.#startInstance(() => { if (this.#instance === starting) this.#instance = undefined; });
      this.#instance = starting;
    }
    return this.#instance;
  }

  async #startInstance(onDeath: () => void): Promise<Instance> {
    let instance: Instance;
    try {
      instance = await Instance.start(this.module, this.options, onDeath);
    } catch (cause) {
      onDeath();
      if (cause instanceof CognitoAuthError) throw cause;
      throw notRun(cause);
    }
    const reply = decode(await instance.call(opening, 'open', this.open.slice()));
    if (reply.error !== undefined) throw toError(reply.error);
    return instance;
  }
}

/** The only global object that the Go program gets to see: a page that redefines Array or Date later does not reach into it. */
const sealedGlobal = () => ({
  Object, Array, Uint8Array, Date,
  // Go's package syscall reads these where it starts. There is no file, nor anything to open one.
  fs: bare({ constants: bare({ O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 }) }),
});
