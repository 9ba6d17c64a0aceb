import type { AuthClient, CallOptions, ChallengeStep, ClientOptions, OperationMethods, Session, SessionChange, SignedOut, Step, TotpSecret } from '../api';
import { bare, define, ordinary, own } from '../data';
import { CognitoAuthError, invalid, malformed } from '../error';
import type { Data, Export, Refreshing, Request as Message } from '../messages';
import { fetchWith, type Send, sendHere, signedOut } from './fetch';
import { partsOf, responseOf } from './isolated';
import { Keeper } from './keeper';
import { createCredential, credentialText, getCredential, mediations } from './passkey';
import { operations } from '../operations';
import { isA, property, read, readWhole, touch } from '../read';
import { global } from '../realm';
import { flow, gotOf, refreshTokenIn, resultOf, withDevice } from './refresh';
import type { Remote } from './remote';
import type { Entry } from './session';
import { type Settings, settingsOf } from './settings';
import * as shapes from './shapes';
import { longestSignOut, revoke, tellWhenLeft } from './sign_out';
import { type Files, start } from './start';
import { checkOwner, fromStep, renewSession, resumeStep, toStep } from './step';
import { viewOf, tokensOf } from './view';
import { aborted, within } from '../wait';

/** Makes createClient for an entry point. */
export const clientFactory = (files: Files) => (options: ClientOptions): AuthClient => new Client(settingsOf(options), files);

interface Client extends OperationMethods {}

class Client implements AuthClient {
  #settings: Settings;
  #files: Files;
  // Undefined until the host is wanted, and again after it could not be started.
  #host: Promise<Remote> | undefined;
  #lastId = 0;
  #closed = false;
  #tellClosed!: () => void;
  #closing = new Promise<void>((resolve) => { this.#tellClosed = resolve; });
  #pending = new Set<(error: CognitoAuthError) => void>();
  #telling = new Set<Promise<Data>>();
  #keeper: Keeper;

  constructor(settings: Settings, files: Files) {
    this.#settings = settings;
    this.#files = files;
    const { load, store, kind, others, host: { client: { clientId }, timeout } } = settings;
    const keeper = new Keeper(store, kind, clientId, timeout, {
      refresh: async (given, options) => {
        const at = Date.now();
        return gotOf(at, await this.#refresh(given, (request) => this.#tell({ type: 'refresh', request, options })));
      },
      revoke: (Token) => this.#send('RevokeToken', bare({ Token })),
    }, others);
    this.#keeper = keeper;
    if (load === 'now') this.#begin();
    // Nothing is begun where there is no page, as on a server that renders one. Where nobody is signed in, somebody will be.
    if (global('document') !== undefined) void keeper.open().then(() => { if (load === 'auto' && keeper.entry === undefined) this.#begin(); });
  }

  async ready(options?: { signal?: AbortSignal }): Promise<void> {
    await this.#within(signalIn(options), async () => (await this.#reach()).open());
  }

  // ready() and the first call tell what became of it.
  #begin(): void {
    if (!this.#closed) this.ready().catch(() => {});
  }

  get #isolated(): boolean {
    return this.#settings.host.isolated !== undefined;
  }

  #reach(): Promise<Remote> {
    if (this.#host === undefined) {
      const starting = start(this.#files, this.#settings, this.#closing); // which ends it when the client is closed
      const forget = (): void => {
        if (this.#host === starting) this.#host = undefined;
        // The tokens have gone with the worker: the next one says so.
        if (this.#isolated && !this.#closed && this.#keeper.entry !== undefined) this.#keeper.session('force').catch(() => {});
      };
      this.#host = starting;
      starting.then((host) => host.over).then(forget, forget);
    }
    return this.#host;
  }

  async initiate(request: Parameters<AuthClient['initiate']>[0], options?: CallOptions): Promise<Step> {
    const copy = read(request, shapes.initiateRequest, 'request');
    if (copy.flow !== flow && copy.flow !== 'REFRESH_TOKEN') {
      return this.#step(options, () => this.#call('initiate', bare({ request: copy }), copy.username, options));
    }
    const renewed = await this.#renewed((own) => copy.refreshToken === undefined || copy.refreshToken === own, options).catch((error: unknown) => {
      if (copy.refreshToken === undefined || (error as CognitoAuthError).code !== 'StorageError') throw error;
      return undefined;
    });
    if (renewed !== undefined) return toStep(bare({ done: true, username: renewed.username, tokens: tokensOf(renewed) }));
    if (!copy.refreshToken) throw invalid('refreshToken', 'the refresh token of an earlier sign-in');
    const accompanying = this.#accompanying(copy.username, options);
    const send = (request: Refreshing): Promise<Data> => this.#ask(options, { type: 'refresh', request, options: accompanying });
    return this.#step(options, () => this.#refresh(copy as Refreshing, send));
  }

  // Refreshes the session if it is meant: there is one way to do that.
  #renewed(isMeant: (refreshToken: string) => boolean, options: CallOptions | undefined): Promise<Entry | undefined> {
    const keeper = this.#keeper;
    return this.#within(signalIn(options), async () => {
      const entry = await keeper.current();
      return entry !== undefined && isMeant(entry.tokens.refreshToken) ? keeper.session('force', this.#accompanying(undefined, options)) : undefined;
    });
  }

