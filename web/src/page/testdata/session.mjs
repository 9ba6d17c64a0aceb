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

const hour = 3_600_000;
const lockPatience = 35_000;
const requestTimeout = 30_000;

/** A world: time, tabs, a storage, a lock manager and Cognito. */
class World {
  constructor(options) {
    this.options = { tabs: 3, hours: 12, locks: true, rotation: true, grace: 10_000, endsFamily: false, sameSuccessor: true, faults: 0.2, late: 200, ...options };
    this.random = randomOf(options.seed);
    this.now = 1_700_000_000_000;
    this.queue = [];
    this.order = 0;
    this.problems = [];
    this.log = [];
    this.tabs = [];
    this.lastTab = 0;
    this.waiting = [];
    this.holder = undefined;
    this.quiet = false;
    this.counts = { refreshes: 0, requests: 0, faults: 0, expired: 0 };
    this.written = []; // what was stored, when, and by whom
    this.cognito = new Cognito(this);
    this.signedOut = new Map();
    this.heard = new Set();
    this.lastSignIn = 0;
    this.faultsInARow = 0;
  }

  chance(probability) { return this.random() < probability; }
  between(from, to) { return from + this.random() * (to - from); }
  pick(list) { return list[Math.floor(this.random() * list.length)]; }

  at(delay, tab, work) {
    const item = { time: this.now + delay, order: this.order++, tab, work };
    // A heap, because there are many.
    const { queue } = this;
    queue.push(item);
    for (let i = queue.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (before(queue[parent], queue[i])) break;
      [queue[parent], queue[i]] = [queue[i], queue[parent]];
      i = parent;
    }
  }

  next() {
    const { queue } = this;
    const first = queue[0];
    const last = queue.pop();
    if (queue.length > 0) {
      queue[0] = last;
      for (let i = 0; ;) {
        let child = 2 * i + 1;
        if (child >= queue.length) break;
        if (child + 1 < queue.length && before(queue[child + 1], queue[child])) child++;
        if (before(queue[i], queue[child])) break;
        [queue[i], queue[child]] = [queue[child], queue[i]];
        i = child;
      }
    }
    return first;
  }

