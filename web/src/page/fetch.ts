// client.fetch: a request with the token of who is signed in, to where it may go.

import { bare } from '../data';
import { CognitoAuthError, invalid } from '../error';
import { isA, property } from '../read';
import { global } from '../realm';
import type { Keeper } from './keeper';
import type { Entry } from './session';

const kinds = { access: 'accessToken', id: 'idToken' } as const;

type Init = RequestInit & { token?: keyof typeof kinds };

/** Makes the request, and once more with new tokens where the resource has refused those that there were. */
export async function fetchWith(keeper: Keeper, origins: readonly string[], send: Send, input: string | URL | Request, init: Init | undefined): Promise<Response> {
  const given = (name: keyof Init): unknown => (init === undefined ? undefined : property(init, name, `init.${name}`));
  const kind = (given('token') ?? 'access') as keyof typeof kinds;
  if (!Object.hasOwn(kinds, kind)) throw invalid('init.token', 'access or id');
  const again = isA(input, Request) && input.body !== null && given('body') === undefined ? input.clone() : input;
  const stream = given('body');
  const isStream = isA<ReadableStream>(stream, global('ReadableStream'));
  // Browsers that cannot upload a stream send its name, "[object ReadableStream]".
  const streams = isStream && Object.hasOwn(Request.prototype, 'duplex');
  if (isStream && !isA(init, Request)) init = streams ? ({ duplex: 'half', ...init! } as Init) : { ...init!, body: await new Response(stream).blob() };
  const request = requestOf(input, init);
  checkOrigin(request.url, origins);
  const entry = await keeper.session(true);
  if (entry === undefined) throw signedOut('fetch');
  const response = await send(request, tokenOf(entry, kind), streams);
  if (response.status !== 401 || isStream) return response;
  const renewed = await keeper.renewed(entry);
  if (renewed === undefined) return response;
  response.body?.cancel().catch(() => {});
  return send(requestOf(again, init), tokenOf(renewed, kind), false);
}

export const signedOut = (what: string): CognitoAuthError => new CognitoAuthError('SignedOut', `${what}: expected a user who is signed in`);

// Where another one may follow a redirect, the token would go along in some browsers: https://github.com/whatwg/fetch/issues/1544
const requestOf = (input: string | URL | Request, init: Init | undefined): Request =>
  new Request(new Request(input, init), bare({ redirect: 'error' }) as RequestInit);

function checkOrigin(url: string, origins: readonly string[]): void {
  const { origin } = new URL(url);
  if (!origins.includes(origin)) {
    throw invalid('input', `an address of the page's origin or of one in the option fetchOrigins, not of ${origin}`);
  }
}

function tokenOf({ tokens }: Entry, kind: keyof typeof kinds): string {
  const token = tokens[kinds[kind]];
  if (!token) throw new CognitoAuthError('InvalidArgument', `init.token: there is no ${kind} token in the session`);
  return token;
}

/** Makes a request with a token. `streams` says whether its body is a stream. */
export type Send = (request: Request, token: string, streams: boolean) => Promise<Response>;

/** Makes it here, with a token that the page has. */
export const sendHere: Send = (request, token) => {
  request.headers.set('authorization', `Bearer ${token}`);
  return fetch(request);
};
