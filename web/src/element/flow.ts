// What the buttons do: the way from one state to the next, over the client alone. Nothing here touches the page.

import type { Answer, AuthClient, CallOptions, ChallengeStep, CognitoAuthError, DoneStep, InitiateRequest, Step } from '../api';
import { bare, own } from '../data';
import type { CognitoSignInElement } from '../element';
import { Autofill } from './autofill';
import { plainCode, plainPhone } from './code';
import { choicesOf, isPassword, type LinkName, setupState, stateOf, type StateName } from './states';
import { Trail, zero } from './trail';
import type { Said } from './words';

/** What the form shows. */
export interface View {
  state: StateName;
  /** The challenge that is being answered. */
  step?: ChallengeStep;
  /** As it was typed. */
  username: string;
  /** In the place of the state's lead. */
  lead?: Said;
  /** What there is to choose from. */
  choices?: readonly string[];
  /** Attributes that are asked for as well. */
  attributes?: readonly string[];
}

/** What was entered, by the fields' names: an object without a prototype. */
export type Values = Readonly<Record<string, string>>;

/** What the page wants: attributes and properties of the element. */
export type Settings = Pick<
  CognitoSignInElement, 'flow' | 'noPassword' | 'signUp' | 'noForgotPassword' | 'passkeys' | 'loginWith' | 'clientMetadata'
> & { readonly signUpAttributes: readonly string[] };

/** What the flow wants of the element. */
export interface Host {
  readonly settings: Settings;
  /** Draws a view in the place of the one before. `proven`: what that one's form held was right. `said` is what happened. */
  show(view: View, proven: boolean, said?: Said): void;
  /** Shows a step that the page answers itself, if it wants to. */
  announce(step: ChallengeStep): boolean;
  /** Nobody has to be asked any more. */
  finish(step: DoneStep, proven: boolean): void;
  busy(yes: boolean, said?: Said): void;
  /** Shows what went wrong, at one of the fields if the form has it. */
  fail(error: CognitoAuthError): void;
  /** The same of what is over. */
  failed(error: CognitoAuthError): void;
  /** Another code was sent. */
  sent(): void;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Where the words for a code that was sent are. */
const sentBy = (delivery: { medium?: string; destination?: string } | undefined): Said =>
  delivery?.medium && delivery.destination
    ? { id: delivery.medium === 'SMS' ? 'code.sentBy.SMS' : 'code.sentBy.EMAIL', values: { destination: delivery.destination } }
    : { id: 'code.sentBy.unknown' };

const delivered = (details: { DeliveryMedium?: string; Destination?: string } | undefined): Said =>
  sentBy(details && { medium: details.DeliveryMedium, destination: details.Destination });

/** Errors of a forgotten password that would tell of an account. */
const silent: readonly string[] = ['UserNotFoundException', 'InvalidParameterException', 'NotAuthorizedException', 'UserNotConfirmedException'];

/** One sign-in after another, over one client. */
export class Flow {
  readonly #client: AuthClient;
  readonly #host: Host;
  readonly #trail = new Trail();
  readonly #autofill = new Autofill();
  #view: View = { state: 'sign-in', username: '' };
  #running: AbortController | undefined;
  /** Of a sign-up or a sign-in that waits for its confirmation: it signs in afterwards. */
  #password: Uint8Array | undefined;
  /** Cognito's Session of a sign-up. */
  #session: string | undefined;
  /** What waits for the answer to a question after the sign-in. */
  #done: DoneStep | undefined;

  constructor(client: AuthClient, host: Host) {
    this.#client = client;
    this.#host = host;
  }

