import { h } from './dom';
import type { Authenticator } from './server';

/** A user's authenticator. */
export class Phone {
  readonly element: HTMLElement;
  #digits = h('output', { class: 'digits', 'aria-label': 'Current code' });
  #left = h('progress', { max: 30_000, value: 0, 'aria-label': 'Time left for this code' });
  #button: HTMLButtonElement;
  #code = '';

  constructor(user: string, use: (code: string) => void) {
    this.#button = h('button', { type: 'button', onclick: () => use(this.#code) }, 'Use this code');
    this.element = h('section', { class: 'panel phone', 'aria-label': `${user}’s authenticator` },
      h('h2', {}, `${user}’s phone`), this.#digits, this.#left, this.#button);
  }

  /** Shows what the display says; wanted tells whether the open form waits for it. */
  show({ code, millisecondsLeft }: Authenticator, wanted: boolean): void {
    this.#code = code;
    this.#digits.value = `${code.slice(0, 3)} ${code.slice(3)}`;
    this.#left.value = millisecondsLeft;
    this.#button.disabled = !wanted;
  }
}
