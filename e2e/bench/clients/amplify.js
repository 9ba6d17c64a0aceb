// Amplify v6 as its users call it.
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn as amplifySignIn } from 'aws-amplify/auth';

export const open = async ({ userPoolId, clientId, endpoint }) => Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
});

export async function signIn({ username, password }) {
  await amplifySignIn({ username, password, options: { authFlowType: 'USER_SRP_AUTH' } });
  return async () => (await fetchAuthSession()).tokens?.accessToken.toString();
}
