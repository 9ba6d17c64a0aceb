// One entry for each challenge that a person answers.

import type { Answer, ChallengeName, ChallengeStep } from '../src/api';
import type { Field } from './form';

/** Where the user finds the code that a challenge wants. */
export type Source = 'SMS' | 'EMAIL' | 'AUTHENTICATOR';

export interface ChallengeView {
  title: string;
  lead(step: ChallengeStep): string;
  fields(step: ChallengeStep): Field[];
  submit: string;
  answer(values: Record<string, string>): Answer;
  source?: Source;
}

const codeField = (hint: string): Field => ({ name: 'code', label: 'Code', type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric', hint });

const code = (title: string, source: Source, lead: (step: ChallengeStep) => string, hint: string): ChallengeView => ({
  title, source, lead,
  fields: () => [codeField(hint)],
  submit: 'Confirm',
  answer: (values) => ({ code: (values.code ?? '').trim() }),
});

const sentTo = (step: ChallengeStep): string => step.delivery?.destination ?? 'the user';

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

export const challenges: Partial<Record<ChallengeName, ChallengeView>> = {
  SMS_MFA: code('Enter the code from the SMS', 'SMS', (step) => `Cognito sent a code by SMS to ${sentTo(step)}. Enter it.`, 'Six digits'),
  EMAIL_OTP: code('Enter the code from the email', 'EMAIL', (step) => `Cognito sent a code by email to ${sentTo(step)}. Enter it.`, 'The digits in the message'),
  SOFTWARE_TOKEN_MFA: code('Enter the authenticator’s code', 'AUTHENTICATOR', (step) => {
    const device = step.parameters.FRIENDLY_DEVICE_NAME;
    return `Open the authenticator${device ? ` (“${device}”)` : ''} and enter the code that it shows now.`;
  }, 'Six digits, valid for thirty seconds'),
  NEW_PASSWORD_REQUIRED: {
    title: 'Choose a new password',
    lead: (step) => `The password was temporary. ${step.username} needs one that only ${step.username} knows.`,
    fields: (step) => [
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
