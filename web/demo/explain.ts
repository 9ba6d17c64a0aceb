// What the messages of a sign-in and of an account mean, in plain words.

import type { LogEntry } from '../src/api';
import { inWords } from './errors';
import { type Json, membersOf, messageOf, subjectOf } from './message';

/** One message: what it is for, and what its members mean. */
export interface Explanation {
  title: string;
  text: string;
  members: [name: string, meaning: string][];
}

/** One request and its answer. */
export interface Exchange {
  /** Operation and what it is about, in Cognito's names. */
  name: string;
  sent: Explanation;
  answered: Explanation;
}

type Texts = readonly [title: string, text: string];

const requests: Readonly<Record<string, Texts>> = {
  USER_SRP_AUTH: [
    'The sign-in opens, without the password',
    'The page sends the user name and one public number. The password stays in this browser, in this step and in the next.',
  ],
  USER_PASSWORD_AUTH: [
    'The password itself is sent',
    'In this flow the password leaves the page, and Cognito sees it. Only the encryption of the connection protects it on the way.',
  ],
  GetTokensFromRefreshToken: ['The refresh token is exchanged', 'It stands for the sign-in that it came from: neither password nor code is needed again.'],
  PASSWORD_VERIFIER: [
    'The password is proven, and still not sent',
    'From password, SALT and SRP_B the module derives the same key that Cognito derives from its verifier, and signs with it. ' +
      'The page was not asked: Cognito wants this answer within seconds.',
  ],
  NEW_PASSWORD_REQUIRED: [
    'The new password is set',
    'A new password has to be sent, because Cognito checks it against the pool’s policy. What Cognito needs for SRP it derives from it.',
  ],
  SMS_MFA: ['The code from the SMS', 'It shows that the user holds the phone.'],
  EMAIL_OTP: ['The code from the email', 'It shows that the user can read the mailbox.'],
  SMS_OTP: ['The code from the SMS', 'It shows that the user holds the phone, and takes the place of a password.'],
  SOFTWARE_TOKEN_MFA: ['The authenticator’s code', 'Cognito computes the same six digits from a shared secret and the time (RFC 6238).'],
  USER_AUTH: ['The sign-in opens with a question', 'The page sends the user name alone, and asks what this user can sign in with.'],
  SELECT_CHALLENGE: ['The user has chosen', 'Where it is the password, its first message goes along with the choice.'],
  SELECT_MFA_TYPE: ['The user has chosen', 'One second factor out of several.'],
  WEB_AUTHN: ['The passkey has signed', 'The device signed Cognito’s challenge for this origin alone: a page elsewhere gets nothing that is of use here.'],
  MFA_SETUP: ['The second factor is set up', 'The session shows that the new authenticator is right; an email address gets a code first.'],
  CUSTOM_CHALLENGE: ['The answer to the pool’s own challenge', 'A Lambda function of the pool decides about it.'],
  AssociateSoftwareToken: ['A secret for an authenticator', 'Cognito makes it, and the user’s app computes codes from it from now on.'],
  VerifySoftwareToken: ['The first code of the authenticator', 'It shows that app and Cognito share the secret and the time.'],
  StartWebAuthnRegistration: ['A passkey is asked for', 'The access token says for whom.'],
  CompleteWebAuthnRegistration: ['The public half of the passkey', 'The private half was made by the device and stays there.'],
  ConfirmDevice: ['This browser becomes a device of the user’s', 'The module makes a password for it, which nobody sees, and sends what verifies it.'],
  DEVICE_SRP_AUTH: ['The device begins to prove itself', 'It takes the place of the second factor, by the same key exchange as a password.'],
  DEVICE_PASSWORD_VERIFIER: ['The device’s password is proven', 'It never leaves this browser. The user was not asked.'],
  SignUp: ['An account is made', 'The password has to be sent here, because Cognito checks it against the pool’s policy.'],
  ConfirmSignUp: ['The account is confirmed', 'The code shows that the address is the user’s.'],
  ResendConfirmationCode: ['Another code for a new account', 'The one before is void.'],
  ForgotPassword: ['A new password is asked for', 'The page sends the name alone.'],
  ConfirmForgotPassword: ['The new password, with the code', 'The code takes the place of the old password.'],
  GetUser: ['Who is this?', 'The access token says for whom, and that the page may ask.'],
  GetUserAuthFactors: ['What can this user sign in with?', 'Asked with the access token.'],
  UpdateUserAttributes: ['What the user has changed', 'Only what is new is sent; an empty value deletes.'],
  GetUserAttributeVerificationCode: ['A code for an address', 'Whoever can read it there has the address.'],
  VerifyUserAttribute: ['The code comes back', 'It shows that the address is the user’s.'],
  ChangePassword: ['The password is changed', 'Old and new have to be sent: what Cognito needs for SRP it derives from the new one.'],
  SetUserMFAPreference: ['Which second factors are asked for', 'What is not named stays as it was.'],
  ListWebAuthnCredentials: ['Which passkeys are there?', 'Asked with the access token.'],
  DeleteWebAuthnCredential: ['A passkey is good no more', 'It stays on the device, and signs nobody in.'],
  ListDevices: ['Which devices are there?', 'Asked with the access token.'],
  UpdateDeviceStatus: ['Whether a device is remembered', 'A remembered device takes the place of the second factor.'],
  ForgetDevice: ['A device is forgotten', 'The next sign-in there is one from a new device.'],
  RevokeToken: ['The session ends at Cognito', 'The refresh token gets no new tokens from now on.'],
  GlobalSignOut: ['All sessions of the user end', 'Here, and on every other device.'],
};

