// What session_test.go asks: hours of several tabs over one storage and one Cognito, simulated. All that is random comes from a seed.

import { serve } from '../../../internal/tstest/serve.mjs';
import { CognitoAuthError } from '../../error';
import { isEntry, Session } from '../session';

/** mulberry32: https://github.com/cprosche/mulberry32 (public domain) */
function randomOf(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const second = 1000, minute = 60 * second, hour = 60 * minute;
const start = 1_700_000_000_000;
const lockPatience = 35 * second;
const secondLook = 250; // after a hint
const requestTimeout = 30 * second;

/** What a world is like, and what must be true in it. */
const defaults = {
  tabs: 3, hours: 12,
  // Web Locks. A few fail, and hints get lost, unless `strict`.
  locks: true, strict: false,
  // Cognito: whether refresh tokens are rotated, how long the old one is taken, whether a use after that ends all that came of it, and
  // whether all uses within get the same new one.
  rotation: true, grace: 10 * second, endsFamily: false, sameSuccessor: true,
  // How often a request goes wrong, and how.
  faults: 0.2, faultKinds: ['request', 'answer', 'silence', 'error', 'busy', 'slow'],
  // The storage: how long it may show what was there before, how long it takes, whether it fails now and then, and whether it is cleared.
  late: 200, slow: 0, fails: false, clears: false,
  // What people do, and the local clock.
  demands: true, freezes: true, kills: true, signOuts: true, clocks: false,
  // Whether people sign in who are signed in, or others are.
  replaces: false,
  // Whether several of them do at a time, while a refresh is under way.
  crowds: false,
  // How often somebody signs out, in any tab, while a refresh is under way.
  interrupts: 0,
  // The session must last: nothing goes wrong that Cognito's grace period does not cover.
  lasts: false,
  // Each refresh token is sent once, when it is due.
  once: false,
  // All tokens of a session are dead after its sign-out.
  revokes: false,
};

/** A world: time, tabs, a storage, a lock manager and Cognito. */
class World {
  constructor(options) {
    this.options = { ...defaults, ...options };
    this.random = randomOf(options.seed);
    this.now = start;
    this.skew = 0; // of the local clock
    this.queue = [];
    this.order = 0;
    this.problems = [];
    this.log = [];
    this.tabs = [];
    this.lastTab = 0;
    this.waiting = [];
    this.holder = undefined;
    this.quiet = false;
    this.full = false;
    this.counts = { refreshes: 0, requests: 0, faults: 0, expired: 0, signOuts: 0 };
    this.kept = new Set(); // refresh tokens that were stored at some time
    this.written = []; // what was stored, when, and by whom
    this.cognito = new Cognito(this);
    this.sessions = new Map(); // by sid: what Cognito calls it, whose it is, when somebody signed in (by the local clock) and out and when that was stored, what Cognito said of it
    this.asked = new Set();
    this.faultsInARow = 0;
  }

  /** The local clock. */
  get clock() { return this.now + this.skew; }

  /** Tabs that are not frozen. */
  get awake() { return this.tabs.filter((tab) => tab.frozenUntil <= this.now); }

  chance(probability) { return this.random() < probability; }
  between(from, to) { return from + this.random() * (to - from); }
  pick(list) { return list[Math.floor(this.random() * list.length)]; }

  /** Does something later, unless the tab is gone by then; when it sleeps, after that. A heap, because there are many. */
  at(delay, tab, work) {
    const item = { time: this.now + delay, order: this.order++, tab, work };
    const { queue } = this;
    let i = queue.length;
    for (; i > 0;) {
      const parent = (i - 1) >> 1;
      if (before(queue[parent], item)) break;
      queue[i] = queue[parent];
      i = parent;
    }
    queue[i] = item;
  }

  next() {
    const { queue } = this;
    const first = queue[0];
    const last = queue.pop();
    if (queue.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && before(queue[child + 1], queue[child])) child++;
      if (before(last, queue[child])) break;
      queue[i] = queue[child];
      i = child;
    }
    queue[i] = last;
    return first;
  }

  run(end) {
    for (let steps = 0; this.queue.length > 0 && this.queue[0].time <= end && this.problems.length === 0; steps++) {
      if (steps > 20_000) return this.problem('it does not come to rest');
      const { time, tab, work } = this.next();
      if (tab !== undefined && tab.dead) continue;
      this.now = Math.max(this.now, time);
      if (tab !== undefined && tab.frozenUntil > this.now) {
        this.at(tab.frozenUntil - this.now, tab, work);
        continue;
      }
      work();
    }
    this.now = end;
  }

  problem(text) { this.problems.push(`${text}; at ${Math.round(this.now - start)} ms`); }

  /** Data is written out only where somebody reads it. */
  note(who, text, data) {
    if (this.options.verbose) this.log.push(`${Math.round(this.now - start)} ${who} ${text} ${data === undefined ? '' : JSON.stringify(data)}`);
  }

  // ---- the storage: who has written sees it at once, others after a while

  view(tab) {
    for (let i = this.written.length - 1; i >= 0; i--) {
      const { by, shows, value } = this.written[i];
      if (by === tab || shows <= this.now) return value;
    }
    return undefined;
  }

  /** Whether the storage takes something. */
  get takes() { return !this.full && !(this.options.fails && !this.quiet && this.chance(0.03)); }

  write(tab, value, late = this.chance(0.3)) {
    this.note(tab?.name ?? 'a script', 'stores', value ?? 'nothing');
    if (isEntry(value)) this.kept.add(value.tokens.refreshToken);
    this.written.push({ by: tab, shows: this.now + (late ? this.between(0, this.options.late) : 0), value });
    if (this.written.length > 60) this.written.splice(0, 20);
  }

  /** What is stored when all is shown. */
  get stored() { return this.written.at(-1)?.value; }

  // ---- locks

  lock(tab, done) {
    const { locks, strict } = this.options;
    if (!locks || (!strict && !this.quiet && this.chance(0.01))) return this.at(0, tab, done); // a lock that throws counts as none
    const request = { tab, done, over: false };
    this.waiting.push(request);
    this.at(lockPatience, tab, () => {
      if (request.over) return;
      request.over = true;
      this.waiting = this.waiting.filter((other) => other !== request);
      done();
    });
    this.grant();
  }

  unlock(tab) {
    if (this.waiting.length > 0) this.waiting = this.waiting.filter((request) => request.tab !== tab);
    if (this.holder === tab) this.holder = undefined;
    this.grant();
  }

  grant() {
    if (this.holder !== undefined || this.waiting.length === 0) return;
    const request = this.waiting.shift();
    request.over = true;
    this.holder = request.tab;
    this.at(this.between(0, 3), request.tab, request.done);
  }

  kill(tab) {
    this.note(tab.name, 'is killed');
    tab.dead = true;
    this.tabs = this.tabs.filter((other) => other !== tab);
    this.unlock(tab);
  }

  open() {
    const tab = new Tab(this, `tab ${++this.lastTab}`);
    this.tabs.push(tab);
    tab.hear({ on: 'hint' }); // a page reads when it opens
    return tab;
  }
}

