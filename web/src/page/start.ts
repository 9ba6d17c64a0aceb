// Where a program runs and what it is loaded from; and starting it there, for a client or ahead of one.

import type { Integrity, PreloadOptions, WasmSource } from '../api';
import { bare } from '../data';
import { CognitoAuthError, invalid } from '../error';
import { isIntegrity } from '../integrity';
import type { Checked, PortableSource } from '../messages';
import * as needed from '../need';
import { isA, property, read, text, touch } from '../read';
import { global } from '../realm';
import { usualTimeout } from '../wait';
import { shared } from './modules';
import { here, makeWorker, type Open, toWorker } from './port';
import { preconnect } from './preconnect';
import { Remote } from './remote';
import type { Settings } from './settings';
import { checkScript } from './script';
import { absolute, portable } from './source';

/** Where the files beside the script are (or a throw), and their hashes; each entry point knows for itself. */
export interface Files {
  readonly wasm: string;
  readonly worker: string;
  readonly integrity: { wasm: string; worker: string | undefined };
  /** That of the script, under a policy that has one. */
  readonly nonce: string | undefined;
}

/** The options wasm, worker and integrity, found right; what the page does with them afterwards changes nothing. */
export interface Given {
  wasm: PortableSource | Promise<PortableSource> | undefined;
  /** An address, made absolute; whether there is a worker; or a function that gives one. */
  worker: string | boolean | (() => unknown) | undefined;
  /** False: nothing is to be checked. */
  integrity: Integrity | false | undefined;
}

/** Reads what is for start() in a page's options. The timeout is for a Response that comes to a halt. */
export function givenIn(options: object, timeout: number): Given {
  const given = (name: keyof Given): unknown => property(options, name) ?? undefined;
  const source = given('wasm');
  const wasm = source === undefined ? undefined : touch('wasm', () => portable(source as WasmSource, timeout));
  if (wasm instanceof Promise) wasm.catch(() => {}); // the start tells
  const worker = workerIn(given('worker'));
  const integrity = integrityIn(given('integrity'));
  if (integrity && integrity.wasm !== undefined && isA(wasm, global('WebAssembly')?.Module)) {
    throw invalid('integrity.wasm', 'no hash beside a compiled module; give its address or its bytes');
  }
  if (integrity && integrity.worker !== undefined && typeof worker === 'function') {
    throw invalid('integrity.worker', 'no hash beside a function; give its address');
  }
  return { wasm, worker, integrity };
}

function workerIn(given: unknown): Given['worker'] {
  if (given === undefined || typeof given === 'boolean') return given;
  if (typeof given === 'function') return given as () => unknown;
  if (typeof given === 'string' || isA(given, global('URL') as typeof URL)) return absolute('worker', given);
  throw invalid('worker', 'true, false, an address or a function that gives a Worker');
}

function integrityIn(given: unknown): Given['integrity'] {
  if (given === undefined || given === false) return given;
  const integrity: Integrity = read(given, { wasm: text, worker: text }, 'integrity');
  for (const name of Object.keys(integrity) as (keyof Integrity)[]) {
    if (!isIntegrity(integrity[name]!)) throw invalid(`integrity.${name}`, 'sha256-, sha384- or sha512- and a hash in base64');
  }
  return integrity;
}

interface Place {
  wanted: Checked;
  /** The same for hosts that run the same. */
  key: unknown;
  /** What errors call the host. */
  name: string;
  open(timeout: number): Promise<Open>;
}

/** Starts a host for a client. It loads the module when it is told to open the program, and ends when nobody wants it any more. */
export async function start(files: Files, { given, host, surroundings }: Settings, unwanted: Promise<void>): Promise<Remote> {
  if (host.endpoint) preconnect(host.endpoint); // none where the page's own client sends
  const place = await placeOf(files, given);
  const spare = findSpare(place);
  if (spare !== undefined) spares.delete(spare);
  let { remote, loaded } = spare ? await spare.loading : { remote: await hire(place, host.timeout), loaded: undefined };
  void unwanted.then(() => remote.close());
  const { isolated } = host;
  remote.start(isolated ? bare({ ...host, isolated: bare({ ...isolated, wanted: place.wanted }) }) : host, surroundings, async () => {
    const loading = loaded ?? shared(place.wanted, host.timeout, (found) => remote.load(found));
    loaded = undefined; // the next time loads anew
    await loading;
  });
  return remote;
}

