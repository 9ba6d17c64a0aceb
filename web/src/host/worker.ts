// The host's script. A worker runs it and serves the page that made it; loaded by a page with worker: false, or in Node, it leaves the
// way to a host there. (A page runs it as well to have its hash checked: integrity.ts.)

import { define } from '../data';
import { type Connect, hostKey, type ToHost, type ToPage } from '../messages';
import { global } from '../realm';
import { serve } from './serve';

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToHost | null | undefined>) => void) | null;
  postMessage(message: ToPage, transfer: Transferable[]): void;
}

if (global('document') === undefined && global('postMessage') !== undefined) {
  const scope = globalThis as unknown as WorkerScope;
  const { hear } = serve((message, transfer = []) => scope.postMessage(message, transfer), true);
  scope.onmessage = ({ data }) => {
    if (data !== undefined && data !== null) hear(data);
  };
}
if (!Object.hasOwn(globalThis, hostKey)) define(globalThis, hostKey, ((post) => serve(post, false)) satisfies Connect, false);
