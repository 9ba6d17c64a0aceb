import type { Source } from './challenges';
import { announce, h } from './dom';
import { inviteBob, readAuthenticator, readOutbox, type Authenticator, type Message } from './server';

/** What the open form can take from here. */
export interface Wanted {
  user: string;
  source: Source;
  use(code: string): void;
}

const every = 1000; // ms between two looks into the outbox

/** The users' inboxes and erin's phone. */
export class Side {
  #messages = h('ol', { class: 'messages' });
  #empty = h('p', { class: 'empty' }, 'No messages yet.');
  #digits = h('output', { class: 'digits', 'aria-label': 'Current code' });
  #left = h('progress', { max: 30_000, value: 0, 'aria-label': 'Time left for this code' });
  #useDigits = h('button', { type: 'button', onclick: () => this.#wanted?.use(this.#authenticator?.code ?? '') }, 'Use this code');
  #owner = h('h3', {}, 'Authenticator');
  #invite = h('button', { type: 'button', class: 'quiet', onclick: () => void this.#inviteBob() }, 'Invite bob once more');
  #known: Message[] = [];
  #seen = 0;
  #authenticator: Authenticator | undefined;
  #wanted: Wanted | undefined;
  #usePassword: (user: string, password: string) => void;

  constructor(place: HTMLElement, usePassword: (user: string, password: string) => void) {
    this.#usePassword = usePassword;
    place.replaceChildren(
      h('section', { class: 'panel', 'aria-labelledby': 'outbox-title' },
        h('h2', { id: 'outbox-title' }, 'Outbox'),
        h('p', { class: 'hint' }, 'SMS and emails that the local Cognito would have sent.'),
        this.#empty, this.#messages,
        h('div', { class: 'actions' }, this.#invite),
      ),
      h('section', { class: 'panel phone', 'aria-label': 'Authenticator' }, this.#owner, this.#digits, this.#left, this.#useDigits),
    );
    place.hidden = false;
    void this.#watch();
  }

  /** Says what the open form waits for; undefined for a form that wants no code. */
  want(wanted: Wanted | undefined): void {
    this.#wanted = wanted;
    this.#render();
    void this.look();
  }

  /** Looks into the outbox and at the phone now. */
  async look(): Promise<void> {
    try {
      [this.#known, this.#authenticator] = await Promise.all([readOutbox(), readAuthenticator()]);
    } catch {
      return; // the server is gone; the next look may find it
    }
    const last = this.#known.at(-1);
    if (last !== undefined && this.#known.length > this.#seen) {
      if (this.#seen > 0) announce(`A message for ${last.user} is in the outbox.`);
      this.#seen = this.#known.length;
      this.#render();
    }
    this.#renderPhone(this.#authenticator);
  }

  async #watch(): Promise<void> {
    if (document.visibilityState === 'visible') await this.look();
    window.setTimeout(() => void this.#watch(), every);
  }

  async #inviteBob(): Promise<void> {
    try {
      await inviteBob();
      await this.look();
      announce('The invitation is in the outbox.');
    } catch {
      announce('The invitation failed.');
    }
  }

  #render(): void {
    this.#empty.hidden = this.#known.length > 0;
    this.#messages.replaceChildren(...this.#known.toReversed().map((message) => this.#message(message)));
  }

  #message(message: Message): HTMLElement {
    const time = new Date(message.time);
    const medium = message.medium === 'SMS' ? 'SMS' : 'Email';
    return h('li', { class: 'message' },
      h('p', { class: 'message-head' },
        h('span', { class: 'chip' }, medium),
        h('span', { class: 'to' }, message.to),
        h('time', { datetime: time.toISOString(), class: 'time' }, time.toLocaleTimeString()),
      ),
      h('p', {}, message.text),
      this.#useButton(message, medium),
    );
  }

  #useButton(message: Message, medium: string): HTMLElement | undefined {
    if (message.purpose === 'password') {
      return h('button', {
        type: 'button', 'aria-label': `Use this password, ${medium} to ${message.user}`,
        onclick: () => this.#usePassword(message.user, message.code),
      }, 'Use this password');
    }
    const wanted = this.#wanted;
    if (wanted === undefined || wanted.source !== message.medium || wanted.user !== message.user) return undefined;
    return h('button', {
      type: 'button', 'aria-label': `Use this code, ${medium} to ${message.user}`, onclick: () => wanted.use(message.code),
    }, 'Use this code');
  }

  #renderPhone({ user, code, millisecondsLeft }: Authenticator): void {
    this.#owner.textContent = `${user}’s phone`;
    this.#digits.value = `${code.slice(0, 3)} ${code.slice(3)}`;
    this.#left.value = millisecondsLeft;
    this.#useDigits.disabled = this.#wanted?.source !== 'AUTHENTICATOR' || this.#wanted.user !== user;
  }
}
