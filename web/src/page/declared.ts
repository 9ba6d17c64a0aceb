// The client that a script's tag describes: data-user-pool-id, data-client-id and what else is in `attributes`.

import type { ClientOptions } from '../api';

const asText = (value: string): unknown => value;
/** As HTML has it, an attribute without a value means yes. */
const asFlag = (value: string): unknown => (value === '' || value === 'true' ? true : value === 'false' ? false : value);
const asPlace = (value: string): unknown => (value === 'false' ? false : value === '' || value === 'true' ? undefined : value);

/** Which members of ClientOptions can be attributes, and how they are read. What is wrong with them createClient says. */
const attributes: Partial<Record<keyof ClientOptions, (value: string) => unknown>> = {
  userPoolId: asText, clientId: asText, region: asText, endpoint: asText, useFipsEndpoint: asFlag, useDualstackEndpoint: asFlag,
  wasm: asText, worker: asPlace, storage: asText, deviceTracking: asFlag, maxAttempts: Number, timeout: Number, load: asText, srpOnly: asFlag,
};

/** The options in a tag's attributes, undefined where it names neither a user pool nor an app client. */
export function declared(dataset: DOMStringMap): ClientOptions | undefined {
  const options: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(attributes) as (keyof ClientOptions)[]) {
    if (Object.hasOwn(dataset, name)) options[name] = attributes[name]!(dataset[name]!);
  }
  return options.userPoolId === undefined && options.clientId === undefined ? undefined : (options as unknown as ClientOptions);
}
