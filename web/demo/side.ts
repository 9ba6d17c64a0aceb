import { announce, h } from './dom';
import { Phone } from './phone';
import { addAuthenticator, type Authenticator, type Message, readAuthenticators, readOutbox, renewUsers } from './server';
import { enter, scanned, type Wanted } from './wanted';

const every = 1000; // ms between two looks into the outbox
const latest = 3;   // messages that are shown

/** The users' inboxes and phones. */
export class Side {
  #messages = h('ol', { class: 'messages' });
  #empty = h('p', { class: 'empty' }, 'No messages yet.');
  #phones = new Map<string, Phone>();
  #renew = h('button', { type: 'button', class: 'quiet renew', onclick: () => void this.#renewUsers() }, 'Make the demo users new');
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

  /** Says what the page waits for; undefined for nothing that is found here. */
  want(wanted: Wanted | undefined): void {
    this.#next = wanted;
    // Until the message for this form is here, there is none but those of before, whose codes are void.
    this.#wanted = undefined;
    this.#render();
    void this.look().then(() => {
      if (this.#next !== wanted) return;
      this.#wanted = wanted;
      this.#render();
      this.renderPhones();
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
    this.renderPhones();
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

  async #scan(user: string): Promise<void> {
    const secret = scanned();
    if (secret === undefined) return;
    try {
      await addAuthenticator(user, secret);
      await this.look();
      announce(`The authenticator is on ${user}’s phone.`);
    } catch {
      announce('The phone did not take the secret.');
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
        h('time', { datetime: time.toISOString(), class: 'time' }, time.toLocaleTimeString(undefined, { timeStyle: 'short' })),
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
    if (message !== this.#newest()) return undefined; // the others are void
    return h('button', {
      type: 'button', 'aria-label': `Use this code, ${medium} to ${message.user}`, onclick: () => enter(message.code),
    }, 'Use this code');
  }

  // The last message with what is wanted. Who waits for it may have typed the address in the place of the name.
  #newest(): Message | undefined {
    const wanted = this.#wanted;
    return wanted && this.#known.findLast(({ purpose, user, to, medium }) =>
      purpose === 'code' && (user === wanted.user || to === wanted.user) && (wanted.source ?? medium) === medium);
  }

  /** Shows the phones as they are now. Somebody who has no authenticator yet has a phone all the same when there is something to scan. */
  renderPhones(): void {
    const wanted = this.#wanted?.source === 'AUTHENTICATOR' ? this.#wanted.user : undefined;
    const scannable = wanted !== undefined && scanned() !== undefined;
    const displays = new Map(this.#authenticators.map((authenticator) => [authenticator.user, authenticator]));
    const users = new Set(displays.keys());
    if (scannable) users.add(wanted);
    for (const [user, phone] of this.#phones) {
      if (users.has(user)) continue;
      phone.element.remove();
      this.#phones.delete(user);
    }
    for (const user of users) {
      let phone = this.#phones.get(user);
      if (phone === undefined) {
        phone = new Phone(user, enter, () => void this.#scan(user));
        this.#phones.set(user, phone);
        this.#place.append(phone.element);
      }
      phone.show(displays.get(user), user === wanted, scannable && user === wanted);
    }
  }
}
