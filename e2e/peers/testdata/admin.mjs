// An administrator's client: our module decides what is said, and the AWS SDK for JavaScript signs and sends it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';

const { LIBRARY, ENDPOINT, POOLS, HELPER, KEY, SECRET } = process.env;
const { createClient, CognitoAuthError } = await import(LIBRARY);
const { plain, required, tracking } = JSON.parse(POOLS);
const password = 'Local-Cognito-1';

const sdkClient = (options) => new sdk.CognitoIdentityProviderClient({
  region: 'eu-west-1', endpoint: ENDPOINT, credentials: { accessKeyId: KEY, secretAccessKey: SECRET }, ...options,
});

/** What was called, and which challenges were met. */
const called = new Set();
const met = new Set();

function clientOf(pool, options = {}, through = sdkClient()) {
  return createClient({
    userPoolId: pool.ID, clientId: pool.ClientID, clientSecret: pool.ClientSecret, admin: true,
    send: async (operation, input, { signal }) => {
      called.add(operation);
      const output = await through.send(new sdk[`${operation}Command`](input), { abortSignal: signal });
      if (output.ChallengeName) met.add(output.ChallengeName);
      return output;
    },
    ...options,
  });
}

/** What Go does here: makes users, reads their messages and has their authenticators. */
async function help(what, question = {}) {
  const response = await fetch(`${HELPER}/${what}`, { method: 'POST', body: JSON.stringify(question) });
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

let users = 0;
/** Makes a user. */
async function user(pool, settings = {}) {
  const Name = `user-${++users}`;
  const { totp } = await help('user', { pool: pool.ID, user: { Name, ...settings } });
  return { username: Name, password, totp };
}
const code = async (pool, { username }) => (await help('code', { pool: pool.ID, user: username })).code;

function done(step, { username }) {
  assert.equal(step.challenge, undefined);
  assert.equal(step.done, true);
  assert.equal(step.username, username);
  assert.ok(step.tokens.accessToken && step.tokens.refreshToken && step.tokens.expiresAt > new Date());
}

function at(step, challenge) {
  assert.equal(step.challenge, challenge);
  met.add(challenge);
}

const refused = (promise, code, operation) => assert.rejects(promise, (error) => {
  assert.ok(error instanceof CognitoAuthError, error);
  assert.equal(error.code, code, error.message);
  if (operation) assert.equal(error.operation, operation);
  return true;
});

test('flows with a password, and a refresh after each', async () => {
  const client = clientOf(plain);
  const alice = await user(plain);
  for (const flow of ['USER_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']) {
    done(await client.initiate({ ...alice, flow }), alice);
    done(await client.initiate({ flow: 'REFRESH_TOKEN_AUTH' }), alice);
    const where = flow === 'USER_SRP_AUTH' ? 'AdminRespondToAuthChallenge' : 'AdminInitiateAuth';
    await assert.rejects(client.initiate({ ...alice, flow, password: 'Wrong-12345' }), {
      code: 'NotAuthorizedException', message: 'Incorrect username or password.', operation: where, status: 400, requestId: /^[\w-]{36}$/, retryable: false,
    });
  }
  await refused(client.initiate({ ...alice, flow: 'USER_PASSWORD_AUTH' }), 'InvalidParameterException', 'AdminInitiateAuth'); // which does not have it
  client.close();
});

test('CUSTOM_AUTH', async () => {
  const client = clientOf(plain);
  const alice = await user(plain);
  for (const request of [{ username: alice.username }, alice]) {
    const step = await client.initiate({ flow: 'CUSTOM_AUTH', ...request });
    at(step, 'CUSTOM_CHALLENGE');
    assert.equal(step.parameters.question, 'who goes there?');
    done(await client.respond(step, { answer: 'friend' }), alice);
  }
  client.close();
});

test('USER_AUTH with each factor', async () => {
  const client = clientOf(plain);
  const alice = await user(plain);
  const choose = async (answer) => {
    const step = await client.initiate({ flow: 'USER_AUTH', username: alice.username });
    at(step, 'SELECT_CHALLENGE');
    return client.respond(step, answer);
  };
  done(await choose({ choice: 'PASSWORD', password }), alice);
  done(await choose({ choice: 'PASSWORD_SRP', password }), alice);
  for (const preferredChallenge of ['PASSWORD', 'PASSWORD_SRP']) done(await client.initiate({ flow: 'USER_AUTH', ...alice, preferredChallenge }), alice);
  for (const choice of ['EMAIL_OTP', 'SMS_OTP']) {
    const step = await choose({ choice });
    at(step, choice);
    await refused(client.respond(step, { code: '00000000' }), 'CodeMismatchException', 'AdminRespondToAuthChallenge');
    done(await client.respond(step, { code: await code(plain, alice) }), alice);
  }
  // Operations that need no signature go through the SDK too, and what it has as documents and dates comes back as JSON has it.
  const { tokens: { accessToken: AccessToken } } = await client.initiate(alice);
  const { CredentialCreationOptions } = await client.call('StartWebAuthnRegistration', { AccessToken });
  const { credential } = await help('create', { user: alice.username, options: CredentialCreationOptions });
  assert.deepEqual(await client.call('CompleteWebAuthnRegistration', { AccessToken, Credential: credential }), {});
  const { Credentials: [passkey] } = await client.call('ListWebAuthnCredentials', { AccessToken });
  assert.ok(Math.abs(passkey.CreatedAt - Date.now() / 1000) < 60, `${passkey.CreatedAt}`);
  const { Credentials: [listed] } = await client.listWebAuthnCredentials();
  assert.ok(listed.CreatedAt instanceof Date && listed.CredentialId === passkey.CredentialId);
  const asked = await choose({ choice: 'WEB_AUTHN' });
  at(asked, 'WEB_AUTHN');
  const assertion = await help('get', { user: alice.username, options: asked.parameters.CREDENTIAL_REQUEST_OPTIONS });
  done(await client.respond(asked, { credential: assertion.credential }), alice);
  client.close();
});

test('second factors', async () => {
  const client = clientOf(plain);
  for (const MFA of ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA']) {
    const one = await user(plain, { MFA });
    for (const flow of ['USER_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH']) {
      if (MFA === 'SOFTWARE_TOKEN_MFA' && flow !== 'USER_SRP_AUTH') continue; // a code is good for one use
      const step = await client.initiate({ ...one, flow });
      at(step, MFA);
      await refused(client.respond(step, { code: MFA === 'EMAIL_OTP' ? '00000000' : '000000' }), 'CodeMismatchException', 'AdminRespondToAuthChallenge');
      done(await client.respond(step, { code: one.totp ? (await help('totp', { secret: one.totp })).code : await code(plain, one) }), one);
    }
  }
  const both = await user(plain);
  await sdkClient().send(new sdk.AdminSetUserMFAPreferenceCommand({
    UserPoolId: plain.ID, Username: both.username, SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true },
  }));
  const step = await client.initiate(both);
  at(step, 'SELECT_MFA_TYPE');
  const chosen = await client.respond(step, { choice: 'EMAIL_OTP' });
  done(await client.respond(chosen, { code: await code(plain, both) }), both);
  client.close();
});

