// amazon-cognito-passwordless-auth as its users call it: it asks for codes through functions, which here are the steps.
import { Passwordless } from 'amazon-cognito-passwordless-auth';
import {
  confirmSignUp, getUser, getUserAttributeVerificationCode, handleAuthResponse, initiateAuth, revokeToken, setUserMFAPreference, signUp,
  updateUserAttributes, verifyUserAttribute,
} from 'amazon-cognito-passwordless-auth/cognito-api';
import { authenticateWithPlaintextPassword } from 'amazon-cognito-passwordless-auth/plaintext';
import { refreshTokens } from 'amazon-cognito-passwordless-auth/refresh';
import { authenticateWithSRP } from 'amazon-cognito-passwordless-auth/srp';

let tokens, next, give;

export const open = async ({ userPoolId, clientId, endpoint }) => {
  Passwordless.configure({ userPoolId, clientId, cognitoIdpEndpoint: endpoint });
};

const done = () => ({ done: true, username: tokens.username, accessToken: tokens.accessToken });
/** The next question, or the end of the sign-in. */
const step = () => new Promise((resolve, reject) => { next = { resolve, reject }; });
const ask = (challenge) => () => new Promise((resolve) => {
  give = resolve;
  next.resolve({ done: false, challenge });
});
const questions = {
  smsMfaCode: ask('SMS_MFA'),
  otpMfaCode: ask('SOFTWARE_TOKEN_MFA'),
  newPassword: ask('NEW_PASSWORD_REQUIRED'),
  customChallengeAnswer: ask('CUSTOM_CHALLENGE'),
};

export function begin({ flow = 'USER_SRP_AUTH', username, password }) {
  const first = step();
  const input = { username, password, ...questions, tokensCb: (got) => { tokens = got; } };
  const signedIn = flow === 'CUSTOM_AUTH' && !password ? customAuth(username)
    : flow === 'USER_PASSWORD_AUTH' ? authenticateWithPlaintextPassword(input).signedIn
      : authenticateWithSRP({ ...input, authflow: flow }).signedIn;
  signedIn.then(() => next.resolve(done()), (error) => next.reject(error));
  return first;
}

async function customAuth(username) {
  const authResponse = await initiateAuth({ authflow: 'CUSTOM_AUTH', authParameters: { USERNAME: username } });
  tokens = await handleAuthResponse({ authResponse, username, ...questions });
}

export function respond({ code, answer, newPassword }) {
  const following = step();
  give(code ?? answer ?? newPassword);
  return following;
}

export async function refresh() {
  tokens = { ...tokens, ...await refreshTokens({ tokens }) };
  return done();
}

const token = () => ({ accessToken: tokens.accessToken });
const nothing = () => null; // it does not tell where a code went

/** What users do with their accounts, by the operation that it comes to. */
export const account = {
  SignUp: ({ username, password, email }) => signUp({ username, password, userAttributes: [{ name: 'email', value: email }] }).then(nothing),
  ConfirmSignUp: ({ username, code }) => confirmSignUp({ username, confirmationCode: code }),
  'GetUser, attributes': ({ attribute }) => getUser(token()).then((user) => user.UserAttributes.find(({ Name }) => Name === attribute)?.Value ?? ''),
  'GetUser, MFA': () => getUser(token()).then(({ PreferredMfaSetting = 'none', UserMFASettingList = [] }) => `${PreferredMfaSetting} of ${UserMFASettingList}`),
  UpdateUserAttributes: ({ attributes }) =>
    updateUserAttributes({ ...token(), userAttributes: Object.entries(attributes).map(([name, value]) => ({ name, value })) }).then(nothing),
  GetUserAttributeVerificationCode: ({ attribute }) => getUserAttributeVerificationCode({ ...token(), attributeName: attribute }).then(nothing),
  VerifyUserAttribute: ({ attribute, code }) => verifyUserAttribute({ ...token(), attributeName: attribute, code }),
  SetUserMFAPreference: ({ method }) =>
    setUserMFAPreference({ ...token(), [method === 'SMS_MFA' ? 'smsMfaSettings' : 'softwareTokenMfaSettings']: { enabled: true, preferred: true } }),
  RevokeToken: () => revokeToken({ refreshToken: tokens.refreshToken }),
};
