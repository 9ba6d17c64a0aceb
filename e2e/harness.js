// In the page: a client in `client`, the last step in `step`, and outcomes that can be sent to the test.
var client, step;

// Makes a client and waits until it runs, so that whatever is wrong rejects.
async function openClient(options) {
  const opened = CognitoWasm.createClient(options);
  await opened.ready();
  return opened;
}

async function makeClient(options) {
  client = await openClient(options);
}

async function keep(promise) {
  return (step = await promise);
}

async function outcome(work) {
  let thrown = true; // and not rejected, so far
  try {
    const promise = work();
    thrown = false;
    const value = await promise;
    return { OK: true, Step: toStep(value), Value: value === undefined ? null : JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    return {
      OK: false, Thrown: thrown,
      Error: {
        Name: String(error?.name), Code: String(error?.code), Message: String(error?.message), Text: String(error),
        Operation: error?.operation ?? '', RequestID: error?.requestId ?? '', Status: error?.status ?? 0, Retryable: error?.retryable === true,
        IsCognitoAuthError: error instanceof CognitoWasm.CognitoAuthError && error instanceof Error,
        Challenge: error?.challenge ?? null, Enumerable: Object.keys(error ?? {}),
      },
    };
  }
}

function toStep(value) {
  if (typeof value?.done !== 'boolean') return {};
  const { done, username, challenge, session, parameters, delivery, requiredAttributes, userAttributes, tokens, choices, newDevice, storageError } = value;
  return {
    Done: done, Username: username, Challenge: challenge, Session: session, Parameters: parameters, Delivery: delivery,
    RequiredAttributes: requiredAttributes, UserAttributes: userAttributes, Choices: choices, StorageError: storageError?.code,
    NewDevice: newDevice && {
      Key: newDevice.key, UserConfirmationNecessary: newDevice.userConfirmationNecessary,
      Error: newDevice.error?.code, IsCognitoAuthError: newDevice.error instanceof CognitoWasm.CognitoAuthError,
    },
    Tokens: tokens && {
      AccessToken: tokens.accessToken, IDToken: tokens.idToken, RefreshToken: tokens.refreshToken, TokenType: tokens.tokenType,
      DeviceKey: tokens.deviceKey, ExpiresAt: tokens.expiresAt.toISOString(),
    },
  };
}

// Time, as far as pages ask for it: the test says how much has passed.
Date.now = ((now) => () => now() + Number(sessionStorage.getItem('ahead')))(Date.now);

// What a client's listeners have heard, in order.
var changes = [];

function listen(to = client) {
  return to.subscribe((change) => changes.push(change));
}

// Waits for something that comes by itself.
async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
