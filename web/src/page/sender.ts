// The option send: another client, such as an AWS SDK's, that reaches Cognito in the place of the host's fetch.

import { bare, ordinary } from '../data';
import type { AskSend } from '../messages';
import { member } from '../read';

/** Asks the page's function. host/sent.ts looks at what it gave. */
export const sender = (send: (...args: any[]) => unknown): AskSend => async (operation, input, signal) => {
  try {
    return bare({ answer: await send(operation, ordinary(input), bare({ signal })) });
  } catch (error) {
    return bare({ error: bare({ name: member(error, 'name'), message: member(error, 'message'), $metadata: member(error, '$metadata') }) });
  }
};
