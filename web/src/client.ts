import type {
  AuthClient, CallOptions, ChallengeStep, ClientOptions, LogEntry, MFAPreference, Passkey, Step, TotpSecret, UserAuthFactors,
} from './api';
import { define, ordinary, own } from './data';
import { CognitoAuthError, invalid, toError } from './error';
import type { Log } from './log';
import * as needed from './need';
import { decode, encode } from './packet';
import { createCredential, credentialText, getCredential, mediations } from './passkey';
import type { Engine } from './program';
import { isA, property, read } from './read';
import { global } from './realm';
import * as shapes from './shapes';
import { type Files, givenIn, start } from './start';
import { fromStep, renewSession, resumeStep, toStep } from './step';
import { deviceStore, Store, storageOf } from './storage';

/** Makes createClient for an entry point. */
export const clientFactory = (files: Files) => async (options: ClientOptions): Promise<AuthClient> => {
  needed.need(needed.page);
  const settings = read(options, shapes.clientOptions, 'options', '');
  if (settings.maxAttempts !== undefined && (settings.maxAttempts < 1 || settings.maxAttempts > 10)) {
    throw invalid('maxAttempts', 'a whole number from 1 to 10');
  }
  const given = (name: keyof ClientOptions): unknown => property(options, name, name) ?? undefined;
  const store = new Store(storageOf(given('storage')), settings.clientId ?? '');
  const endpoint = endpointOf(given('endpoint'));
  const log = logOf(given('log'));
  const contextOf = functionOf('userContextData', given('userContextData'));
  const { clientMetadata, analyticsMetadata, ...client } = settings;
  const open = encode({ op: 'open', client: { deviceTracking: true, ...client, endpoint, clientMetadata, analyticsMetadata } });
  const surroundings = { log, store: deviceStore(store) };
  const engine = await start(files, givenIn(options), open, surroundings);
  return new Client(engine, store, { userPoolId: settings.userPoolId, clientId: settings.clientId }, contextOf);
};

function endpointOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  let url: URL | undefined;
  if (typeof value === 'string' || isA(value, URL)) {
    try {
      url = new URL(value);
    } catch {
      // refused below
    }
  }
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw invalid('endpoint', 'an absolute http or https address without credentials');
  }
  return url.href;
}

function functionOf(name: string, value: unknown): ((...args: any[]) => unknown) | undefined {
  if (value !== undefined && typeof value !== 'function') throw invalid(name, 'a function');
  return value as ((...args: any[]) => unknown) | undefined;
}

// What a page does with its log must not become a failed sign-in.
function logOf(value: unknown): Log | undefined {
  const log = functionOf('log', value);
  return log && ((entry: LogEntry) => {
    try {
      log(entry);
    } catch (error) {
      (global('reportError') ?? console.error)(error); // Node has no reportError
    }
  });
}

class Client implements AuthClient {
  #engine: Engine;
  #identity: { userPoolId: string; clientId: string };
  #contextOf: ((username: string) => unknown) | undefined;
  #lastId = 0;
  #closed = false;
  #pending = new Map<number, (error: CognitoAuthError) => void>();
  #store: Store;
  // The access token of the last sign-in, for what a signed-in user does about passkeys and factors.
  #accessToken: string | undefined;

  constructor(engine: Engine, store: Store, identity: { userPoolId: string; clientId: string }, contextOf: ((username: string) => unknown) | undefined) {
    this.#engine = engine;
    this.#store = store;
    this.#identity = identity;
    this.#contextOf = contextOf;
  }

