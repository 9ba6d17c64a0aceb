// The worker's own script: the program, with the messages of a page around it.

import type { LogEntry } from './api';
import { toData } from './error';
import { compile } from './load';
import type { ToPage, ToWorker } from './messages';
import { Program } from './program';

interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: ToPage, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

let program: Program | undefined;

async function answer(id: number, work: () => Promise<Uint8Array>): Promise<void> {
  try {
    const packet = await work();
    scope.postMessage({ type: 'reply', id, packet }, [packet.buffer]);
  } catch (error) {
    scope.postMessage({ type: 'failure', id, error: toData(error) });
  }
}

scope.onmessage = ({ data }) => {
  if (data.type === 'start') {
    const log = data.log ? (entry: LogEntry) => scope.postMessage({ type: 'log', entry }) : undefined;
    void answer(0, async () => {
      program = await Program.start(await compile(data.source), data.open, log);
      return new Uint8Array(0);
    });
  } else if (data.type === 'call') {
    void answer(data.id, () => program!.call(data.id, data.packet));
  } else {
    program?.abort(data.id);
  }
};
