// Files as they come in.

import { bare } from '../data';
import { CognitoAuthError } from '../error';
import { brief } from '../inlined';
import { within } from '../wait';

export const loadError = (message: string, cause?: unknown): CognitoAuthError => new CognitoAuthError('LoadError', `wasm: ${message}`, { cause });

/** An answer that fails where it comes to a halt. */
export class Watched {
  readonly response: Response;
  /** What became of it. Browsers tell of an error of their own then. */
  halt: CognitoAuthError | undefined;
  #end!: () => void;
  /** Resolves when all of it was read. */
  readonly ended = new Promise<void>((resolve) => { this.#end = resolve; });

  /** `kept` takes what is read as well. */
  constructor(given: Response, readonly name: string, timeout: number, kept?: Uint8Array<ArrayBuffer>[]) {
    const body = given.bodyUsed ? undefined : (given.body?.getReader(bare({})) as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined);
    if (body === undefined) {
      this.response = given;
      return;
    }
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      try {
        const { done, value } = await within(timeout, brief(name), body.read());
        if (done) {
          controller.close();
          this.#end();
        } else {
          kept?.push(value);
          controller.enqueue(value);
        }
      } catch (cause) {
        if (cause instanceof CognitoAuthError) this.halt = cause;
        body.cancel().catch(() => {});
        throw cause;
      }
    };
    const cancel = (): Promise<void> => body.cancel();
    const { status, statusText, headers } = given;
    this.response = new Response(new ReadableStream(bare({ pull, cancel }), bare({ highWaterMark: 1 })), bare({ status, statusText, headers }));
  }
}

export async function bytesOf(watched: Watched): Promise<ArrayBuffer> {
  const { response, name } = watched;
  if (!response.ok) throw loadError(`HTTP status ${response.status} from ${name}`);
  try {
    return await response.arrayBuffer();
  } catch (cause) {
    throw watched.halt ?? loadError(`the answer of ${name} broke off`, cause);
  }
}
