// Signs in with the bare module, the toolchain's wasm_exec.js and a host of forty lines.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { start } from './host.mjs';

const { MODULE, SUPPORT, ENDPOINT, POOL, CLIENT, PASSWORD } = process.env;
await import(SUPPORT); // defines Go

const call = await start(await readFile(MODULE), ENDPOINT);

test('a call before the client is open', async () => {
  assert.equal((await call('initiate', { request: { username: 'alice', password: PASSWORD } })).error.code, 'InternalError');
});

test('a client that is none', async () => {
  const { error } = await call('open', { client: { userPoolId: 'eu-west-1', clientId: CLIENT } });
  assert.equal(error.code, 'InvalidArgument');
  assert.match(error.message, /^userPoolId: expected /);
});

test('open', async () => {
  assert.deepEqual(await call('open', { client: { userPoolId: POOL, clientId: CLIENT } }), {});
});

test('the right password', async () => {
  const { value, error } = await call('initiate', { request: { username: 'alice', password: PASSWORD } });
  assert.equal(error, undefined);
  assert.equal(value.done, true);
  assert.equal(value.username, 'alice');
  const claims = JSON.parse(Buffer.from(value.tokens.accessToken.split('.')[1], 'base64url'));
  assert.equal(claims.client_id, CLIENT);
  assert.equal(claims.username, 'alice');
  assert.ok(value.tokens.idToken && value.tokens.refreshToken);
});

test('a wrong password', async () => {
  const { value, error } = await call('initiate', { request: { username: 'alice', password: `${PASSWORD}!` } });
  assert.equal(value, undefined);
  assert.deepEqual({ ...error, requestId: undefined }, {
    code: 'NotAuthorizedException', message: 'Incorrect username or password.', operation: 'RespondToAuthChallenge', status: 400, retryable: false,
    requestId: undefined,
  });
});

test('a challenge', async () => {
  const { value: step } = await call('initiate', { request: { username: 'carol', password: PASSWORD } });
  assert.equal(step.challenge, 'SMS_MFA');
  const { error } = await call('respond', { step, answer: { code: '000000' } });
  assert.equal(error.code, 'CodeMismatchException');
  assert.equal(error.operation, 'RespondToAuthChallenge');
});

test('two calls at once', async () => {
  const request = (username) => call('initiate', { request: { username, password: PASSWORD } });
  const [{ value: alice }, { value: carol }] = await Promise.all([request('alice'), request('carol')]);
  assert.equal(alice.username, 'alice');
  assert.equal(carol.username, 'carol');
});

// Go waits for further calls for ever.
test('the end', () => setImmediate(() => process.exit()));
