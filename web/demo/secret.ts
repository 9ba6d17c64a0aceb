import type { TotpSecret } from '../src/api';
import { announce, h } from './dom';
import { failure } from './errors';

const issuer = 'cognito-wasm demo';

/** The secret of a new authenticator: to type, to open in an app, and in the demo to put into a phone beside the form. */
export class SecretView {
  readonly element = h('div', { class: 'secret' }, h('p', { class: 'hint' }, 'Asking Cognito for a secret …'));

  /** enrol, where there is one, puts the secret into the user's phone. */
  constructor(secret: Promise<TotpSecret>, enrol?: { user: string; with(secret: string): Promise<void> }) {
    secret.then(
      (known) => this.#show(known, enrol),
      (error: unknown) => this.element.replaceChildren(h('div', { class: 'failure', role: 'alert' }, ...failure(error))),
    );
  }

  #show({ secret, uri }: TotpSecret, enrol?: { user: string; with(secret: string): Promise<void> }): void {
    const add = enrol && h('button', { type: 'button' }, `Put it into ${enrol.user}’s phone`);
    add?.addEventListener('click', () => {
      enrol?.with(secret).then(() => announce(`The authenticator is on ${enrol.user}’s phone.`), () => announce('The phone did not take the secret.'));
    });
    this.element.replaceChildren(
      h('p', { id: 'secret-title', class: 'hint' }, 'Enter this secret in an authenticator app, then the code that the app shows.'),
      h('output', { class: 'value', 'aria-labelledby': 'secret-title' }, secret.replace(/.{4}(?=.)/g, '$& ')),
      h('div', { class: 'actions' }, h('a', { class: 'button', href: uri(issuer) }, 'Open in an app'), add),
    );
  }
}
