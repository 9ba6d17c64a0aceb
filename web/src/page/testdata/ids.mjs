// What ids_test.go asks.

import { serve } from '../../../internal/tstest/serve.mjs';
import { checkIds } from '../ids';

serve({
  /** For each pair what is wrong with it, null where nothing is. */
  check: (pairs) => pairs.map(([userPoolId, clientId]) => {
    try {
      checkIds(userPoolId, clientId);
      return null;
    } catch ({ code, message }) {
      return `${code}: ${message}`;
    }
  }),
});