const answers: Readonly<Record<string, Texts>> = {
  PASSWORD_VERIFIER: ['Cognito wants a proof', 'It sends its half of the key exchange. Nobody who listens can test passwords with what is sent here.'],
  NEW_PASSWORD_REQUIRED: ['The password is right, and temporary', 'An administrator set it. The user has to choose another one now.'],
  SMS_MFA: ['The password is right; a code is on its way', 'Cognito sent it by SMS, and shows the number masked.'],
  EMAIL_OTP: ['The password is right; a code is on its way', 'Cognito sent it by email, and shows the address masked.'],
  SMS_OTP: ['A code is on its way', 'Cognito sent it by SMS, and shows the number masked.'],
  SOFTWARE_TOKEN_MFA: ['The password is right; the authenticator is asked', 'Nothing is sent: the code is on the user’s own device.'],
  SELECT_CHALLENGE: ['Cognito offers a choice', 'It is what the user pool allows and the user has.'],
  SELECT_MFA_TYPE: ['The password is right; which second factor?', 'The user has more than one.'],
  WEB_AUTHN: ['Cognito wants a passkey’s signature', 'It sends a fresh challenge and the passkeys that it knows. The browser puts it before the user’s device.'],
  MFA_SETUP: ['The password is right; a second factor has to be set up', 'The user pool wants one of everybody.'],
  CUSTOM_CHALLENGE: ['The pool asks something of its own', 'Its Lambda functions say what, and what counts as an answer.'],
  AssociateSoftwareToken: ['Here it is', 'It is shown once, to the user alone.'],
  VerifySoftwareToken: ['The code is right', 'The session that comes along answers MFA_SETUP.'],
  StartWebAuthnRegistration: ['What the passkey shall be like', 'The browser hands it to the user’s device, which asks its user.'],
  CompleteWebAuthnRegistration: ['Cognito keeps the public key', 'The next sign-in by USER_AUTH can use it.'],
  ConfirmDevice: ['Cognito knows the device', 'Whether it is remembered is up to the pool, or to the user.'],
  DEVICE_SRP_AUTH: ['The password is right, and the device is known', 'It may prove itself, and nobody is asked for a code.'],
  DEVICE_PASSWORD_VERIFIER: ['Cognito wants a proof of the device', 'It sends its half of the key exchange.'],
  SignUp: ['The account waits for its confirmation', 'A code is on its way.'],
  ConfirmSignUp: ['Confirmed', 'The session that comes along signs the user in.'],
  ResendConfirmationCode: ['It is on its way', 'The address is masked.'],
  ForgotPassword: ['A code is on its way', 'The answer is the same for a name that nobody has.'],
  ConfirmForgotPassword: ['The password is changed', 'It signs in from now on.'],
  GetUser: ['What Cognito knows of the user', 'Attributes that the app client may read, and the second factors.'],
  GetUserAuthFactors: ['The user’s factors', 'For the first step of a sign-in, and for the second.'],
  UpdateUserAttributes: ['Saved', 'A new address gets a code, where the pool wants it proven.'],
  GetUserAttributeVerificationCode: ['It is on its way', 'The address is masked.'],
  VerifyUserAttribute: ['The address counts', 'Codes and new passwords may go there.'],
  ChangePassword: ['Changed', 'Sessions go on.'],
  SetUserMFAPreference: ['Set', 'The next sign-in asks accordingly.'],
  ListWebAuthnCredentials: ['The user’s passkeys', 'Their names and dates. The keys themselves are not told.'],
  DeleteWebAuthnCredential: ['Deleted', ''],
  ListDevices: ['The user’s devices', 'When each was used, and from where.'],
  UpdateDeviceStatus: ['Noted', ''],
  ForgetDevice: ['Forgotten', ''],
  RevokeToken: ['Revoked', 'Access tokens that are out there are good until they end, for who looks at their signature alone.'],
  GlobalSignOut: ['All tokens are revoked', 'Access tokens that are out there are good until they end, for who looks at their signature alone.'],
};

