// The demo page: the element signs in, the account page inside it shows what a user has, and beside them is what crosses the wire.

import type { AuthClient, SessionChange } from '../src/api';
import type { CognitoSignInElement } from '../src/element';
import { Account } from './account/account';
import { Clients } from './clients';
import { announce, byId, definitions, h, milliseconds } from './dom';
import { failure } from './errors';
import { Journal } from './journal';
import { noted } from './noted';
import { Options } from './options';
import { people } from './people';
import { restore, save } from './saved';
import { type Config, type DemoUser, type Pool, readConfig } from './server';
import { Side } from './side';
import { type Source, wantedBy } from './wanted';
import { Wire } from './wire';

/** Forms with which something begins. */
const first: ReadonlySet<string | undefined> = new Set(['sign-in', 'identify', 'forgot', 'sign-up']);

/** Calls that begin something. */
const beginnings: ReadonlySet<string> = new Set(['initiate', 'forgotPassword', 'signUp']);

class Demo {
  #config: Config;
  #element = byId('sign-in') as CognitoSignInElement;
  #journal: Journal;
  #wire = new Wire(byId('wire'), () => this.#journal.reset());
  #side: Side | undefined;
  #clients: Clients;
  #options: Options;
  #pool: Pool; // of who signs in
  #typed = '';
  #account: Account | undefined;
  #unsubscribe = (): void => {};

  constructor(config: Config) {
    this.#config = config;
    this.#pool = config;
    this.#journal = new Journal((calls) => {
      this.#wire.show(calls);
      this.#save();
    });
    const { region, endpoint } = config;
    this.#clients = new Clients({ region, endpoint, worker: true, storage: 'session', log: (entry) => this.#journal.add(entry) },
      (client) => noted(client, this.#journal, (name, [request]) => this.#begin(name, request)));
    this.#options = new Options((flow) => this.#flow(flow), (language) => { this.#element.lang = language; });
    byId('options').replaceChildren(this.#options.element);
    if (config.users.length > 0) byId('people').replaceChildren(people(config.users, (user) => void this.#pick(user)));
    if (config.local) this.#side = new Side(byId('side'), (username, password) => this.#invite(username, password));
    this.#listen();
  }

  /** Shows the first form, or the step or the account from before a reload. */
  async start(): Promise<void> {
    byId('main').hidden = false;
    const saved = restore();
    const pools = [this.#config, ...this.#config.users.flatMap(({ pool }) => pool ?? [])];
    const pool = pools.find(({ userPoolId, clientId }) => userPoolId === saved?.pool.userPoolId && clientId === saved.pool.clientId);
    if (saved !== undefined && pool !== undefined) { // else the demo was started anew
      this.#pool = pool;
      this.#typed = saved.typed;
      this.#options.flow = saved.flow;
      this.#flow(saved.flow);
      this.#journal.reset(saved.calls);
    }
    if (this.#config.local) { // of a real pool nobody can read whether it lets users sign up
      this.#element.signUp = true;
      this.#element.signUpAttributes = ['name', 'email'];
    }
    await this.#use(this.#pool);
    if (first.has(this.#element.dataset.state)) this.#journal.reset();
  }

  // Has the element sign in to a pool. It has drawn its form when this ends.
  async #use(pool: Pool): Promise<void> {
    this.#pool = pool;
    const client = this.#clients.of(pool);
    this.#unsubscribe();
    this.#unsubscribe = client.subscribe((change) => this.#changed(change));
    await client.session({ refresh: false }); // what is known at once the element draws at once
    this.#element.client = client;
    await Promise.resolve(); // the element takes up its settings a moment after they were made
    void this.#load(client);
  }

  // Gets a client ready, and says how long that took.
  async #load(client: AuthClient): Promise<void> {
    this.#facts('loading');
    const began = performance.now();
    try {
      await client.ready();
      this.#facts(`ready in a Web Worker, ${milliseconds(performance.now() - began)}`);
    } catch {
      this.#facts('could not be loaded');
    }
  }

  #facts(module: string): void {
    const { userPoolId, clientId } = this.#pool;
    byId('facts').replaceChildren(...definitions('', [
      [this.#config.local ? 'user pool, local' : 'user pool', userPoolId], ['app client', clientId], ['module', module],
    ]).children);
  }

  #flow(flow: string): void {
    this.#element.flow = flow;
    this.#element.passkeys = flow === 'USER_AUTH' ? '' : null;
    this.#save();
  }

  #save(): void {
    const { userPoolId, clientId } = this.#pool;
    save({ pool: { userPoolId, clientId }, flow: this.#options.flow, typed: this.#typed, calls: this.#journal.calls });
  }

  // A call is about to be made.
  #begin(name: string, request: { username?: string } | undefined): void {
    if (beginnings.has(name) && first.has(this.#element.dataset.state)) this.#journal.reset();
    if (request?.username !== undefined) this.#typed = request.username;
  }

  // Fills in somebody, as a password manager would.
  async #pick({ username, password, flow = 'USER_SRP_AUTH', pool = this.#config }: DemoUser): Promise<void> {
    const element = this.#element;
    element.reset();
    if (flow !== this.#options.flow) {
      this.#options.flow = flow;
      this.#flow(flow);
    }
    if (pool.userPoolId === this.#pool.userPoolId) await Promise.resolve();
    else await this.#use(pool);
    for (const [name, value] of Object.entries({ username, password })) {
      const input = element.querySelector<HTMLInputElement>(`.cognito-input[name=${name}]`);
      if (input !== null) input.value = value;
    }
    element.querySelector<HTMLElement>('.cognito-primary')?.focus();
  }

  // Somebody was sent a password, and does not sign in as long as somebody else is.
  #invite(username: string, password: string): void {
    if (this.#account === undefined) void this.#pick({ username, password, shows: '' });
    else announce('Sign out first.');
  }

  #listen(): void {
    const element = this.#element;
    element.addEventListener('signedin', ({ detail: { step } }) => {
      announce(`Signed in as ${step.username}.`);
      this.#signedIn();
    });
    element.addEventListener('step', ({ detail: { step } }) => announce(`Cognito asks for ${step.challenge}.`));
    new MutationObserver(() => {
      if (this.#account === undefined) this.#side?.want(wantedBy(element));
    }).observe(element, { attributeFilter: ['data-state'] });
    // A QR code may come later than its form.
    new MutationObserver(() => this.#side?.renderPhones()).observe(element, { childList: true, subtree: true });
  }

  #signedIn(): void {
    const client = this.#element.client as AuthClient;
    const session = client.snapshot();
    if (!session) return;
    this.#close();
    const wants = (source: Source | undefined): void => this.#side?.want(source && { user: session.username, source });
    this.#account = new Account({ client, session, typed: this.#typed, calls: this.#journal.calls, wants });
    byId('account').replaceChildren(this.#account.element);
    if (document.activeElement === document.body) this.#account.focus();
  }

  #changed({ session }: SessionChange): void {
    if (session === null) this.#close();
    else this.#account?.renew(session);
  }

  #close(): void {
    this.#account?.close();
    this.#account = undefined;
    byId('account').replaceChildren();
  }
}

readConfig().then((config) => new Demo(config).start()).catch((error: unknown) => {
  byId('main').hidden = false;
  byId('stage').replaceChildren(h('section', { class: 'panel', 'aria-labelledby': 'stopped' },
    h('h2', { id: 'stopped' }, 'The demo could not start'), h('div', { class: 'failure', role: 'alert' }, ...failure(error))));
});