const before = (a, b) => a.time < b.time || (a.time === b.time && a.order < b.order);

/** Cognito's side of refresh tokens. */
class Cognito {
  constructor(world) {
    this.world = world;
    this.tokens = new Map(); // by refresh token
    this.families = new Map(); // by name: whose, and whether it is over
    this.last = 0;
  }

  issue(family) {
    const token = `rt-${++this.last}`;
    this.tokens.set(token, { family, successor: undefined, rotatedAt: 0, revoked: false, arrived: false });
    return token;
  }

  signIn(sub) {
    const family = `family-${++this.last}`;
    this.families.set(family, { sub, live: true });
    return { family, refreshToken: this.issue(family), accessToken: `at-${++this.last}-${sub}` };
  }

  /** Nothing says what becomes of the tokens before and after a revoked one: here they stay. */
  revoke(token) {
    this.world.note('Cognito', 'revokes', token);
    this.tokens.get(token).revoked = true;
  }

  /** Whether a token would be taken now. */
  takes(token) {
    const { family, revoked, successor, rotatedAt } = this.tokens.get(token);
    return this.families.get(family).live && !revoked && (successor === undefined || this.world.now <= rotatedAt + this.world.options.grace);
  }

  refresh(token) {
    const { rotation, endsFamily, sameSuccessor } = this.world.options;
    const known = this.tokens.get(token);
    const family = this.families.get(known.family);
    if (!family.live || known.revoked) return { refused: 'NotAuthorizedException' };
    const accessToken = `at-${++this.last}-${family.sub}`;
    if (!rotation) return { accessToken };
    if (known.successor !== undefined) {
      if (!this.takes(token)) {
        if (endsFamily) family.live = false;
        return { refused: 'RefreshTokenReuseException' };
      }
      if (sameSuccessor) return { accessToken, refreshToken: known.successor };
    }
    const successor = this.issue(known.family);
    if (known.successor === undefined) Object.assign(known, { successor, rotatedAt: this.world.now });
    return { accessToken, refreshToken: successor };
  }
}