const signedIn: Texts = ['Signed in', 'Cognito issues the tokens. What the user has proven is not looked at again until they expire.'];

const members: Readonly<Record<string, string>> = {
  USERNAME: 'Who signs in.',
  PASSWORD: 'The password, as it was typed.',
  SRP_A: 'A = gᵃ mod N, with 3,072 bits. The secret a is random, was made for this sign-in alone, and never leaves the module.',
  SECRET_HASH: 'Shows that the app client’s secret is known.',
  PASSWORD_CLAIM_SIGNATURE: 'HMAC-SHA-256 over pool, user, secret block and time. Only somebody who knows the password gets to its key.',
  PASSWORD_CLAIM_SECRET_BLOCK: 'SECRET_BLOCK, handed back as it came.',
  TIMESTAMP: 'The time in UTC. It is part of what is signed.',
  NEW_PASSWORD: 'The new password, as it was typed.',
  SMS_MFA_CODE: 'The six digits that the user read.',
  EMAIL_OTP_CODE: 'The digits that the user read.',
  SOFTWARE_TOKEN_MFA_CODE: 'The six digits that the device shows.',
  SALT: 'Random, one per user. Hashed together with the password, so that equal passwords do not look equal.',
  SRP_B: 'B, Cognito’s half of the key exchange: from a random secret of its own, and from the verifier that it stores in place of a password.',
  SECRET_BLOCK: 'Cognito’s own notes on this sign-in, encrypted for itself.',
  USER_ID_FOR_SRP: 'The real user name. An email address or another alias will do for typing; the proof is made over this.',
  CODE_DELIVERY_DELIVERY_MEDIUM: 'How the code was sent.',
  CODE_DELIVERY_DESTINATION: 'Where to, masked.',
  SMS_OTP_CODE: 'The digits that the user read.',
  PREFERRED_CHALLENGE: 'What the page would like to begin with.',
  ANSWER: 'What the user chose or answered.',
  AvailableChallenges: 'What this user can begin with.',
  CREDENTIAL_REQUEST_OPTIONS: 'A random challenge, the relying party, and which passkeys count (Web Authentication).',
  CREDENTIAL: 'The signature, with what was signed: challenge, origin, and that the user was there.',
  CredentialCreationOptions: 'Algorithms, relying party and a random challenge (Web Authentication).',
  Credential: 'The new public key, signed for.',
  MFAS_CAN_SETUP: 'What the pool accepts as second factor.',
  MFAS_CAN_CHOOSE: 'The second factors of the user.',
  EMAIL: 'Where codes shall go from now on.',
  SecretCode: 'The secret that the authenticator computes codes from, in base32.',
  UserCode: 'The six digits that the app shows.',
  FriendlyDeviceName: 'What the user calls the authenticator.',
  Status: 'Whether the code was right.',
  FRIENDLY_DEVICE_NAME: 'What the user called the authenticator.',
  requiredAttributes: 'What the pool requires of every user and this one does not have.',
  userAttributes: 'What is known of the user already.',
  Session: 'A ticket for this step, valid once and for a few minutes.',
  AccessToken: 'For APIs: what its bearer may do.',
  IdToken: 'For the page: who the user is.',
  RefreshToken: 'Gets new tokens when these expire.',
  ExpiresIn: 'Lifetime of the access token, in seconds.',
  TokenType: 'How the token is used in a request.',
  NewDeviceMetadata: 'The device that Cognito tracks from now on.',
  DEVICE_KEY: 'Which device this is.',
  DeviceKey: 'Which device is meant.',
  DeviceName: 'What the device is called.',
  DeviceSecretVerifierConfig: 'What verifies the device’s password, which it is not.',
  UserConfirmationNecessary: 'Whether the user has to say that the device is theirs.',
  DeviceRememberedStatus: 'Whether it takes the place of a second factor.',
  Devices: 'The list.',
  Credentials: 'The list.',
  CredentialId: 'Which passkey is meant.',
  Username: 'Who is meant.',
  Password: 'The password, as it was typed.',
  PreviousPassword: 'The password until now.',
  ProposedPassword: 'The new password, as it was typed.',
  ConfirmationCode: 'The digits that the user read.',
  Code: 'The digits that the user read.',
  CodeDeliveryDetails: 'How the code was sent, and where to, masked.',
  CodeDeliveryDetailsList: 'How codes were sent, and where to, masked.',
  UserAttributes: 'Names and values.',
  AttributeName: 'Which address is meant.',
  UserConfirmed: 'Whether the account is good already.',
  UserSub: 'The user’s id, which never changes.',
  UserMFASettingList: 'Second factors that are on.',
  PreferredMfaSetting: 'The one that is asked for first.',
  ConfiguredUserAuthFactors: 'What this user can begin with, and whether an authenticator is set up.',
  SMSMfaSettings: 'Codes by SMS: on or off, preferred or not.',
  EmailMfaSettings: 'Codes by email: on or off, preferred or not.',
  SoftwareTokenMfaSettings: 'The authenticator: on or off, preferred or not.',
  Token: 'The refresh token.',
};

/** Explains an entry of the log. */
export function explain(entry: LogEntry): Exchange {
  const request = messageOf(entry.request);
  const about = subjectOf(request);
  return {
    name: `${entry.operation} ${about}`.trim(),
    sent: explanation(requests[about || entry.operation] ?? [about || entry.operation, ''], names(request)),
    answered: answer(entry),
  };
}

function answer(entry: LogEntry): Explanation {
  if (entry.code !== undefined) return explanation(['Not accepted', inWords(entry.code)], []);
  const response = messageOf(entry.response);
  const about = subjectOf(response) || entry.operation;
  const tokens = Object.keys(messageOf(response.AuthenticationResult)).length > 0;
  return explanation(tokens ? signedIn : answers[about] ?? [about, ''], names(response).filter((name) => name !== 'USERNAME'));
}

const names = (message: Json): string[] => membersOf(message).map(({ name }) => name);

const explanation = ([title, text]: Texts, names: string[]): Explanation => ({
  title, text,
  members: names.map((name) => [name, members[name] ?? attribute(name)]),
});

const attribute = (name: string): string => (name.startsWith('userAttributes.') ? 'An attribute of the user’s that was missing.' : '');
