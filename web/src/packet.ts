// Objects as they cross the border to Go; jsbridge/packet.go is the other half and says
// how the bytes lie.

import { bare, define, own } from './data';

export type Plain = string | number | boolean | null | undefined | Uint8Array | readonly Plain[] | { readonly [name: string]: Plain };

const separator = '\0';
const maxDepth = 16;

// Made when they are first needed: where the script is loaded, they may be missing until later (Jest with jsdom).
let made: { encoder: TextEncoder; decoder: TextDecoder } | undefined;
const coders = () => (made ??= { encoder: new TextEncoder(), decoder: new TextDecoder('utf-8', bare({ ignoreBOM: true })) });

/** A lone surrogate would silently become U+FFFD, and the password another one. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** The most bytes that an answer of a server's may become. A long name is in the path of each of its members again. */
export const mostAnswer = 4_194_304;

/**
 * Makes a packet of at most `most` bytes. Throws a RangeError, which nobody gets to see, for what may not cross: what is too deep
 * (or cyclic), a name with NUL, text that is not well-formed, an infinite number, a value of another type.
 */
export function encode(object: { readonly [name: string]: unknown }, most = Infinity): Uint8Array {
  const { encoder } = coders();
  const none = new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  const push = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > most) throw new RangeError('too large');
    parts.push(bytes);
  };
  const sized = (head: Uint8Array, rest: Uint8Array): void => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, head.length + rest.length, true);
    [bytes, head, rest].forEach(push);
  };
  const entry = (path: string, tag: string, value: Uint8Array): void => {
    sized(encoder.encode(path), none);
    sized(encoder.encode(tag), value);
  };
  const text = (value: string): Uint8Array => {
    if (!isWellFormed(value)) throw new RangeError('ill-formed Unicode');
    return encoder.encode(value);
  };
  const walk = (path: string, value: unknown, depth: number): void => {
    if (depth > maxDepth) throw new RangeError('too deep');
    if (value === undefined) return;
    else if (value === null) entry(path, '0', none);
    else if (typeof value === 'string') entry(path, 's', text(value));
    else if (typeof value === 'number' && Number.isFinite(value)) entry(path, 'n', text(String(value))); // JSON.parse makes Infinity of 1e999
    else if (typeof value === 'boolean') entry(path, 'b', text(String(value)));
    else if (value instanceof Uint8Array) entry(path, 'x', value);
    else if (Array.isArray(value)) {
      entry(path, '[', none);
      value.forEach((element, i) => walk(path + separator + i, element, depth + 1));
    } else if (typeof value === 'object') {
      entry(path, '{', none);
      members(path + separator, value, depth + 1);
    } else throw new RangeError(typeof value);
  };
  const members = (prefix: string, value: object, depth: number): void => {
    for (const name of Object.keys(value)) {
      if (name.includes(separator) || !isWellFormed(name)) throw new RangeError('NUL or ill-formed Unicode in a name');
      walk(prefix + name, (value as Record<string, unknown>)[name], depth);
    }
  };
  members('', object, 0);

  const packet = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    packet.set(part, at);
    at += part.length;
    part.fill(0); // it may be a password; views of the caller's never get here, see read.ts
  }
  return packet;
}

export function decode(packet: Uint8Array): Record<string, any> {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const root: Record<string, any> = Object.create(null); // nothing is in it but what came
  let at = 0;
  const take = (): Uint8Array => {
    const n = view.getUint32(at, true);
    at += 4 + n;
    if (at > packet.length) throw new RangeError('cut off');
    return packet.subarray(at - n, at);
  };
  while (at < packet.length) {
    const names = coders().decoder.decode(take()).split(separator);
    const bytes = take();
    const last = names.pop() as string;
    let parent = root;
    for (const name of names) parent = own(parent, name) ?? define(parent, name, Object.create(null));
    define(parent, last, read(String.fromCharCode(bytes[0] as number), bytes.subarray(1)));
  }
  return root;
}

function read(tag: string, bytes: Uint8Array): unknown {
  const { decoder } = coders();
  switch (tag) {
    case 's': return decoder.decode(bytes);
    case 'n': return Number(decoder.decode(bytes));
    case 'b': return decoder.decode(bytes) === 'true';
    case 'x': return bytes.slice();
    case '{': return Object.create(null);
    case '[': return [];
    default: return null;
  }
}
