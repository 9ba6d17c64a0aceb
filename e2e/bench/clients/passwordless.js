// amazon-cognito-passwordless-auth as its users call it.
import { Passwordless } from 'amazon-cognito-passwordless-auth';
import { authenticateWithSRP } from 'amazon-cognito-passwordless-auth/srp';

export const open = async ({ userPoolId, clientId, endpoint }) => {
  Passwordless.configure({ userPoolId, clientId, cognitoIdpEndpoint: endpoint });
};

export async function signIn({ username, password }) {
  const { accessToken } = await authenticateWithSRP({ username, password }).signedIn;
  return () => accessToken;
}
