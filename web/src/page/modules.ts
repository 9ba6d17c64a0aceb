// The modules that the page has compiled: each address is fetched, checked and compiled once, in whatever worker was first,
// for as long as a client has it. A module is code; its instances share nothing else.

import type { Checked } from '../messages';
import { within } from '../wait';

/** A worker that has compiled a module. */
export interface Holder {
  /** Gives the module, or undefined where it cannot come to the page, or the worker has ended. */
  module(): Promise<WebAssembly.Module | undefined>;
}

// A module stays with its worker until a second client wants it: where a page's policy lets it compile nothing, Firefox keeps the
// module from the page, and notes that as a violation.
type Held = WebAssembly.Module | Holder;

const modules = new Map<string, Promise<Held>>();

/**
 * Has `load` take a source, or in its place the module that was compiled from the same address with the same hash. It
 * waits for one that is being compiled; one that failed was never there, and one that takes longer than `timeout`, which somebody
 * more patient waits for, or nobody any more, is not waited for.
 */
export async function shared<T extends Held>(wanted: Checked, timeout: number, load: (source: Checked) => Promise<T>): Promise<T> {
  const { source, integrity } = wanted;
  if (typeof source !== 'string') return load(wanted);
  const key = `${integrity} ${source}`;
  const patient = <V>(promise: Promise<V>): Promise<V | undefined> => within(timeout, source, promise).catch(() => undefined);
  const forget = (held: Promise<Held>): void => { if (modules.get(key) === held) modules.delete(key); };
  for (let known; (known = modules.get(key)) !== undefined;) {
    const held = await patient(known);
    const module = held === undefined || held instanceof WebAssembly.Module ? held : await patient(held.module());
    if (module === undefined) {
      forget(known);
      continue;
    }
    if (modules.get(key) === known) modules.set(key, Promise.resolve(module)); // for when its worker has ended
    return load({ source: module, integrity });
  }
  const loading = load(wanted);
  modules.set(key, loading);
  loading.catch(() => forget(loading));
  return loading;
}
