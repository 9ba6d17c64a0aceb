// Values from page code, copied once into plain data. Anything may be behind a
// property: a getter that throws, a proxy, 50 MB of text. What is not in a shape
// is never touched.

import { CognitoAuthError, invalid } from './error';
import { isWellFormed } from './packet';

/** Cognito's limit for a string in a map, in UTF-16 units here. No string that it takes is longer. */
export const maxText = 131_072;

/** Copies one value, or throws InvalidArgument with its path. */
export type Reader<T> = (value: unknown, path: string) => T;
/** What is read of an object: a reader for each member, or the shape of a nested one. */
export interface Shape { readonly [name: string]: Reader<unknown> | Shape }

/** A reader of a list whose elements have a shape. */
export type Each<S> = Reader<object[]> & { readonly elements?: S };

type Defined<T> = T extends null | undefined ? never : T;
type NameIn<T> = T extends unknown ? keyof T : never;
type MemberOf<T, Name> = T extends unknown ? (Name extends keyof T ? Defined<T[Name]> : never) : never;
/** The reader of a type. Nothing is of the type `never`: a new sort of type has to be decided here first. */
type ReaderOf<T> =
  [T] extends [string] ? Reader<string> :
  [T] extends [string | Uint8Array] ? Reader<Uint8Array> :
  [T] extends [number] ? Reader<number> :
  [T] extends [boolean] ? Reader<boolean> :
  [T] extends [readonly string[]] ? Reader<string[]> :
  [T] extends [readonly (infer E)[]] ? Each<Shaped<E>> :
  [T] extends [(...given: never) => unknown] ? never :
  [T] extends [object] ? (string extends keyof T ? (T extends Readonly<Record<string, string>> ? Reader<Record<string, string>> : never) : Shaped<T>) :
  never;

/**
 * The shape that reads a type, or the members of each type of a union: a shape that satisfies it has them all, each by its reader, and none
 * besides. `Others` are members that are no plain data and read by other means.
 */
export type Shaped<T, Others extends NameIn<T> = never> = { readonly [Name in Exclude<NameIn<T>, Others>]: ReaderOf<MemberOf<T, Name>> };

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
    return typeof value !== 'object' ? `a ${typeof value}` : Array.isArray(value) ? 'an array' : 'an object';
  } catch {
    return 'a revoked proxy';
  }
}

const expected = (name: string, what: string, value: unknown): CognitoAuthError => invalid(name, `${what}, not ${article(value)}`);

/** Touches a value of the page's. What that throws (a getter, a proxy, a detached buffer) is the value's fault. */
export function touch<T>(path: string, look: () => T, otherwise = 'could not be read'): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof CognitoAuthError) throw error;
    throw new CognitoAuthError('InvalidArgument', `${path}: ${otherwise}`);
  }
}

/** The one way to look at a property of the page's. What is on Object.prototype is in every object; nobody means it here. */
export function property(object: object, name: string, path = name): unknown {
  return touch(path, () => (!Object.hasOwn(Object.prototype, name) || has(object, name) ? (object as Record<string, unknown>)[name] : undefined));
}

/** A property of whatever it is, undefined where there is none or it cannot be read. */
export function member(thing: unknown, name: string): unknown {
  try {
    return typeof thing === 'object' && thing !== null ? property(thing, name) : undefined;
  } catch {
    return undefined;
  }
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

export function text(value: unknown, path: string): string {
  if (typeof value !== 'string') throw expected(path, 'a string', value);
  if (value.length > maxText) throw invalid(path, `at most ${maxText} characters`);
  if (!isWellFormed(value)) throw invalid(path, 'well-formed Unicode, without lone surrogates');
  return value;
}

function checkName(name: string, path: string): void {
  if (name.includes('\0') || !isWellFormed(name) || name.length > maxText) throw invalid(path, 'names in well-formed Unicode, without NUL');
}

/** Bytes, or a string's in UTF-8: what signs in can be zeroed so. */
export function secret(value: unknown, path: string): Uint8Array {
  if (typeof value === 'string') return Uint8Array.from(new TextEncoder().encode(text(value, path))); // Jest's encoder is of another realm
  if (!ArrayBuffer.isView(value) || Object.prototype.toString.call(value) !== '[object Uint8Array]') {
    throw expected(path, 'a string or a Uint8Array', value);
  }
  if (value.byteLength > maxText) throw invalid(path, `at most ${maxText} bytes`);
  return Uint8Array.from(value as Uint8Array); // a copy, because ours is zeroed
}

export function number(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value)) throw expected(path, 'a whole number', value);
  return value as number;
}