  // Asks Cognito for new tokens.
  #refresh(request: Refreshing, send: (request: Refreshing) => Promise<Data>): Promise<Data> {
    const { host: { client: { deviceTracking } }, store } = this.#settings;
    return deviceTracking ? withDevice(request, store, send) : send(request);
  }

  async respond(step: ChallengeStep, answer: Parameters<AuthClient['respond']>[1], options?: CallOptions): Promise<Step> {
    const state = fromStep(step);
    const { mediation, ...given } = read(answer, shapes.answer, 'answer');
    if (mediation !== undefined && !mediations.includes(mediation)) throw invalid('answer.mediation', mediations.join(', '));
    const credential = property(answer, 'credential', 'answer.credential') ?? undefined;
    if (credential !== undefined) define(given, 'credential', credentialText(credential));
    else if (state.challenge === 'WEB_AUTHN' && Object.keys(given).length === 0) {
      define(given, 'credential', await getCredential(state.parameters?.CREDENTIAL_REQUEST_OPTIONS ?? '', mediation, signalIn(options)));
    }
    return this.#step(options, () => this.#call('respond', bare({ step: state, answer: given }), state.username, options));
  }

  async totpSecret(step?: ChallengeStep, options?: CallOptions): Promise<TotpSecret> {
    const operation = 'AssociateSoftwareToken';
    const state = step === undefined ? undefined : fromStep(step);
    if (state !== undefined) {
      checkOwner('step', state, this.#settings.host.client);
      if (state.challenge !== 'MFA_SETUP') throw invalid('step', `a step at MFA_SETUP, not at ${JSON.stringify(state.challenge)}`);
    }
    const { SecretCode: secret, Session: session } = await this.#operation(operation, { Session: state?.session }, options);
    if (!textOf(secret)) throw malformed(operation, 'SecretCode: expected a string');
    if (session !== undefined && textOf(session) === undefined) throw malformed(operation, 'Session: expected a string');
    if (step !== undefined) renewSession(step, session);
    const username = state?.username ?? this.#keeper.entry?.username ?? '';
    return {
      secret,
      uri: (issuer, account = username) =>
        `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`,
    };
  }

  async registerPasskey(options?: CallOptions): Promise<void> {
    const signal = signalIn(options);
    const { CredentialCreationOptions } = await this.#operation('StartWebAuthnRegistration', undefined, options);
    const Credential = await createCredential(CredentialCreationOptions, signal);
    await this.#operation('CompleteWebAuthnRegistration', { Credential }, options);
  }

  // The methods that are named like operations.
  static {
    for (const name of Object.keys(operations)) {
      define(this.prototype, name[0]!.toLowerCase() + name.slice(1), async function (this: Client, input?: object, options?: CallOptions) {
        return ordinary(await this.#operation(name, input, options), operations[name]!.dates);
      }, false);
    }
  }

  async #operation(operation: string, given: object | undefined, options: CallOptions | undefined): Promise<Data> {
    const { by, needs, device, takes, repeatable, session } = operations[operation]!;
    const input = readWhole(given ?? {}, shapes.operationInput, 'input');
    const renewed = await this.#renewal(operation, input, options);
    if (renewed !== undefined) return renewed;
    const keeper = this.#keeper;
    if (!input.AccessToken && (by === 'token' || (by === 'session' && input.Session === undefined))) {
      const entry = await this.#within(signalIn(options), () => keeper.session(true));
      if (entry === undefined) throw signedOut(operation);
      input.AccessToken = entry.tokens.accessToken;
    }
    if (device) input.DeviceKey ??= keeper.entry?.tokens.deviceKey;
    for (const name of needs ?? []) if (!input[name]) throw invalid(`input.${name}`, `a value, which ${operation} needs`);
    const username = (input.AuthParameters ?? input.ChallengeResponses)?.USERNAME ?? input.Username;
    const accompanying = this.#accompanying(takes?.includes('UserContextData') ? username : undefined, options);
    const ask = (): Promise<Data> => this.#ask(options, { type: 'send', operation, input, options: accompanying });
    const output = await ask().catch((error: CognitoAuthError) => {
      // Where the browser has ended the worker, what spends nothing and holds no password is asked for again.
      if (error.code === 'RuntimeExited' && repeatable === true) return ask();
      throw error;
    });
    const token: unknown = input.AccessToken ?? input.Token;
    const tokens = keeper.entry?.tokens;
    if (session !== undefined && token !== undefined && (token === tokens?.accessToken || token === tokens?.refreshToken)) {
      if (session === 'ends') await keeper.signOut();
      else keeper.outdated();
    }
    return output;
  }

  // Answers a request with this session's refresh token, by whatever operation it is made.
  async #renewal(operation: string, input: Data, options: CallOptions | undefined): Promise<Data | undefined> {
    const given = refreshTokenIn(operation, input);
    const entry = given === undefined ? undefined : await this.#renewed((own) => own === given, options);
    return entry && resultOf(entry, given);
  }

  async session(options?: Parameters<AuthClient['session']>[0]): Promise<Session | null> {
    const refresh = options === undefined ? true : (read(options, shapes.sessionOptions, 'options').refresh ?? true);
    const entry = await this.#within(signalIn(options), () => this.#keeper.session(refresh, this.#accompanying(undefined, options)));
    return entry === undefined ? null : viewOf(entry);
  }

  snapshot(): Session | null | undefined {
    return this.#keeper.snapshot;
  }

  subscribe(listener: (change: SessionChange) => void): () => void {
    if (typeof listener !== 'function') throw invalid('listener', 'a function');
    return this.#keeper.subscribe(listener);
  }

  async signOut(options?: Parameters<AuthClient['signOut']>[0]): Promise<SignedOut> {
    const { everywhere } = read(options ?? {}, shapes.signOutOptions, 'options');
    const signal = signalIn(options);
    if (this.#closed) throw closed();
    const entry = await this.#keeper.signOut();
    if (entry === undefined) return { revoked: false, error: signedOut('signOut') };
    try {
      const refresh = (request: Refreshing): Promise<Data> => this.#tell({ type: 'refresh', request, options: bare({}) });
      const revoking = revoke(entry, everywhere, refresh, (operation, input) => this.#send(operation, input));
      if (!this.#isolated) tellWhenLeft(entry, everywhere, this.#settings.host, revoking); // else the page has no tokens
      await this.#within(signal, () => within(longestSignOut, 'Cognito', revoking));
      return { revoked: true };
    } catch (error) {
      return { revoked: false, error: error as CognitoAuthError };
    } finally {
      const { accessToken, idToken, refreshToken } = entry.tokens;
      if (this.#isolated) void this.#tell({ type: 'forget', handles: [accessToken, idToken, refreshToken] });
    }
  }

  async fetch(input: string | URL | Request, init?: Parameters<AuthClient['fetch']>[1]): Promise<Response> {
    return this.#within(signalIn(init), () => fetchWith(this.#keeper, this.#settings.fetchOrigins, this.#isolated ? this.#sendThere : sendHere, input, init));
  }

  #sendThere: Send = async (request, token, streams) => {
    const { signal } = request;
    const { over } = await this.#reach();
    return responseOf(await this.#ask(bare({ signal }), { type: 'fetch', ...(await partsOf(request, token, streams)) }), signal, over);
  };

  resume(saved: unknown): ChallengeStep {
    return resumeStep(saved, this.#settings.host.client);
  }

  async call(operation: string, input: Record<string, unknown>, options?: Parameters<AuthClient['call']>[2]): Promise<Record<string, unknown>> {
    if (typeof operation !== 'string' || !/^[A-Za-z]\w{0,127}$/.test(operation)) throw invalid('operation', "the name of one of Cognito's operations, such as GetUser");
    const { repeatable } = read(options ?? {}, shapes.rawOptions, 'options');
    const copy = readWhole(input, {}, 'input');
    return ordinary((await this.#renewal(operation, copy, options)) ?? (await this.#ask(options, { type: 'raw', operation, input: copy, repeatable })));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const reject of this.#pending) reject(closed());
    // What a refresh brings is stored, and what is revoked is.
    void this.#keeper.close().then(() => Promise.allSettled(this.#telling)).then(this.#tellClosed);
  }

  // Makes a step, and keeps the session of a finished one.
  async #step(options: CallOptions | undefined, work: () => Promise<Data>): Promise<Step> {
    const at = Date.now();
    const data = await work();
    const step = toStep(data);
    if (!step.done) return step;
    const error = await this.#within(signalIn(options), () => this.#keeper.signedIn(gotOf(at, data)));
    if (error !== undefined) define(step, 'storageError', error); // the user is signed in all the same
    return step;
  }

  // Asks the program.
  async #call(name: Export, call: Data, username: string | undefined, options: CallOptions | undefined): Promise<Data> {
    try {
      return await this.#ask(options, { type: 'call', name, call: { ...call, options: this.#accompanying(username, options) } });
    } finally {
      for (const part of [own(call, 'request'), own(call, 'answer')]) {
        for (const name of Object.keys(part ?? {})) if (part[name] instanceof Uint8Array) part[name].fill(0);
      }
    }
  }

  // Asks the host for what goes on though the client is closed.
  #tell(request: Unnumbered<Message>): Promise<Data> {
    const telling = this.#reach().then((host) => host.ask({ ...request, id: ++this.#lastId } as Message));
    this.#telling.add(telling);
    const end = (): void => void this.#telling.delete(telling);
    telling.then(end, end);
    return telling;
  }

  #send(operation: string, input: Data): Promise<Data> {
    return this.#tell({ type: 'send', operation, input, options: bare({}) });
  }

  // Asks the host, and ends with whatever comes first: its reply, the signal, or close().
  async #ask(options: CallOptions | undefined, request: Unnumbered<Message>): Promise<Data> {
    const id = ++this.#lastId;
    const work = async (ended: () => boolean): Promise<Data> => {
      const host = await this.#reach();
      if (request.type === 'call') await host.open();
      return ended() ? {} : host.ask({ ...request, id } as Message);
    };
    return this.#within(signalIn(options), work, () => this.#host?.then((host) => host.abort(id), () => {}));
  }

  // Does work that the signal and close() end; `abandon` is called then.
  #within<T>(signal: AbortSignal | undefined, work: (ended: () => boolean) => Promise<T>, abandon?: () => void): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    if (signal?.aborted) return Promise.reject(aborted(signal));
    return new Promise<T>((resolve, reject) => {
      let over = false;
      const end = (): void => {
        over = true;
        signal?.removeEventListener('abort', abort);
        this.#pending.delete(giveUp);
      };
      const giveUp = (error: CognitoAuthError): void => {
        end();
        abandon?.();
        reject(error);
      };
      const abort = (): void => giveUp(aborted(signal!));
      signal?.addEventListener('abort', abort);
      this.#pending.add(giveUp);
      work(() => over).finally(end).then(resolve, reject);
    });
  }

  // What goes with a call and signs nobody in.
  #accompanying(username: string | undefined, options: CallOptions | undefined): CallOptions {
    const copy = read(options ?? {}, shapes.callOptions, 'options');
    copy.userContextData ??= this.#context(username);
    return copy;
  }

  #context(username: string | undefined): Record<string, unknown> | undefined {
    if (username === undefined) return undefined;
    const { contextOf, host: { client } } = this.#settings;
    const context = contextOf === undefined ? advancedSecurityData(username, client) : touch('userContextData', () => contextOf(username), 'the function threw');
    return context === undefined || context === null ? undefined : read(context, shapes.userContextData, 'userContextData()');
  }
}

