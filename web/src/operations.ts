// Cognito's operations that need no AWS signature, and what is done about each. Their types are in operations.gen.ts; a test holds both
// against the AWS SDK. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html

import { bare, own } from './data';
import type { Operations } from './operations.gen';

export type OperationName = keyof Operations;
/** What accompanies a call: who gives none of it in the input has that of the call's options, or the client's. */
type Accompanying = 'ClientMetadata' | 'AnalyticsMetadata' | 'UserContextData';

/** How an operation is treated. */
export interface Operation<Member = string> {
  /**
   * Who authorises a call: the app client, by ClientId; the user who is signed in, by AccessToken; or either the user or a Session, which
   * is then in the input. Absent: nobody, or a token of the input's own.
   */
  readonly by?: 'client' | 'token' | 'session';
  /** Members that have to be there, once what is known has been filled in. */
  readonly needs?: readonly Member[];
  /** Where the secret of an app client goes: itself, or its hash, which may be among the parameters. */
  readonly secret?: 'ClientSecret' | 'SecretHash' | 'AuthParameters' | 'ChallengeResponses';
  /** Whether DeviceKey is filled in, with that of the last sign-in. */
  readonly device?: true;
  readonly takes?: readonly (Accompanying & Member)[];
  /**
   * Whether a call that was not answered may be made again. Absent: it uses up something of which there is one, such as a session, a code,
   * or a device that is confirmed once; such a call is repeated only after an answer that says it was not done.
   */
  readonly repeatable?: true | ((input: Record<string, unknown>) => boolean);
  /** What it does to the session of who is signed in: ends it, gives it new tokens, or changes what its tokens say. */
  readonly session?: 'ends' | 'refreshes' | 'due';
  /** Members whose values a log may show, at any depth, beside an exception's. */
  readonly shows?: readonly string[];
  /** The members of a list that comes in pages: without limit and token in the input, all pages are asked for. */
  readonly pages?: { readonly list: string; readonly token: string; readonly limit: string };
  /** Members of the output that are times, at any depth: seconds since 1970 on the wire, and Dates for the page. */
  readonly dates?: readonly string[];
}

const everything = ['ClientMetadata', 'AnalyticsMetadata', 'UserContextData'] as const;
const delivery = ['AttributeName', 'DeliveryMedium'];
const factors = ['PreferredMfaSetting', 'UserMFASettingList'];
const tokens = ['TokenType', 'ExpiresIn'];
const challenge = [
  ...tokens, 'ChallengeName', 'MFAS_CAN_CHOOSE', 'MFAS_CAN_SETUP', 'requiredAttributes', 'CODE_DELIVERY_DELIVERY_MEDIUM',
];
const deviceDates = ['DeviceCreateDate', 'DeviceLastModifiedDate', 'DeviceLastAuthenticatedDate'];

