// The client that a script's tag describes: data-user-pool-id, data-client-id and what else is in `attributes`.

import type { ClientOptions } from '../api';

/** The members of ClientOptions that can be attributes. What is wrong with them createClient says. */
const attributes = [
  'userPoolId', 'clientId', 'region', 'endpoint', 'useFipsEndpoint', 'useDualstackEndpoint', 'wasm', 'worker', 'storage', 'deviceTracking', 'maxAttempts',
  'timeout', 'load', 'srpOnly',
] as const satisfies (keyof ClientOptions)[];

/** An option as an attribute says it. As HTML has it, one without a value means yes. */
function valueOf(name: (typeof attributes)[number], text: string): unknown {
  if (name === 'maxAttempts' || name === 'timeout') return Number(text);
  if (text === 'false') return false;
  if (text !== '' && text !== 'true') return text;
  return name === 'worker' ? undefined : true; // where there is a choice, the usual one
}

/** The options in a tag's attributes, undefined where it names neither a user pool nor an app client. */
export function declared(dataset: DOMStringMap): ClientOptions | undefined {
  const options: Record<string, unknown> = Object.create(null);
  for (const name of attributes) {
    if (Object.hasOwn(dataset, name)) options[name] = valueOf(name, dataset[name]!);
  }
  return options.userPoolId === undefined && options.clientId === undefined ? undefined : (options as unknown as ClientOptions);
}
