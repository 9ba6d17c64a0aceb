// This project's own module, from the files that it ships, beside a script of the page.
let client;

export const open = async (pool) => {
  client = CognitoWasm.createClient(pool);
};

export const ready = () => client.ready();

export async function signIn({ username, password }) {
  const { tokens } = await client.initiate({ username, password });
  return () => tokens.accessToken;
}
