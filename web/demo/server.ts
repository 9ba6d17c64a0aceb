// What the demo's own server says. e2e/demo/server has the other half: site.go, local.go, users.go.

/** A user pool and its app client. */
export interface Pool { userPoolId: string; clientId: string }

export interface DemoUser {
  username: string;
  password: string;
  shows: string;
  /** The flow to sign in by; USER_SRP_AUTH if there is none. */
  flow?: string;
  /** The user's pool, where it is not the page's own. */
  pool?: Pool;
}

export interface Config extends Pool {
  region?: string;
  endpoint?: string;
  users: DemoUser[];
  /** Whether there are an outbox and authenticators. */
  local: boolean;
}

/** An SMS or email as its receiver sees it. */
export interface Message {
  id: number;
  time: string;
  to: string;
  user: string;
  medium: 'SMS' | 'EMAIL';
  purpose: 'code' | 'password';
  text: string;
  code: string;
}

/** The display of an authenticator. */
export interface Authenticator { user: string; code: string; millisecondsLeft: number }

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return (await response.json()) as T;
}

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
}

export const readConfig = (): Promise<Config> => get('demo/config.json');
export const readOutbox = (): Promise<Message[]> => get('demo/outbox.json');
export const readAuthenticators = (): Promise<Authenticator[]> => get('demo/authenticators.json');

/** Gives a user a phone with an authenticator for the shared secret (base32). */
export const addAuthenticator = (user: string, secret: string): Promise<void> => post('demo/authenticators.json', { user, secret });

/** Replaces the users whose first sign-in differs from their second. */
export const renewUsers = (): Promise<void> => post('demo/renewal', {});
