// One entry for each challenge that a person answers.

import type { Answer, ChallengeName, ChallengeStep } from '../src/api';
import type { Choice, Field, FormPart } from './form';

/** Where the user finds the code that a challenge wants. */
export type Source = 'SMS' | 'EMAIL' | 'AUTHENTICATOR';

export interface ChallengeView {
  title: string;
  lead(step: ChallengeStep): string;
  parts(step: ChallengeStep): FormPart[];
  submit: string;
  answer(values: Record<string, string>): Answer;
  source?: Source;
  /** Whether the form has the secret of a new authenticator above its fields. */
  secret?: boolean;
}

const codeField = (hint: string): Field => ({ name: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric', hint });

const code = (title: string, source: Source, lead: (step: ChallengeStep) => string, hint: string): ChallengeView => ({
  title, source, lead,
  parts: () => [codeField(hint)],
  submit: 'Confirm',
  answer: (values) => ({ code: (values.code ?? '').trim() }),
});

const sentTo = (step: ChallengeStep): string => step.delivery?.destination ?? 'the user';
const sms = (step: ChallengeStep): string => `Cognito sent a code by SMS to ${sentTo(step)}. Enter it.`;
const email = (step: ChallengeStep): string => `Cognito sent a code by email to ${sentTo(step)}. Enter it.`;

const passwordField: Field = { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', maxlength: 256 };

/** What can be chosen, in words. Cognito may offer more. */
const meanings: Readonly<Record<string, string>> = {
  PASSWORD_SRP: 'The password, proven and not sent',
  PASSWORD: 'The password, sent to Cognito',
  EMAIL_OTP: 'A code by email',
  SMS_OTP: 'A code by SMS',
  SMS_MFA: 'A code by SMS',
  SOFTWARE_TOKEN_MFA: 'A code from an authenticator',
  WEB_AUTHN: 'A passkey of this device',
};

const choice = (name: string, label: string, choices: readonly string[] = []): Choice =>
  ({ name, label, type: 'choice', options: choices.map((value) => [value, meanings[value] ?? '']) });

const attributePrefix = 'attribute-';

/** Standard attributes that have a better label than their name, and what browsers can fill in for them. */
const attributes: Readonly<Record<string, Omit<Field, 'name'>>> = {
  name: { label: 'Full name', type: 'text', autocomplete: 'name' },
  given_name: { label: 'First name', type: 'text', autocomplete: 'given-name' },
  family_name: { label: 'Last name', type: 'text', autocomplete: 'family-name' },
  email: { label: 'Email address', type: 'email', autocomplete: 'email' },
  phone_number: { label: 'Phone number', type: 'tel', autocomplete: 'tel', hint: 'With the country’s code, such as +12025550102' },
  birthdate: { label: 'Date of birth', type: 'date', autocomplete: 'bday' },
};

const password: ChallengeView = {
  title: 'Enter the password',
  lead: (step) => `Cognito wants the password of ${step.username}.`,
  parts: () => [passwordField],
  submit: 'Sign in',
  answer: (values) => ({ password: values.password ?? '' }),
};

export const challenges: Partial<Record<ChallengeName, ChallengeView>> = {
  SELECT_CHALLENGE: {
    title: 'Choose how to sign in',
    lead: (step) => `Cognito offers ${step.username} what the user pool allows and the user has.`,
    parts: (step) => [choice('choice', 'Sign in with', step.choices), { ...passwordField, when: { name: 'choice', values: ['PASSWORD_SRP', 'PASSWORD'] } }],
    submit: 'Go on',
    answer: (values) => ({ choice: values.choice ?? '', password: values.password }),
  },
  PASSWORD: password,
  PASSWORD_SRP: password,
  WEB_AUTHN: {
    title: 'Use your passkey',
    lead: (step) => `The browser asks ${step.username}’s device to sign Cognito’s challenge. The device asks for a finger, a face or a PIN; the key stays on it.`,
    parts: () => [],
    submit: 'Use a passkey',
    answer: () => ({}),
  },
  SELECT_MFA_TYPE: {
    title: 'Choose the second factor',
    lead: () => 'The password is right, and the user has more than one second factor.',
    parts: (step) => [choice('choice', 'Confirm with', step.choices)],
    submit: 'Go on',
    answer: (values) => ({ choice: values.choice ?? '' }),
  },
  SMS_MFA: code('Enter the code from the SMS', 'SMS', sms, 'Six digits'),
  SMS_OTP: code('Enter the code from the SMS', 'SMS', sms, 'The digits in the message'),
  EMAIL_OTP: code('Enter the code from the email', 'EMAIL', email, 'The digits in the message'),
  SOFTWARE_TOKEN_MFA: code('Enter the authenticator’s code', 'AUTHENTICATOR', (step) => {
    const device = step.parameters.FRIENDLY_DEVICE_NAME;
    return `Open the authenticator${device ? ` (“${device}”)` : ''} and enter the code that it shows now.`;
  }, 'Six digits, valid for thirty seconds'),
  MFA_SETUP: {
    title: 'Set up a second factor',
    lead: (step) => `The password is right. The user pool wants a second factor of everybody, and ${step.username} has none yet.`,
    parts: (step) => [
      choice('setup', 'Second factor', step.choices),
      { ...codeField('Six digits, valid for thirty seconds'), when: { name: 'setup', values: ['SOFTWARE_TOKEN_MFA'] } },
      { name: 'email', label: 'Email address', type: 'email', autocomplete: 'email', when: { name: 'setup', values: ['EMAIL_OTP'] } },
    ],
    submit: 'Set it up',
    answer: ({ setup, code: digits = '', email: address = '' }) =>
      (setup === 'EMAIL_OTP' ? { setup, email: address } : { setup: 'SOFTWARE_TOKEN_MFA', code: digits.trim(), deviceName: 'phone' }),
    source: 'AUTHENTICATOR',
    secret: true,
  },
  CUSTOM_CHALLENGE: {
    title: 'Answer the pool’s own challenge',
    lead: () => 'This user pool asks something of its own. What it says about it is below, in the developers’ view.',
    parts: () => [{ name: 'answer', label: 'Answer', type: 'text', autocomplete: 'off' }],
    submit: 'Answer',
    answer: (values) => ({ answer: values.answer ?? '' }),
  },
  NEW_PASSWORD_REQUIRED: {
    title: 'Choose a new password',
    lead: (step) => `The password was temporary. ${step.username} needs one that only ${step.username} knows.`,
    parts: (step) => [
      { name: 'newPassword', label: 'New password', type: 'password', autocomplete: 'new-password', hint: 'As the user pool’s policy wants it: usually eight characters with upper case, lower case, digit and symbol' },
      ...(step.requiredAttributes ?? []).map((name): Field => ({
        ...(attributes[name] ?? { label: name, type: 'text', autocomplete: 'off' }), name: attributePrefix + name,
      })),
    ],
    submit: 'Set the password',
    answer: ({ newPassword, ...rest }) => ({
      newPassword: newPassword ?? '',
      attributes: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name.slice(attributePrefix.length), value])),
    }),
  },
};
