// Ends calls while Go waits for the host.

import assert from 'node:assert/strict';
import { test } from 'node:test';

const { LIBRARY, ENDPOINT, POOL, CLIENT, PASSWORD } = process.env;
const { createClient } = await import(LIBRARY);

let requests = 0;
const { fetch } = globalThis;
globalThis.fetch = (url, options) => {
  if (url === `${ENDPOINT}/` || url === ENDPOINT) requests++;
  return fetch(url, options);
};

const request = { username: 'alice', password: PASSWORD };
const aborted = (error) => error.code === 'AbortError';

test('while the storage is asked', async () => {
  const controller = new AbortController();
  let asked, release;
  const question = new Promise((resolve) => { asked = resolve; });
  let held = true;
  const storage = {
    get: (key) => (held && key.includes('device.') ? (asked(), new Promise((resolve) => { release = resolve; })) : null),
    set() {},
    remove() {},
  };
  const client = createClient({ userPoolId: POOL, clientId: CLIENT, endpoint: ENDPOINT, storage });
  await client.ready();
  const call = client.initiate(request, { signal: controller.signal });
  await question;
  controller.abort();
  await assert.rejects(call, aborted);
  held = false;
  release(null); // too late
  assert.equal((await client.initiate(request)).done, true);
  assert.equal(requests, 2, 'the call that was ended has sent something');
  client.close();
});

test('while an answer is awaited', async () => {
  const client = createClient({ userPoolId: POOL, clientId: CLIENT, endpoint: ENDPOINT });
  await client.ready();
  for (const operation of ['InitiateAuth', 'RespondToAuthChallenge']) {
    const controller = new AbortController();
    const before = globalThis.fetch;
    const ended = new Promise((resolve) => {
      globalThis.fetch = (url, options) => {
        if (!options.headers['x-amz-target'].endsWith(`.${operation}`)) return before(url, options);
        options.signal.addEventListener('abort', resolve);
        setImmediate(() => controller.abort());
        return new Promise(() => {}); // does not heed the signal
      };
    });
    await assert.rejects(client.initiate(request, { signal: controller.signal }), aborted);
    await ended;
    globalThis.fetch = before;
    assert.equal((await client.initiate(request)).done, true);
  }
  client.close();
});
