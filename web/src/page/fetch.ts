// client.fetch: a request with the token of who is signed in, to where it may go.

import { bare } from '../data';
import { CognitoAuthError, invalid } from '../error';
import { isA, member, property } from '../read';
import { global } from '../realm';
import type { Keeper } from './keeper';
import type { Entry } from './session';

const kinds = { access: 'accessToken', id: 'idToken' } as const;

type Init = RequestInit & { token?: keyof typeof kinds };

/** Makes the request, and once more with new tokens where the resource has refused those that there were. */
export async function fetchWith(keeper: Keeper, origins: readonly string[] | undefined, input: string | URL | Request, init: Init | undefined): Promise<Response> {
  const given = (name: keyof Init): unknown => (init === undefined ? undefined : property(init, name, `init.${name}`));
  const kind = (given('token') ?? 'access') as keyof typeof kinds;
  if (!Object.hasOwn(kinds, kind)) throw invalid('init.token', 'access or id');
  const again = isA(input, Request) && input.body !== null && given('body') === undefined ? input.clone() : input;
  const isStream = isA(given('body'), global('ReadableStream'));
  const request = requestOf(input, init);
  checkOrigin(request.url, origins);
  const entry = await keeper.session(true);
  if (entry === undefined) throw signedOut('fetch');
  const response = await send(request, entry, kind);
  if (response.status !== 401 || isStream) return response;
  const renewed = await keeper.renewed(entry);
  if (renewed === undefined) return response;
  response.body?.cancel().catch(() => {});
  return send(requestOf(again, init), renewed, kind);
}

export const signedOut = (what: string): CognitoAuthError => new CognitoAuthError('SignedOut', `${what}: expected a user who is signed in`);

// Where another one may follow a redirect, the token would go along in some browsers: https://github.com/whatwg/fetch/issues/1544
const requestOf = (input: string | URL | Request, init: Init | undefined): Request =>
  new Request(new Request(input, init), bare({ redirect: 'error' }) as RequestInit);

function checkOrigin(url: string, origins: readonly string[] | undefined): void {
  const { origin } = new URL(url);
  const page: unknown = member(global('location'), 'origin');
  if (!(origins ?? (page === undefined ? [] : [page])).includes(origin)) {
    throw invalid('input', `an address of the page's origin or of one in the option fetchOrigins, not of ${origin}`);
  }
}

function send(request: Request, { tokens }: Entry, kind: keyof typeof kinds): Promise<Response> {
  const token = tokens[kinds[kind]];
  if (!token) throw new CognitoAuthError('InvalidArgument', `init.token: there is no ${kind} token in the session`);
  request.headers.set('authorization', `Bearer ${token}`);
  return fetch(request);
}
