// A host as a page speaks to it: the messages of messages.ts around a client's Host.

import type { LogEntry } from '../api';
import { CognitoAuthError, toData, toError } from '../error';
import { type AskHeaders, type AskStore, type Checked, type Connection, opening, type ToHost, type ToPagePost } from '../messages';
import { Host } from './host';
import { compile } from './load';

/** Serves one client. `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
export function serve(post: ToPagePost, ahead: boolean): Connection {
  let module: Promise<WebAssembly.Module> | undefined;
  let host: Host | undefined;

  function load(wanted: Checked, timeout: number): void {
    module = compile(wanted, timeout);
    module.then(
      () => post({ type: 'loaded' }),
      (error) => post({ type: 'unloadable', error: toData(error) }),
    );
  }

  async function answer(id: number, work: () => Promise<Uint8Array>): Promise<void> {
    try {
      const packet = await work();
      post({ type: 'reply', id, packet }, [packet.buffer]);
    } catch (error) {
      post({ type: 'failure', id, error: toData(error) });
    }
  }

  // Questions to the page are numbered for themselves.
  let lastQuestion = 0;

  const stored = new Map<number, (packet: Uint8Array) => void>();
  const store: AskStore = (action, name, packet) =>
    new Promise((resolve) => {
      const id = ++lastQuestion;
      stored.set(id, resolve);
      post({ type: 'store', id, action, name, packet }, [packet.buffer]);
    });

  const headersAsked = new Map<number, { resolve(headers: Record<string, string>): void; reject(error: unknown): void }>();
  const askHeaders: AskHeaders = (operation) =>
    new Promise((resolve, reject) => {
      const id = ++lastQuestion;
      headersAsked.set(id, { resolve, reject });
      post({ type: 'askHeaders', id, operation });
    });

  function hear(data: ToHost): void {
    switch (data.type) {
      case 'load':
        return load(data.wanted, data.timeout);
      case 'share': // only of a host that has loaded
        return void module!.then((compiled) => post({ type: 'shared', module: compiled }));
      case 'start': {
        if (host !== undefined) {
          const error = toData(new CognitoAuthError('InvalidArgument', 'worker: expected one for each client; this one serves another already'));
          return post({ type: 'refused', error });
        }
        const log = data.log ? (entry: LogEntry) => post({ type: 'log', entry }) : undefined;
        host = new Host(data.settings, { log, headers: data.headers ? askHeaders : undefined, store }, ahead, () => module!);
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
        return post({ type: 'alive' });
      case 'abort':
        return host?.abort(data.id);
      case 'headers':
        headersAsked.get(data.id)?.resolve(data.headers);
        return void headersAsked.delete(data.id);
      case 'headersFailed':
        headersAsked.get(data.id)?.reject(toError(data.error));
        return void headersAsked.delete(data.id);
      case 'stored':
        stored.get(data.id)?.(data.packet);
        stored.delete(data.id);
    }
  }
  return { hear, close: () => host?.close() };
}
