// The worker in which our own mathematics runs, as it does in the module.
importScripts('wasm_exec.js', 'round.js', 'arithmetic.js');

const ready = (async () => {
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch('measure.wasm'), go.importObject);
  void go.run(instance);
})();

async function signIn({ userPoolId }, { username, password }, exchange) {
  const { ChallengeParameters: challenge } = await exchange('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: username, SRP_A: measure.ephemeral() },
  });
  const user = challenge.USER_ID_FOR_SRP;
  const [signature, timestamp] = measure.claim(userPoolId.split('_')[1], user, password, challenge.SALT, challenge.SRP_B, challenge.SECRET_BLOCK);
  return exchange('RespondToAuthChallenge', {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: user, PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK, TIMESTAMP: timestamp, PASSWORD_CLAIM_SIGNATURE: signature,
    },
  });
}

const functions = {
  load: () => true,
  round: (pool, user) => round(pool, user, signIn),
  arithmetic,
  leak: (subject, samples) => measure.leak(subject, samples),
};

onmessage = async ({ data: [name, ...args] }) => {
  try {
    await ready;
    postMessage({ value: await functions[name](...args) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
