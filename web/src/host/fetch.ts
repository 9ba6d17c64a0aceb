// A request of the page's with a token that the page does not have: client.fetch with tokens: 'worker'.

import { bare } from '../data';
import { invalid } from '../error';
import type { Data, Fetching } from '../messages';

/** What has no body: https://fetch.spec.whatwg.org/#null-body-status */
const bodiless = [204, 205, 304];

/**
 * Makes the request, to one of the origins, and gives what came back; {} where nothing did. Its body comes by a port, chunk by chunk as it is asked
 * for by `true`: null is its end, undefined a failure. `false` from the page ends it.
 */
export async function fetchFor({ url, token, init, headers, body }: Fetching, origins: readonly string[], signal: AbortSignal): Promise<Data> {
  const { origin } = new URL(url);
  if (!origins.includes(origin)) throw invalid('input', `an address of the page's origin or of one in the option fetchOrigins, not of ${origin}`);
  let response: Response;
  try {
    const authorized = new Headers(headers);
    authorized.set('authorization', `Bearer ${token}`);
    response = await fetch(url, { ...init, headers: authorized, body, signal, redirect: 'error', duplex: 'half' } as RequestInit);
  } catch {
    return bare({});
  }
  const { status, statusText, redirected, body: stream } = response;
  const told: Data = bare({ status, statusText, redirected, url: response.url, headers: [...response.headers] });
  if (stream === null || bodiless.includes(status)) return told;
  const reader = stream.getReader();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data }) => {
    try {
      if (!data) return await reader.cancel();
      const { done, value } = await reader.read();
      if (done) port1.postMessage(null);
      else port1.postMessage(value, [value.buffer]);
    } catch {
      port1.postMessage(undefined);
    }
  };
  told.port = port2;
  return told;
}
