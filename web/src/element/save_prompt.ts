// The browser's prompt to save a password. Chromium looks at the page's requests to see whether a password was right, and ours are made by
// a worker. What it takes as well is that the page navigates within the document while the form is there, and that the form is then gone:
// https://www.chromium.org/developers/design-documents/create-amazing-password-forms/

/** Tells the browser that what the form holds was right. The form has to be removed right after. */
export function proven(): void {
  try {
    history.replaceState(history.state, '');
  } catch {
    // A document without an address of its own, such as about:srcdoc, may not. It has no passwords to save either.
  }
}
