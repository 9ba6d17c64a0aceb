// What crosses between Go and JavaScript, seen from outside of the script that pages load: the copies of bytes that Go has made, its
// calls and its wake-ups, and what the script's own encoder and decoder are given.

import assert from 'node:assert/strict';
import { test } from 'node:test';

const { LIBRARY, ENDPOINT, POOL, CLIENT, PASSWORD } = process.env;

const toGo = [], toPage = [], functions = [], timers = [];
let wakeUps = 0;

const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (module, imports) => {
  const { gojs } = imports;
  if (gojs === undefined) return instantiate(module, imports); // one of Node's own, for fetch
  let memory;
  // The bytes of a slice of Go's that is an argument.
  const sliceAt = (sp) => {
    const view = new DataView(memory.buffer);
    return new Uint8Array(memory.buffer, Number(view.getBigInt64(sp, true)), Number(view.getBigInt64(sp + 8, true))).slice();
  };
  const spied = {
    'syscall/js.copyBytesToGo': (sp, copy) => { copy(sp); toGo.push(sliceAt(sp + 8)); },
    'syscall/js.copyBytesToJS': (sp, copy) => { toPage.push(sliceAt(sp + 16)); copy(sp); },
    'syscall/js.valueCall': (sp, call) => { functions.push(String(Buffer.from(sliceAt(sp + 16)))); call(sp); },
    'runtime.scheduleTimeoutEvent': (sp, schedule) => { timers.push(sp); schedule(sp); },
  };
  for (const [name, spy] of Object.entries(spied)) {
    const real = gojs[name];
    gojs[name] = (sp) => spy(sp >>> 0, real);
  }
  const instance = await instantiate(module, imports);
  memory = instance.exports.mem;
  const resume = () => { wakeUps++; instance.exports.resume(); };
  return Object.create(WebAssembly.Instance.prototype, { exports: { value: { ...instance.exports, resume } } });
};

await fetch(ENDPOINT); // Node loads its own, with a coder, when it is first needed

// The coders of packet.ts are those that are made like this; go.ts has others.
let encoded = 0, decoded = 0;
const { TextEncoder, TextDecoder } = globalThis;
globalThis.TextEncoder = class extends TextEncoder {
  #counts;
  constructor(...args) { super(); this.#counts = args.length === 0; }
  encode(text) {
    const bytes = super.encode(text);
    if (this.#counts) encoded += bytes.length;
    return bytes;
  }
};
globalThis.TextDecoder = class extends TextDecoder {
  #counts;
  constructor(label, options) { super(label, options); this.#counts = options?.ignoreBOM === true; }
  decode(bytes, options) {
    if (this.#counts) decoded += bytes.length;
    return super.decode(bytes, options);
  }
};

/** The values of a packet, each with its tag, by path. */
function entries(packet) {
  const found = new Map();
  const view = new DataView(packet.buffer);
  let at = 0;
  const take = () => {
    const start = at + 4;
    at = start + view.getUint32(at, true);
    return Buffer.from(packet.subarray(start, at));
  };
  while (at < packet.length) found.set(String(take()), take());
  return found;
}

const sum = (packets, weigh) => packets.reduce((total, packet) => [...entries(packet)].reduce((n, entry) => n + weigh(...entry), total), 0);
const hasText = (value) => 'snb'.includes(String.fromCharCode(value[0]));

const { createClient } = await import(LIBRARY);
const client = createClient({ userPoolId: POOL, clientId: CLIENT, endpoint: ENDPOINT });
await client.ready();

test('a sign-in takes eight messages, each encoded and decoded once', async () => {
  for (const noted of [toGo, toPage, functions, timers]) noted.length = 0;
  wakeUps = encoded = decoded = 0;
  const step = await client.initiate({ username: 'alice', password: new TextEncoder('utf-8').encode(PASSWORD) });
  assert.equal(step.done, true);

  assert.deepEqual(functions, ['store', 'send', 'send', 'settle']);
  assert.equal(toPage.length, 4);
  assert.equal(toGo.length, 4);
  assert.equal(wakeUps, 4 + timers.length, 'Go is woken by messages alone, and by timers that it set');

  // No packet is in a packet: the password is the only value in bytes.
  for (const packet of [...toGo, ...toPage]) {
    for (const [path, value] of entries(packet)) {
      if (value[0] === 'x'.charCodeAt(0)) assert.equal(path, 'request\0password');
    }
  }
  // Nothing is encoded but what goes to Go: paths, tags and texts.
  assert.equal(encoded, sum(toGo, (path, value) => Buffer.byteLength(path) + (hasText(value) ? value.length : 1)));
  // Nothing is decoded but what comes from there: paths and texts.
  assert.equal(decoded, sum(toPage, (path, value) => Buffer.byteLength(path) + (hasText(value) ? value.length - 1 : 0)));
});
test('a program that rests does not keep Node', () => client.close());
