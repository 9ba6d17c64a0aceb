// The option send: another client, such as an AWS SDK's, that reaches Cognito in the place of the host's fetch.

import { bare, ordinary } from '../data';
import type { AskSend, Sent } from '../messages';
import { property, readAnswer } from '../read';

export type Send = (operation: string, input: unknown, options: { signal: AbortSignal }) => unknown;

/** Asks the page's function, whose answer may be anything. What the AWS SDKs for JavaScript add to answers and errors is $metadata. */
export const sender = (send: Send): AskSend => async (operation, input, signal) => {
  const sent: Sent = Object.create(null);
  let answer: unknown;
  try {
    answer = await send(operation, ordinary(input), bare({ signal }));
  } catch (error) {
    sent.name = textOf(error, 'name') ?? 'Error';
    sent.message = textOf(error, 'message') ?? '';
    describe(sent, error);
    return sent;
  }
  describe(sent, answer);
  try {
    sent.output = readAnswer(answer);
  } catch {
    // It is not told apart from what another server than Cognito might say.
  }
  return sent;
};

function describe(sent: Sent, thing: unknown): void {
  const metadata = memberOf(thing, '$metadata');
  const status = memberOf(metadata, 'httpStatusCode');
  if (Number.isInteger(status)) sent.status = status as number;
  const requestId = textOf(metadata, 'requestId');
  if (requestId !== undefined) sent.requestId = requestId;
}

const textOf = (thing: unknown, name: string): string | undefined => {
  const member = memberOf(thing, name);
  return typeof member === 'string' ? member.slice(0, mostText) : undefined;
};

function memberOf(thing: unknown, name: string): unknown {
  try {
    return typeof thing === 'object' && thing !== null ? property(thing, name, name) : undefined;
  } catch {
    return undefined;
  }
}

/** More than is shown of any text. */
const mostText = 20_000;
