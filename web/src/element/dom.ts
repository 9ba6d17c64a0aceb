// Elements are made one by one: under Trusted Types no markup is parsed from text, and under a policy for styles none has an attribute style.

// Document's own methods make them: an element that HTML names like one of them hides it on the document.

type Value = string | number | boolean | undefined | ((event: any) => void);

/** Makes an element. A function listens ("onclick"), true sets an attribute without a value, false and undefined set none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Readonly<Record<string, Value>>, ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = Document.prototype.createElement.call(document, tag) as HTMLElementTagNameMap[K];
  set(element, attributes);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

function set(element: Element, attributes: Readonly<Record<string, Value>>): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
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
