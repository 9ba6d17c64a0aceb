import type { DoneStep, LogEntry } from '../src/api';
import { table } from './claims';
import { announce, definitions, h, milliseconds } from './dom';
import { failure } from './errors';

/** What the signed-in view can ask for. */
export interface Actions {
  refresh(): Promise<DoneStep>;
  signOut(): void;
}

/** The end of a sign-in: figures, both tokens taken apart, and how long they last. */
export class SignedIn {
  readonly element: HTMLElement;
  #heading: HTMLElement;
  #tokens = h('div', { class: 'tokens' });
  #left = h('strong', { class: 'countdown' });
  #failure = h('div', { class: 'failure', role: 'alert' });
  #expires = new Date(0);
  #timer: number;

  /** typed is what was entered as user name, spent the time of all calls in ms. */
  constructor(step: DoneStep, typed: string, spent: number, entries: readonly LogEntry[], actions: Actions) {
    this.#heading = h('h2', { id: 'card-title', tabindex: -1 }, `Signed in as ${step.username}`);
    this.element = h('div', { class: 'signed-in' },
      this.#heading,
      typed === step.username ? undefined : h('p', { class: 'hint' }, `Entered was ${typed}, an alias. Cognito’s own name for the user is ${step.username}.`),
      figures(spent, entries),
      h('p', { class: 'expiry' }, 'The access token expires in ', this.#left, '. The tokens are in this page’s memory alone: a reload forgets them.'),
      h('div', { class: 'actions' },
        h('button', { type: 'button', class: 'primary', onclick: () => void this.#refresh(actions) }, 'Refresh the tokens'),
        h('button', { type: 'button', onclick: actions.signOut }, 'Sign out'),
      ),
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
    this.#failure.replaceChildren();
    try {
      this.#show(await actions.refresh());
      announce('The tokens are new.');
    } catch (error) {
      this.#failure.replaceChildren(...failure(error));
    }
  }
}

function figures(spent: number, entries: readonly LogEntry[]): HTMLElement {
  const waited = entries.reduce((sum, entry) => sum + entry.durationMs, 0);
  return definitions('figures', [
    ['until the tokens, without the user’s own time', milliseconds(spent)],
    [`of that, waiting for Cognito, in ${entries.length} calls`, milliseconds(waited)],
    ['computing, in a Web Worker: the page never stood still', milliseconds(Math.max(0, spent - waited))],
    ['has the password left the page?', passwordSent(entries)],
  ]);
}

function passwordSent(entries: readonly LogEntry[]): string {
  const sent = (member: 'AuthParameters' | 'ChallengeResponses', name: string): boolean =>
    entries.some(({ request }) => name in ((request as Record<string, object | undefined>)[member] ?? {}));
  if (sent('AuthParameters', 'PASSWORD')) return 'Yes';
  return sent('ChallengeResponses', 'NEW_PASSWORD') ? 'The new one' : 'No';
}