const table: { readonly [K in OperationName]: Operation<keyof Operations[K]['input']> } = {
  SignUp: {
    by: 'client', needs: ['Username'], secret: 'SecretHash', takes: everything, shows: ['UserConfirmed', 'Name', ...delivery],
  },
  ConfirmSignUp: { by: 'client', needs: ['Username', 'ConfirmationCode'], secret: 'SecretHash', takes: everything },
  ResendConfirmationCode: { by: 'client', needs: ['Username'], secret: 'SecretHash', takes: everything, shows: delivery },
  ForgotPassword: { by: 'client', needs: ['Username'], secret: 'SecretHash', takes: everything, shows: delivery },
  ConfirmForgotPassword: { by: 'client', needs: ['Username', 'ConfirmationCode', 'Password'], secret: 'SecretHash', takes: everything },

  InitiateAuth: {
    by: 'client', needs: ['AuthFlow'], secret: 'AuthParameters', takes: everything,
    shows: ['AuthFlow', 'PREFERRED_CHALLENGE', 'AvailableChallenges', ...challenge],
    repeatable: (input) => own(input, 'Session') === undefined, // ConfirmSignUp's can be used once
  },
  RespondToAuthChallenge: {
    by: 'client', needs: ['ChallengeName'], secret: 'ChallengeResponses', takes: everything, shows: ['TIMESTAMP', ...challenge],
  },
  GetTokensFromRefreshToken: {
    by: 'client', needs: ['RefreshToken'], secret: 'ClientSecret', device: true, takes: ['ClientMetadata'], session: 'refreshes', shows: tokens,
  },
  RevokeToken: { by: 'client', needs: ['Token'], secret: 'ClientSecret', repeatable: true, session: 'ends' },
  GlobalSignOut: { by: 'token', session: 'ends' },

  GetUser: { by: 'token', repeatable: true, shows: ['Name', ...factors] },
  DeleteUser: { by: 'token', session: 'ends' },
  ChangePassword: { by: 'token', needs: ['ProposedPassword'] },
  UpdateUserAttributes: { by: 'token', needs: ['UserAttributes'], takes: ['ClientMetadata'], session: 'due', shows: ['Name', ...delivery] },
  DeleteUserAttributes: { by: 'token', needs: ['UserAttributeNames'], repeatable: true, session: 'due', shows: ['UserAttributeNames'] },
  GetUserAttributeVerificationCode: { by: 'token', needs: ['AttributeName'], takes: ['ClientMetadata'], shows: delivery },
  VerifyUserAttribute: { by: 'token', needs: ['AttributeName', 'Code'], session: 'due', shows: ['AttributeName'] },

  GetUserAuthFactors: { by: 'token', repeatable: true, shows: ['ConfiguredUserAuthFactors', ...factors] },
  SetUserMFAPreference: { by: 'token', repeatable: true, shows: ['Enabled', 'PreferredMfa'] },
  SetUserSettings: { by: 'token', needs: ['MFAOptions'], repeatable: true, shows: delivery },
  AssociateSoftwareToken: { by: 'session' },
  VerifySoftwareToken: { by: 'session', needs: ['UserCode'], shows: ['Status'] },

  ConfirmDevice: { by: 'token', needs: ['DeviceKey'], device: true, shows: ['UserConfirmationNecessary'] },
  GetDevice: { by: 'token', needs: ['DeviceKey'], device: true, repeatable: true, dates: deviceDates },
  ListDevices: { by: 'token', repeatable: true, pages: { list: 'Devices', token: 'PaginationToken', limit: 'Limit' }, dates: deviceDates },
  UpdateDeviceStatus: { by: 'token', needs: ['DeviceKey'], device: true, repeatable: true, shows: ['DeviceRememberedStatus'] },
  ForgetDevice: { by: 'token', needs: ['DeviceKey'], device: true },

  StartWebAuthnRegistration: { by: 'token' },
  CompleteWebAuthnRegistration: { by: 'token', needs: ['Credential'] },
  ListWebAuthnCredentials: {
    by: 'token', repeatable: true, pages: { list: 'Credentials', token: 'NextToken', limit: 'MaxResults' }, dates: ['CreatedAt'],
  },
  DeleteWebAuthnCredential: { by: 'token', needs: ['CredentialId'] },

  UpdateAuthEventFeedback: { needs: ['UserPoolId', 'Username', 'EventId', 'FeedbackToken', 'FeedbackValue'], shows: ['FeedbackValue'] },
};

/** The operations by their names, without prototypes. Of others nothing is known. */
export const operations: Record<string, Operation> = bare({});
for (const name of Object.keys(table) as OperationName[]) operations[name] = bare(table[name]);

/** Whether a call may be made again though nobody knows whether it was done. */
export function isRepeatable(operation: string, input: Record<string, unknown>): boolean {
  const repeatable = operations[operation]?.repeatable;
  return typeof repeatable === 'function' ? repeatable(input) : repeatable === true;
}
