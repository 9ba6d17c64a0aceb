// The modules that the page has compiled: each address is fetched and compiled once in the life of a page, in whatever
// worker was first. A module is code; its instances share nothing else.

import type { PortableSource } from './load';

// Undefined comes of a worker whose module did not arrive here.
const modules = new Map<string, Promise<WebAssembly.Module | undefined>>();

/**
 * Has `load` take a source, or in its place the module that was compiled from the same address. It waits for one that is
 * being compiled; one that failed was never there.
 */
export async function shared<T extends WebAssembly.Module | undefined>(
  source: PortableSource, load: (source: PortableSource) => Promise<T>,
): Promise<T> {
  if (typeof source !== 'string') return load(source);
  for (let known; (known = modules.get(source)) !== undefined;) {
    const module = await known.catch(() => undefined);
    if (module !== undefined) return load(module);
  }
  const loading = load(source);
  const forget = (): void => void modules.delete(source);
  modules.set(source, loading);
  loading.then((module) => { if (module === undefined) forget(); }, forget);
  return loading;
}
