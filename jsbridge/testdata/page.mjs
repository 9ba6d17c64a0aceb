// The page's half of FuzzPage: a line of hex is a packet, its answer what it means and the packet that is made of that.

import { createInterface } from 'node:readline';
import { decode, encode } from '../../web/src/packet';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const told = (_, value) => (value instanceof Uint8Array ? { $bytes: hex(value) } : value);

createInterface({ input: process.stdin }).on('line', (line) => {
  const answer = {};
  try {
    const value = decode(Uint8Array.from(Buffer.from(line, 'hex')));
    answer.value = JSON.parse(JSON.stringify(value, told)); // encode uses bytes up
    answer.packet = hex(encode(value));
  } catch (error) {
    answer.error = `${error}`;
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
