// What keeps somebody signed in, over tabs and reloads: a state machine without a clock, a network or a storage. keeper.ts runs it: it
// tells what has happened, and does what it is told. All tabs of a browser run one each over one storage, which is
// where the truth is: what a machine remembers, and what tabs tell each other, are hints to read it again.
//
// A write names the session and the generation that it replaces and is refused where something else is stored by now. So two tabs that
// refresh at a time, which locks prevent where there are any, end with one of the two results.

import { bare } from '../data';
import { CognitoAuthError } from '../error';

/** Tokens as they are kept. */
export interface Kept {
  accessToken: string;
  tokenType: string;
  refreshToken: string;
  idToken?: string | undefined;
  deviceKey?: string | undefined;
}

/** What an answer of Cognito's brings: the refresh token only where it is rotated. */
export interface Fresh {
  tokens: Omit<Kept, 'refreshToken'> & { refreshToken?: string | undefined };
  /** When the request was sent, by the local clock, and how long the first of the tokens lives from then on: milliseconds. */
  at: number;
  life: number;
  /** Whose they are, for a session that was stored without. */
  username?: string;
  sub?: string;
}

/** A session as it is stored. */
export interface Entry {
  /** Of this sign-in: random, and the same over refreshes. */
  sid: string;
  /** Counts what the session has been through. */
  gen: number;
  username: string;
  /** The user's sub, which tells users apart. */
  sub: string;
  tokens: Kept;
  at: number;
  life: number;
  /** A refresh was begun, and nobody has stored yet what became of it. */
  pending?: boolean | undefined;
  /** These tokens came because a resource had refused the ones before. One that refuses these too will refuse the next. */
  forced?: boolean | undefined;
}

/** What is stored where a session has ended: nothing at all may also be a storage that was cleared, or that does not show itself yet. */
export interface Tombstone {
  /** The sid. */
  ended: string;
  gen: number;
  /** What Cognito said, where nobody asked for the end. */
  code?: string | undefined;
}

export type Stored = Entry | Tombstone | undefined;

/** The session and generation that a write replaces. */
export interface Version {
  sid: string;
  gen: number;
}

/** What has happened. */
export type Event =
  /** Somebody asks for tokens; with `force` for others than there are. */
  | { on: 'wanted'; force?: boolean }
  /** What the storage holds; 'failed' where it did not say. */
  | { on: 'read'; found: Stored | 'failed' }
  /** The lock is held, or there is none to be had. */
  | { on: 'locked' }
  /** A swap was made; or was not, because something else was found, or the storage failed. */
  | { on: 'swapped'; to: Entry | Tombstone; found: 'made' | 'failed' | { other: Stored } }
  /** What became of a refresh: tokens, or an error. */
  | ({ on: 'refreshed'; from: Version } & Fresh)
  | { on: 'unanswered' | 'busy' | 'refused' | 'reused' | 'gone'; from: Version; error: CognitoAuthError }
  /** The time of a 'wake' is over. */
  | { on: 'woke' }
  /** Another tab has stored something. */
  | { on: 'hint' }
  /** The page can be seen again, or is online again. */
  | { on: 'seen' }
  | { on: 'hidden' }
  | ({ on: 'signedIn'; sid: string; username: string; sub: string; tokens: Kept } & Pick<Fresh, 'at' | 'life'>)
  | { on: 'signOut' }
  /** What the tokens say is no longer so. */
  | { on: 'outdated' }
  /** A resource has refused an access token. */
  | { on: 'unauthorized'; accessToken: string };

/** What is told to whoever listens. */
export type Change =
  | { type: 'signedIn' | 'tokensRefreshed'; entry: Entry }
  | { type: 'refreshFailed'; entry: Entry; error: CognitoAuthError }
  | { type: 'signedOut'; reason: 'asked' | 'replaced' | 'cleared' }
  | { type: 'sessionExpired'; error: CognitoAuthError };

