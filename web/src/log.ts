import type { LogEntry } from './api';
import { mapped } from './data';

const redacted = '[redacted]';

// The members that the API model marks sensitive, among those that the operations of a sign-in send or receive:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
const sensitive = new Set([
  'AccessToken', 'AuthParameters', 'ChallengeResponses', 'ClientId', 'IdToken', 'RefreshToken', 'SecretCode', 'SecretHash', 'Session',
  'UserCode', 'UserContextData', 'Username',
]);

/** Copies a message without what is sensitive. The names inside stay, because they tell which answer was sent. */
export function redact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return mapped(value, (member, name) => (sensitive.has(name) ? veil(member) : redact(member)));
}

const veil = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? mapped(value, () => redacted) : redacted;

export type Log = (entry: LogEntry) => void;
