// The account page, which is inside the element and shown while somebody is signed in. It is over the element's own client.

import type { AuthClient, CognitoAuthError, Session } from '../../src/api';
import { announce, h } from '../dom';
import { failure } from '../errors';
import { type Call, untilTokens } from '../journal';
import type { Source } from '../wanted';
import { DevicesPanel } from './devices';
import { FactorsPanel } from './factors';
import type { Desk, Panel } from './panel';
import { PasskeysPanel } from './passkeys';
import { ProfilePanel } from './profile';
import { left, SessionPanel } from './session';
import { TokensPanel } from './tokens';

/** What the account page wants of the demo. */
export interface Surroundings {
  client: AuthClient;
  session: Session;
  /** What was entered as user name. */
  typed: string;
  /** What led here. */
  calls: readonly Call[];
  /** Says where the code comes from that is asked for, if one is. */
  wants(source: Source | undefined): void;
}

/** One account, from signing in to signing out. */
export class Account implements Desk {
  readonly element: HTMLElement;
  readonly client: AuthClient;
  #session: Session;
  #surroundings: Surroundings;
  #panels: readonly Panel[];
  #shown: Panel;
  #tabs: readonly HTMLButtonElement[];
  #heading: HTMLElement;
  #failure = h('div', { id: 'account-failure', class: 'failure', role: 'alert' });
  #said = h('p', { class: 'said', hidden: true });
  #body = h('div', { class: 'body' });
  #panel = h('div', { id: 'account-panel', class: 'tab-panel', role: 'tabpanel', tabindex: 0 }, this.#said, this.#failure, this.#body);
  #timer: number;

  constructor(surroundings: Surroundings) {
    const { client, session, typed, calls } = this.#surroundings = surroundings;
    this.client = client;
    this.#session = session;
    this.#panels = [new SessionPanel(untilTokens(calls)), new TokensPanel(), new ProfilePanel(), new FactorsPanel(), new PasskeysPanel(), new DevicesPanel()];
    this.#shown = this.#panels[0]!;
    this.#tabs = this.#panels.map((panel, i) => h('button', {
      type: 'button', role: 'tab', id: `account-tab-${i}`, 'aria-controls': 'account-panel', onclick: () => void this.#open(panel),
    }, panel.label));
    this.#heading = h('h2', { id: 'account-title', tabindex: -1 }, `Signed in as ${session.username}`);
    const { username } = session;
    this.element = h('section', { class: 'account', lang: 'en', 'aria-labelledby': 'account-title' },
      h('div', { class: 'account-head' },
        h('span', { class: 'initial', 'aria-hidden': 'true' }, username.slice(0, 1).toUpperCase()),
        h('div', { class: 'account-name' },
          this.#heading,
          typed === '' || typed === username ? undefined : h('p', { class: 'hint' }, `Entered was ${typed}, an alias. Cognito’s own name for the user is ${username}.`),
        ),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: () => void this.#signOut(false) }, 'Sign out'),
          h('button', { type: 'button', class: 'quiet', onclick: () => void this.#signOut(true) }, 'Sign out everywhere'),
        ),
      ),
      h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Account', onkeydown: (event) => this.#walk(event as KeyboardEvent) }, ...this.#tabs),
      this.#panel,
    );
    this.#timer = window.setInterval(() => this.#tick(), 1000);
    void this.#open(this.#shown);
  }

  get session(): Session {
    return this.#session;
  }

  focus(): void {
    this.#heading.focus();
  }

  close(): void {
    window.clearInterval(this.#timer);
  }

  /** Takes a session that was refreshed. */
  renew(session: Session): void {
    this.#session = session;
    this.#tick();
  }

  wants(source: Source): void {
    this.#surroundings.wants(source);
  }

  async act(work: () => Promise<string>): Promise<boolean> {
    this.#clear();
    this.#panel.setAttribute('aria-busy', 'true');
    try {
      const text = await work();
      await this.#draw();
      this.#said.textContent = text;
      this.#said.hidden = false;
      announce(text);
      if (!this.element.contains(document.activeElement)) this.#body.querySelector<HTMLElement>('h3')?.focus(); // the button is gone
      return true;
    } catch (error) {
      await this.#fail(error);
      return false;
    } finally {
      this.#panel.removeAttribute('aria-busy');
    }
  }

  async #signOut(everywhere: boolean): Promise<void> {
    const { revoked, error } = await this.client.signOut({ everywhere });
    announce(revoked ? 'Signed out.' : `Signed out here alone: ${error?.message ?? ''}`);
  }

  // By the arrow keys, as in every list of tabs.
  #walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { length } = this.#panels;
    const at = this.#panels.indexOf(this.#shown);
    const next = Number.isFinite(step) ? (at + step + length) % length : step < 0 ? 0 : length - 1;
    this.#tabs[next]!.focus();
    void this.#open(this.#panels[next]!);
  }

  async #open(panel: Panel): Promise<void> {
    this.#shown = panel;
    for (const [i, tab] of this.#tabs.entries()) {
      const chosen = this.#panels[i] === panel;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) this.#panel.setAttribute('aria-labelledby', tab.id);
    }
    this.#clear();
    this.#body.replaceChildren(h('p', { class: 'nothing' }, 'Asking Cognito …'));
    try {
      await this.#draw();
    } catch (error) {
      if (this.#shown !== panel) return;
      this.#body.replaceChildren();
      await this.#fail(error);
    }
  }

  async #draw(): Promise<void> {
    const panel = this.#shown;
    this.#surroundings.wants(undefined);
    const drawn = await panel.show(this);
    if (this.#shown === panel) this.#body.replaceChildren(...drawn.filter((node) => node !== undefined)); // else another one was opened meanwhile
  }

  #clear(): void {
    this.#failure.replaceChildren();
    this.#said.hidden = true;
  }

  // Where the session was ended elsewhere, a refresh tells, and the element asks for a sign-in.
  async #fail(error: unknown): Promise<void> {
    this.#failure.replaceChildren(...failure(error));
    const { code, operation } = error as CognitoAuthError;
    if (code === 'NotAuthorizedException' && operation !== 'ChangePassword') await this.client.session({ refresh: 'force' }).catch(() => null);
  }

  #tick(): void {
    const countdown = this.#body.querySelector('.countdown');
    if (countdown !== null) countdown.textContent = left(this.#session);
  }
}
