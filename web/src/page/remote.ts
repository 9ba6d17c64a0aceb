// The page's side of a host (host/serve.ts).

import { bare, bared, own } from '../data';
import { CognitoAuthError, toData, toError } from '../error';
import { brief } from '../inlined';
import { type Checked, type Data, type HostSettings, loading, opening, type Request, type Surroundings, type ToHost, type ToPage } from '../messages';
import { isA } from '../read';
import { global } from '../realm';
import { silence } from '../wait';
import type { Holder } from './modules';
import type { Open, Port } from './port';
import { workerNotRun } from './trusted';

/** Messages that only our script sends. */
const proofs = ['alive', 'reply', 'failure'];

interface Pending {
  resolve(value: any): void;
  reject(error: CognitoAuthError): void;
}

/**
 * A host that has just been made. It is told what to load and to start the program, in any order; both take as long as
 * they take.
 */
export class Remote implements Holder {
  #port: Port;
  #pending = new Map<number, Pending>();
  #sharing: Promise<WebAssembly.Module | undefined> | undefined;
  #surroundings: Surroundings | undefined;
  // What the page's own client sends just now, by the numbers of the host's questions.
  #sending = new Map<number, AbortController>();
  #load: (() => Promise<void>) | undefined;
  #opening: Promise<void> | undefined;
  #ended: CognitoAuthError | undefined;
  // Whether the worker's script was run.
  #runs = false;
  // Runs while something is waited for. The worker answers at once unless it computes.
  #watch: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;
  #tellOver!: (error: CognitoAuthError) => void;
  /** Resolves where the host is gone for good, and another one is needed. */
  readonly over = new Promise<CognitoAuthError>((resolve) => { this.#tellOver = resolve; });

  /** `name` is what errors call it. */
  constructor(open: Open, readonly name: string, readonly timeout: number) {
    this.#port = open({
      hear: (data) => {
        if (data === undefined || data === null) return;
        this.#unanswered = 0;
        this.#runs ||= proofs.includes(data.type);
        void this.#hear(data);
      },
      lost: () => this.#take(sharing)?.resolve(undefined),
      fail: () => {
        if (!this.#runs) return this.#end(workerNotRun(name));
        // What is loaded may come all the same.
        this.#fail(opening, new CognitoAuthError('RuntimeExited', 'the worker failed unexpectedly', bare({ retryable: true })));
      },
    });
  }

  /** Has the host compile the module, which it then holds. */
  load(wanted: Checked): Promise<Holder> {
    const { source } = wanted;
    return this.#expect(loading, { type: 'load', wanted, timeout: this.timeout }, source instanceof ArrayBuffer ? [source] : []).then(() => this);
  }

  module(): Promise<WebAssembly.Module | undefined> {
    return (this.#sharing ??= this.#expect(sharing, { type: 'share' }).catch(() => undefined));
  }

  /** Has the host serve a client from now on. Whether it runs at all shows when it is asked for something. */
  start(settings: HostSettings, surroundings: Surroundings, load: () => Promise<void>): void {
    this.#surroundings = surroundings;
    this.#load = load;
    this.#send({ type: 'start', settings, log: surroundings.log !== undefined, headers: surroundings.headers !== undefined, send: surroundings.send !== undefined });
  }

  /** Loads and starts the program, if it does not run yet. */
  open(): Promise<void> {
    if (this.#opening === undefined) {
      this.#opening = this.#openProgram();
      // A worker in which nothing runs is of no use; the next call makes another.
      this.#opening.catch((error: CognitoAuthError) => this.#end(error));
    }
    return this.#opening;
  }

  async #openProgram(): Promise<void> {
    // Another client may load the module, while this one's worker has ended.
    await Promise.race([this.#load!(), this.over.then((error) => { throw error; })]);
    await this.#expect(opening, { type: 'open' });
  }

  /** Asks the program, which is open, or has the host send something. */
  ask(message: Request): Promise<Data> {
    const stream = message.type === 'fetch' && isA<ReadableStream>(message.body, global('ReadableStream')) ? [message.body] : [];
    return this.#expect(message.id, message, stream);
  }

  abort(id: number): void {
    this.#send({ type: 'abort', id });
  }

  close(): void {
    this.#end(new CognitoAuthError('Closed', 'the worker was ended'));
  }

  #hear(data: ToPage): unknown {
    switch (data.type) {
      case 'alive':
        return;
      case 'refused':
        return this.#end(toError(data.error));
      case 'shared':
        return this.#take(sharing)?.resolve(data.module);
      case 'log':
        return this.#surroundings?.log?.(data.entry);
      case 'askHeaders':
        return this.#answer(data.id, this.#surroundings!.headers!(data.operation));
      case 'askSend': {
        const controller = new AbortController();
        this.#sending.set(data.id, controller);
        return this.#answer(data.id, this.#surroundings!.send!(data.operation, data.input, controller.signal));
      }
      case 'endSend':
        this.#sending.get(data.id)?.abort();
        return void this.#sending.delete(data.id);
      case 'store':
        return this.#answer(data.id, this.#surroundings!.store(data.action, data.name, bared(data.value)));
    }
    const pending = this.#take(data.id);
    if (data.type === 'reply') {
      const value: Data = bared(data.value);
      const port: unknown = own(data.value, 'port');
      if (isA(port, global('MessagePort'))) value.port = port;
      pending?.resolve(value);
    }
    else pending?.reject(toError(data.error));
  }

  // Answers what the host asks. What it has stopped waiting for it ignores.
  async #answer(id: number, work: Promise<unknown>): Promise<void> {
    const answer = await work.then((value) => ({ type: 'answer', id, value }) as const, (error) => ({ type: 'noAnswer', id, error: toData(error) }) as const);
    this.#sending.delete(id);
    try {
      this.#send(answer);
    } catch { // a function is in it, which no worker can be told
      this.#send({ type: 'answer', id, value: {} });
    }
  }

  #send(message: ToHost, transfer?: Transferable[]): void {
    this.#port.post(bare(message), transfer); // a host on this thread reads it by name
  }

  #expect(id: number, message: ToHost, transfer?: Transferable[]): Promise<any> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#pending.set(id, { resolve, reject });
      this.#listen();
      this.#send(message, transfer);
    });
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#rest();
    return pending;
  }

  // Asks whether the worker is there, while something is waited for: the browser ends workers without a word. Several times, because
  // a page that was itself stopped for a while finds one tick and its answers in any order.
  #listen(): void {
    if (this.#watch !== undefined) return;
    this.#unanswered = 0;
    this.#watch = setInterval(() => {
      if (this.#unanswered === questions) return this.#end(this.#silent());
      this.#unanswered++;
      this.#send({ type: 'ping' });
    }, this.timeout / (questions + 1));
  }

  #rest(): void {
    if (this.#pending.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #silent(): CognitoAuthError {
    const error = silence(brief(this.name), this.timeout);
    return this.#runs ? new CognitoAuthError('RuntimeExited', `${error.message}; the next call starts it again`, bare({ retryable: true, cause: error })) : error;
  }

  #end(error: CognitoAuthError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#port.end();
    for (const controller of this.#sending.values()) controller.abort();
    this.#sending.clear();
    this.#tellOver(error);
    this.#fail(sharing, error);
  }

  // Fails what is waited for, from an id on.
  #fail(first: number, error: CognitoAuthError): void {
    for (const id of [...this.#pending.keys()]) if (id >= first) this.#take(id)!.reject(error);
  }
}

/** The id of what 'share' brings, as those in messages.ts. */
const sharing = -2;

/** How often a worker is asked in vain before it is given up. */
const questions = 3;
