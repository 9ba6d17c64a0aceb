// Values from page code, copied once into plain data. Anything may be behind a
// property: a getter that throws, a proxy, 50 MB of text. What is not in a shape
// is never touched.

import { CognitoAuthError, invalid } from './error';
import { isWellFormed } from './packet';

/** Cognito's limit for a string in a map, in UTF-16 units here. No string that it takes is longer. */
export const maxText = 131_072;

type Kind = 'text' | 'secret' | 'number' | 'flag' | 'texts' | 'list';
/** What is read of an object: a kind for each member, or the shape of a nested one. */
export interface Shape { readonly [name: string]: Kind | Shape }

/** instanceof, which a proxy can make throw. */
export function isA<T>(value: unknown, constructor: (abstract new (...args: any[]) => T) | undefined): value is T {
  try {
    return constructor !== undefined && value instanceof constructor;
  } catch {
    return false;
  }
}

function article(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  try {
    return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  } catch {
    return 'a revoked proxy';
  }
}

const expected = (name: string, what: string, value: unknown): CognitoAuthError => invalid(name, `${what}, not ${article(value)}`);

/** Touches a value of the page's. What that throws (a getter, a proxy, a detached buffer) is the value's fault. */
export function touch<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof CognitoAuthError) throw error;
    throw new CognitoAuthError('InvalidArgument', `${path}: could not be read`);
  }
}

/** The one way to look at a property of the page's. What is on Object.prototype is in every object; nobody means it here. */
export function property(object: object, name: string, path: string): unknown {
  return touch(path, () => (!Object.hasOwn(Object.prototype, name) || has(object, name) ? (object as Record<string, unknown>)[name] : undefined));
}

/** Whether an object has a property without Object.prototype. A proxy may have prototypes without end. */
function has(object: object, name: string): boolean {
  let holder: object | null = object;
  for (let depth = 0; depth < 32 && holder !== null && holder !== Object.prototype; depth++) {
    if (Object.hasOwn(holder, name)) return true;
    holder = Object.getPrototypeOf(holder);
  }
  return false;
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string') throw expected(path, 'a string', value);
  if (value.length > maxText) throw invalid(path, `at most ${maxText} characters`);
  if (!isWellFormed(value)) throw invalid(path, 'well-formed Unicode, without lone surrogates');
  return value;
}

const kinds: Record<Kind, (value: unknown, path: string) => unknown> = {
  text,
  secret(value, path) {
    if (typeof value === 'string') return Uint8Array.from(new TextEncoder().encode(text(value, path))); // Jest's encoder is of another realm
    if (!ArrayBuffer.isView(value) || Object.prototype.toString.call(value) !== '[object Uint8Array]') {
      throw expected(path, 'a string or a Uint8Array', value);
    }
    if (value.byteLength > maxText) throw invalid(path, `at most ${maxText} bytes`);
    return Uint8Array.from(value as Uint8Array); // a copy, because ours is zeroed
  },
  number(value, path) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw expected(path, 'a whole number', value);
    return value;
  },
  flag(value, path) {
    if (typeof value !== 'boolean') throw expected(path, 'true or false', value);
    return value;
  },
  texts(value, path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(path, 'an object of strings', value);
    const copy: Record<string, string> = Object.create(null);
    for (const name of Object.keys(value)) {
      if (name.includes('\0') || !isWellFormed(name) || name.length > maxText) throw invalid(path, 'names in well-formed Unicode, without NUL');
      const member = property(value, name, `${path}.${name}`);
      if (member !== undefined) copy[name] = text(member, `${path}.${name}`);
    }
    return copy;
  },
  list(value, path) {
    if (!Array.isArray(value)) throw expected(path, 'an array of strings', value);
    return Array.from({ length: property(value, 'length', path) as number }, (_, i) => text(property(value, String(i), path), path));
  },
};

/**
 * Copies the members of a shape. Members that are undefined or null stay away. Errors call the value by its name, and
 * its members by their paths, which begin with `prefix`.
 */
export function read(value: unknown, shape: Shape, name: string, prefix = `${name}.`): Record<string, any> {
  if (typeof value !== 'object' || value === null || touch(name, () => Array.isArray(value))) throw expected(name, 'an object', value);
  const copy: Record<string, any> = Object.create(null);
  for (const member of Object.keys(shape)) {
    const kind = shape[member]!;
    const path = prefix + member;
    const given = property(value, member, path);
    if (given === undefined || given === null) continue;
    copy[member] = typeof kind === 'string' ? touch(path, () => kinds[kind](given, path)) : read(given, kind, path);
  }
  return copy;
}
