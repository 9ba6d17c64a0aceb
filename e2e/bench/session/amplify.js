// Amplify v6 as a page calls it whose user has signed in.
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';

export const open = ({ userPoolId, clientId, endpoint }) => Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
});

export const session = async () => (await fetchAuthSession()).tokens?.accessToken.toString();
