// The least host of the module: it sends what Go asks for, once, and keeps nothing. jsbridge/doc.go describes the border.

/** Starts the module. Gives call(name, object), a promise of the reply of one of Go's functions: { value } or { error }. */
export async function start(module, endpoint) {
  const calls = new Map();
  let lastId = 0;
  const host = {
    async send(id, operation, packet) {
      host.answer(id, encode(await send(endpoint, operation, decode(packet))));
    },
    settle(id, packet) {
      calls.get(id)(decode(packet));
      calls.delete(id);
    },
  };
  globalThis.cognitoWasmHost = host; // Go takes it, and adds open, initiate, respond and answer
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiate(module, go.importObject);
  go.run(instance);
  return (name, object) => new Promise((resolve) => {
    calls.set(++lastId, resolve);
    host[name](lastId, encode(object));
  });
}

/** Sends an operation to Cognito. */
async function send(endpoint, operation, input) {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify(input),
    });
    const value = await response.json();
    if (response.ok) return { value };
    return { error: { code: value.__type, message: value.message, operation, status: response.status } };
  } catch {
    return { error: { code: 'NetworkError', message: 'no answer', operation, retryable: true } };
  }
}

// A packet is an object in bytes: each member's path, from the outside in and joined by NUL, and its value, a letter and a text.
// Each of the two has its length before it.

const tags = { string: 's', number: 'n', boolean: 'b' };

export function encode(object) {
  const bytes = [];
  const put = (text) => {
    const field = new TextEncoder().encode(text);
    bytes.push(...new Uint8Array(Uint32Array.of(field.length).buffer), ...field);
  };
  const walk = (path, value) => {
    if (value === undefined) return;
    put(path);
    if (typeof value !== 'object') return put(tags[typeof value] + value);
    if (value === null) return put('0');
    put(Array.isArray(value) ? '[' : '{');
    for (const [name, member] of Object.entries(value)) walk(`${path}\0${name}`, member);
  };
  for (const [name, value] of Object.entries(object)) walk(name, value);
  return Uint8Array.from(bytes);
}

export function decode(packet) {
  const object = {};
  let at = 0;
  const take = () => {
    const start = at + 4;
    at = start + new DataView(packet.buffer).getUint32(at, true);
    return new TextDecoder().decode(packet.subarray(start, at));
  };
  while (at < packet.length) {
    const names = take().split('\0');
    const value = take();
    const last = names.pop();
    const parent = names.reduce((outer, name) => outer[name], object);
    parent[last] = read(value[0], value.slice(1));
  }
  return object;
}

function read(tag, text) {
  switch (tag) {
    case 's': return text;
    case 'n': return Number(text);
    case 'b': return text === 'true';
    case '{': return {};
    case '[': return [];
    default: return null;
  }
}