/** What is to be done, in this order. */
export type Action =
  /** Read the storage, after so many milliseconds. */
  | { do: 'read'; after: number }
  /** Get the lock of a session, without waiting for ever; give it back. */
  | { do: 'lock'; sid: string }
  | { do: 'unlock' }
  /** Store in one step, if what is stored is of that session and generation; without `from` in any case. */
  | { do: 'swap'; from?: Version; to: Entry | Tombstone }
  /** Take away what is stored: it is of no use. */
  | { do: 'remove' }
  /** Ask Cognito for tokens. Only one such request is under way at a time. */
  | { do: 'refresh'; from: Version; refreshToken: string; deviceKey: string | undefined }
  /** Revoke a refresh token that nobody needs. */
  | { do: 'revoke'; refreshToken: string }
  | { do: 'wake'; after: number }
  /** Tell the other tabs that something is stored. */
  | { do: 'hint' }
  /** Answer whoever waits: with the session there is, or with an error. */
  | { do: 'give' }
  | { do: 'reject'; error: CognitoAuthError }
  | { do: 'tell'; change: Change };

/** How long before its end a token counts as due: milliseconds. Of short lives a tenth. */
const margin = 60_000;

/** After these waits the same refresh token is sent again, where an answer was lost. */
const repetitions = [1000, 3000];
/** After this wait a refusal is heard a second time, and the storage read once more, before it is believed. */
const doubt = 2000;
/** After this wait a storage that shows nothing is read once more. */
const second = 250;
/** The longest that an app client can have: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html */
const longestGrace = 60_000;
const firstCooldown = 5000, longestCooldown = 60_000;

/** A refresh: from the wish to the result. */
interface Flight {
  step: 'locking' | 'reading' | 'marking' | 'sending' | 'waiting' | 'doubting' | 'asking' | 'storing' | 'ending';
  /** What the request was made of. */
  from: Version;
  refreshToken: string;
  deviceKey: string | undefined;
  lost: number;
  /** Refusals that were heard: of NotAuthorizedException and of RefreshTokenReuseException. */
  refusals: number;
  otherDevice: boolean;
  /** Whether the other tabs were told to look. */
  asked: boolean;
  next: Entry | undefined;
  error: CognitoAuthError | undefined;
}

export const isEntry = (found: Stored): found is Entry => found !== undefined && Object.hasOwn(found, 'sid');

export class Session {
  /** Undefined: nobody is signed in, for all that is known. */
  entry: Entry | undefined;
  /** The latest generation that was seen: it goes on over sessions, so that it tells which of two came later. */
  #gen = 0;
  /** Whether the storage has said what it holds. */
  known = false;

  #flight: Flight | undefined;
  #wanted = false;
  /** Tokens of this generation do not do, nor do earlier ones. */
  #forced = -1;
  #hidden = false;
  /** Whether a page that can be seen again renews what is due, though nobody asks. */
  #renewing = false;
  #outdated = false;
  /** Whether what is known is stored nowhere, because the storage failed. */
  #unstored = false;
  /** When the storage began to show less than is known. After a while it is believed. */
  #doubtful: number | undefined;
  #cooldownEnd = 0;
  #failures = 0;
  #failure: CognitoAuthError | undefined;
  #told = false;
  /** When an answer was lost that nobody has had since. */
  #lostAt: number | undefined;
  /** Sessions that have ended, as far as this tab has seen. Another tab that has not may store one again. */
  #ended = new Map<string, Tombstone>();
  /** The generation whose access token a resource has refused: once is enough. */
  #unauthorized: Version | undefined;
  #actions: Action[] = [];
  #now = 0;

  /** `random` gives numbers from 0 to 1. */
  constructor(readonly random: () => number) {}

  /** Whether somebody waits for an answer. */
  get isWanted(): boolean {
    return this.#wanted;
  }

  /** Whether a refresh is under way. */
  get isRefreshing(): boolean {
    return this.#flight !== undefined;
  }

  /** Whether the tokens are good for a while: 'due' ones still work, and are renewed. */
  stateAt(now: number): 'out' | 'fresh' | 'due' | 'stale' {
    const { entry } = this;
    if (entry === undefined) return 'out';
    const age = now - entry.at;
    // A clock that was moved says nothing about the end.
    if (!(age >= 0) || !(entry.life > 0)) return 'due';
    if (age >= entry.life) return 'stale';
    return age < entry.life - Math.min(margin, entry.life / 10) && !entry.pending && !this.#outdated ? 'fresh' : 'due';
  }

  /** Gives what is to be done about an event, at a time in milliseconds by the local clock. */
  on(event: Event, now: number): Action[] {
    this.#now = now;
    this.#actions = [];
    this.#hear(event);
    return this.#actions;
  }

