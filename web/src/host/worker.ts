// The worker's own script: the program, with the messages of a page around it.

import type { LogEntry } from '../api';
import { CognitoAuthError, toData, toError } from '../error';
import type { AskHeaders } from '../page/headers';
import { type Checked, compile } from './load';
import { opening, type ToPage, type ToWorker } from '../messages';
import { Host } from './host';
import type { AskStore } from '../page/storage';

interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: ToPage, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

let module: Promise<WebAssembly.Module> | undefined;

function load(wanted: Checked, timeout: number): void {
  module = compile(wanted, timeout);
  module.then(
    () => scope.postMessage({ type: 'loaded' }),
    (error) => scope.postMessage({ type: 'unloadable', error: toData(error) }),
  );
}

let host: Host | undefined;

async function answer(id: number, work: () => Promise<Uint8Array>): Promise<void> {
  try {
    const packet = await work();
    scope.postMessage({ type: 'reply', id, packet }, [packet.buffer]);
  } catch (error) {
    scope.postMessage({ type: 'failure', id, error: toData(error) });
  }
}

// Storage is the page's alone: a worker has none. Questions are numbered for themselves.
const questions = new Map<number, (packet: Uint8Array) => void>();
let lastQuestion = 0;

const store: AskStore = (action, name, packet) =>
  new Promise((resolve) => {
    const id = ++lastQuestion;
    questions.set(id, resolve);
    scope.postMessage({ type: 'store', id, action, name, packet }, [packet.buffer]);
  });

const headersAsked = new Map<number, { resolve(headers: Record<string, string>): void; reject(error: unknown): void }>();

const askHeaders: AskHeaders = (operation) =>
  new Promise((resolve, reject) => {
    const id = ++lastQuestion;
    headersAsked.set(id, { resolve, reject });
    scope.postMessage({ type: 'askHeaders', id, operation });
  });

// A page runs the script as well, to have its hash checked (integrity.ts), and there it does nothing.
if (!('document' in scope)) scope.onmessage = hear;

function hear({ data }: MessageEvent<ToWorker>): void {
  switch (data.type) {
    case 'load':
      return load(data.wanted, data.timeout);
    case 'share': // only of a worker that has loaded
      return void module!.then((compiled) => scope.postMessage({ type: 'shared', module: compiled }));
    case 'start': {
      const log = data.log ? (entry: LogEntry) => scope.postMessage({ type: 'log', entry }) : undefined;
      if (host !== undefined) {
        const error = toData(new CognitoAuthError('InvalidArgument', 'worker: expected one for each client; this one serves another already'));
        return scope.postMessage({ type: 'refused', error });
      }
      host = new Host(data.settings, { log, headers: data.headers ? askHeaders : undefined, store }, true, () => module!);
      return;
    }
    case 'open':
      return void answer(opening, async () => {
        await host!.open();
        return new Uint8Array(0);
      });
    case 'call':
      return void answer(data.id, () => host!.call(data.id, data.packet));
    case 'send':
      return void answer(data.id, () => host!.send(data.id, data.operation, data.packet));
    case 'ping':
      return scope.postMessage({ type: 'alive' });
    case 'abort':
      return host?.abort(data.id);
    case 'headers':
      headersAsked.get(data.id)?.resolve(data.headers);
      return void headersAsked.delete(data.id);
    case 'headersFailed':
      headersAsked.get(data.id)?.reject(toError(data.error));
      return void headersAsked.delete(data.id);
    case 'stored':
      questions.get(data.id)?.(data.packet);
      questions.delete(data.id);
  }
}
