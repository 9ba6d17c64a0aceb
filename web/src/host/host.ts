// What serves a client, in a worker or on the page: the transport, and the program, which asks it.

import type { CallOptions } from '../api';
import { own } from '../data';
import { regional } from '../endpoint';
import { toError } from '../error';
import type { AskStore, Data, Export, HostSettings, Refreshing, Surroundings } from '../messages';
import { operations } from '../operations';
import { decode, encode } from '../packet';
import { Clock } from './clock';
import { allPages } from './pages';
import { type Program, startProgram } from './program';
import { refreshed, refreshInput } from './refresh';
import { Transport } from './transport';
import { checkInput, checkOutput, complete, isAuth } from './wire';

export class Host {
  #settings: HostSettings;
  #transport: Transport;
  #start: () => Promise<Program>;
  // Undefined until it is wanted, and again after it could not be started.
  #program: Promise<Program> | undefined;
  #sending = new Map<number, AbortController>();

  /** `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
  constructor(settings: HostSettings, { log, headers, send, store }: Surroundings, ahead: boolean, load: () => Promise<WebAssembly.Module>) {
    const { client, maxAttempts, timeout, srpOnly, admin } = settings;
    const endpoint = send !== undefined ? '' : (settings.endpoint ?? regional(settings.region, settings.useFipsEndpoint, settings.useDualstackEndpoint));
    const transport = new Transport(endpoint, { maxAttempts, timeout, log, headers, send, srpOnly, admin: admin && { ...admin, userPoolId: client.userPoolId } }, new Clock());
    this.#settings = settings;
    this.#transport = transport;
    this.#start = async () => startProgram(await load(), encode({ client: { ...client, admin: admin !== undefined } }), { transport, store: packed(store), ahead });
  }

  /** Loads and starts the program, if it does not run yet. */
  async open(): Promise<void> {
    await this.#running();
  }

  /** Asks the program. */
  async call(id: number, name: Export, call: Data): Promise<Data> {
    const packet = encode(call); // at once: it zeroes the passwords
    const { value, error } = decode(await (await this.#running()).call(id, name, packet));
    if (error !== undefined) throw toError(error);
    return value;
  }

  /** Sends an operation. InitiateAuth and RespondToAuthChallenge are completed, where there are options, and their answers checked. */
  send(id: number, operation: string, input: Data, options: CallOptions | undefined): Promise<Data> {
    return this.#abortable(id, async (signal) => {
      const list = own(operations, operation)?.list as string | undefined;
      if (list !== undefined && input.NextToken === undefined && input.MaxResults === undefined) {
        return allPages(operation, list, input, (page) => this.#transport.call(operation, page, signal));
      }
      if (options === undefined || !isAuth(operation)) return this.#transport.call(operation, input, signal);
      const { client, admin } = this.#settings;
      checkInput(operation, input, admin !== undefined);
      const completed = await complete(operation, input, client, options);
      return checkOutput(this.#transport.nameOf(operation), await this.#transport.call(operation, completed, signal));
    });
  }

  /** Sends an operation as it is. */
  raw(id: number, operation: string, input: Data, repeatable: boolean | undefined): Promise<Data> {
    return this.#abortable(id, (signal) => this.#transport.raw(operation, input, signal, repeatable === undefined ? undefined : !repeatable));
  }

  /** Gives the data of a finished step. */
  refresh(id: number, request: Refreshing, options: CallOptions): Promise<Data> {
    return this.#abortable(id, async (signal) => {
      const input = await refreshInput(request, this.#settings.client, options);
      return refreshed(this.#transport.nameOf('InitiateAuth'), await this.#transport.call('InitiateAuth', input, signal), request);
    });
  }

  abort(id: number): void {
    this.#sending.get(id)?.abort();
    this.#program?.then((program) => program.abort(id), () => {});
  }

  close(): void {
    for (const controller of this.#sending.values()) controller.abort();
    this.#program?.then((program) => program.close(), () => {});
  }

  async #abortable<T>(id: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#sending.set(id, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#sending.delete(id);
    }
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
