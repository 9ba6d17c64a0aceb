// Elements are made one by one: under Trusted Types no markup is parsed from text.

type Value = string | number | boolean | undefined | ((event: Event) => void);
type Child = Node | string | undefined;

/** Makes an element. A function listens ("onclick"), true sets an attribute without a value, false and undefined set none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, Value> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Makes an element of a drawing. */
export function s(tag: keyof SVGElementTagNameMap, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Gives an element of index.html. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`index.html has no #${id}`);
  return element;
}

/** Says something to people who do not see the page. */
export function announce(text: string): void {
  byId('status').textContent = text;
}

/** A list of names and their meanings. */
export const definitions = (className: string, pairs: readonly (readonly [name: string, meaning: string | Node])[]): HTMLDListElement =>
  h('dl', { class: className }, ...pairs.map(([name, meaning]) => h('div', {}, h('dt', {}, name), h('dd', {}, meaning))));

export const milliseconds = (ms: number): string => `${Math.round(ms)} ms`;
