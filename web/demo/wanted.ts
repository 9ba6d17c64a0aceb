// What the page waits for that the user finds elsewhere: a code of an SMS, an email or an authenticator.

import type { CognitoSignInElement } from '../src/element';

/** Where a user finds a code. */
export type Source = 'SMS' | 'EMAIL' | 'AUTHENTICATOR';

/** A code that is asked for. Without a source it comes by SMS or email. */
export interface Wanted { user: string; source?: Source }

const authenticators: ReadonlySet<string | undefined> = new Set(['app', 'setup-app']);
const messages: ReadonlySet<string | undefined> = new Set(['code', 'confirm', 'reset']);

/** What the element asks for, undefined where it is no code. */
export function wantedBy(element: CognitoSignInElement): Wanted | undefined {
  const { step, dataset: { state } } = element;
  const user = step?.username ?? element.querySelector<HTMLInputElement>('.cognito-user')?.value ?? '';
  if (authenticators.has(state)) return { user, source: 'AUTHENTICATOR' };
  return messages.has(state) ? { user, source: step?.done === false ? step.delivery?.medium : undefined } : undefined;
}

/** The input that waits for a code, if there is one. */
const codeInput = (): HTMLInputElement | null => document.querySelector('main input[autocomplete=one-time-code]');

/** Enters a code, as somebody would who has read it. */
export function enter(code: string): void {
  const input = codeInput();
  if (input === null) return;
  input.value = code;
  input.focus();
}

/** The secret in the QR code that is shown, undefined where there is none. */
export function scanned(): string | undefined {
  const link = document.querySelector<HTMLAnchorElement>('main a[href^="otpauth:"]');
  return link === null ? undefined : (new URL(link.href).searchParams.get('secret') ?? undefined);
}
