// Ours as a page calls it whose user has signed in: a script of the page, beside cognito-wasm.js.
let client;
const Client = {
  open: (settings) => { client = CognitoWasm.createClient(settings); },
  session: async () => (await client.session())?.tokens.accessToken,
};
