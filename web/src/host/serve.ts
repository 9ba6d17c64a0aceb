// A host as a page speaks to it: the messages of messages.ts around a client's Host.

import type { LogEntry } from '../api';
import { CognitoAuthError, toData, toError } from '../error';
import { type AskHeaders, type AskSend, type AskStore, type Checked, type Connection, type Data, loading, opening, type ToHost, type ToPage, type ToPagePost } from '../messages';
import { type Host, makeHost } from './host';
import { compile } from './load';
import { Vault } from './vault';

/** Serves one client. `ahead` says whether to make key pairs ahead of time: not where that would stop a page. */
export function serve(toPage: ToPagePost, ahead: boolean): Connection {
  // With tokens: 'worker'. Nothing goes to the page but by this way.
  let vault: Vault | undefined;
  let fixed: Checked | undefined;
  const post: ToPagePost = (message, transfer) => toPage(vault ? vault.hide(message) : message, transfer);

  let module: Promise<WebAssembly.Module> | undefined;
  let host: Host | undefined;

  function load(wanted: Checked, timeout: number): void {
    const compiling = (module = compile(fixed ?? wanted, timeout));
    answer(loading, async () => (await compiling, {}));
  }

  let running = 0;
  const answer = (id: number, work: () => Promise<Data>, message?: ToHost): void => {
    running++;
    (async () => {
      if (message) vault?.reveal(message);
      return work();
    })().then(
      (value) => post({ type: 'reply', id, value }, message?.type === 'fetch' && value.port ? [value.port] : []), (error) => post({ type: 'failure', id, error: toData(error) }),
    ).finally(() => { if (--running === 0) vault?.trim(); });
  };

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
  const kept = new Map<string, Data | undefined>();
  const store: AskStore = async (action, name, value) => {
    if (!vault) return ask((id) => ({ type: 'store', id, action, name, value }));
    if (action !== 'get') kept.set(name, action === 'set' ? value : undefined); // devices have secrets too
    return kept.get(name) ?? {};
  };
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
        const { isolated } = data.settings;
        if (isolated) {
          vault = new Vault();
          fixed = isolated.wanted;
        }
        host = makeHost(data.settings, surroundings, ahead, () => module!, vault);
        return;
      }
      case 'open':
        return answer(opening, () => host!.open());
      case 'call':
        return answer(data.id, () => host!.call(data.id, data.name, data.call));
      case 'send':
        return answer(data.id, () => host!.send(data.id, data.operation, data.input, data.options), data);
      case 'raw':
        return answer(data.id, () => host!.raw(data.id, data.operation, data.input, data.repeatable), data);
      case 'refresh':
        return answer(data.id, () => host!.refresh(data.id, data.request, data.options), data);
      case 'fetch':
        return answer(data.id, () => host!.fetch(data.id, data), data);
      case 'forget':
        return answer(data.id, async () => (vault?.forget(data.handles), {}));
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
