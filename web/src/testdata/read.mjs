// What read_test.go asks.

import { serve } from '../../internal/tstest/serve.mjs';
import { stringify } from '../data';
import { decode, encode } from '../packet';
import { readWhole } from '../read';

/** Values are JavaScript, because JSON has no getters. What is read crosses a worker as a packet. */
serve({
  whole({ value, shape }) {
    const evaluated = new Function(`return (${value})`)();
    try {
      return { text: stringify(decode(encode(readWhole(evaluated, shape, 'input')))) };
    } catch ({ code, message }) {
      return { code, message };
    } finally {
      delete Object.prototype.polluted;
    }
  },
});
