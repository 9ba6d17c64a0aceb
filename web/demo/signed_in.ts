import type { DoneStep } from '../src/api';
import { table } from './claims';
import { announce, definitions, h, milliseconds } from './dom';
import { failure } from './errors';
import { type Call, entriesOf, spent } from './journal';
import { messageOf, namesOf } from './message';

/** What the signed-in view can ask for. */
export interface Actions {
  refresh(): Promise<DoneStep>;
  addPasskey(): Promise<void>;
  signOut(): void;
}

/** The end of a sign-in: figures, both tokens taken apart, and how long they last. */
export class SignedIn {
  readonly element: HTMLElement;
  #heading: HTMLElement;
  #tokens = h('div', { class: 'tokens' });
  #left = h('strong', { class: 'countdown' });
  #said = h('p', { class: 'hint said' });
  #failure = h('div', { class: 'failure', role: 'alert' });
  #expires = new Date(0);
  #timer: number;

  /** typed is what was entered as user name, calls what led here. */
  constructor(step: DoneStep, typed: string, calls: readonly Call[], actions: Actions) {
    this.#heading = h('h2', { id: 'card-title', tabindex: -1 }, `Signed in as ${step.username}`);
    this.element = h('div', { class: 'signed-in' },
      this.#heading,
      typed === step.username ? undefined : h('p', { class: 'hint' }, `Entered was ${typed}, an alias. Cognito’s own name for the user is ${step.username}.`),
      figures(calls),
      h('p', { class: 'expiry' }, 'The access token expires in ', this.#left, '. The tokens are in this page’s memory alone: a reload forgets them.'),
      h('div', { class: 'actions' },
        h('button', { type: 'button', class: 'primary', onclick: () => void this.#refresh(actions) }, 'Refresh the tokens'),
        h('button', { type: 'button', onclick: () => void this.#addPasskey(actions) }, 'Add a passkey'),
        h('button', { type: 'button', onclick: actions.signOut }, 'Sign out'),
      ),
      this.#said,
      this.#failure,
      this.#tokens,
    );
    this.#show(step);
    this.#timer = window.setInterval(() => this.#tick(), 1000);
  }

  focus(): void {
    this.#heading.focus();
  }

  close(): void {
    window.clearInterval(this.#timer);
  }

  #show({ tokens }: DoneStep): void {
    this.#expires = tokens.expiresAt;
    this.#tokens.replaceChildren(
      ...(tokens.idToken === undefined ? [] : [table('ID token', tokens.idToken)]),
      table('Access token', tokens.accessToken),
    );
    this.#tick();
  }

  #tick(): void {
    const seconds = Math.max(0, Math.round((this.#expires.getTime() - Date.now()) / 1000));
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    this.#left.textContent = parts.map((part) => String(part).padStart(2, '0')).join(':');
  }

  async #refresh(actions: Actions): Promise<void> {
    await this.#try(async () => {
      this.#show(await actions.refresh());
      this.#say('The tokens are new.');
    });
  }

  async #addPasskey(actions: Actions): Promise<void> {
    await this.#try(async () => {
      await actions.addPasskey();
      this.#say('This device has a passkey now. Sign out, and sign in by USER_AUTH to use it.');
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    this.#failure.replaceChildren();
    this.#said.replaceChildren();
    try {
      await action();
    } catch (error) {
      this.#failure.replaceChildren(...failure(error));
    }
  }

  #say(text: string): void {
    this.#said.textContent = text;
    announce(text);
  }
}

function figures(calls: readonly Call[]): HTMLElement {
  const { module, network } = spent(calls);
  const requests = entriesOf(calls).length;
  return definitions('figures', [
    ['until the tokens, without the user’s own time', milliseconds(module + network)],
    [`of that, waiting for Cognito, in ${requests} ${requests === 1 ? 'request' : 'requests'}`, milliseconds(network)],
    ['computing, in a Web Worker: the page never stood still', milliseconds(module)],
    ['has the password left the page?', passwordSent(calls)],
  ]);
}

function passwordSent(calls: readonly Call[]): string {
  const sent = new Set(entriesOf(calls).flatMap(({ request }) => namesOf(messageOf(request))));
  if (sent.has('PASSWORD')) return 'Yes';
  if (sent.has('NEW_PASSWORD')) return 'The new one';
  return sent.has('PASSWORD_CLAIM_SIGNATURE') ? 'No' : 'None was used';
}