  run(end) {
    for (let steps = 0; this.queue.length > 0 && this.queue[0].time <= end; steps++) {
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

  problem(text) { if (this.problems.length < 3) this.problems.push(`${text}; at ${this.now - 1_700_000_000_000} ms`); }
  note(...words) { if (this.options.verbose) this.log.push(`${this.now - 1_700_000_000_000} ${words.join(' ')}`); }

  // ---- the storage: who has written sees it at once, others after a while

  view(tab) {
    for (let i = this.written.length - 1; i >= 0; i--) {
      const { by, shows, value } = this.written[i];
      if (by === tab || shows <= this.now) return value;
    }
    return undefined;
  }

  write(tab, value) {
    this.note(tab?.name, 'stores', JSON.stringify(value));
    // A view does not go back: what was seen once is older than this.
    this.written.push({ by: tab, shows: this.now + (this.chance(0.3) ? this.between(0, this.options.late) : 0), value });
    if (this.written.length > 60) this.written.splice(0, 20);
  }

  // ---- locks

  lock(tab, done) {
    if (!this.options.locks || this.chance(this.quiet ? 0 : 0.01)) return this.at(0, tab, done); // a lock that throws counts as none
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
    this.waiting = this.waiting.filter((request) => request.tab !== tab);
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
    this.tokens = new Map(); // by refresh token: { family, state, successor, rotatedAt }
    this.families = new Map(); // by name: whether it is revoked
    this.last = 0;
  }

  issue(family) {
    const token = `rt-${++this.last}`;
    this.tokens.set(token, { family, successor: undefined, rotatedAt: 0 });
    return token;
  }

  signIn(sub) {
    const family = `family-${++this.last}`;
    this.families.set(family, { sub, live: true });
    return { refreshToken: this.issue(family), accessToken: `at-${++this.last}-${sub}` };
  }

  revoke(token) {
    const known = this.tokens.get(token);
    if (known !== undefined) this.families.get(known.family).live = false;
  }

  /** Whether a token would be taken now. */
  takes(token) {
    const known = this.tokens.get(token);
    if (known === undefined || !this.families.get(known.family).live) return false;
    return known.successor === undefined || this.world.now <= known.rotatedAt + this.world.options.grace;
  }

  refresh(token) {
    const { rotation, endsFamily, sameSuccessor } = this.world.options;
    const known = this.tokens.get(token);
    if (known === undefined || !this.families.get(known.family).live) return { refused: 'NotAuthorizedException' };
    const { sub } = this.families.get(known.family);
    const accessToken = `at-${++this.last}-${sub}`;
    if (!rotation) return { accessToken };
    if (known.successor !== undefined) {
      if (!this.takes(token)) {
        if (endsFamily) this.families.get(known.family).live = false;
        return { refused: 'RefreshTokenReuseException' };
      }
      if (sameSuccessor) return { accessToken, refreshToken: known.successor };
    }
    const successor = this.issue(known.family);
    if (known.successor === undefined) Object.assign(known, { successor, rotatedAt: this.world.now });
    return { accessToken, refreshToken: successor };
  }
}

/** A page: what a page does, without a browser. */
class Tab {
  constructor(world, name) {
    Object.assign(this, { world, name, dead: false, frozenUntil: 0, asked: 0, sending: 0, changes: [], waits: [] });
    this.session = new Session(() => world.random());
  }

  hear(event) {
    const { world } = this;
    if (this.dead) return;
    world.note(this.name, 'hears', JSON.stringify(event));
    for (const action of this.session.on(event, world.now)) this.act(action);
  }

  act(action) {
    const { world } = this;
    world.note(this.name, 'does', JSON.stringify(action));
    switch (action.do) {
      case 'read':
        return world.at(action.after, this, () => this.hear({ on: 'read', found: copy(world.view(this)) }));
      case 'lock':
        return world.lock(this, () => this.hear({ on: 'locked' }));
      case 'unlock':
        return world.unlock(this);
      case 'swap': {
        const stored = world.view(this);
        const fits = action.from === undefined || (stored !== undefined && isEntry(stored) && stored.sid === action.from.sid && (action.from.gen ?? stored.gen) === stored.gen);
        if (fits && action.to.ended !== undefined && stored !== undefined && isEntry(stored) && stored.sid !== action.to.ended) {
          world.problem(`${this.name} ends ${action.to.ended} where ${stored.sid} is stored`);
        }
        if (fits) world.write(this, copy(action.to));
        if (fits && action.to.tokens && !action.to.pending) world.counts.refreshes++;
        return world.at(0, this, () => this.hear({ on: 'swapped', to: action.to, found: fits ? 'made' : { other: copy(stored) } }));
      }
      case 'remove':
        return world.write(this, undefined);
      case 'refresh':
        return this.refresh(action);
      case 'revoke':
        return world.at(world.between(10, 300), undefined, () => world.cognito.revoke(action.refreshToken));
      case 'wake':
        return world.at(action.after, this, () => this.hear({ on: 'woke' }));
      case 'hint':
        for (const other of world.tabs) {
          if (other === this || world.chance(world.quiet ? 0 : 0.1)) continue; // some are lost
          world.at(world.between(0, 100), other, () => other.hear({ on: 'hint' }));
        }
        return;
      case 'give':
      case 'reject':
        if (action.do === 'give' && this.session.entry !== undefined && this.session.stateAt(world.now) === 'stale') world.problem(`${this.name} gives a token that has ended`);
        this.waits = [];
        return;
      case 'tell':
        return this.told(action.change);
    }
  }

  told(change) {
    const { world } = this;
    const { type } = change;
    if (type === 'sessionExpired') {
      world.counts.expired++;
      const last = world.written.findLast(({ value }) => value !== undefined && isEntry(value));
      // A tab may not have seen what another has just stored; that one then has to store it again.
      if (world.cognito.takes(last.value.tokens.refreshToken)) world.premature = { sid: last.value.sid, by: this.name, at: world.now };
      if (!world.heard.has(change.error.code)) world.problem(`${this.name} tells of ${change.error.code}, which Cognito did not say`);
    } else if (type === 'signedOut' && change.reason === 'cleared' && !world.cleared) world.problem(`${this.name} says that the storage was cleared`);
    else if (type === 'signedOut' && change.reason === 'asked' && world.signedOut.size === 0) world.problem(`${this.name} was signed out by nobody`);
    const { entry } = change;
    if (entry !== undefined) {
      if (!entry.tokens.accessToken.endsWith(entry.sub)) world.problem(`${this.name} has a token of another user`);
      if (type !== 'refreshFailed') {
        if (entry.sid === world.premature?.sid) world.premature = undefined;
        // Long after a sign-out nobody, unless asleep all the while, comes back with what was under way then.
        if (world.signedOut.has(entry.sid) && world.now - world.signedOut.get(entry.sid) > 60_000) world.problem(`${this.name} is back in ${entry.sid}, which was signed out`);
        const told = `${entry.sid} ${entry.gen} ${entry.tokens.accessToken}`;
        if (this.changes.includes(told)) world.problem(`${this.name} tells twice of ${told}`);
        this.changes.push(told);
      }
    }
  }

  refresh({ from, refreshToken }) {
    const { world } = this;
    if (this.sending++ > 0) world.problem(`${this.name} has two requests under way`);
    world.counts.requests++;
    const at = world.now;
    const answer = (event) => {
      this.sending--;
      if (event.error) world.heard.add(event.error.code);
      this.hear({ ...event, from });
    };
    const unanswered = (code, on = 'unanswered') => ({ on, error: new CognitoAuthError(code, '', { retryable: true }) });
    let fault = world.quiet || !world.chance(world.options.faults) ? undefined : world.pick(world.options.faultKinds ?? ['request', 'answer', 'silence', 'error', 'busy', 'slow']);
    // Where a session must last, a third one in a row would be more than the grace period can cover.
    if (fault !== undefined && world.options.lasts && world.faultsInARow === 2) fault = undefined;
    world.faultsInARow = fault === undefined ? 0 : world.faultsInARow + 1;
    if (fault !== undefined) world.counts.faults++;
    const way = fault === 'slow' ? world.between(1000, 9000) : world.between(5, 300);
    if (fault === 'request') return world.at(way, this, () => answer(unanswered('NetworkError')));
    if (fault === 'busy') return world.at(way, this, () => answer(unanswered('TooManyRequestsException', 'busy')));
    if (fault === 'error') return world.at(way, this, () => answer(unanswered('MalformedResponse')));
    // It is carried out, whatever becomes of the tab.
    world.at(way, undefined, () => {
      const { refused, accessToken, refreshToken: rotated } = world.cognito.refresh(refreshToken);
      world.note('Cognito answers', this.name, refused ?? `${accessToken} ${rotated}`);
      if (fault === 'answer') return world.at(way, this, () => answer(unanswered('NetworkError')));
      if (fault === 'silence') return world.at(requestTimeout, this, () => answer(unanswered('TimeoutError')));
      if (refused !== undefined) {
        const on = refused === 'NotAuthorizedException' ? 'refused' : 'reused';
        return world.at(way, this, () => answer({ on, error: new CognitoAuthError(refused, '') }));
      }
      return world.at(way, this, () => answer({ on: 'refreshed', tokens: { accessToken, tokenType: 'Bearer', refreshToken: rotated }, at, life: hour }));
    });
  }

  want(force = false) {
    const { world } = this;
    const wait = {};
    this.waits.push(wait);
    // Whatever happens, somebody who waits is answered.
    world.at(10 * 60_000, this, () => { if (this.waits.includes(wait)) world.problem(`${this.name} leaves somebody waiting`); });
    this.hear({ on: 'wanted', force });
  }
}

const copy = (value) => (value === undefined ? undefined : structuredClone(value));

function signIn(world, tab, sub) {
  const { refreshToken, accessToken } = world.cognito.signIn(sub);
  const sid = `sid-${++world.lastSignIn}`;
  tab.hear({ on: 'signedIn', sid, username: sub, sub, tokens: { accessToken, tokenType: 'Bearer', refreshToken }, at: world.now, life: hour });
}

/** One world of some hours. Gives what was wrong with it. */
function simulate(options) {
  const world = new World(options);
  const { hours, tabs, signOuts = true, kills = true } = world.options;
  for (let i = 0; i < tabs; i++) world.open();
  world.run(world.now + 1000);
  signIn(world, world.tabs[0], 'alice');
  const end = world.now + hours * hour;
  // What people do, while things go wrong.
  for (let time = 0; time < end - world.now;) {
    time += world.between(1000, 20 * 60_000);
    world.at(time, undefined, () => {
      const tab = world.pick(world.tabs);
      const what = world.random();
      if (what < 0.6) for (const some of world.chance(0.3) ? world.tabs : [tab]) some.want(world.chance(0.05));
      else if (what < 0.7) tab.hear({ on: 'hidden' });
      else if (what < 0.8) for (const some of world.tabs) some.hear({ on: 'seen' });
      else if (what < 0.85 && world.options.freezes !== false) tab.frozenUntil = world.now + world.between(0, 90_000);
      else if (what < 0.9 && kills) {
        // It is opened again soon: after that a rotation may be lost for good.
        world.kill(tab);
        const opened = world.open();
        world.at(1, opened, () => opened.want());
      } else if (what < 0.92 && signOuts) {
        const { entry } = tab.session;
        if (entry !== undefined) {
          world.signedOut.set(entry.sid, world.now);
          tab.hear({ on: 'signOut' });
          tab.act({ do: 'revoke', refreshToken: entry.tokens.refreshToken });
          world.at(world.between(1000, 60_000), undefined, () => { if (!tab.dead) signIn(world, tab, world.pick(['alice', 'bob'])); });
        }
      } else if (what < 0.925) {
        // A page writes anew what it has cleared.
        const value = world.view(tab);
        world.write(undefined, undefined);
        world.written.at(-1).shows = world.now;
        world.at(20, undefined, () => {
          world.write(undefined, value);
          world.written.at(-1).shows = world.now;
        });
        for (const other of world.tabs) world.at(10, other, () => other.hear({ on: 'hint' }));
      } else if (what < 0.93) tab.hear({ on: 'unauthorized', accessToken: tab.session.entry?.tokens.accessToken ?? '' });
      else tab.want();
    });
  }
  world.run(end);
  // Then nothing goes wrong any more, and each tab is asked twice.
  world.quiet = true;
  world.run(world.now + 10 * 60_000);
  for (let i = 0; i < 2; i++) {
    for (const tab of world.tabs) tab.hear({ on: 'seen' });
    world.run(world.now + 60_000);
    for (const tab of world.tabs) tab.want();
    world.run(world.now + 5 * 60_000);
  }
  if (world.options.lasts && world.counts.expired > 0) world.problem('the session did not last');
  const stored = world.written.at(-1)?.value;
  for (const tab of world.tabs) {
    const { entry } = tab.session;
    if (JSON.stringify(entry?.sid) !== JSON.stringify(stored?.sid)) world.problem(`${tab.name} has the session ${entry?.sid}, stored is ${stored?.sid}`);
    if (entry !== undefined && entry.gen !== stored?.gen) world.problem(`${tab.name} is at generation ${entry.gen}, stored is ${stored?.gen}`);
  }
  const { premature } = world;
  if (premature !== undefined && stored?.sid === undefined && !world.signedOut.has(premature.sid)) {
    world.problem(`${premature.by} has ended ${premature.sid} at ${premature.at - 1_700_000_000_000} ms, whose refresh token was good`);
  }
  if (stored !== undefined && isEntry(stored)) {
    if (world.signedOut.has(stored.sid)) world.problem(`${stored.sid} was signed out, and is there again`);
    if (!world.cognito.takes(stored.tokens.refreshToken)) world.problem('the refresh token that is stored is dead');
  }
  return { problems: world.problems, counts: world.counts, log: world.log };
}

serve({
  /** Worlds of seeds from `first`, for the first that has problems; or the counts of all. */
  simulate({ first, count, options }) {
    const sums = { refreshes: 0, requests: 0, faults: 0, expired: 0 };
    for (let seed = first; seed < first + count; seed++) {
      const { problems, counts } = simulate({ ...options, seed });
      if (problems.length > 0) return { seed, problems };
      for (const name of Object.keys(sums)) sums[name] += counts[name];
    }
    return { seed: -1, problems: [], counts: sums };
  },
  /** What happens in one world, line by line. */
  show: ({ seed, options }) => simulate({ ...options, seed, verbose: true }).log,
});
