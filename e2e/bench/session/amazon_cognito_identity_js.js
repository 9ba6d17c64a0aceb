// amazon-cognito-identity-js as a page calls it whose user has signed in.
import { CognitoUserPool } from 'amazon-cognito-identity-js';

let pool;

export const open = ({ userPoolId, clientId, endpoint }) => {
  pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
};

export const session = () => new Promise((resolve, reject) => {
  const user = pool.getCurrentUser();
  if (user === null) return resolve();
  user.getSession((error, session) => (error ? reject(error) : resolve(session.getAccessToken().getJwtToken())));
});
