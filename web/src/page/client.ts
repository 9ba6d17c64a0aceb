import type { AuthClient, CallOptions, ChallengeStep, ClientOptions, OperationMethods, Step, TotpSecret } from '../api';
import { bare, define, ordinary, own } from '../data';
import { CognitoAuthError, invalid, malformed } from '../error';
import type { Data, Export, Refreshing, Request } from '../messages';
import { createCredential, credentialText, getCredential, mediations } from './passkey';
import { operations } from '../operations';
import { isA, member, property, read, readWhole, touch } from '../read';
import { global } from '../realm';
import type { Remote } from './remote';
import { type Settings, settingsOf } from './settings';
import * as shapes from './shapes';
import { type Files, start } from './start';
import { checkOwner, fromStep, renewSession, resumeStep, toStep } from './step';
import { aborted } from '../wait';

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
  // Who has signed in last, for what a signed-in user does.
  #user: { username: string; accessToken: string; deviceKey: string | undefined } | undefined;

  constructor(settings: Settings, files: Files) {
    this.#settings = settings;
    this.#files = files;
    const { load, store } = settings;
    if (load === 'now') this.#begin();
    // Where nobody is signed in, somebody will be. Nothing is begun where there is no page, as on a server that renders one.
    else if (load === 'auto' && global('document') !== undefined) {
      store.get('session').catch(() => undefined).then((session) => { if (session === undefined) this.#begin(); });
    }
  }

  async ready(options?: { signal?: AbortSignal }): Promise<void> {
    await this.#within(signalIn(options), async () => (await this.#reach()).open());
  }

  // ready() and the first call tell what became of it.
  #begin(): void {
    if (!this.#closed) this.ready().catch(() => {});
  }

  #reach(): Promise<Remote> {
    if (this.#host === undefined) {
      const starting = start(this.#files, this.#settings, this.#closing); // which ends it when the client is closed
      const forget = (): void => { if (this.#host === starting) this.#host = undefined; };
      this.#host = starting;
      starting.then((host) => host.over).then(forget, forget);
    }
    return this.#host;
  }

  async initiate(request: Parameters<AuthClient['initiate']>[0], options?: CallOptions): Promise<Step> {
    const copy = read(request, shapes.initiateRequest, 'request');
    if (copy.flow === 'REFRESH_TOKEN_AUTH' || copy.flow === 'REFRESH_TOKEN') return this.#refresh(copy as Refreshing, options);
    return this.#step(await this.#call('initiate', bare({ request: copy }), copy.username, options), options);
  }

  async #refresh(request: Refreshing, options: CallOptions | undefined): Promise<Step> {
    const { host: { client }, store } = this.#settings;
    // Whose it is goes with it: SECRET_HASH needs the name, and Cognito the device that it gave the token to.
    const stored = await this.#within(signalIn(options), () => store.get('session')).catch((error: unknown) => {
      if (request.refreshToken === undefined || (error as CognitoAuthError).code !== 'StorageError') throw error;
      return undefined;
    });
    request.refreshToken ??= textOf(stored?.refreshToken);
    if (stored !== undefined && request.refreshToken === stored.refreshToken) {
      request.username ??= textOf(stored.username);
      request.deviceKey ??= textOf(stored.deviceKey);
    }
    const name = `device.${request.username}`;
    // A session that an earlier version kept has no key, but its device may be there.
    const device = request.deviceKey === undefined && client.deviceTracking ? await store.get(name).catch(() => undefined) : undefined;
    if (!request.refreshToken) throw invalid('refreshToken', 'the refresh token of an earlier sign-in');
    const accompanying = this.#accompanying(request.username, options);
    const send = (given: Refreshing): Promise<Data> => this.#ask(options, { type: 'refresh', request: given, options: accompanying });
    const key = textOf(device?.key);
    if (key === undefined) return this.#step(await send(request), options);
    let data: Data;
    try {
      data = await send(bare({ ...request, deviceKey: key }));
    } catch (error) {
      // As in auth/device_refused.go: Cognito does not know the device, or says the same of something else.
      if (!deviceRefusals.includes((error as CognitoAuthError).code)) throw error;
      data = await send(request);
      await store.remove(name).catch(() => {}); // the next time tries again
    }
    return this.#step(data, options);
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
    return this.#step(await this.#call('respond', bare({ step: state, answer: given }), state.username, options), options);
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
    const username = state?.username ?? this.#user?.username ?? '';
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
    if (by === 'token' || (by === 'session' && input.Session === undefined)) {
      input.AccessToken ??= this.#user?.accessToken;
      if (!input.AccessToken) throw new CognitoAuthError('InvalidArgument', `${operation}: expected a user who signed in with this client`);
    }
    if (device) input.DeviceKey ??= this.#user?.deviceKey;
    for (const name of needs ?? []) if (!input[name]) throw invalid(`input.${name}`, `a value, which ${operation} needs`);
    const username = (input.AuthParameters ?? input.ChallengeResponses)?.USERNAME ?? input.Username;
    const accompanying = this.#accompanying(takes?.includes('UserContextData') ? username : undefined, options);
    const ask = (): Promise<Data> => this.#ask(options, { type: 'send', operation, input, options: accompanying });
    const output = await ask().catch((error: CognitoAuthError) => {
      // Where the browser has ended the worker, what spends nothing and holds no password is asked for again.
      if (error.code === 'RuntimeExited' && repeatable === true) return ask();
      throw error;
    });
    if (session !== undefined && session !== 'due') await this.#follow(session, input, output);
    return output;
  }

  // Goes along with what an operation has done to a session, if that is the one of who is signed in.
  async #follow(change: 'ends' | 'refreshes', input: Data, output: Data): Promise<void> {
    const { store } = this.#settings;
    const stored = await store.get('session').catch(() => undefined);
    if (change === 'ends') {
      if (![this.#user?.accessToken, stored?.refreshToken].includes(input.AccessToken ?? input.Token)) return;
      this.#user = undefined;
      await store.remove('session').catch(() => {});
    } else if (input.RefreshToken === stored?.refreshToken) {
      const accessToken = textOf(member(output.AuthenticationResult, 'AccessToken'));
      const refreshToken = textOf(member(output.AuthenticationResult, 'RefreshToken'));
      if (accessToken !== undefined) this.#user = { username: textOf(stored!.username) ?? '', deviceKey: textOf(stored!.deviceKey), accessToken };
      if (refreshToken !== undefined) await store.set('session', { ...stored, refreshToken }).catch(() => {}); // the caller has it as well
    }
  }

  resume(saved: unknown): ChallengeStep {
    return resumeStep(saved, this.#settings.host.client);
  }

  async call(operation: string, input: Record<string, unknown>, options?: Parameters<AuthClient['call']>[2]): Promise<Record<string, unknown>> {
    if (typeof operation !== 'string' || !/^[A-Za-z]\w{0,127}$/.test(operation)) throw invalid('operation', "the name of one of Cognito's operations, such as GetUser");
    const { repeatable } = read(options ?? {}, shapes.rawOptions, 'options');
    return ordinary(await this.#ask(options, { type: 'raw', operation, input: readWhole(input, {}, 'input'), repeatable }));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#tellClosed();
    this.#user = undefined;
    for (const reject of this.#pending) reject(closed());
  }

  // Makes a step, and keeps what outlives it.
  async #step(data: Data, options: CallOptions | undefined): Promise<Step> {
    const step = toStep(data);
    if (!step.done) return step;
    const { username, tokens } = step;
    const { accessToken } = tokens;
    const refreshToken = own(tokens, 'refreshToken');
    const deviceKey = own(tokens, 'deviceKey');
    this.#user = { username, accessToken, deviceKey };
    try {
      if (refreshToken !== undefined) {
        await this.#within(signalIn(options), () => this.#settings.store.set('session', { refreshToken, username, deviceKey }));
      }
    } catch (error) {
      if ((error as CognitoAuthError).code !== 'StorageError') throw error; // ended by the signal, or by close()
      define(step, 'storageError', error as CognitoAuthError); // the user is signed in all the same
    }
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

  // Asks the host, and ends with whatever comes first: its reply, the signal, or close().
  async #ask(options: CallOptions | undefined, request: Unnumbered<Request>): Promise<Data> {
    const id = ++this.#lastId;
    const work = async (ended: () => boolean): Promise<Data> => {
      const host = await this.#reach();
      if (request.type === 'call') await host.open();
      return ended() ? {} : host.ask({ ...request, id } as Request);
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

/** What Cognito says of a device that it does not know, or does not take. */
const deviceRefusals = ['ResourceNotFoundException', 'InvalidParameterException'];

const signalIn = (options: { signal?: AbortSignal } | null | undefined): AbortSignal | undefined => {
  if (options === undefined || options === null) return undefined;
  read(options, {}, 'options');
  const signal = property(options, 'signal', 'options.signal') ?? undefined;
  // A proxy of one has its prototype and none of its properties.
  if (signal === undefined || (isA(signal, AbortSignal) && typeof property(signal, 'aborted', 'options.signal') === 'boolean')) return signal;
  throw invalid('options.signal', 'an AbortSignal');
};
