import type {
  AuthClient, AuthOutput, CallOptions, ChallengeStep, ClientOptions, MFAPreference, Passkey, Step, TotpSecret, UserAuthFactors,
} from '../api';
import { bare, define, ordinary, own } from '../data';
import { CognitoAuthError, invalid, malformed } from '../error';
import type { Data, Export, Refreshing, Request } from '../messages';
import { createCredential, credentialText, getCredential, mediations } from './passkey';
import { isA, property, read, readWhole, text, touch } from '../read';
import { global } from '../realm';
import type { Remote } from './remote';
import { type Settings, settingsOf } from './settings';
import * as shapes from './shapes';
import { type Files, start } from './start';
import { checkOwner, fromStep, renewSession, resumeStep, toStep } from './step';
import { aborted } from '../wait';

/** Makes createClient for an entry point. */
export const clientFactory = (files: Files) => (options: ClientOptions): AuthClient => new Client(settingsOf(options), files);

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
  // The access token of the last sign-in, for what a signed-in user does about passkeys and factors.
  #accessToken: string | undefined;

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

  async totpSecret(step: ChallengeStep, options?: CallOptions): Promise<TotpSecret> {
    const state = fromStep(step);
    checkOwner('step', state, this.#settings.host.client);
    if (state.challenge !== 'MFA_SETUP') throw invalid('step', `a step at MFA_SETUP, not at ${JSON.stringify(state.challenge)}`);
    const operation = 'AssociateSoftwareToken';
    const { SecretCode: secret, Session: session } = await this.#send(operation, bare({ Session: state.session }), options);
    if (!textOf(secret)) throw malformed(operation, 'SecretCode: expected a string');
    if (session !== undefined && textOf(session) === undefined) throw malformed(operation, 'Session: expected a string');
    renewSession(step, session);
    return {
      secret,
      uri: (issuer, account = state.username) =>
        `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`,
    };
  }

  async registerPasskey(options?: CallOptions): Promise<void> {
    const signal = signalIn(options);
    const { CredentialCreationOptions } = await this.#sendAsUser('StartWebAuthnRegistration', {}, options);
    const Credential = await createCredential(CredentialCreationOptions, signal);
    await this.#sendAsUser('CompleteWebAuthnRegistration', { Credential }, options);
  }

  async listPasskeys(options?: CallOptions): Promise<Passkey[]> {
    const { Credentials } = await this.#repeatable('ListWebAuthnCredentials', {}, options);
    return Credentials.map((passkey: Data) => ({ ...ordinary(passkey), CreatedAt: new Date(passkey.CreatedAt * 1000) }));
  }

  async deletePasskey(credentialId: string, options?: CallOptions): Promise<void> {
    const { CredentialId } = read({ CredentialId: credentialId }, { CredentialId: text }, '', '');
    if (!CredentialId) throw invalid('credentialId', 'a CredentialId of listPasskeys');
    await this.#sendAsUser('DeleteWebAuthnCredential', { CredentialId }, options);
  }

  async getUserAuthFactors(options?: CallOptions): Promise<UserAuthFactors> {
    return ordinary(await this.#repeatable('GetUserAuthFactors', {}, options));
  }

  async setUserMFAPreference(settings: MFAPreference, options?: CallOptions): Promise<void> {
    await this.#repeatable('SetUserMFAPreference', readWhole(settings, shapes.mfaPreference, 'settings'), options);
  }

  // For calls that spend nothing and hold no password: they are made again where the browser has ended the worker.
  async #repeatable(operation: string, input: Record<string, unknown>, options: CallOptions | undefined): Promise<Data> {
    const call = (): Promise<Data> => this.#sendAsUser(operation, input, options);
    return call().catch((error: CognitoAuthError) => {
      if (error.code === 'RuntimeExited') return call();
      throw error;
    });
  }

  // Sends an operation that the access token of the signed-in user authorises.
  async #sendAsUser(operation: string, input: Record<string, unknown>, options: CallOptions | undefined): Promise<Data> {
    if (this.#accessToken === undefined) throw new CognitoAuthError('InvalidArgument', `${operation}: expected a user who signed in with this client`);
    return this.#send(operation, bare({ ...input, AccessToken: this.#accessToken }), options);
  }

  // Sends an operation, for which no program is needed.
  async #send(operation: string, input: Record<string, unknown>, options: CallOptions | undefined): Promise<Data> {
    return this.#ask(options, { type: 'send', operation, input });
  }

  resume(saved: unknown): ChallengeStep {
    return resumeStep(saved, this.#settings.host.client);
  }

  async initiateAuth(input: Parameters<AuthClient['initiateAuth']>[0], options?: CallOptions) {
    return this.#wire('InitiateAuth', input, options);
  }

  async respondToAuthChallenge(input: Parameters<AuthClient['respondToAuthChallenge']>[0], options?: CallOptions) {
    return this.#wire('RespondToAuthChallenge', input, options);
  }

  async #wire(operation: string, given: object, options: CallOptions | undefined): Promise<AuthOutput> {
    const input = readWhole(given, shapes.authInput, 'input');
    const accompanying = this.#accompanying((input.AuthParameters ?? input.ChallengeResponses)?.USERNAME, options);
    return ordinary(await this.#ask(options, { type: 'send', operation, input, options: accompanying }));
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
    this.#accessToken = undefined;
    for (const reject of this.#pending) reject(closed());
  }

  // Makes a step, and keeps what outlives it.
  async #step(data: Data, options: CallOptions | undefined): Promise<Step> {
    const step = toStep(data);
    if (!step.done) return step;
    this.#accessToken = step.tokens.accessToken;
    const refreshToken = own(step.tokens, 'refreshToken');
    const deviceKey = own(step.tokens, 'deviceKey');
    try {
      if (refreshToken !== undefined) {
        await this.#within(signalIn(options), () => this.#settings.store.set('session', { refreshToken, username: step.username, deviceKey }));
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
