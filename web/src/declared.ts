// The client that a script's tag describes: data-user-pool-id, data-client-id and what else is in `attributes`.

import type { AuthClient, ChallengeStep, ClientOptions } from './api';
import { CognitoAuthError } from './error';
import { resumeStep } from './step';

const asText = (value: string): unknown => value;
/** As HTML has it, an attribute without a value means yes. */
const asFlag = (value: string): unknown => (value === '' || value === 'true' ? true : value === 'false' ? false : value);
const asPlace = (value: string): unknown => (value === 'false' ? false : value === '' || value === 'true' ? undefined : value);

/** Which members of ClientOptions can be attributes, and how they are read. What is wrong with them createClient says. */
const attributes: Partial<Record<keyof ClientOptions, (value: string) => unknown>> = {
  userPoolId: asText, clientId: asText, region: asText, endpoint: asText, fips: asFlag, dualStack: asFlag,
  wasm: asText, worker: asPlace, storage: asText, deviceTracking: asFlag, maxAttempts: Number,
};

/** Makes the client at once; its calls wait for it. Without a user pool and an app client there is none. */
export function declaredClient(dataset: DOMStringMap, createClient: (options: ClientOptions) => Promise<AuthClient>): AuthClient | undefined {
  const options: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(attributes) as (keyof ClientOptions)[]) {
    if (Object.hasOwn(dataset, name)) options[name] = attributes[name]!(dataset[name]!);
  }
  const { userPoolId, clientId } = options as { userPoolId?: string; clientId?: string };
  if (userPoolId === undefined && clientId === undefined) return undefined;
  return new DeclaredClient(() => createClient(options as unknown as ClientOptions), { userPoolId: userPoolId ?? '', clientId: clientId ?? '' });
}

class DeclaredClient implements AuthClient {
  #closed = false;
  #made: Promise<AuthClient> | undefined;

  constructor(readonly create: () => Promise<AuthClient>, readonly identity: { userPoolId: string; clientId: string }) {
    this.#client().catch(() => {}); // the first call says it, and tries again
  }

  #client(): Promise<AuthClient> {
    if (this.#closed) return Promise.reject(new CognitoAuthError('Closed', 'the client was closed'));
    if (this.#made === undefined) {
      const making = this.create();
      this.#made = making;
      making.catch(() => { if (this.#made === making) this.#made = undefined; });
    }
    return this.#made;
  }

  #later<Name extends Exclude<keyof AuthClient, 'resume' | 'close'>>(name: Name): AuthClient[Name] {
    const call = async (...args: unknown[]): Promise<unknown> => ((await this.#client()) as Record<string, any>)[name](...args);
    return call as AuthClient[Name];
  }

  readonly initiate = this.#later('initiate');
  readonly respond = this.#later('respond');
  readonly totpSecret = this.#later('totpSecret');
  readonly registerPasskey = this.#later('registerPasskey');
  readonly listPasskeys = this.#later('listPasskeys');
  readonly deletePasskey = this.#later('deletePasskey');
  readonly getUserAuthFactors = this.#later('getUserAuthFactors');
  readonly setUserMFAPreference = this.#later('setUserMFAPreference');
  readonly initiateAuth = this.#later('initiateAuth');
  readonly respondToAuthChallenge = this.#later('respondToAuthChallenge');

  resume(saved: unknown): ChallengeStep {
    return resumeStep(saved, this.identity);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#made?.then((client) => client.close(), () => {});
  }
}