/** A page: what keeper.ts does, without a browser. */
class Tab {
  constructor(world, name) {
    Object.assign(this, {
      world, name, dead: false, frozenUntil: 0, hidden: false, lost: false, sending: new Set(), tried: 0, blind: false, failed: 0, rejected: 0, sent: '', unauthorizedAt: undefined,
      actions: [], working: false, heard: undefined, gave: 0, told: new Set(), shown: undefined, latest: undefined, waits: new Set(),
    });
    this.session = new Session(world.random);
  }

  hear(event) {
    const { world } = this;
    if (this.dead) return;
    world.note(this.name, 'hears', event);
    this.heard = event;
    if (event.on === 'hidden') this.hidden = true;
    if (event.on === 'seen') this.hidden = false;
    for (const action of this.session.on(event, world.clock)) {
      // What is done later, because the storage is slow, was right by what could be known now.
      this.actions.push({ action, decided: { clock: world.clock, seen: action.do === 'tell' ? world.view(this) : undefined } });
    }
    this.work();
  }

  /** One action after the other. */
  work() {
    while (!this.working && this.actions.length > 0) {
      const { action, decided } = this.actions.shift();
      this.act(action, decided);
    }
  }

  /** Does something with the storage, for which the next actions wait. */
  store(work) {
    const { slow } = this.world.options;
    if (slow === 0) return work();
    this.working = true;
    this.world.at(this.world.between(0, slow), this, () => {
      this.working = false;
      work();
      this.work();
    });
  }

  act(action, decided) {
    const { world } = this;
    world.note(this.name, 'does', action);
    switch (action.do) {
      case 'read':
        if (action.after === 0) return this.store(() => this.read());
        return world.at(action.after, this, () => this.read());
      case 'lock':
        // A page that nobody sees has no hurry, unless a token may be lost.
        if (this.hidden && this.waits.size === 0 && !this.lost && this.gave !== world.now) world.problem(`${this.name} is hidden, and begins a refresh that nobody asked for`);
        if (this.heard.on === 'wanted' && !this.session.isWanted && this.isFresh && !world.options.clocks && this.session.stateAt(world.clock) === 'fresh') world.problem(`${this.name} renews what is fresh`);
        return world.lock(this, () => this.hear({ on: 'locked' }));
      case 'unlock':
        return world.unlock(this);
      case 'swap':
        return this.store(() => this.swap(action));
      case 'remove':
        return this.store(() => world.write(this, undefined));
      case 'refresh':
        return this.refresh(action);
      case 'revoke':
        return world.at(world.between(10, 300), undefined, () => world.cognito.revoke(action.refreshToken));
      case 'wake':
        if (!(action.after > 0 && action.after <= minute + 1)) world.problem(`${this.name} waits for ${action.after} ms`);
        return world.at(action.after, this, () => this.hear({ on: 'woke' }));
      case 'hint':
        for (const other of world.tabs) {
          if (other === this || (!world.quiet && !world.options.strict && world.chance(0.1))) continue; // some are lost
          world.at(world.between(0, 100), other, () => {
            other.hear({ on: 'hint' });
            world.at(secondLook, other, () => other.hear({ on: 'hint' }));
          });
        }
        return;
      case 'give':
        if (this.left <= 0 && this.leftAt(decided.clock) <= 0) world.problem(`${this.name} gives a token that has ended`);
        for (const { sid, gen } of this.waits) {
          if (gen !== undefined && this.session.entry?.sid === sid && this.session.entry.gen <= gen) world.problem(`${this.name} gives what was not wanted any more`);
        }
        this.gave = world.now;
        return this.waits.clear();
      case 'reject':
        if (!action.error.retryable) world.problem(`${this.name} fails for good`);
        // A clock that is moved back may begin a pause anew.
        if (world.now - this.tried > (world.options.clocks ? 2 * hour : minute)) world.problem(`${this.name} fails without having tried since ${Math.round(this.tried - start)} ms`);
        this.rejected = world.now;
        return this.waits.clear();
      case 'tell':
        return this.tell(action.change, decided.seen);
    }
  }

  /** How long the access token is good, for all that the local clock says. */
  get left() { return this.leftAt(this.world.clock); }

  leftAt(clock) {
    const { entry } = this.session;
    return entry === undefined ? Infinity : entry.at + entry.life - clock;
  }

  /** Whether there is no reason why tokens should not have been renewed since: after a failure somebody has to ask again. */
  isAble(since) { return !this.hidden && !this.session.isRefreshing && this.failed < since && this.world.now - this.failed > 3 * minute; }

  get isFresh() { return this.left > minute && this.left <= hour; }

  read() {
    const { world } = this;
    const failed = world.options.fails && !world.quiet && world.chance(0.02);
    this.blind = failed;
    this.hear({ on: 'read', found: failed ? 'failed' : copy(world.view(this)) });
  }