test('NEW_PASSWORD_REQUIRED', async () => {
  const client = clientOf(plain, { srpOnly: true }); // a new password has to be sent
  const one = await user(plain, { Temporary: true });
  const step = await client.initiate(one);
  at(step, 'NEW_PASSWORD_REQUIRED');
  await refused(client.respond(step, { newPassword: 'weak' }), 'InvalidPasswordException', 'AdminRespondToAuthChallenge');
  done(await client.respond(step, { newPassword: 'Another-Passw0rd' }), one);
  client.close();
});

test('MFA_SETUP', async () => {
  const client = clientOf(required);
  const one = await user(required);
  await sdkClient().send(new sdk.AdminUpdateUserAttributesCommand({
    UserPoolId: required.ID, Username: one.username, UserAttributes: [{ Name: 'phone_number', Value: '' }],
  }));
  await sdkClient().send(new sdk.AdminUpdateUserAttributesCommand({
    UserPoolId: required.ID, Username: one.username, UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
  }));
  const step = await client.initiate(one);
  at(step, 'MFA_SETUP');
  const { secret } = await client.totpSecret(step);
  done(await client.respond(step, { setup: 'SOFTWARE_TOKEN_MFA', code: (await help('totp', { secret })).code }), one);
  client.close();
});

test('remembered devices', async () => {
  const client = clientOf(tracking);
  const one = await user(tracking, { MFA: 'SMS_MFA' });
  const step = await client.initiate(one);
  at(step, 'SMS_MFA');
  const first = await client.respond(step, { code: await code(tracking, one) });
  done(first, one);
  assert.ok(first.newDevice.key && !first.newDevice.error, `${first.newDevice.error}`);
  const again = await client.initiate(one); // DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER stand for the code
  done(again, one);
  assert.equal(again.tokens.deviceKey, first.newDevice.key);
  done(await client.initiate({ flow: 'REFRESH_TOKEN_AUTH' }), one);
  client.close();
});

