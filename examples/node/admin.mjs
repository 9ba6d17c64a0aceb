import * as aws from '@aws-sdk/client-cognito-identity-provider';
import { createClient } from 'cognito-wasm';

const sdk = new aws.CognitoIdentityProviderClient({ region: 'eu-west-1' });
const client = createClient({
  userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', admin: true,
  send: (operation, input, { signal }) => sdk.send(new aws[`${operation}Command`](input), { abortSignal: signal }),
});
const [username, password] = process.argv.slice(2);
const step = await client.initiate({ username, password });
console.log(step.done ? `signed in as ${step.username}` : step.challenge);