  swap({ from, to }) {
    const { world } = this;
    const stored = world.view(this);
    const fits = from === undefined || (stored !== undefined && isEntry(stored) && stored.sid === from.sid && stored.gen === from.gen);
    // A look at what others have stored in the meantime comes first.
    if (world.options.once && !world.quiet && to.pending && this.isFresh) world.problem(`${this.name} renews what another tab has renewed`);
    const found = !fits ? { other: copy(stored) } : world.takes ? 'made' : 'failed';
    if (found === 'made') {
      const isOver = stored?.ended !== undefined && stored.code === undefined && stored.ended === to.sid;
      const isLater = isEntry(stored) && (isEntry(to) ? stored.gen > to.gen || isAfter(world, stored.sid, to.sid) : to.code !== undefined && stored.gen >= to.gen);
      const isOther = to.pending && isEntry(stored) && stored.sid === to.sid && stored.tokens.refreshToken !== to.tokens.refreshToken;
      if (isOther && !world.options.fails && world.options.slow === 0) world.problem(`${this.name} overwrites ${stored.tokens.refreshToken} with ${to.tokens.refreshToken}`);
      if (!this.blind && world.options.slow === 0 && from === undefined && isEntry(stored) && stored.sid === to.sid && stored.gen === to.gen) world.problem(`${this.name} stores without looking`);
      if (isOver || (isLater && !world.options.fails)) world.problem(`${this.name} overwrites what came later: ${JSON.stringify(stored)}`);
      if (to.ended !== undefined && from !== undefined && stored.sid !== to.ended) world.problem(`${this.name} ends ${to.ended} where ${stored.sid} is stored`);
      world.write(this, copy(to));
      if (to.ended !== undefined && to.code === undefined) world.sessions.get(to.ended).over ??= world.now;
      if (to.tokens && !to.pending) world.counts.refreshes++;
    }
    this.hear({ on: 'swapped', to, found });
  }

  /** What listeners hear, in order. */
  tell(change, seenBefore) {
    const { world } = this;
    const { type, entry } = change;
    if (type === 'sessionExpired') {
      world.counts.expired++;
      const sid = this.shown?.sid;
      if (sid !== undefined && !world.sessions.get(sid).said.has(change.error.code)) world.problem(`${this.name} tells of ${change.error.code}, which Cognito did not say`);
      if (isEntry(seenBefore) && seenBefore.sid === sid && world.cognito.takes(seenBefore.tokens.refreshToken)) world.problem(`${this.name} ends ${sid} where it can see ${seenBefore.tokens.refreshToken}`);
      // A tab may not have seen what another has just stored; that one then has to store it again.
      const last = sid && world.written.findLast(({ value }) => value?.sid === sid)?.value;
      if (last !== undefined && world.cognito.takes(last.tokens.refreshToken)) world.premature = { sid, by: this.name, at: world.now };
    } else if (type === 'signedOut') {
      if (change.reason === 'cleared' && this.hidden && this.waits.size === 0) world.problem(`${this.name} is hidden, and believes that the storage was cleared`);
      if (change.reason === 'cleared' && this.shown !== undefined && !world.kept.has(this.shown.tokens.refreshToken) && world.cognito.takes(this.shown.tokens.refreshToken)) world.problem(`${this.name} gives up what is stored nowhere`);
      if (change.reason === 'cleared' && !world.cleared && !world.options.clocks) world.problem(`${this.name} says that the storage was cleared`);
      if (change.reason === 'asked' && this.shown !== undefined && world.sessions.get(this.shown.sid).signedOut === undefined) world.problem(`${this.name} was signed out by nobody`);
    }
    if (type === 'sessionExpired' || type === 'signedOut') this.shown = undefined;
    if (type === 'sessionExpired' || (type === 'signedOut' && change.reason !== 'replaced')) this.latest = undefined;
    if (entry === undefined) return;
    if (!entry.tokens.accessToken.endsWith(entry.sub)) world.problem(`${this.name} has a token of another user`);
    if (type === 'refreshFailed') return;
    const told = `${entry.sid} ${entry.gen} ${entry.tokens.accessToken}`;
    const { family, over } = world.sessions.get(entry.sid);
    if (world.cognito.tokens.get(entry.tokens.refreshToken)?.family !== family) world.problem(`${this.name} has the refresh token of another session`);
    if (entry.sid === world.premature?.sid) world.premature = undefined;
    // Long after a sign-out nobody, unless asleep all the while, comes back with what was under way then.
    if (over !== undefined && world.now - over > minute) world.problem(`${this.name} is back in ${entry.sid}, which was signed out`);
    if (type === 'signedIn' && this.shown !== undefined && this.shown.sub !== entry.sub) world.problem(`${this.name} goes from ${this.shown.sub} to ${entry.sub} at once`);
    // While the storage fails each tab may have a session of its own.
    if (!world.options.fails && this.latest !== undefined && isAfter(world, this.latest, entry.sid)) world.problem(`${this.name} goes back from ${this.latest} to ${entry.sid}`);
    if (type === 'tokensRefreshed' && this.shown !== undefined && this.shown.sid !== entry.sid) world.problem(`${this.name} refreshes what it does not have`);
    const seen = world.view(this);
    if (world.options.slow === 0 && isEntry(seen) && seen.sid === entry.sid && seen.gen < entry.gen && !world.cognito.takes(seen.tokens.refreshToken)) world.problem(`${this.name} leaves ${seen.tokens.refreshToken} in the storage`);
    if (world.options.once) {
      world.at(second, undefined, () => {
        for (const other of world.tabs) if (other.session.entry?.gen < entry.gen) world.problem(`${other.name} does not know of ${told}`);
      });
    }
    this.shown = entry;
    // Where the clock lets a session come back after another, that is news.
    if (this.latest !== entry.sid && this.latest !== undefined) this.told.clear();
    this.latest = entry.sid;
    this.lost = false;
    if (!world.options.fails && this.told.has(told)) world.problem(`${this.name} tells twice of ${told}`);
    this.told.add(told);
  }

