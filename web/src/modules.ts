// The modules that the page has compiled: each address is fetched, checked and compiled once in the life of a page, in whatever
// worker was first. A module is code; its instances share nothing else.

import type { Checked } from './load';

// Undefined comes of a worker whose module did not arrive here.
const modules = new Map<string, Promise<WebAssembly.Module | undefined>>();

/**
 * Has `load` take a source, or in its place the module that was compiled from the same address with the same hash. It
 * waits for one that is being compiled; one that failed was never there.
 */
export async function shared<T extends WebAssembly.Module | undefined>(wanted: Checked, load: (source: Checked) => Promise<T>): Promise<T> {
  const { source, integrity } = wanted;
  if (typeof source !== 'string') return load(wanted);
  const key = `${integrity} ${source}`;
  for (let known; (known = modules.get(key)) !== undefined;) {
    const module = await known.catch(() => undefined);
    if (module !== undefined) return load({ source: module, integrity });
  }
  const loading = load(wanted);
  const forget = (): void => void modules.delete(key);
  modules.set(key, loading);
  loading.then((module) => { if (module === undefined) forget(); }, forget);
  return loading;
}
