// The secret of an authenticator: as a QR code, as a key to type, and as a link for who is on the device that has the app.

import type { AuthClient, CallOptions, ChallengeStep, TotpSecret } from '../api';
import { h } from './dom';
import type { Drawing } from './input';

/** Loads what draws a QR code. */
export type LoadQR = () => Promise<{ draw(text: string): SVGElement }>;

/** One secret for each step: who goes back and comes again has scanned that one. */
const secrets = new WeakMap<ChallengeStep, Promise<TotpSecret>>();

function secretOf(client: AuthClient, step: ChallengeStep, options: CallOptions): Promise<TotpSecret> {
  let secret = secrets.get(step);
  if (secret === undefined) {
    secret = client.totpSecret(step, options);
    secrets.set(step, secret);
    secret.catch(() => secrets.delete(step));
  }
  return secret;
}

/** Fills the pane of a form once the secret is there. */
export async function showSecret(
  pane: HTMLElement, client: AuthClient, step: ChallengeStep, options: CallOptions, load: LoadQR, issuer: string, account: string,
  { words, id, say }: Drawing,
): Promise<void> {
  const drawing = load().catch(() => undefined); // the key alone will do
  const { secret, uri } = await secretOf(client, step, options);
  const address = uri(issuer, account);
  const code = await drawing;
  const key = h('code', { id: id('key'), class: 'cognito-key', dir: 'ltr' }, secret.replace(/.{4}(?=.)/g, '$& '));
  pane.replaceChildren();
  if (code) pane.append(h('div', { class: 'cognito-qr', role: 'img', 'aria-label': words.text('setup.qr') }, code.draw(address)));
  pane.append(
    h('span', { class: 'cognito-hint', id: id('key-label') }, words.text('setup.key')), key,
    h('button', {
      type: 'button', class: 'cognito-button', 'aria-describedby': id('key'),
      onclick: () => {
        const copied = (): void => say(words.text('setup.copied'));
        const select = (): void => { getSelection()?.selectAllChildren(key); };
        navigator.clipboard?.writeText(secret).then(copied, select) ?? select();
      },
    }, words.text('setup.copy')),
    h('a', { class: 'cognito-button', href: address }, words.text('setup.open')),
  );
  pane.hidden = false;
}
