import type { AuthClient, ClientOptions } from '../src/api';
import type { Pool } from './server';

/** A client for each user pool, made when it is first needed. They share the compiled module. */
export class Clients {
  #options: Omit<ClientOptions, keyof Pool>;
  #wrap: (client: AuthClient) => AuthClient;
  #clients = new Map<string, AuthClient>();

  /** wrap gives what is used in the place of a client. */
  constructor(options: Omit<ClientOptions, keyof Pool>, wrap: (client: AuthClient) => AuthClient) {
    this.#options = options;
    this.#wrap = wrap;
  }

  /** The client of a pool. */
  of({ userPoolId, clientId }: Pool): AuthClient {
    let client = this.#clients.get(userPoolId);
    if (client === undefined) {
      client = this.#wrap(CognitoWasm.createClient({ ...this.#options, userPoolId, clientId }));
      this.#clients.set(userPoolId, client);
    }
    return client;
  }
}
