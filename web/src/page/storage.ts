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

/** Where a storage is: in this tab, in all, or wherever the page has it. */
export type Kind = keyof typeof named | 'custom';

/** Makes the storage that the option names, and says which it is. */
export function storageOf(option: unknown = 'memory'): { storage: TokenStorage; kind: Kind } {
  if (typeof option === 'string' && Object.hasOwn(named, option)) return { storage: named[option as keyof typeof named](), kind: option as Kind };
  if (typeof option === 'object' && option !== null) {
    const methods = ['get', 'set', 'remove'].map((name) => property(option, name, `storage.${name}`));
    if (methods.every((method) => typeof method === 'function')) return { storage: option as TokenStorage, kind: 'custom' };
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

  keyOf(name: string): string {
    return this.#prefix + name;
  }

  /** Gives the object under a name, undefined where there is none or nothing of ours. */
  async get(name: string): Promise<Record<string, any> | undefined> {
    return objectOf(await this.#do(() => this.#storage.get(this.#prefix + name)));
  }

  /**
   * Stores what a function makes of the object under a name; undefined leaves it. In one step, which no other script of this page comes
   * between, unless the storage is asynchronous.
   */
  async change(name: string, make: (found: Record<string, any> | undefined) => object | undefined): Promise<void> {
    const key = this.#prefix + name;
    const store = (text: unknown): void | Promise<void> => {
      const value = make(objectOf(text));
      if (value !== undefined) return this.#storage.set(key, stringify(value));
    };
    await this.#do(() => {
      const text = this.#storage.get(key);
      return typeof text === 'object' && text !== null ? Promise.resolve(text).then(store) : store(text);
    });
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

/** What a storage has under a key may be anything. */
function objectOf(text: unknown): Record<string, any> | undefined {
  try {
    const value: unknown = typeof text === 'string' ? parse(text) : undefined;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
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
