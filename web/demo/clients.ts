import type { AuthClient, ClientOptions } from '../src/api';
import type { Pool } from './server';

/** A client for each user pool, made when it is first needed. They share the compiled module. */
export class Clients {
  #options: Omit<ClientOptions, keyof Pool>;
  #clients = new Map<string, AuthClient>();

  constructor(options: Omit<ClientOptions, keyof Pool>) {
    this.#options = options;
  }

  /** The client of a pool. */
  of({ userPoolId, clientId }: Pool): AuthClient {
    let client = this.#clients.get(userPoolId);
    if (client === undefined) {
      client = CognitoWasm.createClient({ ...this.#options, userPoolId, clientId });
      this.#clients.set(userPoolId, client);
    }
    return client;
  }

  /** Forgets the tokens of a pool with the client that has them. */
  close({ userPoolId }: Pool): void {
    this.#clients.get(userPoolId)?.close();
    this.#clients.delete(userPoolId);
  }
}
