// Amplify v6 as its users call it. Its steps get the names that Cognito has for them.
import { Amplify } from 'aws-amplify';
import {
  associateWebAuthnCredential, autoSignIn, confirmResetPassword, confirmSignIn, confirmSignUp, confirmUserAttribute, deleteUser,
  deleteUserAttributes, fetchAuthSession, fetchDevices, fetchMFAPreference, fetchUserAttributes, forgetDevice, getCurrentUser, rememberDevice,
  resendSignUpCode, resetPassword, sendUserAttributeVerificationCode, setUpTOTP, signIn, signOut, signUp, updateMFAPreference, updatePassword,
  updateUserAttributes, verifyTOTPSetup,
} from 'aws-amplify/auth';

let request, step, signedIn;

export const open = async ({ userPoolId, clientId, endpoint }) => Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
});

const choices = { SMS: 'SMS_MFA', TOTP: 'SOFTWARE_TOKEN_MFA', EMAIL: 'EMAIL_OTP' };
const words = Object.fromEntries(Object.entries(choices).map(([word, name]) => [name, word]));
const challenges = {
  CONFIRM_SIGN_IN_WITH_EMAIL_CODE: 'EMAIL_OTP',
  CONFIRM_SIGN_IN_WITH_TOTP_CODE: 'SOFTWARE_TOKEN_MFA',
  CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE: 'CUSTOM_CHALLENGE',
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: 'NEW_PASSWORD_REQUIRED',
  CONTINUE_SIGN_IN_WITH_MFA_SELECTION: 'SELECT_MFA_TYPE',
  CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION: 'MFA_SETUP',
  CONTINUE_SIGN_IN_WITH_TOTP_SETUP: 'MFA_SETUP',
  CONTINUE_SIGN_IN_WITH_EMAIL_SETUP: 'MFA_SETUP',
  CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: 'SELECT_CHALLENGE',
};

async function settle({ isSignedIn, nextStep }) {
  step = nextStep;
  signedIn = isSignedIn;
  if (isSignedIn) return { done: true, username: (await getCurrentUser()).username, accessToken: await accessToken() };
  const sms = request.flow === 'USER_AUTH' ? 'SMS_OTP' : 'SMS_MFA'; // one name for both
  return {
    done: false,
    challenge: step.signInStep === 'CONFIRM_SIGN_IN_WITH_SMS_CODE' ? sms : challenges[step.signInStep] ?? step.signInStep,
    choices: step.availableChallenges ?? step.allowedMFATypes?.map((type) => choices[type]),
    secret: step.totpSetupDetails?.sharedSecret,
  };
}

const accessToken = async (options) => (await fetchAuthSession(options)).tokens?.accessToken.toString();

export async function begin(wanted) {
  if (signedIn) await signOut(); // a second sign-in is refused otherwise
  request = wanted;
  const { flow, username, password, preferred, email } = request;
  if (email) {
    const { nextStep } = await signUp({ username, password, options: { userAttributes: { email }, autoSignIn: { authFlowType: 'USER_AUTH' } } });
    return { done: false, challenge: nextStep.signUpStep };
  }
  const custom = password ? 'CUSTOM_WITH_SRP' : 'CUSTOM_WITHOUT_SRP';
  return settle(await signIn({ username, password, options: { authFlowType: flow === 'CUSTOM_AUTH' ? custom : flow, preferredChallenge: preferred } }));
}

export async function respond({ code, choice, password, answer, setup, email, newPassword }) {
  if (request.email) {
    await confirmSignUp({ username: request.username, confirmationCode: code });
    return settle(await autoSignIn());
  }
  const selects = step.signInStep === 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION';
  if (step.signInStep === 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION' || choice) {
    const next = await settle(await confirmSignIn({ challengeResponse: setup ? words[setup] : selects ? words[choice] : choice }));
    if (!password && !email) return next;
  }
  return settle(await confirmSignIn({ challengeResponse: code ?? password ?? answer ?? email ?? newPassword }));
}

export const refresh = async () => ({ done: true, username: (await getCurrentUser()).username, accessToken: await accessToken({ forceRefresh: true }) });

/** Who is signed in for a page that opens, with a token that is refreshed on request. */
export async function found(forceRefresh = false) {
  const { tokens } = await fetchAuthSession({ forceRefresh });
  signedIn = tokens !== undefined;
  return signedIn ? (await getCurrentUser()).username : '';
}

export async function registerPasskey() {
  await associateWebAuthnCredential();
  return { done: true, accessToken: await accessToken() };
}

const delivery = ({ attributeName, deliveryMedium, destination }) => `${attributeName} ${deliveryMedium} ${destination}`;

/** What users do with their accounts, by the operation that it comes to. */
export const account = {
  SignUp: ({ username, password, email }) => signUp({ username, password, options: { userAttributes: { email }, autoSignIn: true } })
    .then(({ nextStep }) => delivery(nextStep.codeDeliveryDetails)),
  ResendConfirmationCode: ({ username }) => resendSignUpCode({ username }).then(delivery),
  ConfirmSignUp: ({ username, code }) => confirmSignUp({ username, confirmationCode: code }),
  'USER_SRP_AUTH by itself after ConfirmSignUp': async () => {
    ({ isSignedIn: signedIn } = await autoSignIn());
    return accessToken();
  },
  ForgotPassword: ({ username }) => resetPassword({ username }).then(({ nextStep }) => delivery(nextStep.codeDeliveryDetails)),
  ConfirmForgotPassword: ({ username, code, password }) => confirmResetPassword({ username, confirmationCode: code, newPassword: password }),
  ChangePassword: ({ previous, password }) => updatePassword({ oldPassword: previous, newPassword: password }),

  'GetUser, attributes': ({ attribute }) => fetchUserAttributes().then((attributes) => attributes[attribute] ?? ''),
  'GetUser, MFA': () => fetchMFAPreference().then(({ preferred, enabled = [] }) => `${choices[preferred] ?? 'none'} of ${enabled.map((word) => choices[word])}`),
  UpdateUserAttributes: ({ attributes }) => updateUserAttributes({ userAttributes: attributes }).then((output) => Object.values(output)
    .filter(({ nextStep }) => nextStep.updateAttributeStep === 'CONFIRM_ATTRIBUTE_WITH_CODE').map(({ nextStep }) => delivery(nextStep.codeDeliveryDetails))),
  GetUserAttributeVerificationCode: ({ attribute }) => sendUserAttributeVerificationCode({ userAttributeKey: attribute }).then(delivery),
  VerifyUserAttribute: ({ attribute, code }) => confirmUserAttribute({ userAttributeKey: attribute, confirmationCode: code }),
  DeleteUserAttributes: ({ attribute }) => deleteUserAttributes({ userAttributeKeys: [attribute] }),

  AssociateSoftwareToken: () => setUpTOTP().then(({ sharedSecret }) => sharedSecret),
  VerifySoftwareToken: ({ code }) => verifyTOTPSetup({ code }),
  SetUserMFAPreference: ({ method }) => updateMFAPreference({ [words[method].toLowerCase()]: 'PREFERRED' }),

  'UpdateDeviceStatus, remembered': () => rememberDevice(),
  ListDevices: () => fetchDevices().then((devices) => devices.map(({ id, attributes }) => `${id} ${attributes['dev:device_remembered_status']}`)),
  'ForgetDevice, this one': () => forgetDevice(),
  'ForgetDevice, another': ({ key }) => forgetDevice({ device: { id: key } }),

  GlobalSignOut: () => signOut({ global: true }),
  RevokeToken: () => signOut(),
  DeleteUser: () => deleteUser(),
};