interface Loading {
  remote: Remote;
  loaded: Promise<unknown> | undefined;
}

async function load(place: Place, timeout: number): Promise<Loading> {
  const remote = await hire(place, timeout);
  const loaded = shared(place.wanted, timeout, (found) => remote.load(found));
  loaded.catch(() => {}); // whoever opens the program hears it
  return { remote, loaded };
}

const hire = async ({ open, name }: Place, timeout: number): Promise<Remote> => new Remote(await open(timeout), name, timeout);

interface Spare {
  place: Place;
  loading: Promise<Loading>;
}

// Hosts that preload() has started, until a client takes them.
const spares = new Set<Spare>();

const findSpare = ({ wanted: { source, integrity }, key }: Place) =>
  [...spares].find(({ place }) => place.wanted.source === source && place.wanted.integrity === integrity && place.key === key);

/** Makes preload for an entry point. */
export const preloader = (files: Files) => async (options: PreloadOptions = {}): Promise<void> => {
  read(options, {}, 'options', '');
  const place = await placeOf(files, givenIn(options, usualTimeout));
  if (typeof place.wanted.source !== 'string') throw invalid('wasm', 'an address, all else is loaded already');
  const spare = findSpare(place) ?? { place, loading: load(place, usualTimeout) };
  spares.add(spare);
  try {
    await (await spare.loading).loaded;
  } catch (error) {
    if (spares.delete(spare)) spare.loading.then(({ remote }) => remote.close(), () => {});
    throw error;
  }
};

async function placeOf(files: Files, given: Given): Promise<Place> {
  needed.need(needed.page);
  const { integrity } = given;
  const hashOf = (name: keyof Integrity, isOurs: boolean): string | undefined =>
    integrity === false ? undefined : (integrity?.[name] ?? (isOurs ? files.integrity[name] : undefined));
  const found = await (given.wasm ?? locate(() => files.wasm));
  const source = typeof found === 'string' ? absolute('wasm', found, true) : found;
  const wanted = { source, integrity: hashOf('wasm', given.wasm === undefined) };
  const inWorker = given.worker ?? usualWorker(files);
  if (typeof inWorker === 'function') return { wanted, key: inWorker, name: 'the given worker', open: async () => toWorker(() => workerOf(inWorker)) };
  if (inWorker !== false && global('Worker') === undefined) throw invalid('worker', 'false, there are no workers here');
  const hash = hashOf('worker', typeof inWorker !== 'string');
  if (inWorker === false) {
    needed.need(needed.program);
    const script = { address: () => locate(() => files.worker), hash, nonce: files.nonce };
    return { wanted, key: inWorker, name: 'the host', open: (timeout) => here(script, timeout) };
  }
  const name = inWorker === true ? locate(() => files.worker) : absolute('worker', inWorker, true);
  const open = async (timeout: number): Promise<Open> => {
    if (hash !== undefined) await checkScript(name, hash, files.nonce, timeout);
    return toWorker(() => makeWorker(name));
  };
  return { wanted, key: `${hash} ${name}`, name, open };
}

let told = false;

/** Whether to make a worker where the page does not say: one from another origin is refused by every browser. */
function usualWorker(files: Files): boolean {
  if (global('Worker') === undefined) return false;
  const page: Location | undefined = global('location');
  const { origin, href } = new URL(locate(() => files.worker), page?.href);
  if (page === undefined || origin === 'null' || origin === page.origin) return true;
  if (!told) {
    told = true;
    console.info(
      `cognito-wasm: runs in the page, not in a worker: ${href} is from another origin. Serve it from your site, and name it in the option worker.`);
  }
  return false;
}

// The addresses of a script that was inlined, or loaded from a blob, lead nowhere.
function locate(address: () => string): string {
  try {
    return address();
  } catch {
    throw new CognitoAuthError('LoadError', 'expected the options wasm and worker: the script does not know where it came from');
  }
}

function workerOf(make: () => unknown): Worker {
  const made = touch('worker', make, 'the function threw');
  if (!isA<Worker>(made, global('Worker'))) throw invalid('worker', 'a function that gives a Worker');
  return made;
}
