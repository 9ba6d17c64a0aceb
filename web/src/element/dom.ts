// Elements are made one by one: under Trusted Types no markup is parsed from text, and under a policy for styles none has an attribute style.

// Document's own methods make them: an element that HTML names like one of them hides it on the document.

type Value = string | number | boolean | undefined | ((event: any) => void);

/** Makes an element, with attributes as `set` takes them. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Readonly<Record<string, Value>>, ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = Document.prototype.createElement.call(document, tag) as HTMLElementTagNameMap[K];
  set(element, attributes);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

/** Sets attributes. A function listens ("onclick"), true is an attribute without a value, and false and undefined take one away. */
export function set(element: Element, attributes: Readonly<Record<string, Value>>): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Makes an element of a drawing. */
export const svgElement = (namespace: string, tag: string): Element => Document.prototype.createElementNS.call(document, namespace, tag);

/** Makes a drawing of paths on a square of 24. */
export function icon(paths: readonly string[]): Element {
  const make = (tag: string, attributes: Record<string, Value>): Element => {
    const element = svgElement('http://www.w3.org/2000/svg', tag);
    set(element, attributes);
    return element;
  };
  const svg = make('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'cognito-icon' });
  svg.append(...paths.map((d) => make('path', { d })));
  return svg;
}
