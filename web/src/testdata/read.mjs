// What read_test.go asks.

import { serve } from '../../internal/tstest/serve.mjs';
import { stringify } from '../data';
import { decode, encode } from '../packet';
import { flag, list, number, readWhole, secret, text, texts } from '../read';

const readers = { flag, list, number, secret, text, texts };
const shapeOf = (names) => Object.fromEntries(Object.entries(names).map(([name, reader]) => [name, readers[reader] ?? shapeOf(reader)]));

/** Values are JavaScript, because JSON has no getters. What is read crosses a worker as a packet. */
serve({
  whole({ value, shape }) {
    const evaluated = new Function(`return (${value})`)();
    try {
      return { text: stringify(decode(encode(readWhole(evaluated, shapeOf(shape), 'input')))) };
    } catch ({ code, message }) {
      return { code, message };
    } finally {
      delete Object.prototype.polluted;
    }
  },
});