  refresh({ from, refreshToken }) {
    const { world } = this;
    const { options, cognito } = world;
    const session = world.sessions.get(from.sid);
    // A tab that failed to store a sign-in may be back in the session before, with an answer to an older generation still to come.
    const version = options.fails ? `${from.sid} ${from.gen}` : from.sid;
    if (this.sending.has(version)) world.problem(`${this.name} has two requests under way`);
    if (options.once && world.asked.has(refreshToken)) world.problem(`${this.name} sends ${refreshToken} once more`);
    if (cognito.tokens.get(refreshToken).family !== session.family) world.problem(`${this.name} sends a token of another session`);
    if (!options.clocks && world.now - this.failed < 0.9 * second && this.sent === `${from.sid} ${from.gen}`) world.problem(`${this.name} does not wait after a failure`);
    const seen = world.view(this);
    if (!options.fails && options.slow === 0 && seen?.sid === from.sid && seen.tokens.refreshToken !== refreshToken) world.problem(`${this.name} sends ${refreshToken} where ${seen.tokens.refreshToken} is stored`);
    world.asked.add(refreshToken);
    this.sending.add(version);
    this.sent = `${from.sid} ${from.gen}`; // what another tab has refreshed has not failed, though without rotation the token is the same
    world.counts.requests++;
    const at = world.clock;
    const answer = (event) => {
      this.sending.delete(version);
      this.tried = world.now;
      if (event.on === 'unanswered') this.lost = true;
      if ((event.on === 'unanswered' || event.on === 'busy') && this.session.entry?.sid === from.sid) this.failed = world.now;
      this.hear({ ...event, from });
    };
    const unanswered = (code, on = 'unanswered') => ({ on, error: new CognitoAuthError(code, '', { retryable: true }) });
    let fault = world.quiet || !world.chance(options.faults) ? undefined : world.pick(options.faultKinds);
    // Where a session must last, a third one in a row would be more than the grace period can cover.
    if (fault !== undefined && options.lasts && world.faultsInARow === 2) fault = undefined;
    // A second refusal is believed.
    if (fault === 'refusal' && options.lasts && world.faultsInARow > 0) fault = undefined;
    world.faultsInARow = fault === undefined ? 0 : world.faultsInARow + 1;
    if (fault !== undefined) world.counts.faults++;
    const way = fault === 'slow' ? world.between(1000, 9000) : world.between(5, 300);
    if (!world.quiet && options.kills && world.chance(0.05)) world.at(world.between(0, 2.5 * way), this, () => reopen(world, this));
    for (let i = 0; i < (options.crowds ? 3 : 1) && !world.quiet && options.replaces && world.chance(options.crowds ? 0.6 : 0.1); i++) {
      const tab = world.pick(world.tabs);
      world.at(world.between(0, 2.5 * way), tab, () => signIn(world, tab, world.pick(['alice', 'bob'])));
    }
    if (!world.quiet && options.interrupts > 0 && world.chance(options.interrupts)) {
      const tab = world.pick(world.tabs);
      world.at(world.between(0, 2.5 * way), tab, () => signOut(world, tab));
    }
    if (options.clocks && !world.quiet && world.chance(0.1)) world.at(world.between(0, 4 * second), undefined, () => moveClock(world));
    if (fault === 'request') return world.at(way, this, () => answer(unanswered('NetworkError')));
    if (fault === 'busy') return world.at(way, this, () => answer(unanswered('TooManyRequestsException', 'busy')));
    if (fault === 'refusal') {
      return world.at(way, this, () => {
        session.said.add('NotAuthorizedException');
        answer({ on: 'refused', error: new CognitoAuthError('NotAuthorizedException', '') });
      });
    }
    if (fault === 'error') return world.at(way, this, () => answer(unanswered('MalformedResponse')));
    // It is carried out, whatever becomes of the tab.
    world.at(way, undefined, () => {
      const { refused, accessToken, refreshToken: rotated } = cognito.refresh(refreshToken);
      world.note('Cognito', 'answers', refused ?? [accessToken, rotated]);
      if (fault === 'answer') return world.at(way, this, () => answer(unanswered('NetworkError')));
      if (fault === 'silence') return world.at(requestTimeout, this, () => answer(unanswered('TimeoutError')));
      if (refused !== undefined) {
        const on = refused === 'NotAuthorizedException' ? 'refused' : 'reused';
        return world.at(way, this, () => {
          session.said.add(refused);
          answer({ on, error: new CognitoAuthError(refused, '') });
        });
      }
      world.at(way, this, () => {
        if (rotated !== undefined) cognito.tokens.get(rotated).arrived = true;
        answer({ on: 'refreshed', tokens: { accessToken, tokenType: 'Bearer', refreshToken: rotated }, at, life: hour });
      });
    });
  }

