// A host as a page speaks to it: the messages of messages.ts around a client's Host.

import type { LogEntry } from '../api';
import { CognitoAuthError, toData, toError } from '../error';
import { type AskHeaders, type AskSend, type AskStore, type Checked, type Connection, type Data, loading, opening, type ToHost, type ToPage, type ToPagePost } from '../messages';
import { type Host, makeHost } from './host';
import { compile } from './load';

/** Serves one client. `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
export function serve(post: ToPagePost, ahead: boolean): Connection {
  let module: Promise<WebAssembly.Module> | undefined;
  let host: Host | undefined;

  function load(wanted: Checked, timeout: number): void {
    const compiling = (module = compile(wanted, timeout));
    answer(loading, async () => (await compiling, {}));
  }

  const answer = (id: number, work: () => Promise<Data>): void =>
    void work().then((value) => post({ type: 'reply', id, value }), (error) => post({ type: 'failure', id, error: toData(error) }));

  // What the page has been asked, by number: the functions that its answer is for.
  const asked = new Map<number, { resolve(answer: any): void; reject(error: unknown): void }>();
  let lastQuestion = 0;
  const ask = <T>(question: (id: number) => ToPage, signal?: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++lastQuestion;
      asked.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => { if (asked.delete(id)) post({ type: 'endSend', id }); });
      post(question(id));
    });
  const store: AskStore = (action, name, value) => ask((id) => ({ type: 'store', id, action, name, value }));
  const askHeaders: AskHeaders = (operation) => ask((id) => ({ type: 'askHeaders', id, operation }));
  const askSend: AskSend = (operation, input, signal) => ask((id) => ({ type: 'askSend', id, operation, input }), signal);

  function hear(data: ToHost): void {
    switch (data.type) {
      case 'load':
        return load(data.wanted, data.timeout);
      case 'share': // only of a host that has loaded
        return void module!.then((compiled) => post({ type: 'shared', module: compiled }));
      case 'start': {
        if (host !== undefined) {
          const error = toData(new CognitoAuthError('InvalidArgument', 'worker: expected one for each client; this one serves another'));
          return post({ type: 'refused', error });
        }
        const log = data.log ? (entry: LogEntry) => post({ type: 'log', entry }) : undefined;
        const surroundings = { log, headers: data.headers ? askHeaders : undefined, send: data.send ? askSend : undefined, store };
        host = makeHost(data.settings, surroundings, ahead, () => module!);
        return;
      }
      case 'open':
        return answer(opening, () => host!.open());
      case 'call':
        return answer(data.id, () => host!.call(data.id, data.name, data.call));
      case 'send':
        return answer(data.id, () => host!.send(data.id, data.operation, data.input, data.options));
      case 'raw':
        return answer(data.id, () => host!.raw(data.id, data.operation, data.input, data.repeatable));
      case 'refresh':
        return answer(data.id, () => host!.refresh(data.id, data.request, data.options));
      case 'ping':
        return post({ type: 'alive' });
      case 'abort':
        return host?.abort(data.id);
      case 'answer':
        asked.get(data.id)?.resolve(data.value);
        return void asked.delete(data.id);
      case 'noAnswer':
        asked.get(data.id)?.reject(toError(data.error));
        asked.delete(data.id);
    }
  }
  return { hear, close: () => host?.close() };
}
