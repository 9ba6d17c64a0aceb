// What vault_test.go asks.

import { serve } from '../../../internal/tstest/serve.mjs';
import { Vault } from '../vault';

let vault, earlier;

serve({
  /** Begins with a vault that has noted answers. */
  note: (answers) => {
    earlier = vault;
    vault = new Vault();
    for (const answer of answers) vault.note(answer);
  },
  more: (answers) => { for (const answer of answers) vault.note(answer); },
  hide: (values) => values.map((value) => vault.hide(value)),
  /** Each message with its tokens, or the code of the error. */
  reveal: (messages) => messages.map((message) => {
    try {
      vault.reveal(message);
      return message;
    } catch ({ code }) {
      return code;
    }
  }),
  /** What the vault before says of the same. */
  earlier: (message) => {
    try {
      earlier.reveal(message);
      return message;
    } catch ({ code }) {
      return code;
    }
  },
  trim: () => vault.trim(),
  forget: (handles) => vault.forget(handles),
  /** Whether objects with a class go through as they are. */
  whole: () => [new Date(0), new Uint8Array(2), new Map([[1, 2]]), new MessageChannel().port1].every((object) => vault.hide({ object }).object === object),
});