  async initiate(request: Parameters<AuthClient['initiate']>[0], options?: CallOptions): Promise<Step> {
    const copy = read(request, shapes.initiateRequest, 'request');
    if (copy.flow === 'REFRESH_TOKEN_AUTH' || copy.flow === 'REFRESH_TOKEN') {
      // Whose it is goes with it: SECRET_HASH needs the name, and Cognito the device that it gave the token to.
      const stored = await this.#store.get('session').catch((error: unknown) => {
        if (copy.refreshToken === undefined) throw error;
        return undefined;
      });
      copy.refreshToken ??= textOf(stored?.refreshToken);
      if (stored !== undefined && copy.refreshToken === stored.refreshToken) {
        copy.username ??= textOf(stored.username);
        copy.deviceKey ??= textOf(stored.deviceKey);
      }
    }
    return this.#step({ op: 'initiate', request: copy }, copy.username, options);
  }

  async respond(step: ChallengeStep, answer: Parameters<AuthClient['respond']>[1], options?: CallOptions): Promise<Step> {
    const state = fromStep(step);
    const { mediation, ...given } = read(answer, shapes.answer, 'answer');
    if (mediation !== undefined && !mediations.includes(mediation)) throw invalid('answer.mediation', mediations.join(', '));
    const credential = property(answer, 'credential', 'answer.credential') ?? undefined;
    if (credential !== undefined) define(given, 'credential', credentialText(credential));
    else if (state.challenge === 'WEB_AUTHN' && Object.keys(given).length === 0) {
      define(given, 'credential', await getCredential(state.parameters?.CREDENTIAL_REQUEST_OPTIONS ?? '', mediation, this.#signal(options)));
    }
    return this.#step({ op: 'respond', step: state, answer: given }, state.username, options);
  }

  async totpSecret(step: ChallengeStep, options?: CallOptions): Promise<TotpSecret> {
    const state = fromStep(step);
    const { secret, session } = await this.#call({ op: 'totpSecret', step: state }, state.username, options);
    renewSession(step, session);
    return {
      secret,
      uri: (issuer, account = state.username) =>
        `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`,
    };
  }

  async registerPasskey(options?: CallOptions): Promise<void> {
    const signal = this.#signal(options);
    const { CredentialCreationOptions } = await this.#send('StartWebAuthnRegistration', {}, false, options);
    const Credential = await createCredential(CredentialCreationOptions, signal);
    await this.#send('CompleteWebAuthnRegistration', { Credential }, false, options);
  }

  async listPasskeys(options?: CallOptions): Promise<Passkey[]> {
    const passkeys: Passkey[] = [];
    let NextToken: string | undefined;
    do {
      const page: Record<string, any> = await this.#send('ListWebAuthnCredentials', { NextToken }, true, options);
      for (const { CreatedAt, ...passkey } of page.Credentials ?? []) passkeys.push({ ...passkey, CreatedAt: new Date(CreatedAt * 1000) });
      NextToken = page.NextToken;
    } while (NextToken);
    return passkeys;
  }

  async deletePasskey(credentialId: string, options?: CallOptions): Promise<void> {
    const { CredentialId } = read({ CredentialId: credentialId }, { CredentialId: 'text' }, '', '');
    if (!CredentialId) throw invalid('credentialId', 'a CredentialId of listPasskeys');
    await this.#send('DeleteWebAuthnCredential', { CredentialId }, false, options);
  }

  async getUserAuthFactors(options?: CallOptions): Promise<UserAuthFactors> {
    return ordinary(await this.#send('GetUserAuthFactors', {}, true, options));
  }

  async setUserMFAPreference(settings: MFAPreference, options?: CallOptions): Promise<void> {
    await this.#send('SetUserMFAPreference', read(settings, shapes.mfaPreference, 'settings'), true, options);
  }

  // Sends an operation that the access token of the signed-in user authorises.
  #send(operation: string, input: Record<string, unknown>, repeatable: boolean, options: CallOptions | undefined): Promise<Record<string, any>> {
    if (this.#accessToken === undefined) throw new CognitoAuthError('InvalidArgument', `${operation}: expected a user who signed in with this client`);
    return this.#call({ op: 'send', operation, repeatable, input: { ...input, AccessToken: this.#accessToken } }, undefined, options);
  }

  resume(saved: unknown): ChallengeStep {
    return resumeStep(saved, this.#identity);
  }

  async initiateAuth(input: Parameters<AuthClient['initiateAuth']>[0], options?: CallOptions) {
    const copy = read(input, shapes.initiateAuthInput, 'input');
    return ordinary(await this.#call({ op: 'initiateAuth', input: copy }, copy.AuthParameters?.USERNAME, options));
  }

  async respondToAuthChallenge(input: Parameters<AuthClient['respondToAuthChallenge']>[0], options?: CallOptions) {
    const copy = read(input, shapes.respondToAuthChallengeInput, 'input');
    return ordinary(await this.#call({ op: 'respondToAuthChallenge', input: copy }, copy.ChallengeResponses?.USERNAME, options));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#accessToken = undefined;
    for (const id of [...this.#pending.keys()]) {
      this.#engine.abort(id);
      this.#pending.get(id)?.(closed());
    }
    this.#engine.close();
  }

  async #step(call: Record<string, unknown>, username: string | undefined, options: CallOptions | undefined): Promise<Step> {
    const step = toStep(await this.#call(call, username, options));
    if (!step.done) return step;
    this.#accessToken = step.tokens.accessToken;
    const refreshToken = own(step.tokens, 'refreshToken');
    const deviceKey = own(step.tokens, 'deviceKey');
    try {
      if (refreshToken !== undefined) await this.#store.set('session', { refreshToken, username: step.username, deviceKey });
    } catch (error) {
      define(step, 'storageError', error as CognitoAuthError); // the user is signed in all the same
    }
    return step;
  }

  async #call(call: Record<string, unknown>, username: string | undefined, options: CallOptions | undefined): Promise<Record<string, any>> {
    const signal = this.#signal(options);
    const copy = read(options ?? {}, shapes.callOptions, 'options');
    copy.userContextData ??= this.#context(username);
    const packet = encode({ ...call, options: copy });
    if (this.#closed) throw closed();
    if (signal?.aborted) throw aborted(signal);
    const id = ++this.#lastId;
    const reply = decode(
      await new Promise<Uint8Array>((resolve, reject) => {
        const abort = (): void => {
          this.#engine.abort(id);
          reject(aborted(signal as AbortSignal));
        };
        const end = (): void => {
          signal?.removeEventListener('abort', abort);
          this.#pending.delete(id);
        };
        signal?.addEventListener('abort', abort);
        this.#pending.set(id, (error) => { end(); reject(error); });
        this.#engine.call(id, packet).then(
          (bytes) => { end(); resolve(bytes); },
          (error: unknown) => { end(); reject(error); },
        );
      }),
    );
    if (reply.error !== undefined) throw toError(reply.error);
    return reply.value;
  }

  #signal(options: CallOptions | undefined): AbortSignal | undefined {
    return options === undefined || options === null ? undefined : signalOf(property(options, 'signal', 'options.signal'));
  }

  #context(username: string | undefined): Record<string, unknown> | undefined {
    if (username === undefined) return undefined;
    let context: unknown;
    try {
      context = this.#contextOf === undefined ? advancedSecurityData(username, this.#identity) : this.#contextOf(username);
    } catch {
      if (this.#contextOf === undefined) return undefined; // AWS's script failed; threat protection does without
      throw new CognitoAuthError('InvalidArgument', 'userContextData: the function threw');
    }
    return context === undefined || context === null ? undefined : read(context, shapes.userContextData, 'userContextData()');
  }
}

interface AdvancedSecurity {
  getData(username: string, userPoolId: string, clientId: string): string | undefined;
}

// AWS's own script, where a page has loaded it:
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-threat-protection-app.html
function advancedSecurityData(username: string, { userPoolId, clientId }: { userPoolId: string; clientId: string }): object | undefined {
  const script = global('AmazonCognitoAdvancedSecurityData') as AdvancedSecurity | undefined;
  if (script === undefined || typeof property(script, 'getData', 'getData') !== 'function') return undefined;
  const EncodedData = script.getData(username, userPoolId, clientId);
  return EncodedData ? { EncodedData } : undefined;
}

/** What is in a storage may be anything. */
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const closed = (): CognitoAuthError => new CognitoAuthError('Closed', 'the client was closed');

const aborted = (signal: AbortSignal): CognitoAuthError => new CognitoAuthError('AbortError', 'the caller ended the call', { cause: signal.reason });

function signalOf(value: unknown): AbortSignal | undefined {
  if (value === undefined || value === null) return undefined;
  // A proxy of one has its prototype and none of its properties.
  if (!isA(value, AbortSignal) || typeof property(value, 'aborted', 'options.signal') !== 'boolean') throw invalid('options.signal', 'an AbortSignal');
  return value;
}
