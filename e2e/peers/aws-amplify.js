// Amplify v6 as its users call it. Its steps get the names that Cognito has for them.
import { Amplify } from 'aws-amplify';
import {
  associateWebAuthnCredential, autoSignIn, confirmSignIn, confirmSignUp, fetchAuthSession, getCurrentUser, signIn, signOut, signUp,
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

export async function registerPasskey() {
  await associateWebAuthnCredential();
  return { done: true, accessToken: await accessToken() };
}
