// amazon-cognito-identity-js as its users call it, with promises around its callbacks.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

let user, attributes;

const settle = (resolve, reject) => ({
  onSuccess: (session) => resolve({
    done: true,
    username: user.getUsername(),
    accessToken: session.getAccessToken().getJwtToken(),
    claims: session.getIdToken().payload,
    valid: session.isValid(),
  }),
  onFailure: (error) => resolve({ done: false, code: error.code ?? error.name, message: error.message }),
  newPasswordRequired: (userAttributes, requiredAttributes) => {
    attributes = userAttributes;
    resolve({ done: false, challenge: 'NEW_PASSWORD_REQUIRED', requiredAttributes });
  },
  mfaRequired: (challenge) => resolve({ done: false, challenge }),
  totpRequired: (challenge) => resolve({ done: false, challenge }),
});

/** Signs in with SRP, the flow this client uses by default. */
export function signIn({ userPoolId, clientId, endpoint }, username, password) {
  const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
  user = new CognitoUser({ Username: username, Pool: pool });
  return new Promise((resolve, reject) => user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), settle(resolve, reject)));
}

export const sendCode = (code, challenge) => new Promise((resolve, reject) => user.sendMFACode(code, settle(resolve, reject), challenge));

export const setPassword = (password) => new Promise((resolve, reject) => user.completeNewPasswordChallenge(password, {}, settle(resolve, reject)));

/** Refreshes the session, by REFRESH_TOKEN_AUTH. */
export const refresh = () => new Promise((resolve) => user.getSession((error, session) =>
  error ? resolve({ done: false, message: error.message }) : user.refreshSession(session.getRefreshToken(), (failed, fresh) =>
    resolve(failed ? { done: false, code: failed.code ?? failed.name, message: failed.message } : { done: true, valid: fresh.isValid() }))));
