// Programs that must not compile: each line below a @ts-expect-error is one, and is an error if it is none.

import { type AuthClient, type ChallengeStep, createClient, type Operation, type OperationMethods, preload, type Step } from 'cognito-wasm';

declare const client: AuthClient;
declare const step: Step;
declare const challenge: ChallengeStep;

// @ts-expect-error clientId is missing
void createClient({ userPoolId: 'eu-west-1_AbC123xyz' });
// @ts-expect-error there is no such storage
void createClient({ userPoolId: 'x', clientId: 'y', storage: 'disk' });
// @ts-expect-error a mistyped option
void createClient({ userPoolId: 'x', clientId: 'y', endPoint: 'http://localhost' });
// @ts-expect-error what is loaded already needs no preloading
void preload({ wasm: new ArrayBuffer(8) });
// @ts-expect-error there is no default for true
void createClient({ userPoolId: 'x', clientId: 'y', integrity: true });

// @ts-expect-error SRP needs a password
void client.initiate({ username: 'alice' });
// @ts-expect-error no such flow
void client.initiate({ flow: 'SRP_AUTH', username: 'alice', password: 'x' });
// @ts-expect-error no such preference
void client.initiate({ flow: 'USER_AUTH', username: 'alice', preferredChallenge: 'SMS_MFA' });
// @ts-expect-error a signal is no controller
void client.initiate({ username: 'alice', password: 'x' }, { signal: new AbortController() });

// @ts-expect-error whether it is done has to be asked first
void step.tokens;
// @ts-expect-error a step that is done is not answered
void client.respond(step, { code: '123456' });
if (step.done) {
  // @ts-expect-error
  void client.respond(step, { code: '123456' });
  // @ts-expect-error
  void step.challenge;
}
if (challenge.challenge === 'SMS_MFA') {
  // @ts-expect-error a code is asked for
  void client.respond(challenge, { choice: 'EMAIL_OTP' });
  // @ts-expect-error a code is a string
  void client.respond(challenge, { code: 123456 });
}
if (challenge.challenge === 'NEW_PASSWORD_REQUIRED') {
  // @ts-expect-error its name is newPassword
  void client.respond(challenge, { password: 'x' });
}
if (challenge.challenge === 'MFA_SETUP') {
  // @ts-expect-error an authenticator needs a code
  void client.respond(challenge, { setup: 'SOFTWARE_TOKEN_MFA' });
}
if (challenge.challenge === 'PASSWORD_VERIFIER') {
  // @ts-expect-error answered inside
  void client.respond(challenge, { answer: 'x' });
}
// @ts-expect-error no answer at all
void client.respond(challenge);
// @ts-expect-error no such challenge
challenge.challenge === 'SMS';
// @ts-expect-error steps are not written
challenge.parameters.USERNAME = 'mallory';

declare const methods: OperationMethods;
// @ts-expect-error no such operation
export type None = Operation<'AdminGetUser'>;
// @ts-expect-error who signs up?
void methods.signUp({ Password: 'x' });
// @ts-expect-error an input is needed
void methods.signUp();
// @ts-expect-error a mistyped member
void methods.signUp({ Username: 'alice', Passwort: 'x' });
// @ts-expect-error attributes are a list
void methods.updateUserAttributes({ UserAttributes: { email: 'alice@example.com' } });
// @ts-expect-error a time is a Date
void methods.getDevice().then((output): number | undefined => output.Device.DeviceCreateDate);

// @ts-expect-error it may be that nobody is signed in
void client.session().then((session) => session.username);
// @ts-expect-error there is no such refresh
void client.session({ refresh: 'now' });
// @ts-expect-error a change is no session
client.subscribe((session) => session.username);
// @ts-expect-error there is no such token
void client.fetch('/orders', { token: 'refresh' });

const isolated = createClient({ userPoolId: 'x', clientId: 'y', tokens: 'worker' });
// @ts-expect-error a worker keeps them
void isolated.session().then((session) => session?.tokens);
// @ts-expect-error a step has none either
void isolated.initiate({ username: 'alice', password: 'x' }).then((step) => step.done && step.tokens);
// @ts-expect-error nor an answer of Cognito's
void isolated.initiateAuth({ AuthFlow: 'USER_AUTH' }).then((output) => output.AuthenticationResult?.AccessToken);
// @ts-expect-error nor a change
isolated.subscribe((change) => change.session?.tokens);
// @ts-expect-error there is no such place
createClient({ userPoolId: 'x', clientId: 'y', tokens: 'frame' });
