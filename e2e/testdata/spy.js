// A hostile script that was there before the library: it records every text that comes by.
var seen = new Set(), workers = [], replies = new Map();

(() => {
  const { ownKeys, apply, getPrototypeOf } = Reflect;
  const { defineProperty } = Object;
  const add = Set.prototype.add.bind(seen);
  const visited = new WeakSet();
  const has = WeakSet.prototype.has.bind(visited), visit = WeakSet.prototype.add.bind(visited);
  const forEach = { Map: Map.prototype.forEach, Set: Set.prototype.forEach, Headers: Headers.prototype.forEach };
  const decode = TextDecoder.prototype.decode, decoder = new TextDecoder('latin1');
  const addListener = EventTarget.prototype.addEventListener, stop = Event.prototype.stopImmediatePropagation;
  const setReply = Map.prototype.set.bind(replies);
  let busy = false;

  function walk(value, depth) {
    if (typeof value === 'string') return void add(value);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === seen || value === window || depth > 12 || has(value)) return;
    visit(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return void add(apply(decode, decoder, [value]));
    const tag = getPrototypeOf(value)?.constructor?.name;
    if (forEach[tag]) apply(forEach[tag], value, [(member, name) => { walk(name, depth + 1); walk(member, depth + 1); }]);
    for (const name of ['message', 'stack', 'url', 'headers', 'data', 'reason', 'error']) {
      try { walk(value[name], depth + 1); } catch {}
    }
    for (const name of ownKeys(value)) {
      walk(name, depth + 1);
      try { walk(value[name], depth + 1); } catch {}
    }
  }
  function record(...values) {
    if (busy) return;
    busy = true;
    try { for (let i = 0; i < values.length; i++) walk(values[i], 0); } finally { busy = false; }
  }

  const wrap = (object, name) => {
    const method = object[name];
    defineProperty(object, name, { configurable: true, writable: true, value: function (...given) {
      record(this, given);
      const result = new.target ? Reflect.construct(method, given, new.target) : apply(method, this, given);
      record(result);
      return result;
    } });
    object[name].prototype = method.prototype;
  };
  const OriginalWorker = Worker;
  globalThis.Worker = class extends OriginalWorker {
    constructor(...given) {
      super(...given);
      workers[workers.length] = this;
      addListener.call(this, 'message', (event) => {
        record(event.data);
        if (event.data?.id >= 1e6) setReply(event.data.id, event.data);
        if (event.data?.type === 'refused') setReply('refused', event.data);
        if (event.data?.id >= 1e6 || event.data?.type === 'refused') stop.call(event); // the library need not know
      });
    }
    postMessage(...given) {
      record(given);
      super.postMessage(...given);
    }
  };
  const then = Promise.prototype.then;
  Promise.prototype.then = function (...given) {
    return apply(then, this, given.map((callback) => (typeof callback === 'function' ? (value) => (record(value), callback(value)) : callback)));
  };
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  defineProperty(MessagePort.prototype, 'onmessage', { ...onmessage, set(listener) {
    apply(onmessage.set, this, [(event) => (record(event.data), apply(listener, this, [event]))]);
  } });
  for (const name of ['accessToken', 'idToken', 'refreshToken', 'AccessToken', 'IdToken', 'RefreshToken', 'token', 'tokens', 'handles', 'authorization']) {
    defineProperty(Object.prototype, name, { configurable: true, get: () => undefined, set(value) {
      record(value);
      defineProperty(this, name, { value, configurable: true, writable: true, enumerable: true });
    } });
  }
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) wrap(console, name);
  for (const [object, names] of [
    [globalThis, ['fetch', 'postMessage', 'atob', 'btoa', 'structuredClone', 'Response', 'Request']],
    [JSON, ['parse', 'stringify']], [Object, ['create', 'assign', 'freeze', 'keys', 'defineProperty']],
    [MessagePort.prototype, ['postMessage']], [Map.prototype, ['get', 'set']], [WeakMap.prototype, ['get', 'set']],
    [Array.prototype, ['map', 'push', 'join', 'includes']], [String.prototype, ['split', 'replace', 'startsWith', 'slice']],
    [RegExp.prototype, ['test', 'exec']], [TextDecoder.prototype, ['decode']], [TextEncoder.prototype, ['encode']],
    [Headers.prototype, ['get', 'set', 'append']], [Storage.prototype, ['setItem', 'getItem']], [EventTarget.prototype, ['dispatchEvent']],
  ]) for (const name of names) wrap(object, name);
  for (const name of ['message', 'messageerror', 'error', 'unhandledrejection']) addListener.call(window, name, (event) => record(event));
})();

// Sends a message of its own to the library's worker, and waits for the reply.
var lastTold = 1e6;
async function tell(message, transfer = []) {
  const id = ++lastTold;
  workers.at(-1).postMessage({ ...message, id }, transfer);
  await until(() => replies.has(id));
  const reply = replies.get(id);
  return reply.type === 'reply' ? reply.value : reply.error;
}
