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
interface Instance {
  call(id: number, name: Export | 'open', packet: Uint8Array): Promise<Uint8Array>;
  abort(id: number): void;
}

/** Starts the module. Go takes the host from its own global object and leaves its functions in it. */
async function startInstance(module: WebAssembly.Module, { transport, store, ahead }: ProgramOptions, onDeath: () => void): Promise<Instance> {
  let dead = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const calls = new Map<number, Pending>();
  const questions = new Map<number, AbortController>();

  // A question is one operation or one look into the storage; a call has at most one open.
  const ask = (id: number, question: (signal: AbortSignal) => Promise<Uint8Array>): void => {
    const controller = new AbortController();
    const { signal } = controller;
    const answer = (packet: Uint8Array): void => {
      if (questions.get(id) !== controller) return; // aborted, or dead
      questions.delete(id);
      host.answer?.(id, packet);
    };
    questions.set(id, controller);
    signal.addEventListener('abort', () => answer(encode({ error: { code: 'AbortError' } }))); // nobody hears its text
    if (calls.get(id)?.aborted) controller.abort();
    else question(signal).then(answer);
  };

  // Each in a task of its own, so that the reply has gone to whom it is for, and a call that has come goes first. The
  // collector takes longer than all else that a sign-in at once would wait for, so it waits for quiet.
  const whenIdle = (work: () => void, delay: number): void => {
    timer = setTimeout(() => { if (!dead && calls.size === 0) work(); }, delay);
  };

  // Go sets members of it, so it has no prototype.
  const host = bare<Host>({
    settle: (id, packet) => {
      calls.get(id)?.resolve(packet);
      calls.delete(id);
      clearTimeout(timer);
      whenIdle(() => {
        if (ahead) host.prepare?.(0);
        whenIdle(() => host.idle?.(ahead && id === opening ? 1 : 0), quietMs);
      }, 0);
    },
    send: (id, operation, packet) => ask(id, async (signal) => {
      const input = decode(packet);
      packet.fill(0);
      return transport.reply(operation, input, signal, (value) => ({ value, ahead: transport.clock.ahead }));
    }),
    store: (id, packet) => ask(id, () => store(packet)),
  });

  const die = (): void => {
    if (!dead) onDeath();
    dead = true;
    const open = [...questions.values()];
    questions.clear();
    for (const controller of open) controller.abort();
    for (const { reject } of calls.values()) {
      reject(new CognitoAuthError('RuntimeExited', 'the program ended unexpectedly; the next call starts it again', { retryable: true }));
    }
    calls.clear();
  };

  await run(module, bare({ ...sealedGlobal(), cognitoWasmHost: host }), die);
  if (host.initiate === undefined) throw new CognitoAuthError('LoadError', 'wasm: expected the module of cognito-wasm');
  return {
    call: (id, name, packet) =>
      new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject, aborted: false });
        if (dead) return die();
        host[name]?.(id, packet);
        packet.fill(0);
      }),
    // Go waits for the answer to a question whenever anything else runs, so that a call ends by the answer that it was aborted.
    abort(id) {
      const pending = calls.get(id);
      if (pending !== undefined) pending.aborted = true;
      questions.get(id)?.abort();
    },
  };
}

/** Keeps an instance running: a call after its end finds a fresh one, made from the compiled module. */
export interface Program {
  call(id: number, name: Export, packet: Uint8Array): Promise<Uint8Array>;
  abort(id: number): void;
  close(): void;
}

/** Starts the program and opens the client that the packet describes. */
export async function startProgram(module: WebAssembly.Module, open: Uint8Array, options: ProgramOptions): Promise<Program> {
  let current: Promise<Instance> | undefined;
  const waiting = new Set<number>(); // calls that came while the program was starting

  const opened = async (onDeath: () => void): Promise<Instance> => {
    let instance: Instance;
    try {
      instance = await startInstance(module, options, onDeath);
    } catch (cause) {
      onDeath();
      if (cause instanceof CognitoAuthError) throw cause;
      throw notRun(cause);
    }
    const reply = decode(await instance.call(opening, 'open', open.slice()));
    if (reply.error !== undefined) throw toError(reply.error);
    return instance;
  };
  const ready = (): Promise<Instance> => {
    if (current === undefined) {
      const starting = opened(() => { if (current === starting) current = undefined; });
      current = starting;
    }
    return current;
  };

  await ready();
  return {
    async call(id, name, packet) {
      waiting.add(id);
      let instance: Instance | undefined;
      let aborted: boolean;
      try {
        instance = await ready();
      } finally {
        aborted = !waiting.delete(id);
      }
      return aborted ? nothing : instance.call(id, name, packet); // nobody waits for the reply of an aborted one
    },
    abort(id) {
      if (waiting.delete(id)) return;
      current?.then((instance) => instance.abort(id), () => {});
    },
    close() {
      open.fill(0);
      current = undefined;
    },
  };
}

/** The only global object that the Go program gets to see: a page that redefines Array or Date later does not reach into it. */
const sealedGlobal = () => ({
  Object, Array, Uint8Array, Date,
  // Go's package syscall reads these where it starts. There is no file, nor anything to open one.
  fs: bare({ constants: bare({ O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 }) }),
});
