// amazon-cognito-identity-js as its users call it, with promises around its callbacks.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

let pool, user, challenge;

export const open = async ({ userPoolId, clientId, endpoint }) => {
  pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
};

/** Calls a method with this client's callbacks, and gives what the first of them was told. */
const settle = (call) => new Promise((resolve, reject) => {
  const asked = (name, choices) => {
    challenge = name;
    resolve({ done: false, challenge: name, choices });
  };
  call({
    onSuccess: (session) => resolve({ done: true, username: user.getUsername(), accessToken: session.getAccessToken().getJwtToken() }),
    onFailure: reject,
    newPasswordRequired: () => asked('NEW_PASSWORD_REQUIRED'),
    mfaRequired: (name) => asked(name),
    totpRequired: (name) => asked(name),
    customChallenge: () => asked('CUSTOM_CHALLENGE'),
    mfaSetup: (name) => asked(name),
    selectMFAType: (name, parameters) => asked(name, JSON.parse(parameters.MFAS_CAN_CHOOSE)),
    associateSecretCode: (secret) => resolve({ done: false, challenge: 'MFA_SETUP', secret }),
  });
});

export function begin({ flow = 'USER_SRP_AUTH', username, password }) {
  user = new CognitoUser({ Username: username, Pool: pool });
  user.setAuthenticationFlowType(flow);
  const details = new AuthenticationDetails({ Username: username, Password: password });
  return settle((callbacks) => flow === 'CUSTOM_AUTH' && !password ? user.initiateAuth(details, callbacks) : user.authenticateUser(details, callbacks));
}

export const respond = ({ code, choice, answer, setup, newPassword }) => settle((callbacks) => {
  if (newPassword) user.completeNewPasswordChallenge(newPassword, {}, callbacks);
  else if (answer) user.sendCustomChallengeAnswer(answer, callbacks);
  else if (choice) user.sendMFASelectionAnswer(choice, callbacks);
  else if (setup) user.associateSoftwareToken(callbacks);
  else if (challenge === 'MFA_SETUP') user.verifySoftwareToken(code, 'phone', callbacks);
  else user.sendMFACode(code, callbacks, challenge);
});

/** By REFRESH_TOKEN_AUTH. */
export const refresh = () => settle((callbacks) => user.getSession((error, session) =>
  error ? callbacks.onFailure(error) : user.refreshSession(session.getRefreshToken(), (failed, fresh) =>
    failed ? callbacks.onFailure(failed) : callbacks.onSuccess(fresh))));
