// A script that is run in the page: the host's, to have its hash checked, or to have the host here.

import { CognitoAuthError } from '../error';
import { brief, inlinedBytes } from '../inlined';
import { canHash, fetchFile, matches, notTheFile } from '../integrity';
import { property } from '../read';
import { global, ofDocument } from '../realm';
import { within } from '../wait';
import { scriptAddress, workerNotRun } from './trusted';

/** The checks under way, by hash and address: clients that are made together wait for one, and go on in their order. */
const checks = new Map<string, Promise<void>>();

/**
 * Checks a worker's script before it is run as one. `new Worker` takes no hash; a script element does, in every browser and
 * under a policy that lets scripts come from there and nothing else. In a page the worker's script serves nobody until it is asked to.
 */
export function checkScript(address: string, integrity: string, nonce: string | undefined, timeout: number): Promise<void> {
  const key = `${integrity} ${address}`;
  let checking = checks.get(key);
  if (checking === undefined) {
    checking = check(address, integrity, nonce).then((right) => { if (!right) throw notTheFile('worker', address); });
    checks.set(key, checking);
  }
  const known = checking;
  return within(timeout, brief(address), known).finally(() => { if (checks.get(key) === known) checks.delete(key); });
}

async function check(address: string, integrity: string, nonce: string | undefined): Promise<boolean> {
  const inlined = canHash() ? inlinedBytes(address) : undefined;
  if (inlined !== undefined) return matches(inlined.buffer, integrity);
  if (global('document') !== undefined) {
    const requests = (): object[] => performance.getEntriesByName(address);
    const before = requests().length;
    if (await runScript(address, integrity, nonce)) return true;
    // The element does not tell why not; whether there was an answer is known elsewhere.
    if (requests().slice(before).some((request) => property(request, 'responseStatus') === 200)) return false;
  }
  try {
    const response = await fetchFile('worker', address, integrity);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return !canHash() || (await matches(await response.arrayBuffer(), integrity));
  } catch (cause) {
    if (cause instanceof CognitoAuthError) throw cause;
    throw workerNotRun(address, cause);
  }
}

/** Runs a script in the page. Tells whether that worked; the browser does not say why not. */
export function runScript(address: string, integrity: string | undefined, nonce: string | undefined): Promise<boolean> {
  const script = ofDocument('createElement')!.call(document, 'script') as HTMLScriptElement;
  if (integrity !== undefined) script.integrity = integrity;
  script.crossOrigin = 'anonymous'; // what cannot be read is not compared, and an Integrity-Policy wants it said
  if (nonce) script.nonce = nonce;
  script.fetchPriority = 'high'; // a script that a script adds waits for everything else
  try {
    script.src = scriptAddress(address);
  } catch (cause) {
    throw workerNotRun(address, cause);
  }
  return new Promise((resolve) => {
    const end = (loaded: boolean): void => {
      script.remove();
      resolve(loaded);
    };
    script.onload = () => end(true);
    script.onerror = () => end(false);
    (ofDocument('head') ?? ofDocument('documentElement')!).append(script);
  });
}
