// Runs the state machine of session.ts over a storage, the other tabs and Cognito, and answers whoever asks for the session.

import type { CallOptions, Session as View, SessionChange } from '../api';
import { claimsOf, lifeOf, textIn } from '../claims';
import { bare, define, own } from '../data';
import { CognitoAuthError } from '../error';
import type { Refreshing } from '../messages';
import { global } from '../realm';
import { silence } from '../wait';
import type { Others } from './adopt';
import { fromStored, toStored } from './entry';
import { type Action, type Change, type Entry, type Event, isEntry, type Kept, Session, type Stored, type Tombstone, type Version } from './session';
import type { Kind, Store } from './storage';
import { Tabs } from './tabs';
import { viewOf } from './view';

/** What a sign-in or a refresh has brought. */
export interface Got {
  username: string;
  tokens: Omit<Kept, 'refreshToken'> & { refreshToken?: string | undefined };
  /** When it was asked for, by the local clock, and when the access token ends: milliseconds. */
  at: number;
  expiresAt: number;
}

/** How a session is refreshed, and how a token is revoked that nobody needs. */
export interface Cognito {
  refresh(request: Refreshing, options: CallOptions): Promise<Got>;
  revoke(refreshToken: string): Promise<unknown>;
}

interface Waiting {
  /** The session for which somebody waits. */
  sid: string | undefined;
  resolve(entry: Entry | undefined): void;
  reject(error: CognitoAuthError): void;
}

/** Answers that were not Cognito's: nobody knows what was done. */
const unanswered = ['NetworkError', 'TimeoutError', 'MalformedResponse', 'RuntimeExited'];
/** Answers that end a session, each in its way. All others are of the moment. */
const ends: Record<string, 'refused' | 'reused' | 'gone'> = bare({
  NotAuthorizedException: 'refused', RefreshTokenReuseException: 'reused',
  UserNotFoundException: 'gone', PasswordResetRequiredException: 'gone', UserNotConfirmedException: 'gone', SignedOut: 'gone',
});

/** How long after a hint the storage may still show what was there before: milliseconds. */
const late = 250;
/** How long the tabs that may have a copy of a session may take to say what theirs is, where there are some, and where nobody knows: milliseconds. */
const longest = 1000, unknown = 100;

/** How long the lock is held after the storage was written: milliseconds. */
const settling = 50;

const name = 'session';

/** The session of a client. */
export class Keeper {
  #store: Store;
  #kind: Kind;
  #cognito: Cognito;
  #others: Others | undefined;
  #timeout: number;
  #machine = new Session(Math.random);
  #tabs: Tabs;
  #actions: (Action | { do: 'then'; work: () => void })[] = [];
  #working = false;
  #opened: Promise<void> | undefined;
  #waiting = new Set<Waiting>();
  // What accompanies the next refresh.
  #options: CallOptions = bare({});
  #listeners = new Set<(change: SessionChange) => void>();
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #release: (() => void) | undefined;
  // Counts locks, because one may come when it is not wanted any more.
  #locks = 0;
  // Why the storage did not take what was to be stored last, and why it does not say what it holds.
  #storageError: CognitoAuthError | undefined;
  #unread: CognitoAuthError | undefined;
  #ended: Tombstone | undefined;
  #closed = false;
  #settle: (() => void) | undefined;
  #sending = false;
  // Whether other tabs may have refreshed without this one having heard of it, and who counts their answers.
  #slept = true;
  #answered: (() => void) | undefined;

