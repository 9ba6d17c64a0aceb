// The AWS SDK for JavaScript v3: the operations as they are. What a page adds is what the SDK does not have.
import * as sdk from '@aws-sdk/client-cognito-identity-provider';

let client, clientId, username, accessToken, refreshToken, session, challenge;

export const open = async ({ userPoolId, clientId: id, endpoint }) => {
  clientId = id;
  client = new sdk.CognitoIdentityProviderClient({ region: userPoolId.split('_')[0], endpoint });
};

/** Sends an operation by its name. */
export const send = (operation, input) => client.send(new sdk[operation + 'Command'](input));

/** The name of an exception, where it has become the SDK's type for it. */
export const exceptionOf = (error) => error instanceof (sdk[error.name] ?? Promise) ? error.name : `${error.name}, which is none of the SDK's types`;

async function settle(output) {
  if (output.AuthenticationResult) {
    ({ AccessToken: accessToken, RefreshToken: refreshToken = refreshToken } = output.AuthenticationResult);
    return { done: true, username, accessToken };
  }
  ({ Session: session, ChallengeName: challenge } = output);
  const { CREDENTIAL_REQUEST_OPTIONS: options, MFAS_CAN_CHOOSE: choices } = output.ChallengeParameters;
  if (challenge === 'WEB_AUTHN') {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
    return answers({ CREDENTIAL: JSON.stringify(await navigator.credentials.get({ publicKey })) });
  }
  return { done: false, challenge, choices: output.AvailableChallenges ?? (choices && JSON.parse(choices)) };
}

const initiate = async (AuthFlow, AuthParameters, Session) =>
  settle(await send('InitiateAuth', { AuthFlow, ClientId: clientId, AuthParameters, Session }));

const answers = async (ChallengeResponses) => settle(await send('RespondToAuthChallenge', {
  ChallengeName: challenge, ClientId: clientId, Session: session, ChallengeResponses: { USERNAME: username, ...ChallengeResponses },
}));

export async function begin({ flow = 'USER_PASSWORD_AUTH', username: name, password, preferred, email }) {
  username = name;
  if (email) {
    const signedUp = await send('SignUp', { ClientId: clientId, Username: name, Password: password, UserAttributes: [{ Name: 'email', Value: email }] });
    session = signedUp.Session;
    challenge = 'CONFIRM_SIGN_UP';
    return { done: false, challenge };
  }
  const parameters = { USERNAME: name, PASSWORD: password, PREFERRED_CHALLENGE: preferred };
  return initiate(flow, JSON.parse(JSON.stringify(parameters))); // without what is undefined
}

const codes = {
  SMS_MFA: 'SMS_MFA_CODE', SMS_OTP: 'SMS_OTP_CODE', EMAIL_OTP: 'EMAIL_OTP_CODE', SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
};

export async function respond({ code, choice, password, answer, setup, email, newPassword }) {
  if (challenge === 'CONFIRM_SIGN_UP') {
    const { Session } = await send('ConfirmSignUp', { ClientId: clientId, Username: username, ConfirmationCode: code, Session: session });
    return initiate('USER_AUTH', { USERNAME: username }, Session);
  }
  if (email) return answers({ EMAIL: email });
  if (setup) {
    const { SecretCode, Session } = await send('AssociateSoftwareToken', { Session: session });
    session = Session;
    return { done: false, challenge, secret: SecretCode };
  }
  if (challenge === 'MFA_SETUP') {
    ({ Session: session } = await send('VerifySoftwareToken', { Session: session, UserCode: code }));
    return answers({});
  }
  if (choice) return answers(password ? { ANSWER: choice, PASSWORD: password } : { ANSWER: choice });
  if (newPassword) return answers({ NEW_PASSWORD: newPassword });
  return answers(answer ? { ANSWER: answer } : { [codes[challenge]]: code });
}

export const refresh = () => initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken });

export async function registerPasskey() {
  const { CredentialCreationOptions } = await send('StartWebAuthnRegistration', { AccessToken: accessToken });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(CredentialCreationOptions);
  const credential = await navigator.credentials.create({ publicKey });
  await send('CompleteWebAuthnRegistration', { AccessToken: accessToken, Credential: credential.toJSON() });
  return { done: true, accessToken };
}
