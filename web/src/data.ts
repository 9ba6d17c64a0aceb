// Objects as data: their own members, and nothing that a page has put on Object.prototype, neither values nor getters and setters.
// Data that is made here has no prototype. What goes to the page is made of ordinary objects. There are no patterns such as [name, value],
// here and elsewhere, because they ask the iterator for a member called return, which Object.prototype might have.

/** A member that an object has itself, undefined where it has none. */
export const own = (object: object, name: string): any => (Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined);

/** Gives an object a member, whatever a plain assignment would meet on its prototypes. */
export function define<T>(object: object, name: PropertyKey, value: T, enumerable = true): T {
  Object.defineProperty(object, name, { __proto__: null, value, enumerable, configurable: true, writable: true } as PropertyDescriptor);
  return value;
}

/** A copy without a prototype, for whoever reads members by name. */
export const bare = <T extends object>(members: T): T => Object.assign(Object.create(null), members);

/** Data as the page expects it: a copy made of ordinary objects, in which members of the names `dates` are Dates and not seconds since 1970. */
export const ordinary = (value: any, dates: readonly string[] = []): any => copied(value, () => ({}), dates);

/** Data that has come from another thread: a copy without prototypes. */
export const bared = (value: any): any => copied(value, () => Object.create(null), []);

function copied(value: any, make: () => object, dates: readonly string[]): any {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => copied(element, make, dates));
  const copy = make();
  for (const name of Object.keys(value)) {
    const member = value[name];
    define(copy, name, typeof member === 'number' && dates.includes(name) ? new Date(member * 1000) : copied(member, make, dates));
  }
  return copy;
}

/** A copy, an ordinary object, whose members a function makes of the old ones. */
export function mapped(object: object, make: (member: unknown, name: string) => unknown): Record<string, any> {
  const copy = {};
  for (const name of Object.keys(object)) define(copy, name, make((object as Record<string, unknown>)[name], name));
  return copy;
}

/** JSON.stringify for data, without asking it for a toJSON. */
export function stringify(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stringify).join()}]`;
  const members = value as Record<string, unknown>;
  const names = Object.keys(members).filter((name) => members[name] !== undefined);
  return `{${names.map((name) => `${JSON.stringify(name)}:${stringify(members[name])}`).join()}}`;
}

/** JSON.parse for data. Nothing in it has a toJSON either, so that JSON.stringify gives back the text. */
export const parse = (text: string): any =>
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) return bare(value);
    define(value, 'toJSON', undefined, false);
    return value;
  });