test('the API in its own shape, and what describes the user', async () => {
  const contextData = { IpAddress: '192.0.2.1', ServerName: 'api.example.com', ServerPath: '/login', HttpHeaders: [{ headerName: 'accept', headerValue: '*/*' }] };
  const entries = [];
  const client = clientOf(plain, { admin: { contextData }, userContextData: () => ({ EncodedData: 'fingerprint' }), log: (entry) => entries.push(entry) });
  const alice = await user(plain);
  const { AuthenticationResult } = await client.initiateAuth({ AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: { USERNAME: alice.username, PASSWORD: password } });
  assert.ok(AuthenticationResult.AccessToken);
  const { recorded } = await help('recorded', { pool: plain.ID });
  assert.deepEqual(recorded, { ...contextData, EncodedData: 'fingerprint' });
  assert.deepEqual(entries.map(({ operation, attempt, status }) => [operation, attempt, status]), [['AdminInitiateAuth', 1, 200]]);
  for (const secret of [password, alice.username, AuthenticationResult.AccessToken, 'fingerprint', '192.0.2.1']) assert.ok(!JSON.stringify(entries).includes(secret), secret);
  const asked = await client.initiateAuth({ AuthFlow: 'ADMIN_NO_SRP_AUTH', AuthParameters: { USERNAME: alice.username } });
  assert.equal(asked.ChallengeName, 'ADMIN_NO_SRP_AUTH');
  const { AuthenticationResult: tokens } = await client.respondToAuthChallenge({
    ChallengeName: 'ADMIN_NO_SRP_AUTH', Session: asked.Session, ChallengeResponses: { USERNAME: alice.username, PASSWORD: password },
  });
  assert.ok(tokens.AccessToken);
  client.close();
});

test('what is refused', async () => {
  const alice = await user(plain);
  const through = (options) => clientOf(plain, {}, sdkClient(options));
  for (const [options, code] of [
    [{ credentials: { accessKeyId: KEY, secretAccessKey: 'another key' } }, 'InvalidSignatureException'],
    [{ credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: SECRET } }, 'UnrecognizedClientException'],
    [{ region: 'eu-west-2' }, 'InvalidSignatureException'],
    [{ credentials: async () => { throw new Error('no credentials here'); } }, 'NetworkError'],
    [{ endpoint: 'http://localhost:1' }, 'NetworkError'],
  ]) {
    const client = through({ maxAttempts: 1, ...options });
    await refused(client.initiate(alice), code, 'AdminInitiateAuth');
    await refused(client.initiate({ ...alice, flow: 'ADMIN_USER_PASSWORD_AUTH' }), code, 'AdminInitiateAuth');
    await refused(client.initiate({ flow: 'REFRESH_TOKEN_AUTH', refreshToken: 'x', username: alice.username }), code, 'AdminInitiateAuth');
    client.close();
  }
  const srp = clientOf(plain, { srpOnly: true });
  called.clear();
  for (const flow of ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']) await refused(srp.initiate({ ...alice, flow }), 'InvalidArgument');
  await refused(srp.initiate({ ...alice, flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' }), 'InvalidArgument');
  await refused(srp.initiateAuth({ AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'a', PASSWORD: 'b' } }), 'InvalidArgument');
  await refused(srp.call('AdminInitiateAuth', { AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' }), 'InvalidArgument');
  assert.deepEqual([...called], []);
  const step = await srp.initiate({ flow: 'USER_AUTH', username: alice.username });
  called.clear();
  await refused(srp.respond(step, { choice: 'PASSWORD', password }), 'InvalidArgument');
  assert.deepEqual([...called], []);
  done(await srp.respond(step, { choice: 'PASSWORD_SRP', password }), alice);
  srp.close();
});

test('a call that hangs ends by its signal, and the SDK with it', async () => {
  const controller = new AbortController();
  let ended;
  const client = clientOf(plain, {
    send: (_, __, { signal }) => new Promise((__, reject) => signal.addEventListener('abort', () => { ended = true; reject(signal.reason); })),
  });
  const call = client.initiate({ flow: 'ADMIN_USER_PASSWORD_AUTH', username: 'alice', password }, { signal: controller.signal });
  await client.ready();
  setTimeout(() => controller.abort(), 50);
  await refused(call, 'AbortError');
  client.close();
  assert.equal(ended, true);
});

test('nothing was left out', () => {
  for (const challenge of [
    'CUSTOM_CHALLENGE', 'SELECT_CHALLENGE', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'SELECT_MFA_TYPE', 'NEW_PASSWORD_REQUIRED',
    'MFA_SETUP', 'PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER', 'ADMIN_NO_SRP_AUTH',
  ]) assert.ok(met.has(challenge), challenge);
});
