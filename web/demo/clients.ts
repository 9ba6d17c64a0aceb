import type { AuthClient, ClientOptions } from '../src/api';
import type { Pool } from './server';

/** A client for each user pool, made when it is first needed. They share the compiled module. */
export class Clients {
  #options: Omit<ClientOptions, keyof Pool>;
  #clients = new Map<string, Promise<AuthClient>>();

  constructor(options: Omit<ClientOptions, keyof Pool>) {
    this.#options = options;
  }

  /** The client of a pool. Whoever uses it hears why it could not be made. */
  of({ userPoolId, clientId }: Pool): Promise<AuthClient> {
    let client = this.#clients.get(userPoolId);
    if (client === undefined) {
      client = CognitoWasm.createClient({ ...this.#options, userPoolId, clientId });
      client.catch(() => this.#clients.delete(userPoolId)); // the next call tries again
      this.#clients.set(userPoolId, client);
    }
    return client;
  }

  /** Forgets the tokens of a pool with the client that has them. */
  async close({ userPoolId }: Pool): Promise<void> {
    const client = this.#clients.get(userPoolId);
    this.#clients.delete(userPoolId);
    (await client)?.close();
  }
}