export function flag(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw expected(path, 'true or false', value);
  return value;
}

export function texts(value: unknown, path: string): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(path, 'an object of strings', value);
  const copy: Record<string, string> = Object.create(null);
  for (const name of Object.keys(value)) {
    checkName(name, path);
    const member = property(value, name, `${path}.${name}`);
    if (member !== undefined) copy[name] = text(member, `${path}.${name}`);
  }
  return copy;
}

export const list = (value: unknown, path: string): string[] => elements(value, path, 'an array of strings', (element) => text(element, path));

/** The reader of a list of objects. */
export const each = <S extends Shape>(shape: S): Each<S> => (value, path) =>
  elements(value, path, 'an array of objects', (element, i) => read(element, shape, `${path}.${i}`));

function elements<T>(value: unknown, path: string, what: string, make: (element: unknown, i: number) => T): T[] {
  if (!Array.isArray(value)) throw expected(path, what, value);
  return Array.from({ length: property(value, 'length', path) as number }, (_, i) => make(property(value, String(i), path), i));
}

/** What may yet be copied without a shape, in characters. A value costs its path too, because a packet has it for each. */
interface Rest {
  left: number;
  /** What becomes of objects with a class; undefined where they are refused. */
  readonly convert: ((value: object) => unknown) | undefined;
}
const mostRest = 1 << 20;
const deepestRest = 8;

/** Copies a value that no shape describes, as JSON would have it. Dates, bytes and other objects with a class are refused, or converted. */
function plain(value: unknown, path: string, rest: Rest, depth: number): unknown {
  const take = (length: number): void => {
    rest.left -= length;
    if (rest.left < 0) throw invalid(path, `at most ${mostRest} characters of further members`);
  };
  take(path.length + (typeof value === 'string' ? value.length : 0) + 1);
  if (depth > deepestRest) throw invalid(path, `further members that nest at most ${deepestRest} deep`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return text(value, path);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    const length = property(value, 'length', path) as number;
    if (length > rest.left) take(length); // before there is an array of it
    return Array.from({ length }, (_, i) => plain(property(value, String(i), path) ?? null, `${path}.${i}`, rest, depth + 1));
  }
  if (typeof value === 'object') {
    const prototype = Object.getPrototypeOf(value);
    // An object literal, of this page or of another frame.
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return keep(Object.create(null), value, Object.keys(value), path, rest, depth);
  }
  const converted = typeof value === 'object' ? rest.convert?.(value) : undefined;
  if (converted !== undefined) return plain(converted, path, rest, depth);
  throw expected(path, 'plain data: texts, numbers, true, false, arrays and objects', value);
}

/** Copies members by their names. Those that are undefined or null stay away. */
function keep(copy: Record<string, unknown>, value: object, names: string[], path: string, rest: Rest, depth: number): Record<string, unknown> {
  for (const name of names) {
    checkName(name, path);
    const member = `${path}.${name}`;
    const given = property(value, name, member);
    if (given !== undefined && given !== null) copy[name] = touch(member, () => plain(given, member, rest, depth + 1));
  }
  return copy;
}

/**
 * Copies the members of a shape. Members that are undefined or null stay away. Errors call the value by its name, and
 * its members by their paths, which begin with `prefix`.
 */
export function read(value: unknown, shape: Shape, name: string, prefix = `${name}.`, rest?: Rest): Record<string, any> {
  if (typeof value !== 'object' || value === null || touch(name, () => Array.isArray(value))) throw expected(name, 'an object', value);
  const copy: Record<string, any> = Object.create(null);
  for (const member of Object.keys(shape)) {
    const reader = shape[member]!;
    const path = prefix + member;
    const given = property(value, member, path);
    if (given === undefined || given === null) continue;
    copy[member] = typeof reader === 'function' ? touch(path, () => reader(given, path)) : read(given, reader, path, undefined, rest);
  }
  if (rest !== undefined) keep(copy, value, touch(name, () => Object.keys(value)).filter((member) => !Object.hasOwn(shape, member)), name, rest, 0);
  return copy;
}

/**
 * Copies the members that the shape does not have too, at every level: plain data, up to bounds. What Cognito adds later goes through so.
 * `convert` gives plain data for an object with a class.
 */
export const readWhole = (value: unknown, shape: Shape, name: string, convert?: Rest['convert']): Record<string, any> =>
  read(value, shape, name, undefined, { left: mostRest, convert });
