// What packet_test.go asks. Bytes are {"$bytes": hex} in JSON.

import { serve } from '../../internal/tstest/serve.mjs';
import { decode, encode } from '../packet';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const revived = (_, value) => (typeof value?.$bytes === 'string' ? Uint8Array.from(Buffer.from(value.$bytes, 'hex')) : value);
const told = (_, value) => (value instanceof Uint8Array ? { $bytes: hex(value) } : value);

/** The error, where it is one of those that may be. */
function refusal(error) {
  if (error instanceof RangeError) return { refused: error.message };
  throw error;
}

serve({
  encode({ value }) {
    return hex(encode(JSON.parse(value, revived)));
  },
  decode({ packet }) {
    try {
      return { value: JSON.stringify(decode(Uint8Array.from(Buffer.from(packet, 'hex'))), told) };
    } catch (error) {
      return refusal(error);
    }
  },
  /** Encodes a value that is JavaScript. */
  encodeThis({ value, most }) {
    try {
      return { value: hex(encode(new Function(`return (${value})`)(), most ?? undefined)) };
    } catch (error) {
      return refusal(error);
    }
  },
});
