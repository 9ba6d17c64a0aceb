// The log of a client: every request and what came of it, of which it shows what the table of operations names.

import { define, mapped } from '../data';
import { operations } from '../operations';
import { type Holds, shown } from './secrets';

const redacted = '[redacted]';

/** Cognito's have some thirty characters. */
const maxName = 256;

/** Members of an exception. */
const always = ['__type', 'message', 'Message', 'code'];

/**
 * Copies a message of either direction without what is not to be seen. Names stay, because they tell which answer was sent, unless a
 * server has made one of a secret.
 */
export function redact(operation: string, message: unknown, holds: Holds): unknown {
  const visible = [...always, ...(operations[operation.replace(/^Admin/, '')]?.shows ?? [])];
  const copy = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((element) => copy(element, name));
    if (typeof value === 'object' && value !== null) return copied(value);
    if (value === undefined) return undefined; // it is not sent
    if (!visible.includes(name)) return redacted;
    // A server may put anything there.
    return typeof value === 'string' ? (shown(value, holds) ?? redacted) : value;
  };
  const copied = (object: object): object => {
    const copies = mapped(object, copy);
    for (const name of Object.keys(copies)) {
      if (name.length <= maxName && !holds(name)) continue;
      delete copies[name];
      define(copies, redacted, redacted);
    }
    return copies;
  };
  return copied(message as object);
}
