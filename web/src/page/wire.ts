// InitiateAuth and RespondToAuthChallenge in Cognito's own shapes, as a page gives them.

import { CognitoAuthError, invalid } from '../error';

// The ADMIN flows need IAM credentials: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
const adminFlows = ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'];

/** Refuses what cannot be meant; flows and challenges that are newer than this pass. */
export function checkInput(operation: string, input: Record<string, any>): void {
  if (operation === 'RespondToAuthChallenge') {
    if (!input.ChallengeName) throw invalid('ChallengeName', "one of Cognito's challenges, such as SMS_MFA");
  } else if (!input.AuthFlow) throw invalid('AuthFlow', "one of Cognito's flows, such as USER_SRP_AUTH");
  else if (adminFlows.includes(input.AuthFlow)) {
    throw new CognitoAuthError('InvalidArgument', `flow: ${input.AuthFlow} is for servers: AdminInitiateAuth signs it with IAM credentials; in a page use USER_SRP_AUTH`);
  }
}