  want(force = false) {
    const { world, session } = this;
    this.wait(force);
    this.hear({ on: 'wanted', force });
    // What ends soon is renewed, unless that has just failed.
    if (session.known && session.entry !== undefined && !this.isFresh && !session.isRefreshing && !this.working && world.now - this.failed > minute && this.rejected !== world.now) world.problem(`${this.name} does not renew what ends soon`);
  }

  /** A resource refuses an access token: the one there is, or one from before. */
  unauthorized(accessToken) {
    const { entry } = this.session;
    if (entry === undefined) return;
    const idle = !this.session.isWanted;
    const wait = this.wait();
    this.hear({ on: 'unauthorized', accessToken: accessToken ?? entry.tokens.accessToken });
    const version = `${entry.sid} ${entry.gen}`;
    if (idle && this.session.isWanted && (accessToken !== undefined || this.unauthorizedAt === version)) this.world.problem(`${this.name} believes a resource too much`);
    if (accessToken === undefined) this.unauthorizedAt = version;
    if (!this.session.isWanted) this.waits.delete(wait);
  }

  /** Whatever happens, somebody who waits is answered. */
  wait(force = false) {
    // Who asks for others has been given none of those that wait for the storage.
    const entry = this.working ? this.shown : this.session.entry;
    const wait = { sid: entry?.sid, gen: force ? entry?.gen : undefined };
    this.waits.add(wait);
    this.world.at(10 * minute, this, () => { if (this.waits.has(wait)) this.world.problem(`${this.name} leaves somebody waiting`); });
    return wait;
  }
}

/** Of a session: in the order of the sign-ins. */
const number = (sid) => Number(sid.slice(4));

/**
 * Whether one session has to win over another. Two tabs that do not know of each other's sign-ins have only the local clock to tell
 * which came later: nobody knows where it was moved back in between, or where both fall into one millisecond.
 */
const isAfter = (world, sid, other) => number(sid) > number(other) && Math.floor(world.sessions.get(sid).at) > Math.floor(world.sessions.get(other).at);

/** As through a storage. */
const copy = (value) => (value === undefined ? undefined : value.tokens === undefined ? { ...value } : { ...value, tokens: { ...value.tokens } });

/** As Keeper.signedIn. */
function signIn(world, tab, sub) {
  tab.read();
  const { family, refreshToken, accessToken } = world.cognito.signIn(sub);
  const sid = `sid-${world.sessions.size + 1}`;
  world.sessions.set(sid, { family, sub, at: world.clock, signedOut: undefined, over: undefined, said: new Set() });
  world.cognito.tokens.get(refreshToken).arrived = true;
  const before = tab.session.entry;
  tab.hear({ on: 'signedIn', sid, username: sub, sub, tokens: { accessToken, tokenType: 'Bearer', refreshToken }, at: world.clock, life: hour });
  // A refresh of the session before may be under way, and counts as one more.
  if (before !== undefined && tab.session.entry.gen <= before.gen + 1) world.problem(`${tab.name} signs in at generation ${tab.session.entry.gen}, after ${before.gen}`);
}

