// Texts in the page's language: the page's own, those of a language that was loaded, English.

import { own } from '../data';
import { h } from './dom';
import { english, type MessageId, type Messages } from './messages/en';

/** What stands in the place of {name}. */
export type Values = Readonly<Record<string, string | number>>;

/** A text that has not been put into words yet. */
export interface Said { id: MessageId; values?: Values }

/** Texts of one language, of several of which one is chosen, or made by a function that gives undefined for what it leaves to the others. */
export type Given = Messages | readonly Messages[] | ((id: string, values: Values) => string | undefined);

/** The languages that were loaded, in the order of loading. */
export const loaded: Messages[] = [];

/** The language that fits a tag: itself, else its first part, https://www.rfc-editor.org/rfc/rfc4647#section-3.4 */
function fitting(list: readonly Messages[], tag: string): Messages | undefined {
  for (let range = tag.toLowerCase(); range !== ''; range = range.slice(0, Math.max(0, range.lastIndexOf('-')))) {
    const found = list.findLast((messages) => own(messages, 'lang')?.toLowerCase() === range);
    if (found) return found;
  }
  return undefined;
}

const isList = (given: Given | undefined): given is readonly Messages[] => Array.isArray(given);

/** The texts for one element. */
export class Words {
  #make: ((id: string, values: Values) => string | undefined) | undefined;
  #tables: (Messages | undefined)[];

  constructor(given: Given | undefined, tag: string) {
    if (typeof given === 'function') {
      this.#make = given;
      given = undefined;
    }
    this.#tables = [isList(given) ? fitting(given, tag) : given, fitting(loaded, tag), english];
  }

  #template(id: string, values: Values): string | undefined {
    const made = this.#make?.(id, values);
    if (made !== undefined) return made;
    for (const table of this.#tables) {
      const found = table && own(table, id);
      if (typeof found === 'string') return found;
    }
    return undefined;
  }

  /** Whether there are words. */
  has(id: string): boolean { return this.#template(id, {}) !== undefined; }

  #parts<T>(id: string, values: Values, put: (value: string) => T): (string | T)[] {
    return (this.#template(id, values) ?? id).split(/\{(\w+)\}/).map((part, i) => (i % 2 === 1 ? put(String(own(values, part) ?? '')) : part));
  }

  /** For what takes text alone. What is put in keeps its own direction. */
  text(id: string, values: Values = {}): string { return this.#parts(id, values, (value) => `\u2068${value}\u2069`).join(''); }

  /** For the page. What is put in keeps its own direction. */
  nodes(id: string, values: Values = {}): (string | HTMLElement)[] { return this.#parts(id, values, (value) => h('bdi', {}, value)); }
}
