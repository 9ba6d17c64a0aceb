// The worker's own script: the program, with the messages of a page around it.

import type { LogEntry } from './api';
import { toData } from './error';
import { type Checked, compile } from './load';
import type { ToPage, ToWorker } from './messages';
import { Program } from './program';
import type { AskStore } from './storage';

interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: ToPage, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

let load: (wanted: Checked) => void;
const module = new Promise<Checked>((resolve) => { load = resolve; }).then(compile);
module.then(
  () => scope.postMessage({ type: 'loaded' }),
  (error) => scope.postMessage({ type: 'unloadable', error: toData(error) }),
);

let program: Program | undefined;

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

// A page runs the script as well, to have its hash checked (integrity.ts), and there it does nothing.
if (!('document' in scope)) scope.onmessage = ({ data }) => {
  switch (data.type) {
    case 'load':
      return load(data.wanted);
    case 'share': // only of a worker that has loaded
      return void module.then((compiled) => scope.postMessage({ type: 'shared', module: compiled }));
    case 'start': {
      const log = data.log ? (entry: LogEntry) => scope.postMessage({ type: 'log', entry }) : undefined;
      return void answer(0, async () => {
        program = await Program.start(await module, data.open, { log, store, ahead: true });
        return new Uint8Array(0);
      });
    }
    case 'call':
      return void answer(data.id, () => program!.call(data.id, data.packet));
    case 'abort':
      return program?.abort(data.id);
    case 'stored':
      questions.get(data.id)?.(data.packet);
      questions.delete(data.id);
  }
};
