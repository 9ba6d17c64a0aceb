// Programs that have to compile, under every way to resolve modules.

import {
  type Answer, type AuthClient, type ChallengeStep, CognitoAuthError, createClient, type DoneStep, type IsolatedAuthClient, type IsolatedSession, type IsolatedStep, type LocalErrorCode, type Operation, type OperationMethods, preload, type Session, type SessionChange, type SignedOut, type Step, type TokenStorage,
} from 'cognito-wasm';

export async function signIn(): Promise<DoneStep | undefined> {
  await preload({ worker: '/worker.js' });
  const client: AuthClient = await createClient({
    userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: new URL('http://localhost:9229'), storage: 'local',
    worker: () => new Worker('/worker.js'), integrity: { wasm: 'sha384-AAAA' },
    log: (entry) => console.log(entry.operation, entry.durationMs.toFixed(), entry.status ?? entry.code),
  });
  let step: Step = await client.initiate({ username: 'alice', password: new Uint8Array(8) }, { signal: AbortSignal.timeout(1000) });
  while (!step.done) step = await answer(client, step);
  const expires: number = step.tokens.expiresAt.getTime();
  return expires > 0 ? step : undefined;
}

// What each challenge is answered with.
async function answer(client: AuthClient, step: ChallengeStep): Promise<Step> {
  switch (step.challenge) {
    case 'SMS_MFA':
    case 'SMS_OTP':
    case 'EMAIL_OTP':
    case 'SOFTWARE_TOKEN_MFA':
      return client.respond(step, { code: '123456' });
    case 'SELECT_CHALLENGE':
      return client.respond(step, { choice: step.choices?.[0] ?? 'PASSWORD', password: 'Local-Cognito-1' });
    case 'SELECT_MFA_TYPE':
      return client.respond(step, { choice: 'SMS_MFA' });
    case 'PASSWORD':
    case 'PASSWORD_SRP':
      return client.respond(step, { password: 'Local-Cognito-1' });
    case 'WEB_AUTHN':
      return client.respond(step, {});
    case 'MFA_SETUP': {
      const { secret, uri } = await client.totpSecret(step);
      return client.respond(step, { setup: 'SOFTWARE_TOKEN_MFA', code: secret, deviceName: uri('Example') });
    }
    case 'NEW_PASSWORD_REQUIRED':
      return client.respond(step, { newPassword: 'Another-Passw0rd', attributes: Object.fromEntries((step.requiredAttributes ?? []).map((name) => [name, 'x'])) });
    case 'CUSTOM_CHALLENGE':
      return client.respond(step, { answer: step.parameters.question ?? '' });
    case 'PASSWORD_VERIFIER':
    case 'DEVICE_SRP_AUTH':
    case 'DEVICE_PASSWORD_VERIFIER':
      throw new Error('answered inside');
  }
  // Every challenge is there, so that nothing is left.
  return step satisfies never;
}

// Without a test of the challenge, any answer may be right.
export const anything = (client: AuthClient, step: ChallengeStep, given: Answer): Promise<Step> => client.respond(step, given);

export const flows = (client: AuthClient): Promise<Step>[] => [
  client.initiate({ flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'x' }),
  client.initiate({ flow: 'CUSTOM_AUTH', username: 'alice' }),
  client.initiate({ flow: 'USER_AUTH', username: 'alice', preferredChallenge: 'WEB_AUTHN' }),
  client.initiate({ flow: 'REFRESH_TOKEN_AUTH' }),
];

export const resumed = (client: AuthClient): ChallengeStep => client.resume(JSON.parse('{}'));

export function explain(error: unknown): string {
  if (!(error instanceof CognitoAuthError)) throw error;
  const local: LocalErrorCode[] = ['IntegrityError', 'Closed'];
  return local.some((code) => code === error.code) ? error.message : `${error.operation} ${error.status} ${error.requestId} ${error.retryable} ${error.challenge?.ChallengeName}`;
}

// For tests of pages: an error as the module makes it.
export const made: CognitoAuthError = new CognitoAuthError('NotAuthorizedException', 'Incorrect username or password.', { status: 400 });

export const storage: TokenStorage = { get: async () => null, set() {}, remove: async () => {} };

