// JWTs taken apart for display. Verifying them is for the server that receives them.

import { h } from './dom';

type Json = Record<string, unknown>;

const meanings: Readonly<Record<string, string>> = {
  alg: 'How it is signed',
  kid: 'Which of the pool’s public keys verifies it',
  sub: 'The user’s id, which never changes',
  iss: 'Who issued it: the user pool',
  aud: 'For whom: the app client',
  client_id: 'For whom: the app client',
  token_use: 'Which of the tokens this is',
  scope: 'What it is good for',
  auth_time: 'When the user signed in',
  iat: 'When it was issued',
  exp: 'When it expires',
  event_id: 'The sign-in, in the pool’s logs',
  jti: 'This token’s id',
  origin_jti: 'The refresh token it belongs to',
  username: 'The user name',
  'cognito:username': 'The user name',
};

const times = new Set(['auth_time', 'iat', 'exp']);

/** Splits a JWT into header and claims. */
export function decode(jwt: string): { header: Json; claims: Json } {
  const [header, claims] = jwt.split('.').slice(0, 2).map((part) => {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))) as Json;
  });
  return { header: header ?? {}, claims: claims ?? {} };
}

/** The table of a token. */
export function table(name: string, use: string, jwt: string): HTMLElement {
  const { header, claims } = decode(jwt);
  return h('table', {}, h('caption', {}, h('strong', {}, name), h('span', { class: 'hint' }, use)),
    h('colgroup', {}, h('col', { class: 'names' }), h('col')), rows('Header', header), rows('Claims', claims));
}

const rows = (title: string, values: Json): HTMLElement => h('tbody', {},
  h('tr', {}, h('th', { scope: 'rowgroup', colspan: 2, class: 'group' }, title)),
  ...Object.entries(values).map(([name, value]) => h('tr', {},
    h('th', { scope: 'row' }, name),
    h('td', {}, h('span', { class: 'value' }, shown(name, value)), meanings[name] === undefined ? undefined : h('span', { class: 'hint' }, meanings[name])),
  )),
);

const shown = (name: string, value: unknown): string =>
  times.has(name) ? `${value} (${new Date(Number(value) * 1000).toLocaleTimeString()})` : typeof value === 'string' ? value : JSON.stringify(value);
