// Where a program runs and what it is loaded from; and starting it there, for a client or ahead of one.

import type { PreloadOptions, WasmSource } from './api';
import { CognitoAuthError, invalid } from './error';
import { absolute, compile, portable, type PortableSource } from './load';
import { shared } from './modules';
import { type Engine, Program, type Surroundings } from './program';
import { isA, property, read, touch } from './read';
import { makeWorker, Remote } from './remote';

/** Where the files beside the script are; each entry point knows for itself. */
export interface Files {
  wasm: string;
  worker: string;
}

/** The options of the same names, unchecked. */
interface Given {
  wasm: unknown;
  worker: unknown;
}

interface Place {
  source: PortableSource;
  /** Undefined for the calling thread. The key is the same for workers that run the same. */
  worker: { key: unknown; name: string; make(): Worker } | undefined;
}

/** Starts the program and opens the client that the packet describes. */
export async function start(files: () => Files, given: Given, open: Uint8Array, surroundings: Surroundings): Promise<Engine> {
  const place = await placeOf(files, given);
  if (place.worker === undefined) return Program.start(await shared(place.source, compile), open, { ...surroundings, ahead: false });
  const { remote, loaded } = spareAt(place) ?? load(place.source, place.worker);
  loaded.catch(() => {}); // the start tells
  try {
    await remote.start(open, surroundings);
  } catch (error) {
    remote.close();
    throw error;
  }
  return remote;
}

interface Loading {
  remote: Remote;
  loaded: Promise<unknown>;
}

function load(source: PortableSource, { name, make }: NonNullable<Place['worker']>): Loading {
  const remote = new Remote(make(), name);
  return { remote, loaded: shared(source, (found) => remote.load(found)) };
}

// Workers that preload() has started, until a client takes them.
const spares = new Set<Loading & { source: PortableSource; key: unknown }>();

const findSpare = ({ source, worker }: Place) => [...spares].find((spare) => spare.source === source && spare.key === worker?.key);

function spareAt(place: Place): Loading | undefined {
  const spare = findSpare(place);
  if (spare !== undefined) spares.delete(spare);
  return spare;
}

/** Makes preload for an entry point. */
export const preloader = (files: () => Files) => async (options: PreloadOptions = {}): Promise<void> => {
  read(options, {}, 'options', '');
  const place = await placeOf(files, {
    wasm: property(options, 'wasm', 'wasm') ?? undefined,
    worker: property(options, 'worker', 'worker') ?? undefined,
  });
  const { source, worker } = place;
  if (typeof source !== 'string') throw invalid('wasm', 'an address, all else is loaded already');
  if (worker === undefined) return void (await shared(source, compile));
  const waiting = findSpare(place);
  if (waiting !== undefined) return void (await waiting.loaded);
  const spare = { ...load(source, worker), source, key: worker.key };
  spares.add(spare);
  try {
    await spare.loaded;
  } catch (error) {
    if (spares.delete(spare)) spare.remote.close();
    throw error;
  }
};

async function placeOf(files: () => Files, { wasm, worker }: Given): Promise<Place> {
  const source = await touch('wasm', () => portable((wasm ?? locate(files).wasm) as WasmSource));
  const inWorker = worker ?? typeof Worker !== 'undefined';
  if (inWorker === false) return { source, worker: undefined };
  if (typeof inWorker === 'function') {
    return { source, worker: { key: inWorker, name: 'the given worker', make: () => workerOf(inWorker as () => unknown) } };
  }
  if (typeof Worker === 'undefined') throw invalid('worker', 'false, there are no workers here');
  if (inWorker !== true && typeof inWorker !== 'string' && !isA(inWorker, URL)) {
    throw invalid('worker', 'true, false, an address or a function that gives a Worker');
  }
  const address = inWorker === true ? locate(files).worker : absolute('worker', inWorker);
  return { source, worker: { key: address, name: address, make: () => makeWorker(address) } };
}

// The addresses of a script that was inlined, or loaded from a blob, lead nowhere.
function locate(files: () => Files): Files {
  try {
    return files();
  } catch {
    throw new CognitoAuthError('LoadError', 'wasm: expected the option wasm (and worker), because this script does not know where it came from');
  }
}

function workerOf(make: () => unknown): Worker {
  let made: unknown;
  try {
    made = make();
  } catch {
    throw new CognitoAuthError('InvalidArgument', 'worker: the function threw');
  }
  if (!isA(made, globalThis.Worker)) throw invalid('worker', 'a function that gives a Worker');
  return made;
}
