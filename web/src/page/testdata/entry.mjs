// What entry_test.go asks.

import { serve } from '../../../internal/tstest/serve.mjs';
import { parse, stringify } from '../../data';
import { fromStored, toStored } from '../entry';

serve({
  /** Reads what a storage has. */
  read: ({ text }) => toStored(parse(text)) ?? null,
  /** Stores an entry and reads it again. */
  again: ({ value, short }) => toStored(parse(stringify(fromStored(value, short)))) ?? null,
});
