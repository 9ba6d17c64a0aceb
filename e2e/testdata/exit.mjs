// Signs in and ends, with close() where the argument says so. Nothing of the library's may keep Node running.

const { LIBRARY, ENDPOINT, POOL, CLIENT } = process.env;
const { createClient } = await import(LIBRARY);
const client = createClient({ userPoolId: POOL, clientId: CLIENT, endpoint: ENDPOINT });
const step = await client.initiate({ username: 'alice', password: 'Local-Cognito-1' });
if (process.argv[2] === 'close') client.close();
console.log(step.done ? 'signed in' : step.challenge);