type Unnumbered<R> = R extends unknown ? Omit<R, 'id'> : never;

interface AdvancedSecurity {
  getData(username: string, userPoolId: string, clientId: string): string | undefined;
}

// AWS's own script, where a page has loaded it:
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-threat-protection-app.html
function advancedSecurityData(username: string, { userPoolId, clientId }: { userPoolId: string; clientId: string }): object | undefined {
  try {
    const script = global('AmazonCognitoAdvancedSecurityData') as AdvancedSecurity | undefined;
    if (script === undefined || typeof property(script, 'getData') !== 'function') return undefined;
    const EncodedData = script.getData(username, userPoolId, clientId);
    return EncodedData ? { EncodedData } : undefined;
  } catch {
    return undefined; // threat protection does without
  }
}

/** What is in a storage may be anything. */
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const closed = (): CognitoAuthError => new CognitoAuthError('Closed', 'the client was closed');

const signalIn = (options: { signal?: AbortSignal | null } | null | undefined): AbortSignal | undefined => {
  if (options === undefined || options === null) return undefined;
  read(options, {}, 'options');
  const signal = property(options, 'signal', 'options.signal') ?? undefined;
  // A proxy of one has its prototype and none of its properties.
  if (signal === undefined || (isA(signal, AbortSignal) && typeof property(signal, 'aborted', 'options.signal') === 'boolean')) return signal;
  throw invalid('options.signal', 'an AbortSignal');
};
