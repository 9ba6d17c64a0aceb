// Languages that scripts bring: each pushes its messages to one list of the page's, before the element's script or after it.

import type { Messages } from './messages/en';

/** The list's name in the page. */
const name = 'CognitoSignInLanguages';

/** Takes what is on the list, and whatever is pushed from now on. */
export function takeLanguages(add: (messages: Messages) => void): void {
  const holder = globalThis as unknown as Record<string, unknown>;
  const before = Object.hasOwn(holder, name) ? holder[name] : undefined;
  if (Array.isArray(before)) for (const messages of before as Messages[]) add(messages);
  holder[name] = { push: add };
}
