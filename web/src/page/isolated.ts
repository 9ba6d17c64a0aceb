// client.fetch with tokens: 'worker': a request that the worker makes (host/fetch.ts), and its response.

import { bare, define } from '../data';
import type { CognitoAuthError } from '../error';
import type { Data, Fetching } from '../messages';

const members = ['method', 'credentials', 'mode', 'cache', 'referrer', 'referrerPolicy', 'integrity', 'keepalive'] as const;

/** What the worker has to know of a request. A body is a Blob, which costs no copy, unless it is a stream. */
export async function partsOf(request: Request, token: string, streams: boolean): Promise<Fetching> {
  const init: Data = bare({});
  for (const name of members) init[name] = request[name];
  const body = streams ? request.body! : await request.blob();
  return bare({ url: request.url, token, init, headers: [...request.headers], body: (body as Blob).size === 0 ? undefined : body });
}

/** Makes the response of what the worker tells of it. Its body ends with the signal, and with the worker. */
export function responseOf({ status, statusText, headers, url, redirected, port }: Data, signal: AbortSignal, over: Promise<CognitoAuthError>): Response {
  if (status === undefined) throw new TypeError('the request failed: no answer, a redirect, or no CORS headers');
  const start = (controller: ReadableStreamDefaultController): void => {
    const fail = (error: unknown): void => {
      controller.error(error);
      cancel();
    };
    (port as MessagePort).onmessage = ({ data }) => {
      if (data) return controller.enqueue(data);
      if (data === null) controller.close();
      else controller.error(new TypeError('the answer broke off'));
      port.close();
    };
    signal.addEventListener('abort', () => fail(signal.reason));
    void over.then(fail);
  };
  const cancel = (): void => {
    port.postMessage(false);
    port.close();
  };
  const source = { start, pull: () => port.postMessage(true), cancel };
  const response = new Response(port ? new ReadableStream(bare(source), bare({ highWaterMark: 0 })) : null, bare({ status, statusText, headers }));
  define(response, 'url', url);
  define(response, 'redirected', redirected);
  return response;
}