  #do(...actions: Action[]): void {
    for (const action of actions) this.#actions.push(bare(action));
  }

  #hear(event: Event): void {
    const flight = this.#flight;
    switch (event.on) {
      case 'wanted':
        this.#wanted = true;
        if (event.force) this.#forced = this.#gen;
        return this.#serve();
      case 'read':
        return this.#read(event.found);
      case 'locked':
        if (flight?.step !== 'locking') return this.#do({ do: 'unlock' });
        flight.step = 'reading';
        return this.#do({ do: 'read', after: 0 });
      case 'swapped':
        return this.#swapped(event.to, event.found);
      case 'refreshed':
        return this.#refreshed(event);
      case 'unanswered':
      case 'busy':
      case 'refused':
      case 'reused':
      case 'gone':
        return this.#failed(event.on, event.from, event.error);
      case 'woke':
        if (flight?.step !== 'waiting' && flight?.step !== 'asking') return this.#serve();
        // Another tab may have refreshed meanwhile: after the grace period an old token ends the session.
        flight.step = flight.step === 'waiting' ? 'reading' : 'doubting';
        return this.#do({ do: 'read', after: 0 });
      case 'hint':
        return this.#do({ do: 'read', after: 0 });
      case 'seen':
        this.#hidden = false;
        this.#renewing = true;
        this.#cooldownEnd = Math.min(this.#cooldownEnd, this.#now + firstCooldown);
        return this.#do({ do: 'read', after: 0 });
      case 'hidden':
        this.#hidden = true;
        this.#renewing = false;
        if (flight !== undefined && !this.#wanted && (flight.step === 'locking' || (flight.step === 'reading' && flight.error === undefined))) this.#land();
        return;
      case 'signedIn': {
        const { sid, username, sub, tokens, at, life } = event;
        // Later than what a refresh brings that has not seen it, and than a session that this tab has not seen.
        const entry: Entry = bare({ sid, gen: Math.max(this.#gen + 2, Math.floor(this.#now)), username, sub, tokens, at, life });
        this.#land();
        this.known = true;
        this.#do({ do: 'swap', to: entry });
        this.#adopt(entry);
        return this.#announce();
      }
      case 'signOut': {
        const { entry } = this;
        this.#land();
        if (entry === undefined) return this.#do({ do: 'give' });
        this.#swap(versionOf(entry), this.#tombstone(entry)); // what another tab has stored meanwhile is replaced when it is seen
        this.#out({ type: 'signedOut', reason: 'asked' });
        return this.#announce();
      }
      case 'outdated':
        this.#outdated = this.#renewing = true;
        return this.#serve();
      case 'unauthorized': {
        const { entry } = this;
        if (entry === undefined || entry.tokens.accessToken !== event.accessToken) return;
        if (entry.forced || this.#isRefused(entry)) return;
        this.#unauthorized = versionOf(entry);
        this.#wanted = true;
        this.#forced = this.#gen;
        return this.#serve();
      }
    }
  }

  /** Answers whoever waits, if that can be, and begins what is needed. */
  #serve(): void {
    if (!this.known) return;
    const state = this.stateAt(this.#now);
    if (state === 'out') return this.#answer({ do: 'give' });
    const usable = state !== 'stale' && this.#isEnough();
    const begins = this.#wanted || this.#lostAt !== undefined || (!this.#hidden && (this.#renewing || this.entry!.pending));
    if (this.#wanted && usable) this.#do({ do: 'give' });
    if (usable) this.#wanted = false;
    if (state === 'fresh') this.#renewing = false;
    if (!begins || this.#flight !== undefined || (state === 'fresh' && usable)) return;
    const wait = this.#cooldownEnd - this.#now;
    if (wait > 0 && wait <= longestCooldown) return this.#answer({ do: 'reject', error: this.#failure! }); // else the clock was moved
    this.#renewing = false;
    const { sid } = this.entry!;
    this.#flight = { step: 'locking', from: versionOf(this.entry!), refreshToken: '', deviceKey: undefined, lost: 0, refusals: 0, otherDevice: false, asked: false, next: undefined, error: undefined };
    this.#do({ do: 'lock', sid });
  }

  /** Whether the tokens there are do for whoever waits. */
  #isEnough(): boolean {
    return this.entry!.gen > this.#forced;
  }

  /** Answers whoever waits. */
  #answer(action: Action): void {
    if (this.#wanted) this.#do(action);
    this.#wanted = false;
    this.#forced = -1;
  }

  // Replaces what is stored, or whatever is there where the storage has not taken it.
  #swap(from: Version, to: Entry | Tombstone): void {
    this.#do(this.#unstored ? { do: 'swap', to } : { do: 'swap', from, to });
  }

  /** Ends a refresh, however. */
  #land(): void {
    if (this.#flight !== undefined) this.#do({ do: 'unlock' });
    this.#flight = undefined;
  }

  #read(found: Stored | 'failed'): void {
    if (found !== 'failed') this.#see(found);
    this.known = true;
    const flight = this.#flight;
    if (flight === undefined || !['reading', 'doubting', 'asking'].includes(flight.step)) return this.#serve();
    const { entry } = this;
    if (entry === undefined || entry.sid !== flight.from.sid) return this.#arrive();
    if (!this.#unstored && found !== 'failed' && (!isEntry(found) || found.gen < entry.gen)) {
      if (this.#doubtful !== undefined) return; // it is read once more
      this.#renewing = true; // when it has been stored again; a hidden page has no hurry
      return this.#land();
    }
    // Another tab has been quicker.
    if (this.#isEnough() && this.stateAt(this.#now) === 'fresh') return this.#arrive();
    if (flight.step !== 'reading' && entry.tokens.refreshToken === flight.refreshToken) return flight.step === 'doubting' ? this.#doubted(flight) : undefined;
    flight.from = versionOf(entry);
    flight.refreshToken = entry.tokens.refreshToken;
    flight.deviceKey = entry.tokens.deviceKey;
    flight.step = 'marking';
    this.#swap(flight.from, bare({ ...entry, pending: true }));
  }

  /** Takes over what is stored. */
  #see(found: Stored): void {
    const { entry } = this;
    // The storage shows what was left when it failed.
    if (this.#unstored && (found === undefined || (isEntry(found) && found.sid === entry!.sid && found.gen < entry!.gen))) return;
    if (found !== undefined) this.#gen = Math.max(this.#gen, found.gen);
    if (isEntry(found)) {
      const ended = this.#ended.get(found.sid);
      if (ended !== undefined && !isUndone(ended, found)) return this.#do({ do: 'swap', from: versionOf(found), to: ended }, { do: 'hint' });
      this.#ended.delete(found.sid);
      if (entry !== undefined && found.gen < entry.gen && !this.#unstored) this.#restore(found, entry);
      else if (entry === undefined || !isSame(found, entry)) this.#adopt(found);
      else {
        this.#doubtful = undefined;
        this.#unstored = false;
        // Two tabs without locks may have stored the same generation. What is stored now is what all go on with.
        if (found.tokens.accessToken !== entry.tokens.accessToken) this.entry = found;
        else if (found.pending) entry.pending = true;
      }
      return;
    }
    if (entry !== undefined && found?.ended === entry.sid && isUndone(found, entry)) return this.#restore(found, entry);
    if (found !== undefined) this.#ended.set(found.ended, found);
    if (entry === undefined) return;
    if (found?.ended === entry.sid) {
      const { code } = found;
      // Who signed out did not know of these tokens.
      if (found.gen <= entry.gen) this.#do({ do: 'revoke', refreshToken: entry.tokens.refreshToken });
      return this.#out(code === undefined ? { type: 'signedOut', reason: 'asked' } : { type: 'sessionExpired', error: new CognitoAuthError(code, 'another tab was told so') });
    }
    if (this.#hidden && !this.#wanted) return void (this.#doubtful = undefined); // nothing is read once more
    // Somebody who did not know of this session has ended the one before.
    if (found !== undefined && found.gen <= entry.gen) return this.#restore(found, entry);
    if (this.#believed()) this.#out({ type: 'signedOut', reason: found === undefined ? 'cleared' : 'replaced' });
  }

  /** Whether the storage has shown less than is known for a while; if not, it is read once more then. */
  #believed(): boolean {
    const waited = this.#now - (this.#doubtful ??= this.#now);
    if (!(waited >= 0 && waited < second)) return true;
    this.#do({ do: 'read', after: second });
    return false;
  }

  /** Stores a session again that a tab with an old view of the storage has overwritten, if it does not just show late. */
  #restore(found: Entry | Tombstone, entry: Entry): void {
    if (!this.#believed()) return;
    this.#doubtful = undefined;
    this.#do({ do: 'swap', ...(isEntry(found) ? { from: versionOf(found) } : undefined), to: entry });
    this.#announce();
  }

  /** Tells the other tabs, and looks whether one with an old view of the storage has overwritten it. */
  #announce(): void {
    this.#do({ do: 'hint' }, { do: 'read', after: second });
  }

  #tombstone({ sid, gen }: Version, code?: string): Tombstone {
    const tombstone: Tombstone = bare({ ended: sid, gen: gen + 1, code });
    this.#gen = Math.max(this.#gen, gen + 1);
    this.#ended.set(sid, tombstone);
    return tombstone;
  }

  #adopt(found: Entry): void {
    const { entry } = this;
    if (entry !== undefined && entry.sid !== found.sid && entry.sub !== found.sub) this.#do({ do: 'tell', change: { type: 'signedOut', reason: 'replaced' } });
    const type = entry?.sid === found.sid ? 'tokensRefreshed' : 'signedIn';
    const told = this.known || type === 'tokensRefreshed'; // what a page finds when it opens is no change
    this.entry = found;
    this.#outdated = this.#unstored = false;
    this.#gen = Math.max(this.#gen, found.gen);
    this.#doubtful = undefined;
    this.#cooldownEnd = this.#failures = 0;
    this.#told = false;
    this.#lostAt = undefined;
    if (told) this.#do({ do: 'tell', change: bare({ type, entry: found }) });
    if (this.stateAt(this.#now) === 'fresh') this.#answer({ do: 'give' });
  }

  #out(change: Change): void {
    this.entry = undefined;
    this.#outdated = this.#unstored = false;
    this.#doubtful = undefined;
    this.#cooldownEnd = this.#failures = 0;
    this.#told = false;
    this.#do({ do: 'tell', change });
    this.#answer({ do: 'give' });
  }

  /** Ends a refresh because there is nothing to refresh any more. */
  #arrive(): void {
    this.#land();
    this.#serve();
  }

  #send(flight: Flight): void {
    flight.step = 'sending';
    const { from, refreshToken, deviceKey, otherDevice } = flight;
    this.#do({ do: 'refresh', from, refreshToken, deviceKey: otherDevice ? undefined : deviceKey });
  }

  #isRefused(version: Version): boolean {
    return this.#unauthorized !== undefined && isSame(this.#unauthorized, version);
  }

  #swapped(to: Entry | Tombstone, found: 'made' | 'failed' | { other: Stored }): void {
    const flight = this.#flight;
    if (typeof found === 'object') this.#see(found.other);
    else {
      // What is stored is of no use: over, or dead where the token was rotated. To take it away needs no room.
      if (found === 'failed' && !(isEntry(to) && (to.pending || to.tokens.refreshToken === flight?.refreshToken))) this.#do({ do: 'remove' });
      if (isEntry(to) && this.entry?.sid !== to.sid) this.#do({ do: 'revoke', refreshToken: to.tokens.refreshToken }); // signed out while it was stored
      else if (isEntry(to) && to.gen === this.entry?.gen) this.#unstored = found === 'failed' && (this.#unstored || !to.pending);
    }
    switch (flight?.step) {
      case 'marking':
        if (typeof found !== 'object') {
          if (this.entry !== undefined && isSame(this.entry, flight.from)) this.entry.pending = true;
          return this.#send(flight);
        }
        flight.step = 'reading';
        return this.#do({ do: 'read', after: 0 });
      case 'storing': {
        const { next, from } = flight;
        if (typeof found !== 'object') {
          this.#land();
          this.#adopt(next!);
          this.#unstored = found === 'failed';
          this.#announce();
          return this.#serve();
        }
        // Somebody signed out, or in, while this was under way.
        if (this.entry?.sid !== from.sid) this.#do({ do: 'revoke', refreshToken: next!.tokens.refreshToken });
        return this.#arrive();
      }
      case 'ending':
        if (typeof found === 'object' && this.entry !== undefined) return this.#arrive();
        this.#land();
        if (this.entry !== undefined) {
          this.#tombstone(flight.from, flight.error!.code);
          this.#out({ type: 'sessionExpired', error: flight.error! });
        }
        return this.#do({ do: 'hint' });
    }
  }

  #refreshed({ from, tokens, at, life, username = '', sub = '' }: { from: Version } & Fresh): void {
    const { entry } = this;
    const flight = this.#flightOf(from);
    // Somebody has signed out, or in, meanwhile: nobody needs these.
    if (entry?.sid !== from.sid && tokens.refreshToken !== undefined) this.#do({ do: 'revoke', refreshToken: tokens.refreshToken });
    if (flight === undefined) return;
    if (entry === undefined || !isSame(entry, from)) return this.#arrive();
    const { refreshToken, deviceKey } = entry.tokens;
    flight.next = bare({
      sid: entry.sid, gen: entry.gen + 1, username: entry.username || username, sub: entry.sub || sub, at, life,
      forced: this.#isRefused(from),
      tokens: bare({ ...tokens, refreshToken: tokens.refreshToken ?? refreshToken, deviceKey: tokens.deviceKey ?? deviceKey }),
    });
    flight.step = 'storing';
    this.#swap(from, flight.next);
  }

  #failed(how: 'unanswered' | 'busy' | 'refused' | 'reused' | 'gone', from: Version, error: CognitoAuthError): void {
    const flight = this.#flightOf(from);
    if (flight === undefined) return;
    if (this.entry === undefined || !isSame(this.entry, from)) return this.#arrive();
    flight.error = error;
    if (how === 'busy') return this.#cool(error);
    if (how === 'unanswered') {
      const after = repetitions[flight.lost++];
      if (after === undefined) return this.#cool(error);
      flight.step = 'waiting';
      return this.#do({ do: 'wake', after });
    }
    // Before a refusal is believed, what is stored is read again: another tab may have a newer token.
    flight.refusals = how === 'gone' ? mostRefusals : flight.refusals + 1;
    flight.step = 'doubting';
    this.#do({ do: 'read', after: 0 });
  }

  /** The refresh that waits for an answer to this. */
  #flightOf(from: Version): Flight | undefined {
    const flight = this.#flight;
    return flight?.step === 'sending' && isSame(flight.from, from) ? flight : undefined;
  }

  /** A refusal stands, for all that is stored. */
  #doubted(flight: Flight): void {
    // Twice where there is one device, and once more for a second.
    if (flight.error!.code === 'NotAuthorizedException' && flight.refusals < (flight.deviceKey === undefined ? 2 : mostRefusals)) {
      // It also says so of a device that it does not know.
      flight.otherDevice = flight.refusals === 1 && flight.deviceKey !== undefined;
      if (flight.otherDevice) return this.#send(flight);
      flight.step = 'waiting';
      return this.#do({ do: 'wake', after: doubt });
    }
    if (!flight.asked) {
      // A tab that has later tokens, and sees that they are not stored, stores them again.
      flight.asked = true;
      flight.step = 'asking';
      return this.#do({ do: 'hint' }, { do: 'wake', after: doubt });
    }
    flight.step = 'ending';
    this.#swap(flight.from, bare({ ended: flight.from.sid, gen: flight.from.gen + 1, code: flight.error!.code }));
  }

  /** Gives up for a while. The session goes on. */
  #cool(error: CognitoAuthError): void {
    const wait = Math.min(firstCooldown * 2 ** this.#failures++, longestCooldown);
    this.#cooldownEnd = this.#now + Math.round(wait * (0.5 + this.random() / 2));
    this.#failure = error;
    // A token may have been rotated, and nobody has the new one: the old one works for as long as Cognito's grace period, or never again.
    const lost = this.#flight!.lost > 0;
    this.#lostAt = lost ? Math.min(this.#lostAt ?? this.#now, this.#now) : undefined; // the clock may have been moved back
    if (lost && this.#now - this.#lostAt! < longestGrace) this.#do({ do: 'wake', after: this.#cooldownEnd - this.#now + 1 });
    this.#land();
    if (!this.#told) this.#do({ do: 'tell', change: { type: 'refreshFailed', entry: this.entry!, error } });
    this.#told = true;
    this.#answer({ do: 'reject', error });
  }
}

const mostRefusals = 3;

/** Whether a session goes on although a tab has given it up: there are tokens that this tab did not know. What a user asked for stays. */
const isUndone = (ended: Tombstone, { gen }: Version): boolean => ended.code !== undefined && ended.gen <= gen;

const isSame = (a: Version, b: Version): boolean => a.sid === b.sid && a.gen === b.gen;
const versionOf = ({ sid, gen }: Version): Version => ({ sid, gen });
