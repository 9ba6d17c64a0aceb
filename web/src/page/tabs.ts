// The other tabs of a page's origin, and whether this one can be seen. What is heard of is a hint; the storage has the facts.

import { bare } from '../data';
import { global, listen } from '../realm';

/** What a tab hears. */
export interface TabListener {
  /** Another tab has stored something, or says so, and may ask for the same; or `key` was changed under the feet of all. */
  hint(message: unknown, asks: boolean): void;
  seen(): void;
  hidden(): void;
}

/** Connects with the tabs that share a name. Undefined shares nothing, as with a storage that is in this tab alone. */
export class Tabs {
  #name: string | undefined;
  // The lock of this page alone.
  #page: string;
  #listener: TabListener;
  #channel: BroadcastChannel | undefined;
  #unlisten: (() => void)[] = [];

  /** `key` is what to watch in localStorage. */
  constructor(name: string | undefined, key: string | undefined, listener: TabListener) {
    this.#name = name;
    this.#page = `${name}.page.${Math.random()}`;
    this.#listener = listener;
    const document: Document | undefined = global('document');
    if (document === undefined) return;
    this.#open();
    const look = (): void => (isHidden() ? listener.hidden() : listener.seen());
    // A page that was asleep has heard of nothing, whether it can be seen by now or not.
    const wake = (): void => {
      listener.seen();
      if (isHidden()) listener.hidden();
    };
    this.#on(document, 'visibilitychange', look);
    this.#on(document, 'resume', wake);
    this.#on(globalThis, 'online', look);
    this.#on(document, 'freeze', listener.hidden);
    // An open channel keeps a page out of the browser's back/forward cache: https://github.com/whatwg/html/issues/7253
    this.#on(globalThis, 'pagehide', () => {
      this.#close();
      listener.hidden();
    });
    this.#on(globalThis, 'pageshow', (event) => {
      this.#open();
      if ((event as PageTransitionEvent).persisted) wake();
    });
    if (key !== undefined) {
      this.#on(globalThis, 'storage', (event) => {
        const { key: changed } = event as StorageEvent;
        if (changed === key || changed === null) listener.hint(undefined, false);
      });
    }
    if (isHidden()) listener.hidden();
  }

  /**
   * Waits for the lock of a session, but not for ever: a tab may hold it while it sleeps, and a lock that throws counts as none. Those who
   * have waited in vain take turns by a second lock, or all of them would go on at once. Gives the way to give it back.
   * https://w3c.github.io/web-locks/
   */
  async lock(sid: string, patience: number): Promise<() => void> {
    const locks: LockManager | undefined = this.#name === undefined ? undefined : global('navigator')?.locks;
    let release: (() => void) | undefined;
    for (let n = 1; locks && n <= 2 && release === undefined; n++) {
      let waits = true;
      await new Promise<void>((resolve) => {
        const goOn = (): void => {
          waits = false;
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(goOn, patience);
        try {
          // What comes too late is given back at once.
          locks.request(`${this.#name}.${sid}.${n}`, () => waits && new Promise<void>((done) => {
            release = done;
            goOn();
          })).catch(goOn);
        } catch {
          goOn();
        }
      });
    }
    return release ?? (() => {});
  }

  /**
   * Holds a lock that no other page wants, for these to see that there is this one. It keeps the page out of Firefox's back/forward cache too,
   * which is meant: a page that comes back from there still has the sessionStorage it left with, even if the next page of the tab has changed it.
   */
  standUp(): void {
    if (this.#name === undefined) return;
    try {
      const held = (): Promise<void> => new Promise((release) => this.#unlisten.push(release));
      global('navigator').locks.request(this.#page, held).catch(() => {});
    } catch {
      // there are no locks to be had
    }
  }

  /** How many other pages stand up. Undefined where nobody knows. */
  async count(): Promise<number | undefined> {
    try {
      const { held }: LockManagerSnapshot = await global('navigator').locks.query();
      return held!.filter(({ name }) => name!.startsWith(`${this.#name}.page.`) && name !== this.#page).length;
    } catch {
      return undefined;
    }
  }

  /** Tells the other tabs to look, and asks them to tell the same. */
  hint(message: object | undefined, asks = false): void {
    try {
      this.#channel?.postMessage(bare({ message, asks }));
    } catch {
      // it was closed
    }
  }

  close(): void {
    this.#close();
    for (const unlisten of this.#unlisten) unlisten();
  }

  #open(): void {
    if (this.#name === undefined || this.#channel !== undefined) return;
    try {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }) => this.#listener.hint(data?.message, data?.asks === true);
    } catch {
      // Safari before 15.4 has none: a tab finds out when it looks
    }
  }

  #close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  #on(target: EventTarget, type: string, hear: (event: any) => void): void {
    this.#unlisten.push(listen(target, type, hear));
  }
}

const isHidden = (): boolean => Reflect.get(global('Document').prototype, 'visibilityState', document) === 'hidden';