/** As Keeper.signOut, and then somebody signs in. */
function signOut(world, tab) {
  tab.read();
  const { entry } = tab.session;
  if (entry === undefined || world.sessions.get(entry.sid).signedOut !== undefined) return;
  world.counts.signOuts++;
  world.sessions.get(entry.sid).signedOut = world.now;
  tab.hear({ on: 'signOut' });
  tab.act({ do: 'revoke', refreshToken: entry.tokens.refreshToken });
  const again = () => {
    if (tab.dead || (world.stored !== undefined && isEntry(world.stored))) return;
    signIn(world, tab, world.pick(['alice', 'bob']));
  };
  world.at(world.between(second, minute), tab, again);
}

/** A page is left, and opened at once: later a rotation may be lost for good. */
function reopen(world, tab) {
  world.kill(tab);
  const opened = world.open();
  if (world.chance(0.5)) world.at(1, opened, () => opened.want());
}

function moveClock(world) {
  world.skew += world.pick([-1, 1]) * world.pick([0.1 * second, 5 * second, 10 * minute, hour, 30 * 24 * hour, 365 * 24 * hour]);
  world.note('the clock', 'is moved by', world.skew);
}

/** What people do, how often, and whether they do in a world. */
const deeds = [
  [60, () => true, (world, tab) => {
    for (const some of world.chance(0.3) ? world.awake : [tab]) some.want(world.options.demands && world.chance(0.05));
  }],
  [7, () => true, (world, tab) => tab.want()],
  [10, () => true, (world, tab) => tab.hear({ on: 'hidden' })],
  [10, () => true, (world) => {
    for (const some of world.awake) {
      some.hear({ on: 'seen' });
      const { entry } = some.session;
      const since = world.now;
      // Nobody has to ask.
      if (some.left < minute && !world.options.clocks) world.at(2 * minute, some, () => {
        if (entry !== undefined && some.session.entry === entry && some.isAble(since)) world.problem(`${some.name} is seen, and has tokens that have ended`);
      });
    }
  }],
  [2, ({ demands }) => demands, (world, tab) => {
    tab.unauthorized(world.chance(0.3) ? 'an old one' : undefined);
    if (world.chance(0.5)) world.at(30 * second, tab, () => tab.unauthorized());
  }],
  [1, ({ demands }) => demands, (world, tab) => {
    const { entry } = tab.session;
    const since = world.now;
    tab.hear({ on: 'outdated' });
    world.at(2 * minute, tab, () => {
      if (entry !== undefined && tab.session.entry?.sid === entry.sid && tab.session.entry.gen === entry.gen && tab.isAble(since)) world.problem(`${tab.name} has outdated tokens`);
    });
  }],
  [5, ({ freezes }) => freezes, (world, tab) => { tab.frozenUntil = world.now + world.between(0, 90 * second); }],
  [5, ({ kills }) => kills, reopen],
  [2, ({ signOuts }) => signOuts, signOut],
  [2, ({ replaces }) => replaces, (world, tab) => {
    if (world.tabs.every((other) => other.session.entry === undefined)) return;
    signIn(world, tab, world.pick(['alice', 'bob']));
    // So does somebody in another tab, before it hears of that.
    const other = world.pick(world.tabs);
    if (world.chance(0.5)) world.at(world.between(0, 300), other, () => signIn(world, other, world.pick(['alice', 'bob'])));
  }],
  // A page writes anew what it has cleared.
  [0.5, () => true, (world) => {
    const value = world.stored;
    world.write(undefined, undefined, false);
    world.at(20, undefined, () => { if (world.stored === undefined) world.write(undefined, value, false); });
    for (const other of world.tabs) world.at(10, other, () => other.hear({ on: 'hint' }));
    if (world.options.clocks) world.at(world.between(10, 250), undefined, () => moveClock(world));
  }],
  [1, ({ clears }) => clears, (world) => {
    world.cleared = true;
    world.write(undefined, undefined, false);
    for (const other of world.awake) {
      other.hear({ on: 'hint' });
      const { entry } = other.session;
      world.at(2 * second, other, () => {
        if (entry !== undefined && !other.hidden && !other.session.isRefreshing && other.session.entry === entry && world.stored === undefined && !world.options.fails) world.problem(`${other.name} does not see that the storage was cleared`);
      });
    }
    if (world.options.clocks) world.at(world.between(10, 250), undefined, () => moveClock(world));
    world.at(minute, undefined, () => { if (world.stored === undefined) signIn(world, world.pick(world.tabs), world.pick(['alice', 'bob'])); });
  }],
  // The storage is full for a while.
  [4, ({ fails }) => fails, (world) => {
    world.full = world.cleared = true;
    world.at(world.between(second, 3 * hour), undefined, () => { world.full = false; });
  }],
  [4, ({ clocks }) => clocks, moveClock],
];

