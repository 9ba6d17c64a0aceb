// <cognito-sign-in>: what HTML and the page's scripts see. What it says it draws with form.ts and does with flow.ts.

import type { Answer, AuthClient, ChallengeStep, ClientOptions, CognitoAuthError, DoneStep, SessionChange } from '../api';
import { bare } from '../data';
import type { CognitoSignInElement } from '../element';
import { flags, objects, ofClient, propertyOf, reflect, texts } from './attributes';
import { errorId, wrongFields } from './errors';
import { Flow, type Host, type View } from './flow';
import { Form } from './form';
import formCSS from './form.css';
import { Frame } from './frame';
import { ids } from './ids';
import { takeLanguages } from './languages';
import type { MessageId, Messages } from './messages/en';
import { Countdown, waitAfter } from './resend';
import { proven as savePrompt } from './save_prompt';
import { placeOf, save, saved } from './saved';
import { type LoadQR, showSecret } from './setup';
import { adopt } from './sheets';
import { type LinkName, type State, states } from './states';
import { type Given, loaded, type Said, Words } from './words';

/** What the two entries give. */
export interface Entry {
  createClient: (options: ClientOptions) => AuthClient;
  loadQR: LoadQR;
}

/** A server has no elements, and imports this all the same. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** A second after which it is said that something is under way: most of it is done before. */
const patience = 1000;

/** Elements that are in a page, to be drawn anew in a language that was loaded. */
const connected = new Set<{ redraw(): void }>();

/** Adds a language that every element may choose by its attribute lang. */
function addLanguage(messages: Messages): void {
  loaded.push(messages);
  for (const element of connected) element.redraw();
}

