// What endpoint_test.go asks.

import { serve } from '../../internal/tstest/serve.mjs';
import { checkRegion, regional } from '../endpoint';

serve({
  regional({ region, fips, dualStack }) {
    try {
      checkRegion(region);
      return { endpoint: regional(region, fips, dualStack) };
    } catch ({ code, message }) {
      return { code, message };
    }
  },
});
