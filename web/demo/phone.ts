import { h } from './dom';
import type { Authenticator } from './server';

/** A user's phone with an authenticator app. */
export class Phone {
  readonly element: HTMLElement;
  #digits = h('output', { class: 'digits', 'aria-label': 'Current code' });
  #left = h('progress', { max: 30_000, value: 0, 'aria-label': 'Time left for this code' });
  #empty = h('p', { class: 'empty' }, 'The authenticator app is empty.');
  #use: HTMLButtonElement;
  #scan: HTMLButtonElement;
  #code = '';

  constructor(user: string, use: (code: string) => void, scan: () => void) {
    this.#use = h('button', { type: 'button', class: 'use', onclick: () => use(this.#code) }, 'Use this code');
    this.#scan = h('button', { type: 'button', onclick: scan }, 'Scan the QR code');
    this.element = h('section', { class: 'panel phone', 'aria-label': `${user}’s authenticator` },
      h('h2', {}, `${user}’s phone`), this.#empty, this.#digits, this.#left, h('div', { class: 'actions' }, this.#scan, this.#use));
    this.show(undefined, false, false);
  }

  /** Shows what the display says, if the app has a secret; whether the page waits for a code, and whether it shows something to scan. */
  show(display: Authenticator | undefined, wanted: boolean, scannable: boolean): void {
    const has = display !== undefined;
    if (has) {
      this.#code = display.code;
      this.#digits.value = `${display.code.slice(0, 3)} ${display.code.slice(3)}`;
      this.#left.value = display.millisecondsLeft;
    }
    this.#empty.hidden = has;
    this.#digits.hidden = this.#left.hidden = this.#use.hidden = !has;
    this.#use.disabled = !wanted;
    this.#scan.hidden = !scannable;
  }
}