  /** `others` is another client, whose session is taken over. */
  constructor(store: Store, kind: Kind, clientId: string, timeout: number, cognito: Cognito, others: Others | undefined) {
    this.#others = others;
    this.#store = store;
    this.#kind = kind;
    this.#cognito = cognito;
    this.#timeout = timeout;
    this.#tabs = new Tabs(kind === 'memory' ? undefined : `cognito-wasm.${clientId}`, kind === 'local' ? store.keyOf(name) : undefined, {
      hint: (message, asks) => this.#hint(message, asks),
      seen: () => {
        this.#slept = true;
        this.#hear({ on: 'seen' });
      },
      hidden: () => this.#hear({ on: 'hidden' }),
    });
    if (kind === 'session') this.#tabs.standUp();
  }

  /** The session there is, for all that is known. */
  get entry(): Entry | undefined {
    return this.#machine.entry;
  }

  /** Undefined before the storage was read. */
  get snapshot(): View | null | undefined {
    const { entry, known } = this.#machine;
    return entry !== undefined ? viewOf(entry) : known && this.#unread === undefined ? null : undefined;
  }

  /** Reads the storage for the first time. */
  open(): Promise<void> {
    return (this.#opened ??= this.#open());
  }

  async #open(): Promise<void> {
    let found = await this.#found();
    // Where there is a session, nor is their device wanted.
    if (this.#others !== undefined && found !== 'failed' && !isEntry(found) && await this.#takeOver(this.#others)) found = await this.#found();
    this.#hear({ on: 'read', found });
  }

  /** Says whether there was something to take over. */
  async #takeOver(others: Others): Promise<boolean> {
    const theirs = await others.take(randomId(), this.#store);
    if (theirs === undefined) return false;
    const value = fromStored(theirs, this.#kind === 'cookie');
    await this.#store.change(name, (stored) => (isEntry(toStored(stored)) ? undefined : value)).catch(() => {}); // it fails again when it is read
    return true;
  }

  /** Gives the session as it is known. Undefined: nobody is signed in. Rejects where the storage does not say. */
  async current(): Promise<Entry | undefined> {
    if (!this.#machine.known) await this.open();
    else if (this.#unread !== undefined && this.entry === undefined) await this.#read();
    if (this.#unread !== undefined && this.entry === undefined) throw this.#unread;
    return this.entry;
  }

  /** The same, refreshed if need be; with `false` never, with 'force' always. */
  async session(refresh: boolean | 'force', options: CallOptions = bare({})): Promise<Entry | undefined> {
    const entry = await this.current();
    if (entry === undefined || refresh === false) return entry;
    if (refresh === true && this.#machine.stateAt(Date.now()) === 'fresh') return entry;
    return this.#wait(entry.sid, () => {
      this.#options = options;
      this.#hear({ on: 'wanted', force: refresh === 'force' });
    });
  }

  /** Gives the session after a resource has refused its access token: another one, or undefined where there is none to be had. */
  async renewed({ sid, tokens: { accessToken } }: Entry): Promise<Entry | undefined> {
    this.#hear({ on: 'unauthorized', accessToken });
    const entry = this.#machine.isWanted ? await this.#wait(sid, () => {}).catch(() => undefined) : this.#machine.entry;
    return entry?.sid === sid && entry.tokens.accessToken !== accessToken ? entry : undefined;
  }

  /** Keeps a new session. Gives the error of a storage that did not take it. */
  async signedIn({ username, tokens, at, expiresAt }: Got): Promise<CognitoAuthError | undefined> {
    await this.#read(); // what is replaced
    this.#others?.remove(); // it would come back after this one
    const kept = bare({ ...tokens, refreshToken: tokens.refreshToken ?? '' });
    this.#hear({ on: 'signedIn', sid: randomId(), username, sub: subOf(username, tokens), tokens: kept, at, life: life(tokens, at, expiresAt) });
    return new Promise((resolve) => this.#do({ do: 'then', work: () => resolve(this.#storageError) }));
  }

  /** Ends the session here and in all tabs, and gives what it was, for Cognito to hear of it. */
  async signOut(): Promise<Entry | undefined> {
    this.#others?.remove(); // first, so that nobody takes it over again
    await this.#read(); // another tab may have a later refresh token
    const { entry } = this.#machine;
    this.#hear({ on: 'signOut' });
    await new Promise<void>((resolve) => this.#do({ do: 'then', work: resolve }));
    return entry;
  }

  /** What the tokens say is no longer so. */
  outdated(): void {
    this.#hear({ on: 'outdated' });
  }

  subscribe(listener: (change: SessionChange) => void): () => void {
    const hear = (change: SessionChange): void => listener(change); // the same function may listen twice
    this.#listeners.add(hear);
    return () => void this.#listeners.delete(hear);
  }

  /** Ends everything but a request that is under way, whose tokens are still stored; the promise waits for that. */
  close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#listeners.clear();
    this.#waiting.clear();
    const settled = new Promise<void>((resolve) => { this.#settle = resolve; });
    this.#rest();
    return settled;
  }

  #rest(): void {
    if (!this.#closed || this.#sending || this.#working) return;
    this.#release?.();
    this.#tabs.close();
    this.#settle?.();
  }

  #wait(sid: string, begin: () => void): Promise<Entry | undefined> {
    return new Promise((resolve, reject) => {
      // The lock, and then a request.
      const timer = this.#after(2 * this.#timeout + 10_000, () => waiting.reject(silence('the refresh of the session', 2 * this.#timeout + 10_000)));
      const end = (): void => {
        this.#waiting.delete(waiting);
        this.#clear(timer);
      };
      const waiting: Waiting = {
        sid,
        resolve: (entry) => { end(); resolve(entry); },
        reject: (error) => { end(); reject(error); },
      };
      this.#waiting.add(waiting);
      begin();
    });
  }

  #after(ms: number, work: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #clear(timer: ReturnType<typeof setTimeout>): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  #hear(event: Event): void {
    for (const action of this.#machine.on(event, Date.now())) this.#actions.push(action);
    void this.#work();
  }

  #do(action: { do: 'then'; work: () => void }): void {
    this.#actions.push(action);
    void this.#work();
  }

  // One action after the other: what is told is stored by then.
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let action; (action = this.#actions.shift()) !== undefined;) {
      try {
        const waits = this.#act(action);
        if (waits !== undefined) await waits;
      } catch {
        const error = new CognitoAuthError('InternalError', 'the module failed in an unforeseen way');
        for (const waiting of this.#waiting) waiting.reject(error);
      }
    }
    this.#working = false;
    this.#rest();
  }

  #act(action: Action | { do: 'then'; work: () => void }): Promise<void> | void {
    if (this.#closed && ['read', 'lock', 'refresh', 'wake', 'tell'].includes(action.do)) return;
    switch (action.do) {
      case 'then':
        return action.work();
      case 'read':
        if (action.after === 0) return this.#read();
        return void this.#after(action.after, () => this.#read());
      case 'lock':
        return void this.#lock(action.sid);
      case 'unlock':
        this.#locks++;
        // Firefox gives the lock to another tab sooner than what was stored.
        if (this.#release !== undefined) setTimeout(this.#release, settling);
        this.#release = undefined;
        return;
      case 'swap':
        return this.#swap(action.from, action.to);
      case 'remove':
        return this.#store.remove(name).catch(() => {});
      case 'refresh':
        return void this.#refresh(action);
      case 'revoke':
        return void this.#cognito.revoke(action.refreshToken).catch(() => {});
      case 'wake':
        return void this.#after(action.after, () => this.#hear({ on: 'woke' }));
      case 'hint':
        return this.#tabs.hint(this.#shared());
      case 'give':
        return this.#give();
      case 'reject':
        return this.#waiting.forEach((waiting) => waiting.reject(action.error));
      case 'tell':
        return this.#tell(action.change);
    }
  }

  async #read(): Promise<void> {
    this.#hear({ on: 'read', found: await this.#found() });
  }

  async #found(): Promise<Stored | 'failed'> {
    try {
      const found = this.#completed(toStored(await this.#store.get(name)));
      this.#unread = undefined;
      return found;
    } catch (error) {
      this.#unread = error as CognitoAuthError;
      return 'failed';
    }
  }

  // Where the refresh token alone is stored, each tab has the other tokens for itself.
  #completed(found: Stored): Stored {
    const { entry } = this.#machine;
    if (this.#kind !== 'cookie' || entry === undefined || !isEntry(found) || found.sid !== entry.sid) return found;
    const { refreshToken, deviceKey } = found.tokens;
    return bare({ ...found, at: entry.at, life: entry.life, tokens: bare({ ...entry.tokens, refreshToken, deviceKey }) });
  }

  async #swap(from: Version | undefined, to: Entry | Tombstone): Promise<void> {
    let found: 'made' | 'failed' | { other: Stored } = 'made';
    this.#storageError = undefined;
    const value = fromStored(to, this.#kind === 'cookie');
    try {
      if (from === undefined) await this.#store.set(name, value);
      else {
        await this.#store.change(name, (stored) => {
          const there = toStored(stored);
          if (isEntry(there) && there.sid === from.sid && there.gen === from.gen) return value;
          found = { other: this.#completed(there) };
          return undefined;
        });
      }
    } catch (error) {
      this.#storageError = error as CognitoAuthError;
      found = 'failed';
    }
    if (!isEntry(to)) {
      this.#ended = to;
      // Theirs may be a later one.
      if (this.entry?.sid === to.ended) this.#others?.remove(this.entry.tokens.refreshToken);
    }
    this.#hear({ on: 'swapped', to, found });
  }

  async #lock(sid: string): Promise<void> {
    const lock = ++this.#locks;
    const release = await this.#tabs.lock(sid, this.#timeout + 5000);
    if (this.#slept && this.#kind === 'session') {
      this.#slept = false;
      await this.#ask();
    }
    if (lock !== this.#locks || this.#closed) return release();
    this.#release = release;
    this.#hear({ on: 'locked' });
  }

  async #refresh({ from, refreshToken, deviceKey }: Action & { do: 'refresh' }): Promise<void> {
    this.#sending = true;
    let event: Event;
    try {
      if (refreshToken === '') throw new CognitoAuthError('SignedOut', 'the tokens have ended, and Cognito gave no refresh token');
      const username = this.entry?.username;
      const { tokens, at, expiresAt, ...got } = await this.#cognito.refresh(bare({ refreshToken, deviceKey, username }) as Refreshing, this.#options);
      this.#options = bare({});
      event = { on: 'refreshed', from, username: got.username, sub: subOf(got.username, tokens), tokens, at, life: life(tokens, at, expiresAt) };
    } catch (thrown) {
      const error = thrown as CognitoAuthError;
      event = { on: ends[error.code] ?? (unanswered.includes(error.code) ? 'unanswered' : 'busy'), from, error };
    }
    this.#sending = false;
    this.#hear(event);
  }

  #give(): void {
    const { entry } = this.#machine;
    for (const waiting of this.#waiting) {
      // Nobody gets the tokens of somebody else.
      if (entry !== undefined && waiting.sid !== entry.sid) waiting.reject(new CognitoAuthError('SignedOut', 'somebody has signed in anew meanwhile'));
      else waiting.resolve(entry);
    }
  }

  #tell(change: Change): void {
    const { type } = change;
    const entry: Entry | undefined = own(change, 'entry');
    const session = entry === undefined ? null : viewOf(entry);
    const storageError = type === 'signedIn' || type === 'tokensRefreshed' ? this.#storageError : undefined;
    const told: object = { type, session };
    for (const name of ['reason', 'error', 'storageError']) {
      const value = name === 'storageError' ? storageError : own(change, name);
      if (value !== undefined) define(told, name, value);
    }
    // In a separate task, because a listener may call the client, or throw.
    const listeners = [...this.#listeners];
    this.#after(0, () => listeners.forEach((listener) => {
      if (!this.#listeners.has(listener)) return;
      try {
        listener(told as SessionChange);
      } catch (error) {
        (global('reportError') ?? console.error)(error); // Node has no reportError
      }
    }));
  }

  // A tab that was duplicated has a copy of sessionStorage, which hears of nothing: the tabs tell each other what is in it.
  #shared(): object | undefined {
    const value = this.#machine.entry ?? this.#ended;
    return this.#kind === 'session' && value !== undefined ? fromStored(value, false) : undefined;
  }

  #hint(message: unknown, asks: boolean): void {
    if (this.#closed) return;
    const look = (): void => this.#hear({ on: 'hint' });
    if (this.#kind !== 'session') {
      look();
      return void this.#after(late, look);
    }
    if (asks) this.#tabs.hint(this.#shared());
    const answered = this.#answered ?? (() => {});
    const { entry } = this.#machine;
    const told = toStored(message);
    if (entry === undefined || told === undefined || (isEntry(told) ? told.sid : told.ended) !== entry.sid) return answered();
    if (told.gen < entry.gen) {
      if (!asks) this.#tabs.hint(this.#shared());
      return answered();
    }
    const isNewer = (there: Stored): boolean => there === undefined || (isEntry(there) && there.sid === entry.sid && there.gen < told.gen);
    this.#store.change(name, (stored) => (isNewer(toStored(stored)) ? fromStored(told, false) : undefined)).then(look, () => {}).then(answered);
  }

  // Another tab may have a later copy of the session, and this one's refresh token may be past its grace period.
  #ask(): Promise<void> {
    return new Promise((resolve) => {
      const ask = (others: number | undefined): void => {
        let left = others;
        if (left === 0) return resolve();
        if (left === undefined) setTimeout(resolve, unknown);
        this.#answered = () => {
          if (--left! === 0) resolve();
        };
        this.#tabs.hint(this.#shared(), true);
      };
      setTimeout(resolve, longest);
      void this.#tabs.count().then(ask);
    });
  }
}

const life = ({ accessToken, idToken }: Got['tokens'], at: number, expiresAt: number): number =>
  Math.min(lifeOf(accessToken) ?? expiresAt - at, lifeOf(idToken) ?? Infinity);

const subOf = (username: string, { accessToken }: Got['tokens']): string => textIn(claimsOf(accessToken), 'sub') ?? username;

const randomId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
