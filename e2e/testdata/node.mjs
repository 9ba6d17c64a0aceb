// Signs in under Node, with the built module beside the script, as the npm package has it. node_test.go runs it; the
// environment says where the files and the local Cognito are.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

const { LIBRARY, ENDPOINT, POOL, CLIENT } = process.env;
const { createClient, CognitoAuthError } = await import(LIBRARY);

// A client that runs; whatever is wrong rejects.
async function open(options, make = createClient) {
  const client = make(options);
  await client.ready();
  return client;
}
const options = { userPoolId: POOL, clientId: CLIENT, endpoint: ENDPOINT };
const password = 'Local-Cognito-1';

const rejects = (promise, code, message = /./) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof CognitoAuthError && error instanceof Error);
    assert.equal(error.code, code);
    assert.equal(error.name, code);
    assert.match(error.message, message);
    return true;
  });

let client;
before(async () => {
  const names = Object.getOwnPropertyNames(globalThis);
  const { Go, fs, path } = globalThis;
  client = await open(options);
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), names);
  assert.deepEqual({ Go, fs, path }, { Go: globalThis.Go, fs: globalThis.fs, path: globalThis.path });
});
after(() => client.close());

test('signs in with SRP', async () => {
  const step = await client.initiate({ username: 'alice', password });
  assert.equal(step.done, true);
  assert.equal(step.username, 'alice');
  assert.equal(step.tokens.tokenType, 'Bearer');
  assert.ok(step.tokens.expiresAt > new Date());
  const again = await client.initiate({ flow: 'REFRESH_TOKEN_AUTH' });
  assert.notEqual(again.tokens.accessToken, step.tokens.accessToken);
});

test('signs in with a Buffer for a password', async () => {
  const bytes = Buffer.from(password);
  assert.equal((await client.initiate({ username: 'alice', password: bytes })).done, true);
  assert.equal(bytes.toString(), password);
});

test('is refused with a wrong password', () => rejects(client.initiate({ username: 'alice', password: 'wrong' }), 'NotAuthorizedException'));

test('says that it cannot check a file without crypto.subtle', async () => {
  const { createClient } = await import(`${LIBRARY}?again`); // which has not loaded the module yet
  const whole = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { configurable: true, value: { getRandomValues: (bytes) => crypto.getRandomValues(bytes) } });
  try {
    const bytes = await readFile(new URL('cognito-auth.wasm', LIBRARY));
    await assert.rejects(open(options, createClient), { code: 'LoadError', message: /cognito-auth\.wasm cannot be checked.*crypto\.subtle/ });
    await assert.rejects(open({ ...options, wasm: bytes, integrity: { wasm: 'sha256-AAAA' } }, createClient), { code: 'LoadError', message: /crypto\.subtle/ });
    (await open({ ...options, integrity: false }, createClient)).close();
  } finally {
    Object.defineProperty(globalThis, 'crypto', whole);
  }
});

test('refuses bad input', () => rejects(client.initiate({ username: '', password }), 'InvalidArgument', /username: expected/));

test('answers an MFA challenge', async () => {
  const step = await client.initiate({ username: 'carol', password });
  assert.equal(step.challenge, 'SMS_MFA');
  await rejects(client.respond(step, { code: '000000x' }), 'CodeMismatchException');
  const messages = await (await fetch(`${ENDPOINT}/_local/outbox?pool=${POOL}&username=carol`)).json();
  const resumed = client.resume(JSON.stringify(step));
  assert.equal((await client.respond(resumed, { code: messages.at(-1).code })).done, true);
});

test('ends by an AbortSignal', async () => {
  await rejects(client.initiate({ username: 'alice', password }, { signal: AbortSignal.abort() }), 'AbortError');
  const controller = new AbortController();
  const pending = client.initiate({ username: 'alice', password }, { signal: controller.signal });
  controller.abort();
  await rejects(pending, 'AbortError');
  assert.equal((await client.initiate({ username: 'alice', password })).done, true);
});

test('takes the module in every form', async () => {
  const file = new URL('cognito-auth.wasm', LIBRARY);
  const bytes = await readFile(file);
  for (const wasm of [file, file.href, bytes, new Uint8Array(bytes).buffer, await WebAssembly.compile(bytes), new Response(bytes)]) {
    const other = await open({ ...options, wasm });
    assert.equal((await other.initiate({ username: 'alice', password })).done, true);
    other.close();
    await rejects(other.initiate({ username: 'alice', password }), 'Closed');
  }
  await rejects(open({ ...options, wasm: new URL('no-such-file.wasm', LIBRARY) }), 'LoadError', /no file at/);
  await rejects(open({ ...options, wasm: bytes.subarray(0, 1000) }), 'LoadError', /cut off/);
  await rejects(open({ ...options, wasm: 'cognito-auth.wasm' }), 'InvalidArgument', /wasm: expected an address/);
});

test('says that there are no workers', async () => {
  await rejects(open({ ...options, worker: true }), 'InvalidArgument', /worker: expected false/);
  await rejects(open({ ...options, worker: 'worker.js' }), 'InvalidArgument', /worker: expected false/);
});

test('reports a log that throws, and signs in', async (t) => {
  const report = t.mock.method(console, 'error', () => {});
  const other = await open({ ...options, log() { throw new Error('from the log'); } });
  assert.equal((await other.initiate({ username: 'alice', password })).done, true);
  assert.equal(report.mock.callCount(), 2);
  other.close();
});

test('starts nothing before the first call, as on a server that renders a page', async (t) => {
  const asked = [];
  const { fetch } = globalThis;
  t.mock.method(globalThis, 'fetch', (...args) => { asked.push(args[0]); return fetch(...args); });
  const compile = t.mock.method(WebAssembly, 'compile');
  const { createClient } = await import(`${LIBRARY}?lazy`); // which has not loaded the module yet
  for (const load of ['auto', 'on-demand', undefined]) {
    const other = createClient({ ...options, load });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(compile.mock.callCount() + asked.length, 0, load);
    other.close();
  }
  // What is a browser's alone, such an address and a storage, is wrong when it is used.
  for (const more of [{ worker: '/worker.js' }, { worker: true }, { wasm: '/cognito-auth.wasm' }]) {
    const other = createClient({ ...options, ...more });
    await assert.rejects(other.ready(), { code: 'InvalidArgument', message: /worker: expected false|wasm: expected an address/ });
  }
  for (const storage of ['local', 'session', 'cookie']) {
    const other = createClient({ ...options, storage });
    const step = await other.initiate({ username: 'alice', password });
    assert.equal(step.done, true);
    if (step.storageError !== undefined) assert.equal(step.storageError.code, 'StorageError'); // Node 25 has a localStorage
    other.close();
  }
  assert.ok(compile.mock.callCount() > 0);
});

test('tells that there is no answer', async () => {
  const other = await open({ ...options, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
  await rejects(other.initiate({ username: 'alice', password }), 'NetworkError');
});
