// Every input that the element can show: what password managers and keyboards are told of it, and what it is called.

import { bare, own } from '../data';
import type { MessageId } from './messages/en';

/** What is said of an input. The tokens of `autocomplete` are those of https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
export interface Field {
  label: MessageId;
  autocomplete: string;
  /** Default: text. */
  type?: 'password' | 'email' | 'tel' | 'date' | 'url';
  inputmode?: 'numeric';
  /** Left to right in every language, and nothing that a keyboard may correct. */
  code?: true;
  hint?: MessageId;
}

/** What a user may sign in with: the attribute login-with. */
export const logins: Readonly<Record<string, Field>> = bare({
  username: { label: 'field.username', autocomplete: 'username webauthn', code: true },
  email: { label: 'field.email', autocomplete: 'username webauthn', type: 'email', code: true },
  phone: { label: 'field.phone', autocomplete: 'username webauthn', type: 'tel', code: true, hint: 'hint.phone' },
});

/** The inputs by their names, which the form has as well. The user name is in `logins`. */
export const fields = {
  username: logins.username!,
  password: { label: 'field.password', autocomplete: 'current-password', type: 'password' },
  'new-password': { label: 'field.newPassword', autocomplete: 'new-password', type: 'password' },
  code: { label: 'field.code', autocomplete: 'one-time-code', inputmode: 'numeric', code: true, hint: 'hint.code' },
  answer: { label: 'field.answer', autocomplete: 'off' },
  email: { label: 'field.email', autocomplete: 'email', type: 'email', code: true },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

/** What a standard attribute is: the token of its field, or more where that is not all. */
const standard: Readonly<Record<string, string | Partial<Field>>> = bare<Record<string, string | Partial<Field>>>({
  name: 'name', given_name: 'given-name', family_name: 'family-name', middle_name: 'additional-name', nickname: 'nickname',
  address: 'street-address', gender: 'sex', locale: 'language',
  birthdate: { autocomplete: 'bday', type: 'date' },
  website: { autocomplete: 'url', type: 'url', code: true },
  profile: { autocomplete: 'url', type: 'url', code: true },
  picture: { autocomplete: 'photo', type: 'url', code: true },
  email: fields.email,
  phone_number: { ...logins.phone, autocomplete: 'tel' },
});

/**
 * The field of an attribute: Cognito's standard ones are those of OpenID Connect. One of the pool's own, such as "custom:team", is called
 * by its name unless there are words for it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function attributeField(name: string): Field {
  const known = own(standard, name) ?? 'off';
  return { label: `field.attribute.${name}` as MessageId, ...(typeof known === 'string' ? { autocomplete: known } : known) };
}
