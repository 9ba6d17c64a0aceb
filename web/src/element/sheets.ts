// Style sheets that the script makes: they need no style-src, and a root has each of them once.

const made = new Map<string, CSSStyleSheet>();

/** Gives a document or a shadow root a sheet, if it lacks it. */
export function adopt(root: Node, css: string): void {
  // By the prototype: an element that HTML gives this name hides it on the document.
  const adoptedStyleSheets: CSSStyleSheet[] | undefined = Reflect.get(Object.getPrototypeOf(root), 'adoptedStyleSheets', root);
  if (adoptedStyleSheets === undefined) return; // no root of a page's
  let sheet = made.get(css);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    made.set(css, sheet);
  }
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
}
