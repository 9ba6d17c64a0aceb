// The option srpOnly.

import { own } from '../data';
import { CognitoAuthError } from '../error';
import type { Data } from '../messages';

const flows = ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'];

/** Refuses a request that signs in with the password itself, or asks to. Every request comes by here, whoever has made it. */
export function refusePassword(operation: string, input: Data): void {
  const initiates = /^(Admin)?InitiateAuth$/.test(operation);
  if (!initiates && !/^(Admin)?RespondToAuthChallenge$/.test(operation)) return;
  const parameters: unknown = own(input, initiates ? 'AuthParameters' : 'ChallengeResponses');
  const parameter = (name: string): unknown => (typeof parameters === 'object' && parameters !== null ? own(parameters, name) : undefined);
  const challenge: unknown = own(input, 'ChallengeName');
  if (parameter('PASSWORD') !== undefined || flows.includes(own(input, 'AuthFlow')) || challenge === 'PASSWORD' ||
    parameter('PREFERRED_CHALLENGE') === 'PASSWORD' || (challenge === 'SELECT_CHALLENGE' && parameter('ANSWER') === 'PASSWORD')) {
    throw new CognitoAuthError('InvalidArgument', `srpOnly: expected a flow or an answer by SRP; this ${operation} is for the password itself`);
  }
}
