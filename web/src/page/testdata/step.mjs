// What step_test.go asks.

import { serve } from '../../../internal/tstest/serve.mjs';
import { stringify } from '../../data';
import { fromStep, resumeStep, toStep } from '../step';

const client = { userPoolId: 'eu-west-1_Example12', clientId: 'client' };

serve({
  /** Makes a step of what Go replied, saves it, and resumes it from what was saved and from the text of it. */
  saved(reply) {
    const step = toStep(reply);
    const saved = step.toJSON();
    return [saved, saved, JSON.stringify(saved)].map((form, i) => (i === 0 ? form : JSON.parse(stringify(fromStep(resumeStep(form, client))))));
  },
  resume({ value }) {
    const evaluated = new Function(`return (${value})`)();
    try {
      return { challenge: resumeStep(evaluated, client).challenge };
    } catch ({ code, message }) {
      return { code, message };
    }
  },
});
