// What operations_test.go asks.

import { serve } from '../../internal/tstest/serve.mjs';
import { isRepeatable, operations } from '../operations';
import { operationInput } from '../page/shapes';

serve({
  table: () => operations,
  isRepeatable: ({ operation, input }) => isRepeatable(operation, input),
  inputs: () => Object.keys(operationInput),
});
