// What serves a client, in a worker or on the page: the transport, and the program, which asks it.

import type { CallOptions } from '../api';
import { bare } from '../data';
import { invalid, toError } from '../error';
import type { AskStore, Data, Export, Fetching, HostSettings, Refreshing, Surroundings } from '../messages';
import { operations } from '../operations';
import { decode, encode } from '../packet';
import { Clock } from './clock';
import { fetchFor } from './fetch';
import { allPages } from './pages';
import { type Program, startProgram } from './program';
import { refresher } from './refresh';
import { Transport } from './transport';
import type { Vault } from './vault';
import { checkOutput, complete, isAuth } from './wire';

/** What serves a client. Calls have numbers, by which they are aborted. */
export interface Host {
  /** Loads and starts the program, if it does not run yet. */
  open(): Promise<Data>;
  /** Asks the program. */
  call(id: number, name: Export, call: Data): Promise<Data>;
  /** Sends an operation of the table, completed, for all pages of a list. Answers to InitiateAuth and RespondToAuthChallenge are checked. */
  send(id: number, operation: string, input: Data, options: CallOptions): Promise<Data>;
  /** Sends an operation as it is. */
  raw(id: number, operation: string, input: Data, repeatable: boolean | undefined): Promise<Data>;
  /** Gives the data of a finished step. */
  refresh(id: number, request: Refreshing, options: CallOptions): Promise<Data>;
  /** Makes a request of the page's with a token of this worker's. */
  fetch(id: number, request: Fetching): Promise<Data>;
  abort(id: number): void;
  close(): void;
}

/** `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
export function makeHost(settings: HostSettings, { log, headers, send, store }: Surroundings, ahead: boolean, load: () => Promise<WebAssembly.Module>, vault?: Vault): Host {
  const { client, endpoint, maxAttempts, timeout, srpOnly, admin, isolated } = settings;
  const transport = new Transport(endpoint, {
    maxAttempts, timeout, log, headers, send, srpOnly, admin: admin && bare({ ...admin, userPoolId: client.userPoolId }), note: vault && ((body) => vault.note(body)),
  }, new Clock());
  const start = async (): Promise<Program> =>
    startProgram(await load(), encode({ client: { ...client, admin: admin !== undefined } }), { transport, store: packed(store), ahead });
  const refreshes = refresher(client, admin !== undefined, (operation) => transport.nameOf(operation));
  // Undefined until it is wanted, and again after it could not be started.
  let program: Promise<Program> | undefined;
  const sending = new Map<number, AbortController>();

  const running = (): Promise<Program> => {
    if (program === undefined) {
      const starting = start();
      program = starting;
      starting.catch(() => { if (program === starting) program = undefined; });
    }
    return program;
  };
  const abortable = async (id: number, work: (signal: AbortSignal) => Promise<Data>): Promise<Data> => {
    const controller = new AbortController();
    sending.set(id, controller);
    try {
      return await work(controller.signal);
    } finally {
      sending.delete(id);
    }
  };

  return {
    async open() {
      await running();
      return {};
    },
    async call(id, name, call) {
      const packet = encode(call); // at once: it zeroes the passwords
      const { value, error } = decode(await (await running()).call(id, name, packet));
      if (error !== undefined) throw toError(error);
      return value;
    },
    send: (id, operation, input, options) =>
      abortable(id, async (signal) => {
        const completed = await complete(operation, input, client, options, admin !== undefined);
        const output = await allPages(operation, completed, (page) => transport.call(operation, page, signal));
        return isAuth(operation) ? checkOutput(transport.nameOf(operation), output) : output;
      }),
    raw: (id, operation, input, repeatable) =>
      abortable(id, async (signal) => {
        if (isolated && !operations[operation]) throw invalid('operation', "one of those that are methods of the client, with tokens: 'worker'");
        return transport.raw(operation, input, signal, repeatable);
      }),
    refresh: (id, request, options) =>
      abortable(id, (signal) => refreshes(request, options, (operation, input) => transport.call(operation, input, signal))),
    fetch: (id, request) => abortable(id, (signal) => fetchFor(request, isolated?.origins ?? [], signal)),
    abort(id) {
      sending.get(id)?.abort();
      program?.then((running) => running.abort(id), () => {});
    },
    close() {
      for (const controller of sending.values()) controller.abort();
      program?.then((running) => running.close(), () => {});
    },
  };
}

/**
 * Go's questions to the page's storage (jsbridge/devices.go): names to `get`, for which `value` has the objects in their order; or the
 * name of one to `set` to `value`, or to `remove`. The answer has a value or an error.
 */
const packed = (ask: AskStore) => async (packet: Uint8Array): Promise<Uint8Array> => {
  const { get, set, value, remove } = decode(packet);
  try {
    const action = get ? 'get' : set ? 'set' : 'remove';
    const found = await Promise.all((get ?? [set ?? remove]).map((name: string) => ask(action, name, value)));
    if (!found.includes(undefined)) return encode({ value: found });
  } catch {
    // Somebody has changed what is stored.
  }
  return encode({ error: { code: 'StorageError' } });
};
