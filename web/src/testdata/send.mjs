// What send_test.go asks.

import { serve } from '../../internal/tstest/serve.mjs';
import { parse } from '../data';
import { Clock } from '../host/clock';
import { Transport } from '../host/transport';
import { sender } from '../page/sender';

serve({
  /** One call through a function that is JavaScript: it sees operation, input, options and `seen`, which is told too. */
  async call({ send, operation, input, timeout = 60_000, abortAfter = 0, srpOnly = false, admin, raw = false }) {
    const seen = [];
    const entries = [];
    const given = send && new Function('operation', 'input', 'options', 'seen', send);
    const transport = new Transport('', {
      maxAttempts: 3, timeout, log: (entry) => entries.push(entry), headers: undefined, srpOnly, admin,
      send: sender((...asked) => {
        seen.push({ operation: asked[0], input: asked[1], asked: asked.length });
        return given(...asked, seen);
      }),
    }, new Clock());
    const controller = new AbortController();
    if (abortAfter > 0) setTimeout(() => controller.abort(), abortAfter);
    const data = parse(JSON.stringify(input ?? {}));
    const made = await (raw ? transport.raw(operation, data, controller.signal) : transport.call(operation, data, controller.signal)).then(
      (value) => ({ value }),
      (error) => ({
        error: {
          code: error.code, message: error.message, operation: error.operation, status: error.status, requestId: error.requestId, retryable: error.retryable,
        },
      }),
    );
    return { ...made, seen, log: entries };
  },
});
