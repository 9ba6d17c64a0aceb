// The page's document and its global object as the browser made them. An element that HTML names like a member of either is found
// in the member's place ("DOM clobbering": https://html.spec.whatwg.org/multipage/nav-history-apis.html#named-access-on-the-window-object,
// https://html.spec.whatwg.org/multipage/dom.html#dom-document-namedItem), and so is what a script has put on Object.prototype.

/**
 * A global that not every host has, undefined where this one lacks it. What every host has is read by its name as usual: elements
 * hide nothing that the window has itself.
 */
export function global(name: string): any {
  for (let holder: object = globalThis; holder !== Object.prototype && holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) return isOfElements(holder) ? undefined : Reflect.get(globalThis, name);
  }
  return undefined;
}

// https://webidl.spec.whatwg.org/#named-properties-object
const isOfElements = (holder: object): boolean => Object.prototype.toString.call(holder) === '[object WindowProperties]';

/** A member of document, undefined where there is no document. Elements are found on the document itself, so its prototype is asked. */
export function ofDocument<Name extends keyof Document>(name: Name): Document[Name] | undefined {
  const document = global('document') as Document | undefined;
  const prototype = global('Document')?.prototype;
  return document && prototype && Reflect.get(prototype, name, document);
}

/** Listens to the document or the window, by the method that no element can hide. Gives the way to stop. */
export function listen(target: EventTarget, type: string, hear: (event: any) => void): () => void {
  const { addEventListener, removeEventListener } = global('EventTarget').prototype;
  Reflect.apply(addEventListener, target, [type, hear]);
  return () => Reflect.apply(removeEventListener, target, [type, hear]);
}
