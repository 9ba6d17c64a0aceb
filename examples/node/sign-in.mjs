import { createClient } from 'cognito-wasm';

const [username, password] = process.argv.slice(2);
const client = createClient({ userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: 'http://localhost:9229' });
try {
  const step = await client.initiate({ username, password });
  console.log(step.done ? `Signed in as ${step.username}` : `Cognito asks for ${step.challenge}: answer with client.respond`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  client.close();
}