  get view(): View { return this.#view; }

  /** Whether a call is under way. */
  get busy(): boolean { return this.#running !== undefined; }

  // ---- what is shown ----

  /** Shows the first form. `said` is why. */
  start(username: string, said?: Said, proven = false): void {
    this.stop();
    const { flow, noPassword } = this.#host.settings;
    this.#show({ state: flow === 'USER_AUTH' || noPassword ? 'identify' : 'sign-in', username }, proven, said);
    this.named(username);
  }

  /** Ends what is under way, and forgets the passwords. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#host.busy(false);
    void this.#autofill.stop();
    this.#trail.forget();
    this.#password?.fill(0);
    this.#password = this.#session = this.#done = undefined;
  }

  /** Shows a view again that was saved. */
  restore(view: View): void {
    if (view.step) void this.#follow(view.step, view.username, false);
    else this.#show(view, false);
  }

  #show(view: View, proven: boolean, said?: Said): void {
    this.#view = view;
    this.#host.show(view, proven, said);
  }

  /** Whether a further button has a use in the present view. */
  offers(link: LinkName): boolean {
    const { step } = this.#view;
    const asked = bare<Partial<Record<LinkName, () => boolean>>>({
      passkey: () => this.#host.settings.passkeys !== null,
      forgot: () => !this.#host.settings.noForgotPassword,
      signUp: () => this.#host.settings.signUp,
      resend: () => step === undefined || this.#trail.repeatable,
      other: () => (step?.challenge === 'MFA_SETUP' ? choicesOf(step).length > 1 : this.#trail.chosen),
    });
    return asked[link]?.() ?? true;
  }

  /** The name is known as it was typed, and may have passkeys. */
  named(typed: string): void {
    const { state } = this.#view;
    const { passkeys, loginWith } = this.#host.settings;
    const username = loginWith === 'phone' ? plainPhone(typed) : typed.trim();
    if (passkeys === null || !username || this.busy || (state !== 'sign-in' && state !== 'identify')) return;
    this.#autofill.begin(
      this.#client, username, this.#options(),
      (step) => { if (!this.busy) void this.#run(() => this.#follow(step, username, false)); },
      (error) => { if (!this.busy) this.#host.fail(error as CognitoAuthError); },
    );
  }

  // ---- one thing at a time ----

  #options(signal?: AbortSignal): CallOptions {
    const clientMetadata = this.#host.settings.clientMetadata;
    return { ...(signal && { signal }), ...(clientMetadata && { clientMetadata }) };
  }

  /** Does one thing, during which nothing else is done. Something that ends otherwise has been stopped. */
  async #run(work: (options: CallOptions) => Promise<void> | void, said?: Said): Promise<void> {
    if (this.#running) return;
    const controller = this.#running = new AbortController();
    const over = (): boolean => this.#running !== controller;
    this.#host.busy(true, said);
    try {
      await this.#autofill.stop();
      await work(this.#options(controller.signal));
    } catch (error) {
      if (!over()) await this.#fail(error as CognitoAuthError, this.#options(controller.signal)).catch((again) => this.#host.fail(again));
    } finally {
      if (!over()) {
        this.#running = undefined;
        this.#host.busy(false);
      }
    }
  }

  /** What an error leads to. */
  async #fail(error: CognitoAuthError, options: CallOptions): Promise<void> {
    const { state, step, username } = this.#view;
    const entry = ['sign-in', 'identify', 'choose', 'password'].includes(state);
    if (entry && error.code === 'PasswordResetRequiredException') {
      this.#host.failed(error);
      this.#show({ state: 'reset', username: this.#name(), lead: { id: 'reset.required' } }, false);
    } else if (entry && error.code === 'UserNotConfirmedException') {
      this.#host.failed(error);
      await this.#askForConfirmation(this.#name(), options);
    } else if (error.code === 'UnsupportedChallenge' && !entry) {
      this.#host.failed(error);
      this.start(username, { id: 'error.UnsupportedChallenge' });
    } else if (step && error.code === 'NotAuthorizedException') {
      if (entry && this.#trail.repeatable) {
        // The proof of a password is good for one time, and its session too.
        this.#host.fail(error);
        const fresh = await this.#trail.again(this.#client, options);
        if (!fresh.done && fresh.challenge === step.challenge) {
          this.#view.step = fresh;
          return;
        }
      }
      this.#host.failed(error);
      this.start(username, { id: 'error.session' });
    } else {
      this.#host.fail(error);
    }
  }

  #name(): string { return (this.#trail.request as { username?: string } | undefined)?.username ?? this.#view.username; }

  // ---- a sign-in ----

  async #begin(request: InitiateRequest & { username: string }, options: CallOptions): Promise<void> {
    this.#trail.begin(request);
    const step = await this.#client.initiate(request, options);
    await this.#follow(step, request.username, (request as { password?: unknown }).password !== undefined);
  }

  /** Answers the challenge for the page. Bytes stay the page's, which may overwrite them at once: ours are a copy. */
  async respond(answer: Answer): Promise<void> {
    if (this.busy) return;
    const copy: Record<string, unknown> = Object.create(null);
    for (const name of Object.keys(answer ?? {})) {
      const value: unknown = own(answer, name);
      copy[name] = value instanceof Uint8Array ? value.slice() : typeof value === 'string' && /assword$/.test(name) ? encode(value) : value;
    }
    await this.#run((options) => this.#respond(copy as unknown as Answer, options));
  }

  /** Answers the challenge. The bytes in the answer are overwritten: here if it led nowhere, else when the way is forgotten. */
  async #respond(answer: Answer, options: CallOptions): Promise<void> {
    const { step, username } = this.#view;
    let next: Step | undefined;
    try {
      next = step && (await this.#client.respond(step, answer as never, options));
    } finally {
      if (!next) zero(answer);
    }
    if (!next) return;
    this.#trail.add(step!, answer);
    await this.#follow(next, username, Object.hasOwn(answer, 'password') || Object.hasOwn(answer, 'newPassword'));
  }

  /** Shows what a step asks for. */
  async #follow(step: Step, username: string, proven: boolean): Promise<void> {
    if (step.done) {
      await this.#arrived(step, username, proven);
      return;
    }
    const state = stateOf(step);
    if (!this.#host.announce(step)) {
      this.#view = { state: state ?? 'custom', step, username };
      return;
    }
    if (state === undefined) {
      this.start(username, { id: 'error.UnsupportedChallenge' });
      return;
    }
    this.#show({ ...this.#ask(state, step), step, username }, proven);
  }

