// amazon-cognito-identity-js as its users call it.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

let pool;

export const open = async ({ userPoolId, clientId, endpoint }) => {
  pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
};

export const signIn = ({ username, password }) => new Promise((resolve, reject) => {
  const user = new CognitoUser({ Username: username, Pool: pool });
  user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), {
    onSuccess: (session) => resolve(() => session.getAccessToken().getJwtToken()),
    onFailure: reject,
  });
});