/** One world of some hours, with what was wrong with it. */
function attempt(options) {
  const world = new World(options);
  try {
    simulate(world);
  } catch (error) {
    world.problem(error.stack);
  }
  return world;
}

function simulate(world) {
  const { hours, tabs, lasts, revokes } = world.options;
  if (world.options.fails) world.cleared = true;
  for (let i = 0; i < tabs; i++) world.open();
  world.run(world.now + second);
  signIn(world, world.tabs[0], 'alice');
  const end = world.now + hours * hour;
  const possible = deeds.filter(([, happens]) => happens(world.options));
  const total = possible.reduce((sum, [weight]) => sum + weight, 0);
  // What people do, while things go wrong.
  const live = () => {
    if (world.quiet) return;
    let left = world.random() * total;
    for (const [weight, , deed] of possible) {
      if ((left -= weight) >= 0) continue;
      if (world.awake.length > 0) deed(world, world.pick(world.awake));
      break;
    }
    world.at(world.between(second, 20 * minute), undefined, live);
  };
  world.at(world.between(second, 20 * minute), undefined, live);
  world.run(end);
  if (world.problems.length > 0) return;
  // Then nothing goes wrong any more, and each tab is asked twice; then one for new tokens.
  world.quiet = true;
  world.full = false;
  world.run(world.now + 10 * minute);
  const agree = () => {
    for (const tab of world.tabs) {
      const { entry } = tab.session;
      if (entry?.sid !== world.stored?.sid) world.problem(`${tab.name} has the session ${entry?.sid}, stored is ${world.stored?.sid}`);
      if (entry !== undefined && entry.gen !== world.stored?.gen) world.problem(`${tab.name} is at generation ${entry.gen}, stored is ${world.stored?.gen}`);
    }
  };
  for (let i = 0; i < 2; i++) {
    for (const tab of world.tabs) tab.hear({ on: 'seen' });
    world.run(world.now + minute);
    for (const tab of world.tabs) tab.want();
    world.run(world.now + 5 * minute);
  }
  if (world.problems.length > 0) return;
  // What could not be stored is stored with the next refresh.
  if (!world.options.fails) agree();
  for (const tab of world.options.fails ? world.tabs : [world.pick(world.tabs)]) {
    tab.want(true);
    world.run(world.now + 5 * minute);
    for (const tab of world.tabs) tab.hear({ on: 'seen' });
    world.run(world.now + minute);
  }
  if (world.problems.length > 0) return;
  agree();
  if (lasts && world.counts.expired > 0) world.problem('the session did not last');
  if (world.holder !== undefined) world.problem(`${world.holder.name} keeps the lock`);
  const { stored, premature } = world;
  if (premature !== undefined && stored?.sid === undefined && world.sessions.get(premature.sid).signedOut === undefined) {
    world.problem(`${premature.by} has ended ${premature.sid} at ${Math.round(premature.at - start)} ms, whose refresh token was good`);
  }
  if (stored !== undefined && isEntry(stored)) {
    // A page that is left before the storage has taken the sign-out has not signed out.
    if (world.sessions.get(stored.sid)[world.options.fails || world.options.slow > 0 ? 'over' : 'signedOut'] !== undefined) world.problem(`${stored.sid} was signed out, and is there again`);
    if (!world.cognito.takes(stored.tokens.refreshToken)) world.problem('the refresh token that is stored is dead');
  }
  if (revokes) {
    for (const [sid, { family, signedOut }] of world.sessions) {
      if (signedOut === undefined) continue;
      for (const [token, known] of world.cognito.tokens) {
        if (known.family === family && known.arrived && world.cognito.takes(token)) world.problem(`${token} is good, though ${sid} was signed out`);
      }
    }
  }
}

serve({
  /** Worlds of seeds from `first`, for the first that has problems; or the counts of all. */
  simulate({ first, count, options }) {
    const sums = {};
    for (let seed = first; seed < first + count; seed++) {
      const { problems, counts } = attempt({ ...options, seed });
      if (problems.length > 0) return { seed, problems };
      for (const name of Object.keys(counts)) sums[name] = (sums[name] ?? 0) + counts[name];
    }
    return { seed: -1, problems: [], counts: sums };
  },
  /** What happens in one world, line by line. */
  show: ({ seed, options }) => {
    const { log, problems } = attempt({ ...options, seed, verbose: true });
    return [...log, ...problems];
  },
});
