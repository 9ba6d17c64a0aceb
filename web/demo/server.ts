// What the demo's own server says. e2e/demo has the other half: site.go, local.go, users.go.

export interface DemoUser { username: string; password: string; shows: string }

export interface Config {
  userPoolId: string;
  clientId: string;
  region?: string;
  endpoint?: string;
  users: DemoUser[];
  /** Whether there are an outbox and an authenticator. */
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

export const readConfig = (): Promise<Config> => get('demo/config.json');
export const readOutbox = (): Promise<Message[]> => get('demo/outbox.json');
export const readAuthenticator = (): Promise<Authenticator> => get('demo/totp.json');

/** Replaces bob by one who has just been invited. */
export async function inviteBob(): Promise<void> {
  const response = await fetch('demo/invitation', { method: 'POST' });
  if (!response.ok) throw new Error(`the invitation: status ${response.status}`);
}
