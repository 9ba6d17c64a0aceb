// The demo page: one sign-in, from the form to the tokens, through the same two functions that any page calls.

import type { Answer, AuthClient, ChallengeStep, DoneStep, InitiateRequest, Step } from '../src/api';
import { ChallengeFormView } from './challenge';
import { Clients } from './clients';
import { announce, byId, definitions, h, milliseconds } from './dom';
import { failure } from './errors';
import { Journal, stepOutcome } from './journal';
import { forget, restore, save } from './saved';
import { addAuthenticator, type Config, type Pool, readConfig } from './server';
import { Side } from './side';
import { SignInView, type Credentials } from './sign_in';
import { SignedIn } from './signed_in';
import { Wire } from './wire';

class Demo {
  #config: Config;
  #wire = new Wire(byId('wire'));
  #journal = new Journal((calls) => this.#wire.show(calls));
  #side: Side | undefined;
  #clients: Clients;
  #pool: Pool; // of who signs in
  #signIn: SignInView | undefined;
  #signedIn: SignedIn | undefined;
  #typed = '';

  constructor(config: Config) {
    this.#config = config;
    this.#pool = config;
    const { region, endpoint } = config;
    this.#clients = new Clients({ region, endpoint, worker: true, log: (entry) => this.#journal.add(entry) });
    if (config.local) this.#side = new Side(byId('side'), (user, password) => this.#startWith(user, password));
  }

  /** Loads the module and shows the first form, or the step from before a reload. */
  async start(): Promise<void> {
    byId('main').hidden = false;
    const saved = restore();
    if (saved === undefined) this.#startAgain();
    else this.#pool = saved.pool;
    const client = await this.#load();
    if (saved === undefined) return;
    let step: ChallengeStep;
    try {
      step = client.resume(saved.step);
    } catch {
      return this.#startAgain(); // of another pool: the demo was started anew
    }
    this.#typed = saved.typed;
    this.#journal.reset(saved.calls);
    this.#journal.note({ name: 'resume', about: step.challenge, given: [] });
    this.#challenge(step, true);
  }

  // Gets the client of the pool ready, and says how long that took.
  async #load(): Promise<AuthClient> {
    this.#facts('loading');
    const began = performance.now();
    try {
      const client = await this.#clients.of(this.#pool);
      this.#facts(`ready in a Web Worker, ${milliseconds(performance.now() - began)}`);
      return client;
    } catch (error) {
      this.#facts('could not be loaded');
      throw error;
    }
  }

  #facts(module: string): void {
    const { userPoolId, clientId } = this.#pool;
    byId('facts').replaceChildren(...definitions('', [
      [this.#config.local ? 'user pool, local' : 'user pool', userPoolId], ['app client', clientId], ['module', module],
    ]).children);
  }

  // A new client has forgotten the old one's tokens.
  async #signOut(): Promise<void> {
    const closed = this.#clients.close(this.#pool);
    this.#startAgain();
    announce('Signed out.');
    await closed;
    await this.#load();
  }

  #show(view: { element: HTMLElement; focus(): void }): void {
    byId('card').replaceChildren(view.element);
    view.focus();
  }

  #startAgain(): void {
    forget();
    this.#signedIn?.close();
    this.#side?.want(undefined);
    this.#journal.reset();
    this.#signIn = new SignInView(this.#config.users, (credentials) => this.#initiate(credentials));
    this.#show(this.#signIn);
  }

  #startWith(user: string, password: string): void {
    if (this.#signIn === undefined) this.#startAgain();
    this.#signIn?.fill(user, password);
  }

  async #initiate({ username, password, flow }: Credentials): Promise<void> {
    const pool = this.#config.users.find((user) => user.username === username)?.pool ?? this.#config;
    if (pool.userPoolId !== this.#pool.userPoolId) {
      this.#pool = pool;
      await this.#load();
    }
    this.#journal.reset();
    this.#typed = username;
    announce('Signing in.');
    const request = { flow, username, password } as InitiateRequest; // USER_AUTH alone comes without a password
    await this.#follow('initiate', flow, request, (client) => client.initiate(request));
  }

  // Makes a call, and shows the step that it leads to.
  async #follow(name: 'initiate' | 'respond', about: string, given: object, call: (client: AuthClient) => Promise<Step>): Promise<void> {
    const client = await this.#clients.of(this.#pool);
    const step = await this.#journal.follow({ name, about, given: namesIn(given) }, () => call(client), stepOutcome);
    if (step.done) this.#done(step);
    else this.#challenge(step, false);
  }

  #challenge(step: ChallengeStep, restored: boolean): void {
    this.#signIn = undefined;
    const keep = (): void => save({ step, pool: poolOf(this.#pool), typed: this.#typed, calls: this.#journal.calls });
    keep();
    const view = new ChallengeFormView(step, restored, {
      respond: async (answer: Answer) => {
        try {
          await this.#follow('respond', step.challenge, answer, (client) => client.respond(step, answer));
        } catch (error) {
          keep(); // the step is still open, and one call has been added
          throw error;
        }
      },
      totpSecret: async () => {
        const client = await this.#clients.of(this.#pool);
        const secret = await this.#journal.follow({ name: 'totpSecret', about: step.challenge, given: [] }, () => client.totpSecret(step), () => ({ kind: 'done', name: 'secret' }));
        keep(); // the step goes on with another session
        return secret;
      },
      enrol: this.#side && (async (secret) => {
        await addAuthenticator(step.username, secret);
        await this.#side?.look();
      }),
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
    this.#signedIn = new SignedIn(step, this.#typed, this.#journal.calls, {
      refresh: () => this.#refresh(),
      addPasskey: () => this.#addPasskey(),
      signOut: () => void this.#signOut(),
    });
    this.#show(this.#signedIn);
    announce(`Signed in as ${step.username}.`);
  }

  async #refresh(): Promise<DoneStep> {
    const client = await this.#clients.of(this.#pool);
    const flow = 'REFRESH_TOKEN_AUTH';
    const step = await this.#journal.follow({ name: 'initiate', about: flow, given: [] }, () => client.initiate({ flow }), stepOutcome);
    if (!step.done) throw new Error(`a refresh that leads to ${step.challenge}`);
    return step;
  }

  async #addPasskey(): Promise<void> {
    const client = await this.#clients.of(this.#pool);
    await this.#journal.follow({ name: 'registerPasskey', about: '', given: [] }, () => client.registerPasskey(), () => ({ kind: 'done', name: '' }));
  }
}

/** Names of the members that are there, without the flow, which stands beside them. */
const namesIn = (given: object): string[] => Object.entries(given).flatMap(([name, value]) => (name === 'flow' || value === undefined ? [] : [name]));

const poolOf = ({ userPoolId, clientId }: Pool): Pool => ({ userPoolId, clientId });

readConfig().then((config) => new Demo(config).start()).catch((error: unknown) => {
  byId('main').hidden = false;
  byId('card').replaceChildren(h('h2', { id: 'card-title' }, 'The demo could not start'), h('div', { class: 'failure', role: 'alert' }, ...failure(error)));
});