  #ask(state: StateName, step: ChallengeStep): Omit<View, 'username'> {
    if (state === 'code') return { state, lead: sentBy(step.delivery) };
    const device = own(step.parameters, 'FRIENDLY_DEVICE_NAME');
    if (state === 'app' && device) return { state, lead: { id: 'code.appNamed', values: { device } } };
    if (state === 'new-password') {
      const has = step.userAttributes ?? {};
      return { state, attributes: (step.requiredAttributes ?? []).filter((name) => !own(has, name)) };
    }
    if (state === 'custom') return { state, lead: { id: 'custom.lead', values: step.parameters } };
    return { state, choices: choicesOf(step) };
  }

  /** The tokens are there. There may be a question yet. */
  async #arrived(step: DoneStep, username: string, proven: boolean): Promise<void> {
    this.#trail.forget();
    this.#done = step;
    if (step.newDevice?.userConfirmationNecessary && !step.newDevice.error) {
      this.#show({ state: 'device', username }, proven);
      return;
    }
    await this.#offer(username, proven);
  }

  async #offer(username: string, proven: boolean): Promise<void> {
    if (this.#host.settings.passkeys === 'offer' && (await this.#hasNoPasskey())) this.#show({ state: 'offer', username }, proven);
    else this.#finish(proven);
  }

  async #hasNoPasskey(): Promise<boolean> {
    try {
      return (await this.#client.listWebAuthnCredentials()).Credentials?.length === 0;
    } catch {
      return false; // the pool has none
    }
  }

  #finish(proven: boolean): void {
    const step = this.#done;
    if (!step) return;
    this.stop();
    this.#host.finish(step, proven);
  }

  // ---- the account ----

  async #askForConfirmation(username: string, options: CallOptions): Promise<void> {
    const request = this.#trail.request as { password?: Uint8Array } | undefined;
    if (request?.password) this.#password = request.password.slice();
    const { CodeDeliveryDetails } = await this.#client.resendConfirmationCode({ Username: username }, options);
    this.#show({ state: 'confirm', username, lead: delivered(CodeDeliveryDetails) }, false);
  }

  /** Signs in after a confirmation: by its session, else with the password that was entered. */
  async #confirmed(username: string, session: string | undefined, options: CallOptions): Promise<void> {
    if (session !== undefined) {
      try {
        const request: InitiateRequest = { flow: 'USER_AUTH', username, session };
        this.#trail.begin(request);
        const step = await this.#client.initiate(request, options);
        if (step.done || this.#password === undefined) {
          await this.#follow(step, username, this.#password !== undefined);
          return;
        }
      } catch (error) {
        if (options.signal?.aborted) throw error;
      }
    }
    if (this.#password) await this.#begin(this.#withPassword(username, this.#password.slice()), options);
    else this.start(username, { id: 'signIn.confirmed' });
  }

  #withPassword(username: string, password: Uint8Array): InitiateRequest & { username: string } {
    const flow = this.#host.settings.flow ?? 'USER_SRP_AUTH';
    return { flow, username, password } as InitiateRequest & { username: string };
  }

  // ---- buttons ----

  /** The button that ends a state. */
  submit(values: Values): void {
    const { state, username: known } = this.#view;
    const username = values.username ?? known;
    const says: Said | undefined = state === 'passkey' ? { id: 'passkey.waiting' } : undefined;
    const answer = answers[state]?.(values);
    void this.#run((options) => (answer ? this.#respond(answer, options) : Flow.#submits[state]!.call(this, values, username, options)), says);
  }

  /** One of the further buttons. */
  follow(link: LinkName, values: Values): void {
    const username = (values.username ?? this.#view.username).trim();
    if (link === 'again' || link === 'back' || link === 'signIn') this.start(username);
    else if (link === 'forgot') this.#leave({ state: 'forgot', username });
    else if (link === 'signUp') this.#leave({ state: 'sign-up', username, attributes: this.#signUpAttributes() });
    else if (link === 'notNow') void this.#run(() => (this.#view.state === 'device' ? this.#offer(this.#view.username, false) : this.#finish(false)));
    else if (link === 'passkey') void this.#run((options) => this.#signInByPasskey(username, options), { id: 'passkey.waiting' });
    else if (link === 'resend') void this.#run((options) => this.#resend(options));
    else void this.#run((options) => this.#other(options));
  }

  #leave(view: View): void {
    this.stop();
    this.#show(view, false);
  }

  /** Attributes to ask for, without that which is the user name. */
  #signUpAttributes(): readonly string[] {
    const asked = nameAttributes[this.#host.settings.loginWith ?? ''];
    return this.#host.settings.signUpAttributes.filter((name) => name !== asked);
  }

  async #signInByPasskey(username: string, options: CallOptions): Promise<void> {
    await this.#begin({ flow: 'USER_AUTH', username, preferredChallenge: 'WEB_AUTHN' }, options);
    if (this.#view.step?.challenge === 'WEB_AUTHN') await this.#respond({}, options);
  }

  async #resend(options: CallOptions): Promise<void> {
    const { state, step, username } = this.#view;
    let lead: Said | undefined;
    if (state === 'confirm') {
      lead = delivered((await this.#client.resendConfirmationCode({ Username: username }, options)).CodeDeliveryDetails);
    } else if (state === 'reset') {
      await this.#forgot(username, options);
    } else if (step) {
      const fresh = await this.#trail.again(this.#client, options);
      if (fresh.done || fresh.challenge !== step.challenge) {
        await this.#follow(fresh, username, false);
        return;
      }
      this.#view.step = fresh;
      lead = sentBy(fresh.delivery);
    }
    if (lead) this.#view.lead = lead;
    this.#host.sent();
  }

  async #forgot(username: string, options: CallOptions): Promise<void> {
    try {
      await this.#client.forgotPassword({ Username: username }, options);
    } catch (error) {
      if (!silent.includes((error as CognitoAuthError).code)) throw error;
    }
  }

  async #other(options: CallOptions): Promise<void> {
    const { step, username } = this.#view;
    if (step?.challenge === 'MFA_SETUP') {
      this.#show({ state: 'setup', step, username, choices: choicesOf(step) }, false);
      return;
    }
    this.#trail.back();
    await this.#follow(await this.#trail.again(this.#client, options), username, false);
  }

  static readonly #submits: Readonly<Partial<Record<StateName, Submit>>> = bare<Partial<Record<StateName, Submit>>>({
    async 'sign-in'(values, username, options) {
      const password = values.password!;
      await this.#begin(this.#withPassword(username, encode(password)), options);
    },
    async identify(_, username, options) {
      await this.#begin({ flow: (this.#host.settings.flow ?? 'USER_AUTH') as 'USER_AUTH', username }, options);
    },
    async choose(values, _, options) {
      const choice = values.choice!;
      await this.#respond(isPassword(choice) ? { choice, password: encode(values.password!) } : { choice }, options);
      // Who has chosen the passkey has not to be asked for it again.
      if (this.#view.step?.challenge === 'WEB_AUTHN') await this.#respond({}, options);
    },
    async password(values, _, options) {
      const { step } = this.#view;
      const password = encode(values.password!);
      await this.#respond(step?.challenge === 'SELECT_CHALLENGE' ? { choice: choicesOf(step)[0]!, password } : { password }, options);
    },
    setup(values, username) {
      const state = setupState(values.choice!)!;
      this.#show({ state, step: this.#view.step, username }, false);
    },
    'new-password'(values, _, options) {
      const attributes: Record<string, string> = Object.create(null);
      for (const name of this.#view.attributes ?? []) attributes[name] = values[name]!;
      return this.#respond({ newPassword: encode(values['new-password']!), attributes }, options);
    },
    async 'sign-up'(values, username, options) {
      const password = values['new-password']!;
      const UserAttributes = (this.#view.attributes ?? []).map((name) => ({ Name: name, Value: values[name]! }));
      const named = nameAttributes[this.#host.settings.loginWith ?? ''];
      if (named !== undefined && this.#host.settings.signUpAttributes.includes(named)) UserAttributes.push({ Name: named, Value: username });
      const { UserConfirmed, Session, CodeDeliveryDetails } = await this.#client.signUp({ Username: username, Password: password, UserAttributes }, options);
      this.#password = encode(password);
      this.#session = Session;
      if (UserConfirmed) await this.#confirmed(username, Session, options);
      else this.#show({ state: 'confirm', username, lead: delivered(CodeDeliveryDetails) }, true);
    },
    async confirm(values, username, options) {
      const { Session } = await this.#client.confirmSignUp({
        Username: username, ConfirmationCode: plainCode(values.code!), ...(this.#session !== undefined && { Session: this.#session }),
      }, options);
      await this.#confirmed(username, Session, options);
    },
    async forgot(_, username, options) {
      await this.#forgot(username, options);
      this.#show({ state: 'reset', username }, false);
    },
    async reset(values, username, options) {
      await this.#client.confirmForgotPassword({
        Username: username, ConfirmationCode: plainCode(values.code!), Password: values['new-password']!,
      }, options);
      this.start(username, { id: 'signIn.changed' }, true);
    },
    async device(_values, username, options) {
      const DeviceKey = this.#done?.newDevice?.key;
      if (DeviceKey) await this.#client.updateDeviceStatus({ DeviceKey, DeviceRememberedStatus: 'remembered' }, options);
      await this.#offer(username, false);
    },
    async offer(_values, _, options) {
      await this.#client.registerPasskey(options);
      this.#finish(false);
    },
  });
}

/** What a state is answered with, where that is all there is to do. */
const answers: Readonly<Partial<Record<StateName, (values: Values) => Answer>>> = bare<Partial<Record<StateName, (values: Values) => Answer>>>({
  passkey: () => ({}),
  code: ({ code }) => ({ code: code! }),
  app: ({ code }) => ({ code: code! }),
  factor: ({ choice }) => ({ choice: choice! }),
  'setup-app': ({ code }) => ({ setup: 'SOFTWARE_TOKEN_MFA', code: code! }),
  'setup-email': ({ email }) => ({ setup: 'EMAIL_OTP', email: email! }),
  custom: ({ answer }) => ({ answer: answer! }),
});

type Submit = (this: Flow, values: Values, username: string, options: CallOptions) => Promise<void> | void;

/** The attribute that a user name is, where it is one. */
const nameAttributes: Readonly<Record<string, string>> = bare<Record<string, string>>({ email: 'email', phone: 'phone_number' });
