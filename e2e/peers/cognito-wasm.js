// This project's own module, from the files that it ships. Sign-up is not its part: a page does that itself.
let pool, client, step, request, session;

export const open = async (options) => {
  pool = options;
  client = await CognitoWasm.createClient(pool);
};

async function settle(next) {
  step = next;
  if (step.done) return { done: true, username: step.username, accessToken: step.tokens.accessToken };
  return step.challenge === 'WEB_AUTHN' ? settle(await client.respond(step, {})) : { done: false, challenge: step.challenge, choices: step.choices };
}

async function post(operation, message) {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.' + operation };
  const response = await fetch(pool.endpoint, { method: 'POST', headers, body: JSON.stringify({ ClientId: pool.clientId, ...message }) });
  return response.json();
}

export async function begin(wanted) {
  request = wanted;
  const { flow, username, password, preferred, email } = request;
  if (email) {
    session = (await post('SignUp', { Username: username, Password: password, UserAttributes: [{ Name: 'email', Value: email }] })).Session;
    return { done: false, challenge: 'CONFIRM_SIGN_UP' };
  }
  return settle(await client.initiate({ flow, username, password, preferredChallenge: preferred }));
}

export async function respond(answer) {
  const { username, email } = request;
  if (email) {
    const confirmed = await post('ConfirmSignUp', { Username: username, ConfirmationCode: answer.code, Session: session });
    return settle(await client.initiate({ flow: 'USER_AUTH', username, session: confirmed.Session }));
  }
  if (step.challenge === 'MFA_SETUP' && !answer.email) {
    if (answer.setup) return { done: false, challenge: step.challenge, secret: (await client.totpSecret(step)).secret };
    return settle(await client.respond(step, { setup: 'SOFTWARE_TOKEN_MFA', ...answer }));
  }
  return settle(await client.respond(step, answer));
}

export const refresh = async () => settle(await client.initiate({ flow: 'REFRESH_TOKEN_AUTH' }));

export async function registerPasskey() {
  await client.registerPasskey();
  return { done: true, accessToken: step.tokens.accessToken };
}
