// The demo page: one sign-in, from the form to the tokens, through the same two functions that any page calls.

import type { Answer, AuthClient, ChallengeStep, DoneStep, Step } from '../src/api';
import { ChallengeFormView } from './challenge';
import { announce, byId, definitions, h, milliseconds } from './dom';
import { failure } from './errors';
import { forget, restore, save } from './saved';
import { readConfig, type Config } from './server';
import { Side } from './side';
import { SignInView, type Credentials } from './sign_in';
import { SignedIn } from './signed_in';
import { Wire } from './wire';

class Demo {
  #config: Config;
  #wire = new Wire(byId('wire'));
  #side: Side | undefined;
  #client!: Promise<AuthClient>;
  #signIn: SignInView | undefined;
  #signedIn: SignedIn | undefined;
  #typed = '';
  #spent = 0; // ms in calls of this sign-in

  constructor(config: Config) {
    this.#config = config;
    if (config.local) this.#side = new Side(byId('side'), (user, password) => this.#startWith(user, password));
  }

  /** Loads the module and shows the first form, or the step from before a reload. */
  async start(): Promise<void> {
    byId('main').hidden = false;
    this.#open();
    const saved = restore();
    if (saved === undefined) this.#startAgain();
    const began = performance.now();
    const client = await this.#client;
    this.#facts(`ready in a Web Worker, ${milliseconds(performance.now() - began)}`);
    if (saved === undefined) return;
    let step: ChallengeStep;
    try {
      step = client.resume(saved.step);
    } catch {
      return this.#startAgain(); // of another pool: the demo was started anew
    }
    this.#typed = saved.typed;
    this.#spent = saved.spent;
    for (const entry of saved.entries) this.#wire.add(entry);
    this.#challenge(step, true);
  }

  #open(): void {
    const { userPoolId, clientId, region, endpoint } = this.#config;
    this.#facts('loading');
    this.#client = CognitoWasm.createClient({ userPoolId, clientId, region, endpoint, worker: true, log: (entry) => this.#wire.add(entry) });
    this.#client.catch(() => this.#facts('could not be loaded')); // the next call says why
  }

  #facts(module: string): void {
    const { userPoolId, clientId, local } = this.#config;
    byId('facts').replaceChildren(...definitions('', [
      [local ? 'user pool, local' : 'user pool', userPoolId], ['app client', clientId], ['module', module],
    ]).children);
  }

  // A new client has forgotten the old one's tokens.
  async #signOut(): Promise<void> {
    const old = this.#client;
    this.#open();
    this.#startAgain();
    announce('Signed out.');
    (await old).close();
    await this.#client;
    this.#facts('ready in a Web Worker');
  }

  #show(view: { element: HTMLElement; focus(): void }): void {
    byId('card').replaceChildren(view.element);
    view.focus();
  }

  #startAgain(): void {
    forget();
    this.#signedIn?.close();
    this.#side?.want(undefined);
    this.#wire.clear();
    this.#signIn = new SignInView(this.#config.users, (credentials) => this.#initiate(credentials));
    this.#show(this.#signIn);
  }

  #startWith(user: string, password: string): void {
    if (this.#signIn === undefined) this.#startAgain();
    this.#signIn?.fill(user, password);
  }

  async #initiate({ username, password, flow }: Credentials): Promise<void> {
    this.#wire.clear();
    this.#typed = username;
    this.#spent = 0;
    announce('Signing in.');
    await this.#follow((client) => client.initiate({ flow, username, password }));
  }

  // Measures a call, and shows the step that it leads to.
  async #follow(call: (client: AuthClient) => Promise<Step>): Promise<void> {
    const client = await this.#client;
    const began = performance.now();
    let step: Step;
    try {
      step = await call(client);
    } finally {
      this.#spent += performance.now() - began;
    }
    if (step.done) this.#done(step);
    else this.#challenge(step, false);
  }

  #challenge(step: ChallengeStep, restored: boolean): void {
    this.#signIn = undefined;
    save({ step, typed: this.#typed, spent: this.#spent, entries: this.#wire.entries });
    const view = new ChallengeFormView(step, restored, {
      respond: (answer: Answer) => this.#follow((client) => client.respond(step, answer)),
      startAgain: () => this.#startAgain(),
    });
    this.#show(view);
    this.#side?.want(view.source && { user: step.username, source: view.source, use: (code) => view.use(code) });
    announce(`Cognito asks for ${step.challenge}.`);
  }

  #done(step: DoneStep): void {
    forget();
    this.#signIn = undefined;
    this.#side?.want(undefined);
    this.#signedIn = new SignedIn(step, this.#typed, this.#spent, this.#wire.entries, {
      refresh: () => this.#refresh(),
      signOut: () => void this.#signOut(),
    });
    this.#show(this.#signedIn);
    announce(`Signed in as ${step.username}.`);
  }

  async #refresh(): Promise<DoneStep> {
    const step = await (await this.#client).initiate({ flow: 'REFRESH_TOKEN_AUTH' });
    if (!step.done) throw new Error(`a refresh that leads to ${step.challenge}`);
    return step;
  }
}

readConfig().then((config) => new Demo(config).start()).catch((error: unknown) => {
  byId('main').hidden = false;
  byId('card').replaceChildren(h('h2', { id: 'card-title' }, 'The demo could not start'), h('div', { class: 'failure', role: 'alert' }, ...failure(error)));
});
