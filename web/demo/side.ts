import type { Source } from './challenges';
import { announce, h } from './dom';
import { Phone } from './phone';
import { type Authenticator, type Message, readAuthenticators, readOutbox, renewUsers } from './server';

/** What the open form can take from here. */
export interface Wanted {
  user: string;
  source: Source;
  use(code: string): void;
}

const every = 1000; // ms between two looks into the outbox
const latest = 3;   // messages that are shown

/** The users' inboxes and phones. */
export class Side {
  #messages = h('ol', { class: 'messages' });
  #empty = h('p', { class: 'empty' }, 'No messages yet.');
  #phones = new Map<string, Phone>();
  #renew = h('button', { type: 'button', class: 'quiet', onclick: () => void this.#renewUsers() }, 'Make the demo users new');
  #place: HTMLElement;
  #known: Message[] = [];
  #seen = 0;
  #authenticators: Authenticator[] = [];
  #wanted: Wanted | undefined;
  // What is wanted once the outbox was looked into.
  #next: Wanted | undefined;
  #usePassword: (user: string, password: string) => void;

  constructor(place: HTMLElement, usePassword: (user: string, password: string) => void) {
    this.#place = place;
    this.#usePassword = usePassword;
    place.replaceChildren(
      h('section', { class: 'panel', 'aria-labelledby': 'outbox-title' },
        h('h2', { id: 'outbox-title' }, 'Outbox'),
        h('p', { class: 'hint' }, 'SMS and emails that the local Cognito would have sent.'),
        this.#empty, this.#messages,
        h('div', { class: 'actions' }, this.#renew),
      ),
    );
    place.hidden = false;
    void this.#watch();
  }

  /** Says what the open form waits for; undefined for a form that wants no code. */
  want(wanted: Wanted | undefined): void {
    this.#next = wanted;
    // Until the message for this form is here, there is none but those of before, whose codes are void.
    this.#wanted = undefined;
    this.#render();
    void this.look().then(() => {
      if (this.#next !== wanted) return;
      this.#wanted = wanted;
      this.#render();
      this.#renderPhones();
    });
  }

  /** Looks into the outbox and at the phones now. */
  async look(): Promise<void> {
    try {
      [this.#known, this.#authenticators] = await Promise.all([readOutbox(), readAuthenticators()]);
    } catch {
      return; // the server is gone; the next look may find it
    }
    const last = this.#known.at(-1);
    if (last !== undefined && this.#known.length > this.#seen) {
      if (this.#seen > 0) announce(`A message for ${last.user} is in the outbox.`);
      this.#seen = this.#known.length;
      this.#render();
    }
    this.#renderPhones();
  }

  async #watch(): Promise<void> {
    if (document.visibilityState === 'visible') await this.look();
    window.setTimeout(() => void this.#watch(), every);
  }

  async #renewUsers(): Promise<void> {
    try {
      await renewUsers();
      await this.look();
      announce('The demo users are new.');
    } catch {
      announce('The demo users could not be replaced.');
    }
  }

  #render(): void {
    this.#empty.hidden = this.#known.length > 0;
    this.#messages.replaceChildren(...this.#known.slice(-latest).toReversed().map((message) => this.#message(message)));
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

  #renderPhones(): void {
    const users = new Set(this.#authenticators.map(({ user }) => user));
    for (const [user, phone] of this.#phones) {
      if (users.has(user)) continue;
      phone.element.remove();
      this.#phones.delete(user);
    }
    for (const authenticator of this.#authenticators) {
      const { user } = authenticator;
      let phone = this.#phones.get(user);
      if (phone === undefined) {
        phone = new Phone(user, (code) => this.#wanted?.use(code));
        this.#phones.set(user, phone);
        this.#place.append(phone.element);
      }
      phone.show(authenticator, this.#wanted?.source === 'AUTHENTICATOR' && this.#wanted.user === user);
    }
  }
}
