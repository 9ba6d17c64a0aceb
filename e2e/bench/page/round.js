// One sign-in of which only the computation is timed. Runs in a page and in a worker.

async function post({ endpoint, clientId }, operation, message) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.' + operation },
    body: JSON.stringify({ ...message, ClientId: clientId }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${operation}: ${answer.__type}`);
  return answer;
}

/**
 * Signs in with signIn(pool, user, exchange), where exchange sends an operation, and gives the milliseconds from its
 * start to its second request, without the wait for the answer of the first. Cognito has checked the signature: without
 * tokens there is no figure.
 */
async function round(pool, user, signIn) {
  let computed = 0;
  let requests = 0;
  let since = performance.now();
  const answer = await signIn(pool, user, async (operation, message) => {
    if (++requests <= 2) computed += performance.now() - since;
    const reply = await post(pool, operation, message);
    since = performance.now();
    return reply;
  });
  if (requests !== 2 || !answer.AuthenticationResult?.AccessToken) throw new Error('no tokens after two requests');
  return computed;
}