/** Makes the class of the element. */
export function elementClass({ createClient, loadQR }: Entry): { new (): CognitoSignInElement } {
  class CognitoSignIn extends Base {
    static readonly observedAttributes = [...texts, ...flags, 'lang', 'autofocus'];

    declare readonly userPoolId: string | null;
    declare readonly clientId: string | null;
    declare readonly endpoint: string | null;
    declare readonly flow: string | null;
    declare readonly loginWith: string | null;
    declare readonly username: string | null;
    declare readonly passkeys: string | null;
    declare readonly issuer: string | null;
    declare readonly passwordrules: string | null;
    declare readonly headingLevel: string | null;
    declare readonly noPassword: boolean;
    declare readonly signUp: boolean;
    declare readonly noForgotPassword: boolean;
    declare readonly resume: boolean;
    declare readonly noSavePrompt: boolean;

    readonly #frame = new Frame(this);
    readonly #id = ids();
    readonly #countdown = new Countdown();
    readonly #internals = this.attachInternals?.();
    #words = new Words(undefined, 'en');
    #form: Form | undefined;
    #flow: Flow | undefined;
    #client: AuthClient | undefined;
    /** The client was made here, and is closed here. */
    #made = false;
    #given: AuthClient | undefined;
    #messages: Given | undefined;
    #signUpAttributes: readonly string[] | undefined;
    #clientMetadata: Record<string, string> | undefined;
    #unsubscribe: (() => void) | undefined;
    #session: string | undefined;
    #codes = 0;
    /** The page began, and not its user: the focus stays where it is. */
    #quiet = false;
    #slow: ReturnType<typeof setTimeout> | undefined;
    #queued: 'start' | 'redraw' | undefined;
    #notice: Said | undefined;
    #step: ChallengeStep | DoneStep | undefined;

    constructor() {
      super();
      this.#frame.onForm(() => this.#putBack());
      // What was set before the class was known is on the element itself, and hides the property.
      for (const name of [...objects, ...texts.map(propertyOf), ...flags.map(propertyOf)]) {
        if (!Object.hasOwn(this, name)) continue;
        const value = (this as Record<string, unknown>)[name];
        delete (this as Record<string, unknown>)[name];
        if (objects.includes(name as 'client')) (this as Record<string, unknown>)[name] = value;
        else queueMicrotask(() => { (this as Record<string, unknown>)[name] = value; }); // a constructor sets no attributes
      }
    }

    get client(): AuthClient | null { return this.#given ?? this.#client ?? null; }
    set client(client: AuthClient | null) {
      if ((client ?? undefined) === this.#given) return;
      this.#given = client ?? undefined;
      this.#queue('start');
    }

    get messages(): Given | null { return this.#messages ?? null; }
    set messages(messages: Given | null) {
      this.#messages = messages ?? undefined;
      this.#queue('redraw');
    }

    get signUpAttributes(): readonly string[] { return this.#signUpAttributes ?? (this.loginWith === null || this.loginWith === 'username' ? ['email'] : []); }
    set signUpAttributes(names: readonly string[] | null) { this.#signUpAttributes = names ?? undefined; }

    get clientMetadata(): Record<string, string> | undefined { return this.#clientMetadata; }
    set clientMetadata(metadata: Record<string, string> | undefined) { this.#clientMetadata = metadata; }

    get step(): ChallengeStep | DoneStep | null { return this.#step ?? null; }

    connectedCallback(): void {
      adopt(this.getRootNode(), formCSS);
      connected.add(this);
      if (this.parentElement?.closest('form')) console.warn('<cognito-sign-in> is inside a form, and its own form does not work there: put it beside.');
      this.#queue('start');
    }

    disconnectedCallback(): void {
      // React and others move elements: what has come back a moment later has not gone.
      queueMicrotask(() => {
        if (this.isConnected) return;
        connected.delete(this);
        this.#end();
      });
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (before !== after) this.#queue(ofClient.includes(name as 'region') || name === 'flow' || name === 'no-password' ? 'start' : 'redraw');
    }

    /** Attributes come one by one; the work is done once. */
    #queue(work: 'start' | 'redraw'): void {
      if (this.#queued === undefined) {
        queueMicrotask(() => {
          const queued = this.#queued;
          this.#queued = undefined;
          if (!this.isConnected) return;
          if (queued === 'start') void this.start();
          else this.redraw();
        });
      }
      if (this.#queued !== 'start') this.#queued = work;
    }

    // ---- what a page calls ----

    async start(): Promise<void> {
      this.#end();
      this.#words = this.#inWords();
      try {
        this.#client = this.#given ?? this.#makeClient();
      } catch (error) {
        this.#draw({ state: 'failed', username: '' }, false, this.#failed(error as CognitoAuthError));
        return;
      }
      if (this.#client === undefined) {
        this.#form?.element.remove();
        this.dataset.state = 'idle';
        return;
      }
      const client = this.#client;
      const flow = this.#flow = new Flow(client, this.#host);
      this.#unsubscribe = client.subscribe((change) => this.#changed(change));
      const known = client.snapshot();
      if (known === undefined) {
        // Somebody may be signed in: the storage knows soon.
        const session = await client.session({ refresh: false }).catch(() => null);
        if (this.#flow !== flow) return;
        if (session) {
          this.#adopt(session);
          return;
        }
      } else if (known) {
        this.#adopt(known);
        return;
      }
      const view = this.resume ? saved(this.#place, client) : undefined;
      this.#quiet = true;
      if (view) flow.restore(view);
      else flow.start(this.username ?? '');
      this.#quiet = false;
      if (this.autofocus) this.#form?.first.focus();
    }

    async respond(answer: Answer): Promise<void> { await this.#flow?.respond(answer); }

    reset(): void { this.#flow?.start(this.username ?? this.#flow.view.username); }

    // ---- the client ----

    #makeClient(): AuthClient | undefined {
      if (this.userPoolId === null && this.clientId === null) return undefined;
      const options: Record<string, unknown> = Object.create(null);
      for (const attribute of ofClient) {
        const value = this.getAttribute(attribute);
        if (value !== null) options[propertyOf(attribute)] = value;
      }
      this.#made = true;
      return createClient(options as unknown as ClientOptions);
    }

    get #place(): string { return placeOf(this.clientId ?? ''); }

    #end(): void {
      this.#flow?.stop();
      this.#flow = undefined;
      this.#unsubscribe?.();
      this.#countdown.stop();
      if (this.#made) this.#client?.close();
      this.#made = false;
      this.#client = this.#session = this.#step = undefined;
    }

    /** Somebody signed in or out elsewhere: in another tab, or by the page. */
    #changed(change: SessionChange): void {
      const flow = this.#flow;
      if (!flow) return;
      if (change.session === null && this.dataset.state === 'signed-in') {
        this.#session = this.#step = undefined;
        flow.start(this.username ?? flow.view.username, change.type === 'sessionExpired' ? { id: 'error.SignedOut' } : undefined);
      } else if (change.session && change.type === 'signedIn' && !flow.busy && flow.view.state !== 'device' && flow.view.state !== 'offer') {
        flow.stop();
        this.#adopt(change.session);
      }
    }

    /** Shows that somebody is signed in. */
    #adopt(session: NonNullable<SessionChange['session']>): void {
      if (session.id === this.#session) return;
      this.#finish({ done: true, username: session.username, tokens: session.tokens }, false);
    }

    #finish(step: DoneStep, proven: boolean): void {
      this.#session = this.#client?.snapshot()?.id;
      this.#step = step;
      this.#remove(proven);
      this.dataset.state = 'signed-in';
      if (this.resume) save(this.#place, { state: 'sign-in', username: '' });
      this.#frame.done(this.#words.text('signIn.done'));
      this.#say({ id: 'signIn.done' });
      this.#tell('signedin', { step });
    }

    #tell(type: string, detail: unknown, cancelable = false): boolean {
      // None of them bubbles, whatever is on Object.prototype: they carry tokens and sessions, which are for who listens here.
      return this.dispatchEvent(new CustomEvent(type, bare({ detail, cancelable })));
    }

    // ---- what is said and drawn ----

    #say({ id, values }: Said, region: 'status' | 'alert' = 'status'): void { this.#frame.live.say(region, this.#words.text(id, values)); }

    #inWords(): Words { return new Words(this.#messages, this.closest<HTMLElement>('[lang]')?.lang ?? 'en'); }

    /** Takes the form away. The browser's password manager is told first that what it holds was right. */
    #remove(proven: boolean): void {
      if (proven && !this.noSavePrompt) savePrompt();
      this.#form?.element.remove();
      this.#form = undefined;
      this.#countdown.stop();
    }

    /** A framework may have taken our form for a mistake of the server's. */
    #putBack(): void {
      const form = this.#form?.element;
      if (form && form.parentNode !== this) this.append(form);
    }

    redraw(): void {
      this.#words = this.#inWords();
      if (this.dataset.state === 'signed-in') this.#frame.done(this.#words.text('signIn.done'));
      if (!this.#flow || !this.#form) return;
      const { raw } = this.#form;
      const focused = (this.getRootNode() as Document).activeElement?.id;
      this.#quiet = true;
      this.#draw(this.#flow.view, false, this.#notice);
      this.#quiet = false;
      this.#form.fill(raw);
      if (focused) this.querySelector<HTMLElement>(`[id="${focused}"]`)?.focus();
    }

    #draw(view: View, proven: boolean, notice: Said | undefined): void {
      this.#notice = notice;
      const before = this.#form;
      // Whoever was in the form, or pressed a button that takes no focus (Safari's), goes on in the next one. Nobody is fetched from elsewhere.
      const active = (this.getRootNode() as Document).activeElement;
      const goesOn = before !== undefined && !this.#quiet && (active === null || active === document.body || before.element.contains(active));
      const words = this.#words;
      const { live } = this.#frame;
      const form = new Form(view, {
        words, id: this.#id, loginWith: this.loginWith, passwordRules: this.passwordrules, slotted: this.#frame.asks,
        headingLevel: /^[1-6]$/.test(this.headingLevel!) ? this.headingLevel! : '2',
        say: (text) => live.say('status', text), alert: (text) => live.say('alert', text),
        offers: (link: LinkName) => this.#flow?.offers(link) ?? false,
        submit: () => this.#submit(), follow: (link) => this.#follow(link),
      }, notice);
      this.#remove(proven);
      this.#form = form;
      this.append(form.element);
      this.dataset.state = view.state;
      if (this.#flow?.busy) form.busy(true);
      if (goesOn) form.first.focus();
      form.input('username')?.input.addEventListener('change', ({ target }) => this.#flow?.named((target as HTMLInputElement).value));
      if (view.state === 'setup-app') void this.#secret(view, form);
      if (view.state === 'code' || view.state === 'confirm' || view.state === 'reset') this.#wait();
    }

    async #secret({ step, username }: View, form: Form): Promise<void> {
      try {
        await showSecret(
          form.extra, this.#client!, step!, this.#clientMetadata ? { clientMetadata: this.#clientMetadata } : {}, loadQR,
          this.issuer ?? location.hostname, username, { words: this.#words, id: this.#id, say: (text) => this.#frame.live.say('status', text) });
      } catch (error) {
        if (this.#form === form) this.#fail(error as CognitoAuthError);
      }
    }

    /** Counts down until another code can be asked for. */
    #wait(): void {
      const form = this.#form!;
      let first = true;
      this.#countdown.begin(waitAfter(this.#codes), (left) => {
        form.showWait(left, left > 0 ? this.#words.text('resend.wait', { seconds: left }) : '');
        if (left === 0 && !first) this.#say({ id: 'resend.ready' });
        first = false;
      });
    }

    #submit(): void {
      if (this.#flow?.busy) return;
      const { state } = this.#flow?.view ?? {};
      if (state === undefined || this.dataset.state === 'failed') {
        void this.start();
        return;
      }
      const values = this.#form?.read();
      if (values && (state !== 'sign-up' || this.#frame.agreed)) this.#flow!.submit(values);
    }

    #follow(link: LinkName): void {
      const values = link === 'passkey' ? this.#form!.read('username') : this.#form!.raw;
      if (values) this.#flow?.follow(link, values);
    }

    #fail(error: CognitoAuthError): void { this.#form?.fail(wrongFields(error), this.#failed(error)); }

    /** Tells the page of an error, and gives what is said of it. */
    #failed(error: CognitoAuthError): Said {
      this.#tell('failed', error);
      return { id: errorId(error, (id) => this.#words.has(id)) as MessageId };
    }

    /** What the flow sees. */
    get #host(): Host {
      return {
        settings: this,
        show: (view, proven, said) => {
          this.#codes = 1;
          this.#step = view.step;
          this.#draw(view, proven, said);
          if (this.resume) save(this.#place, view);
          this.#frame.live.clear();
          if (said) this.#say(said, said.id.startsWith('error.') ? 'alert' : 'status');
          else if ((states[view.state] as State).choices) this.#say({ id: 'choose.count', values: { count: view.choices!.length } });
          else if (view.lead?.id.startsWith('code.sentBy')) this.#say(view.lead);
        },
        announce: (step) => {
          this.#step = step;
          const goesOn = this.#tell('step', { step }, true);
          if (!goesOn) {
            this.#remove(false);
            this.dataset.state = 'step';
          }
          return goesOn;
        },
        finish: (step, proven) => { this.#finish(step, proven); },
        busy: (yes, said) => {
          this.#form?.busy(yes);
          clearTimeout(this.#slow);
          if (yes) this.#internals?.states?.add('busy');
          else this.#internals?.states?.delete('busy');
          if (yes && said) this.#say(said);
          else if (yes) this.#slow = setTimeout(() => this.#say({ id: 'signIn.busy' }), patience);
        },
        fail: (error) => { this.#fail(error); },
        failed: (error) => { this.#failed(error); },
        sent: () => {
          this.#codes++;
          this.#form?.wrong(undefined, undefined);
          const { lead } = this.#flow!.view;
          if (lead) this.#form?.lead(lead);
          this.#wait();
          this.#say({ id: 'resend.sent' });
        },
      };
    }
  }
  if (globalThis.HTMLElement) reflect(CognitoSignIn.prototype);
  return CognitoSignIn as unknown as { new (): CognitoSignInElement };
}

/** Defines the element, unless the page has one by this name or cannot have any. That one speaks the languages that scripts bring. */
export function defineElement(element: CustomElementConstructor): void {
  const registry = globalThis.customElements;
  if (!registry || registry.get('cognito-sign-in')) return;
  registry.define('cognito-sign-in', element);
  takeLanguages(addLanguage);
}
