// What endpoint_test.go asks.

import { serve } from '../../../internal/tstest/serve.mjs';
import { regional } from '../endpoint';

serve({
  regional({ region, fips, dualStack }) {
    try {
      return { endpoint: regional(region, fips, dualStack) };
    } catch ({ code, message }) {
      return { code, message };
    }
  },
});