export const raw = (client: AuthClient): Promise<string | undefined> =>
  client.initiateAuth({ AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'alice' } }).then((output) => output.AuthenticationResult?.AccessToken);

// Operations by Cognito's names. What the client fills in may be left out, and what is newer than these types goes through.
export async function operations(client: AuthClient, methods: OperationMethods): Promise<unknown[]> {
  const input: Operation<'SignUp'>['input'] = { Username: 'alice', Password: 'x', UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }] };
  const more = { ...input, NewMember: 1 };
  const { UserConfirmed, UserSub } = await methods.signUp(more, { signal: AbortSignal.timeout(1000) });
  const user = await methods.getUser();
  const created: number | undefined = (await methods.listDevices({ Limit: 10 })).Devices?.[0]?.DeviceCreateDate?.getTime();
  await methods.initiateAuth({ AuthFlow: 'NEW_FLOW', AuthParameters: { USERNAME: 'alice' } });
  await methods.setUserMFAPreference({ SMSMfaSettings: { Enabled: true } });
  return [UserConfirmed && UserSub.length, user.UserAttributes[0]?.Value, created, (user as Record<string, unknown>).NewMember, client.call('SignUp', input)];
}

// A session, and what happens to it.
export async function session(client: AuthClient): Promise<number> {
  const stop: () => void = client.subscribe((change: SessionChange) => {
    if (change.type === 'sessionExpired' || change.type === 'refreshFailed') console.log(change.error.code, change.session?.username);
    else if (change.type === 'signedOut') console.log(change.reason);
    else console.log(change.storageError?.code);
  });
  stop();
  const known: Session | null | undefined = client.snapshot();
  const current: Session | null = await client.session({ refresh: 'force', signal: AbortSignal.timeout(1000), clientMetadata: { a: 'b' } });
  const response: Response = await client.fetch('/orders', { method: 'POST', body: '{}', token: 'id' });
  const { revoked, error }: SignedOut = await client.signOut({ everywhere: true });
  console.log(known?.claims.email, current?.tokens.accessToken, revoked, error?.retryable);
  return response.status + (current?.expiresAt.getTime() ?? 0);
}

// A client that keeps the tokens to itself. Whatever needs none takes any client.
export async function isolated(): Promise<number> {
  const client: IsolatedAuthClient = createClient({ userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', tokens: 'worker', fetchOrigins: ['https://api.example.com'] });
  let step: IsolatedStep = await client.initiate({ username: 'alice', password: 'x' });
  if (!step.done && step.challenge === 'SMS_MFA') step = await client.respond(step, { code: '123456' });
  client.subscribe((change) => {
    if (change.type === 'signedOut') console.log(change.reason);
    else console.log(change.session?.username);
  });
  const current: IsolatedSession | null = await client.session();
  const { AuthenticationResult } = await client.initiateAuth({ AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'alice' } });
  const any: IsolatedAuthClient = createClient({ userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789' });
  await any.signOut();
  return (await client.fetch('/orders')).status + (current?.expiresAt.getTime() ?? 0) + (AuthenticationResult?.ExpiresIn ?? 0);
}

// The element, by its tag and by its class.
import { type CognitoSignIn, type CognitoSignInElement, type MessageId, type Messages } from 'cognito-wasm/element';
import german from 'cognito-wasm/element/de';

export function element(page: Document, client: AuthClient): CognitoSignInElement {
  const element = page.createElement('cognito-sign-in');
  element.userPoolId = 'eu-west-1_AbC123xyz';
  element.client = client;
  element.signUp = true;
  element.signUpAttributes = ['email', 'custom:team'];
  const own: Messages = { 'signIn.title': 'Welcome', 'field.attribute.custom:team': 'Team', 'error.SignUp.LimitExceededException': 'Later.' };
  element.messages = [german, own];
  element.messages = (id, values) => (id === 'back' satisfies MessageId ? String(values.count) : undefined);
  element.addEventListener('signedin', ({ detail }) => console.log(detail.step.tokens.expiresAt));
  element.addEventListener('step', (event) => { if (event.detail.step.challenge === 'CUSTOM_CHALLENGE') event.preventDefault(); });
  element.addEventListener('failed', ({ detail }) => console.log(detail.code));
  return element satisfies InstanceType<typeof CognitoSignIn>;
}
