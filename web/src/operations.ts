// What the transport has to know of Cognito's operations: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html

import { own } from './data';

/** How an operation is treated. */
export interface Operation {
  /**
   * Whether a call uses up something of which there is one: a session, a code, a device that is confirmed once. Such a call is
   * repeated only after an answer that says it was not done.
   */
  readonly spends: (input: Record<string, unknown>) => boolean;
  /** The member of an answer that has a page of a list. Without a page's NextToken or MaxResults, all pages are asked for. */
  readonly list?: string;
}

const always = (): boolean => true;
const never = (): boolean => false;

/** The operations that are sent today. One that is not here spends something, for all that is known. */
export const operations: Readonly<Record<string, Operation>> = {
  // A Session is ConfirmSignUp's and can be used once.
  InitiateAuth: { spends: (input) => own(input, 'Session') !== undefined },
  RespondToAuthChallenge: { spends: always },
  AssociateSoftwareToken: { spends: always },
  VerifySoftwareToken: { spends: always },
  ConfirmDevice: { spends: always },
  StartWebAuthnRegistration: { spends: always },
  CompleteWebAuthnRegistration: { spends: always },
  ListWebAuthnCredentials: { spends: never, list: 'Credentials' },
  DeleteWebAuthnCredential: { spends: always },
  GetUserAuthFactors: { spends: never },
  SetUserMFAPreference: { spends: never },
};
