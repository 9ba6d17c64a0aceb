// A host as a page speaks to it: the messages of messages.ts around a client's Host.

import type { LogEntry } from '../api';
import { own } from '../data';
import { CognitoAuthError, toData, toError } from '../error';
import { type AskHeaders, type AskSend, type AskStore, type Checked, type Connection, type Data, opening, type Sent, type ToHost, type ToPagePost } from '../messages';
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

  const answer = (id: number, work: () => Promise<Data>): void =>
    void work().then((value) => post({ type: 'reply', id, value }), (error) => post({ type: 'failure', id, error: toData(error) }));

  // Questions to the page are numbered for themselves.
  let lastQuestion = 0;

  const stored = new Map<number, (value: Data | undefined) => void>();
  const store: AskStore = (action, name, value) =>
    new Promise((resolve) => {
      const id = ++lastQuestion;
      stored.set(id, resolve);
      post({ type: 'store', id, action, name, value });
    });

  const headersAsked = new Map<number, { resolve(headers: Record<string, string>): void; reject(error: unknown): void }>();
  const askHeaders: AskHeaders = (operation) =>
    new Promise((resolve, reject) => {
      const id = ++lastQuestion;
      headersAsked.set(id, { resolve, reject });
      post({ type: 'askHeaders', id, operation });
    });

  const sending = new Map<number, (sent: Sent) => void>();
  const askSend: AskSend = (operation, input, signal) =>
    new Promise((resolve) => {
      const id = ++lastQuestion;
      sending.set(id, resolve);
      signal.addEventListener('abort', () => { if (sending.delete(id)) post({ type: 'endSend', id }); });
      post({ type: 'askSend', id, operation, input });
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
        const surroundings = { log, headers: data.headers ? askHeaders : undefined, send: data.send ? askSend : undefined, store };
        host = new Host(data.settings, surroundings, ahead, () => module!);
        return;
      }
      case 'open':
        return answer(opening, async () => {
          await host!.open();
          return {};
        });
      case 'call':
        return answer(data.id, () => host!.call(data.id, data.name, data.call));
      case 'send':
        return answer(data.id, () => host!.send(data.id, data.operation, data.input, own(data, 'options')));
      case 'raw':
        return answer(data.id, () => host!.raw(data.id, data.operation, data.input, data.repeatable));
      case 'refresh':
        return answer(data.id, () => host!.refresh(data.id, data.request, data.options));
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
      case 'sent':
        sending.get(data.id)?.(data.sent);
        return void sending.delete(data.id);
      case 'stored':
        stored.get(data.id)?.(data.value);
        stored.delete(data.id);
    }
  }
  return { hear, close: () => host?.close() };
}
