// What the element can show. One renderer draws all of it (form.ts); what the buttons do is in flow.ts.

import type { ChallengeName, ChallengeStep } from '../api';
import { bare, own } from '../data';
import type { FieldName } from './fields';
import type { MessageId } from './messages/en';

/** A state of the form. */
export interface State {
  title: MessageId;
  /** What is said below the title, unless the step says more. */
  lead?: MessageId;
  /** Whether there is something to choose, by radio buttons. */
  choices?: true;
  fields?: readonly FieldName[];
  /** The text of the button that ends the state. */
  submit?: MessageId;
  links?: readonly LinkName[];
}

/** Whether the user is known in a state that does not ask who it is: the name goes along unseen, for password managers, and is shown. */
export const isNamed = ({ fields, links }: State): boolean => links !== undefined && !fields?.includes('username');

/** A further button. */
export interface Link {
  label: MessageId;
  /** Drawn like a button, below the first. */
  button?: true;
}

/** The further buttons. Those that have a condition are left out where `offers` of flow.ts says so. */
export const links = {
  passkey: { label: 'signIn.passkey', button: true },
  forgot: { label: 'forgot.link' },
  signUp: { label: 'signUp.link' },
  signIn: { label: 'signUp.signIn' },
  resend: { label: 'resend.button' },
  other: { label: 'other' },
  again: { label: 'again' },
  back: { label: 'back' },
  notNow: { label: 'notNow', button: true },
} as const satisfies Record<string, Link>;

export type LinkName = keyof typeof links;

export const states = {
  'sign-in': { title: 'signIn.title', fields: ['username', 'password'], submit: 'signIn.submit', links: ['passkey', 'forgot', 'signUp'] },
  identify: { title: 'signIn.title', fields: ['username'], submit: 'continue', links: ['passkey', 'forgot', 'signUp'] },
  choose: { title: 'choose.title', choices: true, fields: ['password'], submit: 'continue', links: ['again'] },
  password: { title: 'password.title', fields: ['password'], submit: 'signIn.submit', links: ['forgot', 'other', 'again'] },
  passkey: { title: 'passkey.title', lead: 'passkey.lead', submit: 'passkey.use', links: ['other', 'again'] },
  code: { title: 'code.title', fields: ['code'], submit: 'code.submit', links: ['resend', 'other', 'again'] },
  app: { title: 'code.title', lead: 'code.app', fields: ['code'], submit: 'code.submit', links: ['other', 'again'] },
  factor: { title: 'factor.title', choices: true, submit: 'continue', links: ['again'] },
  setup: { title: 'setup.title', choices: true, submit: 'continue', links: ['again'] },
  'setup-app': { title: 'setup.app.title', lead: 'setup.scan', fields: ['code'], submit: 'code.submit', links: ['other', 'again'] },
  'setup-email': { title: 'setup.email.title', lead: 'setup.email.lead', fields: ['email'], submit: 'setup.email.submit', links: ['other', 'again'] },
  'new-password': { title: 'newPassword.title', lead: 'newPassword.lead', fields: ['new-password'], submit: 'newPassword.submit', links: ['again'] },
  custom: { title: 'custom.title', lead: 'custom.lead', fields: ['answer'], submit: 'custom.submit', links: ['again'] },
  'sign-up': { title: 'signUp.title', fields: ['username', 'new-password'], submit: 'signUp.submit', links: ['signIn'] },
  confirm: { title: 'confirm.title', fields: ['code'], submit: 'confirm.submit', links: ['resend', 'again'] },
  forgot: { title: 'forgot.title', lead: 'forgot.lead', fields: ['username'], submit: 'forgot.submit', links: ['back'] },
  reset: { title: 'reset.title', lead: 'reset.sent', fields: ['code', 'new-password'], submit: 'reset.submit', links: ['resend', 'again'] },
  device: { title: 'device.title', lead: 'device.lead', submit: 'device.yes', links: ['notNow'] },
  offer: { title: 'passkey.offer.title', lead: 'passkey.offer.lead', submit: 'passkey.offer.yes', links: ['notNow'] },
  failed: { title: 'failed.title', submit: 'retry' },
} as const satisfies Record<string, State>;

/** A state that has a form. */
export type StateName = keyof typeof states;

/** The challenges that a user answers. The others are answered by the client itself. */
const ofChallenge: Readonly<Partial<Record<ChallengeName, StateName>>> = bare<Partial<Record<ChallengeName, StateName>>>({
  SELECT_CHALLENGE: 'choose', PASSWORD: 'password', PASSWORD_SRP: 'password', WEB_AUTHN: 'passkey',
  EMAIL_OTP: 'code', SMS_OTP: 'code', SMS_MFA: 'code', SOFTWARE_TOKEN_MFA: 'app', SELECT_MFA_TYPE: 'factor', MFA_SETUP: 'setup',
  NEW_PASSWORD_REQUIRED: 'new-password', CUSTOM_CHALLENGE: 'custom',
});

/** What can be set up during a sign-in. A number for SMS has to be there before: Cognito takes none then. */
const setups: Readonly<Record<string, StateName>> = bare<Record<string, StateName>>({ SOFTWARE_TOKEN_MFA: 'setup-app', EMAIL_OTP: 'setup-email' });

/** The state in which a factor is set up, undefined where there is none. */
export const setupState = (factor: string): StateName | undefined => own(setups, factor);

/** What the user chooses from. A password is one choice, and proven by SRP where that is allowed. */
export function choicesOf(step: ChallengeStep): readonly string[] {
  const given = step.choices ?? [];
  if (step.challenge === 'MFA_SETUP') return given.filter(setupState);
  return given.filter((name) => name !== 'PASSWORD' || !given.includes('PASSWORD_SRP'));
}

/** Whether a choice is that of a password. */
export const isPassword = (choice: string | undefined): boolean => choice === 'PASSWORD' || choice === 'PASSWORD_SRP';

/** The state of a step, undefined for a challenge that the element does not know. One choice is none. */
export function stateOf(step: ChallengeStep): StateName | undefined {
  const choices = choicesOf(step);
  if (step.challenge === 'SELECT_CHALLENGE' && choices.length === 1 && isPassword(choices[0])) return 'password';
  if (step.challenge === 'MFA_SETUP' && choices.length < 2) return choices.length === 1 ? setupState(choices[0]!) : undefined;
  return own(ofChallenge, step.challenge);
}
