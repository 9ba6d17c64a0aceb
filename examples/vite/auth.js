import { createClient } from 'cognito-wasm';

export const client = createClient({
  userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: 'http://localhost:9229', storage: 'local',
});

/** Calls back once the session is known, and at every change. Gives the way to stop. */
export function watch(changed) {
  const stop = client.subscribe(changed);
  client.session({ refresh: false }).then(changed, changed);
  return stop;
}

export async function signIn(form) {
  const step = await client.initiate({ username: form.get('username'), password: form.get('password') });
  if (!step.done) throw new Error(`Cognito asks for ${step.challenge}, which this page cannot answer yet.`);
}
