import { createClient } from 'cognito-wasm';
import { useActionState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';

const client = createClient({
  userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: 'http://localhost:9229', storage: 'local',
});

function watch(changed) {
  const stop = client.subscribe(changed);
  client.session({ refresh: false }).then(changed, changed);
  return stop;
}

/** Undefined: not known yet. Null: nobody is signed in. */
const useSession = () => useSyncExternalStore(watch, () => client.snapshot());

async function signIn(_, form) {
  const username = form.get('username');
  try {
    const step = await client.initiate({ username, password: form.get('password') });
    return { username, problem: step.done ? '' : `Cognito asks for ${step.challenge}, which this page cannot answer yet.` };
  } catch (error) {
    return { username, problem: error.message };
  }
}

function SignIn() {
  const [{ username, problem }, action, pending] = useActionState(signIn, { username: '', problem: '' });
  return (
    <form action={action}>
      <label>User name <input name="username" autoComplete="username" defaultValue={username} required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button disabled={pending}>Sign in</button>
      <p role="alert">{problem}</p>
    </form>
  );
}

function App() {
  const session = useSession();
  if (session === undefined) return null;
  if (session === null) return <SignIn />;
  return <p><output>Hello {session.username}</output> <button onClick={() => client.signOut()}>Sign out</button></p>;
}

createRoot(document.querySelector('main')).render(<App />);
