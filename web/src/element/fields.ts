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
  optional?: true;
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

/**
 * Cognito's standard attributes, which are those of OpenID Connect.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const attributeFields: Readonly<Record<string, Field>> = bare({
  name: { label: 'field.attribute.name', autocomplete: 'name' },
  given_name: { label: 'field.attribute.given_name', autocomplete: 'given-name' },
  family_name: { label: 'field.attribute.family_name', autocomplete: 'family-name' },
  middle_name: { label: 'field.attribute.middle_name', autocomplete: 'additional-name' },
  nickname: { label: 'field.attribute.nickname', autocomplete: 'nickname' },
  preferred_username: { label: 'field.attribute.preferred_username', autocomplete: 'off' },
  email: fields.email,
  phone_number: { label: 'field.phone', autocomplete: 'tel', type: 'tel', code: true, hint: 'hint.phone' },
  birthdate: { label: 'field.attribute.birthdate', autocomplete: 'bday', type: 'date' },
  address: { label: 'field.attribute.address', autocomplete: 'street-address' },
  gender: { label: 'field.attribute.gender', autocomplete: 'sex' },
  website: { label: 'field.attribute.website', autocomplete: 'url', type: 'url', code: true },
  profile: { label: 'field.attribute.profile', autocomplete: 'url', type: 'url', code: true },
  picture: { label: 'field.attribute.picture', autocomplete: 'photo', type: 'url', code: true },
  locale: { label: 'field.attribute.locale', autocomplete: 'language' },
  zoneinfo: { label: 'field.attribute.zoneinfo', autocomplete: 'off' },
});

/** The field of any attribute. One of the pool's own, such as "custom:team", is called by its name unless there are words for it. */
export const attributeField = (name: string): Field =>
  own(attributeFields, name) ?? { label: `field.attribute.${name}` as MessageId, autocomplete: 'off' };
