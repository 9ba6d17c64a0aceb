// The log of a client: every request and what came of it, of which it shows what this list names.

import { define, mapped } from '../data';
import { type Holds, shown } from './secrets';

const redacted = '[redacted]';

/** Cognito's have some thirty characters. */
const maxName = 256;

/** Members whose values are Cognito's own words, numbers or flags. No name of a user, address, code, token or session is among them. */
const visible = new Set([
  'AuthFlow', 'ChallengeName', 'CHALLENGE_NAME', 'PREFERRED_CHALLENGE', 'TIMESTAMP', 'AvailableChallenges',
  'MFAS_CAN_CHOOSE', 'MFAS_CAN_SETUP', 'requiredAttributes', 'CODE_DELIVERY_DELIVERY_MEDIUM',
  'TokenType', 'ExpiresIn', '__type', 'message', 'Message', 'code', 'Status', 'UserConfirmationNecessary',
  'Enabled', 'PreferredMfa', 'ConfiguredUserAuthFactors', 'PreferredMfaSetting', 'UserMFASettingList',
]);

/**
 * Copies a message of either direction without what is not to be seen. Names stay, because they tell which answer was sent, unless a
 * server has made one of a secret.
 */
export function redact(message: unknown, holds: Holds): unknown {
  const copy = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((element) => copy(element, name));
    if (typeof value === 'object' && value !== null) return copied(value);
    if (!visible.has(name)) return redacted;
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
