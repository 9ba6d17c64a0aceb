// The client that a script's tag describes: data-user-pool-id, data-client-id and the other options that one line can say.

import type { ClientOptions } from '../api';
import { number } from '../read';
import { clientOptions } from './shapes';

/** Options as attributes say them; what is wrong with one createClient says. Others, such as functions, are the page's own attributes. */
const kinds: Readonly<Record<string, unknown>> = { ...clientOptions, endpoint: 0, wasm: 0, worker: 0, storage: 0 };

/** As HTML has it, an attribute without a value means yes. */
const valueOf = (text: string): unknown => (text === 'false' ? false : text === '' || text === 'true' || text);

/** The options in a tag's attributes, undefined where it names neither a user pool nor an app client. */
export function declared(dataset: DOMStringMap): ClientOptions | undefined {
  const options: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(kinds)) {
    if (Object.hasOwn(dataset, name)) options[name] = kinds[name] === number ? Number(dataset[name]) : valueOf(dataset[name]!);
  }
  return options.userPoolId === undefined && options.clientId === undefined ? undefined : (options as unknown as ClientOptions);
}
