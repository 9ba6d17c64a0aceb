// What the tests of this directory ask of the host.

import { serve } from '../../../internal/tstest/serve.mjs';
import { toError } from '../../error';
import { operations } from '../../operations';
import { decode, encode } from '../../packet';
import { Clock } from '../clock';
import { redact } from '../log';
import { secretsIn, shown } from '../secrets';
import { Transport } from '../transport';

const calls = new Map();

// Backoff is noted and not waited for, and random numbers are the highest, so that it can be told from other waits: those are whole numbers.
const { setTimeout, fetch } = globalThis;
const realRandom = Math.random;
const waits = [];
function hurry() {
  Math.random = () => 1 - 2 ** -20;
  globalThis.setTimeout = (f, ms = 0) => {
    if (ms % 1 === 0) return setTimeout(f, ms);
    waits.push(Math.round(ms));
    return setTimeout(f, 0);
  };
}
function dawdle() {
  Math.random = realRandom;
  globalThis.setTimeout = setTimeout;
}

/** Fetch functions of a page's that do not heed the signal. */
const fetches = {
  // No promise settles, whatever happens.
  deaf: () => new Promise(() => {}),
  // The request goes on.
  stubborn: (url, { signal, ...rest }) => fetch(url, rest),
};

const errorOf = (error) => ({
  code: error.code, message: error.message, operation: error.operation, status: error.status, requestId: error.requestId, retryable: error.retryable,
  cause: error.cause?.code, text: `${error}\n${JSON.stringify(error)}\n${error.stack}`,
});

/** One call. As in the host, the input has been a packet, and the reply is one. */
async function call({ name, endpoint, maxAttempts = 3, timeout = 60_000, operation, input, fast = false, logs = false, fetch: kind, aborted = false, measured = false, headers }) {
  if (fast) hurry(); else dawdle();
  waits.length = 0;
  globalThis.fetch = fetches[kind] ?? fetch;
  const entries = [];
  const log = logs ? (entry) => entries.push(entry) : undefined;
  const clock = new Clock();
  const transport = new Transport(endpoint, { maxAttempts, timeout, log, headers: headers && (async () => headers) }, clock);
  const controller = new AbortController();
  calls.set(name, controller);
  if (aborted) controller.abort();
  if (measured) globalThis.gc();
  const before = process.memoryUsage();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const packet = await transport.reply(operation, decode(encode(input ?? {})), controller.signal, (value) => ({ value }));
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const after = process.memoryUsage();
  const { value, error } = decode(packet);
  return {
    value, error: error && errorOf(toError(error)), waits: [...waits], ms, cpuMs: (user + system) / 1000, log: entries, ahead: clock.ahead,
    bytes: Math.max(0, after.rss - before.rss), packet: packet.length,
  };
}

serve({
  call,
  /** Two calls, one after the other: of the first is then seen what came after its end. */
  async callTwice(question) {
    const first = await call(question);
    return [first, await call(question)];
  },
  abort({ name }) { calls.get(name).abort(); },
  clock({ answers }) {
    const clock = new Clock();
    return answers.map(({ date, sent, answered }) => {
      clock.read(date, sent, answered);
      return clock.ahead;
    });
  },
  shown: ({ text, input }) => shown(text, secretsIn(input)) ?? null,
  redact: ({ operation, message, input }) => redact(operation, message, secretsIn(input, {}, true)),
  /** How often a call reads a member of its input. */
  async reads({ endpoint, operation, logs }) {
    let reads = 0;
    const input = { get AccessToken() { reads++; return 'a.b.c'; } };
    globalThis.fetch = fetch;
    const transport = new Transport(endpoint, { maxAttempts: 1, timeout: 60_000, log: logs ? () => {} : undefined }, new Clock());
    await transport.call(operation, input);
    return reads;
  },
  operations: () => Object.keys(operations),
});
