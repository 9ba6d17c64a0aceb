// Where the module keeps what outlives a sign-in: the refresh token, the devices that Cognito remembers, and the users
// that other names have led to.

import type { TokenStorage } from '../api';
import { cookie } from './cookie';
import { bare, parse, stringify } from '../data';
import { CognitoAuthError, invalid } from '../error';
import type { AskStore } from '../messages';
import { missing } from '../missing';
import { property } from '../read';
import { within } from '../wait';

/** Makes the storage that the option names. */
export function storageOf(option: unknown): TokenStorage {
  if (option === undefined) return memory();
  if (typeof option === 'string' && Object.hasOwn(named, option)) return named[option as keyof typeof named]();
  if (typeof option === 'object' && option !== null) {
    const methods = ['get', 'set', 'remove'].map((name) => property(option, name, `storage.${name}`));
    if (methods.every((method) => typeof method === 'function')) return option as TokenStorage;
  }
  throw invalid('storage', "'memory', 'session', 'local', 'cookie' or an object with get, set and remove");
}

const named = { memory, session: () => web('sessionStorage'), local: () => web('localStorage'), cookie };

function memory(): TokenStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

// Reading the property throws where the user has turned storage off, and it is not there in workers and in Node.
function web(name: 'sessionStorage' | 'localStorage'): TokenStorage {
  const storage = property(globalThis, name, 'storage') as Storage | undefined;
  if (storage === undefined) return missing(name);
  return {
    get: (key) => storage.getItem(key),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
  };
}

/** How long a storage may take, in milliseconds: a finished sign-in waits for it. */
const longest = 5000;

/** A storage with the names of one app client. Whatever a custom storage throws becomes a StorageError. */
export class Store {
  #storage: TokenStorage;
  #prefix: string;
  #timeout: number;
  #answers = true;

  constructor(storage: TokenStorage, clientId: string, timeout: number) {
    this.#storage = storage;
    this.#timeout = Math.min(timeout, longest);
    this.#prefix = `cognito-wasm.${clientId}.`;
  }

  /** Gives the object under a name, undefined where there is none or nothing of ours. */
  async get(name: string): Promise<Record<string, any> | undefined> {
    const text = await this.#do(() => this.#storage.get(this.#prefix + name));
    try {
      const value: unknown = typeof text === 'string' ? parse(text) : undefined;
      return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
      return undefined;
    }
  }

  async set(name: string, value: object): Promise<void> {
    await this.#do(() => this.#storage.set(this.#prefix + name, stringify(value)));
  }

  async remove(name: string): Promise<void> {
    await this.#do(() => this.#storage.remove(this.#prefix + name));
  }

  async #do<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      const value = await within(this.#answers ? this.#timeout : this.#timeout / 10, 'the storage', Promise.resolve(work()));
      this.#answers = true;
      return value;
    } catch (cause) {
      // A sign-in asks several times, and is not to wait anew each time.
      this.#answers = !(cause instanceof CognitoAuthError && cause.code === 'TimeoutError');
      throw new CognitoAuthError('StorageError', this.#answers ? 'the storage failed' : (cause as CognitoAuthError).message, { cause });
    }
  }
}

/** Answers Go's questions to the store (devices.go). */
export const deviceStore = (store: Store): AskStore => async (action, name, value) => {
  try {
    return (await store[action](name, value!)) ?? bare({});
  } catch {
    return undefined;
  }
};
