// What is said to people who do not see the page. Both regions are there from the start and outlast every form: a region that comes with
// its text is often not read.

import { h } from './dom';

/** The two regions of one element. */
export class Live {
  /** For what can wait until the reader pauses. */
  readonly status = h('div', { role: 'status', class: 'unseen' });
  /** For what cannot. */
  readonly alert = h('div', { role: 'alert', 'aria-atomic': 'true', class: 'unseen' });

  /** How often something was said, and up to where that is of no concern any more. */
  #said = 0;
  #cleared = 0;

  /** Says something. Emptied before, a region says the same text again. */
  say(region: 'status' | 'alert', text: string): void {
    this[region].textContent = '';
    const said = ++this.#said;
    setTimeout(() => { if (said > this.#cleared) this[region].textContent = text; });
  }

  /** Takes back what was said of an earlier form. */
  clear(): void {
    this.#cleared = this.#said;
    this.status.textContent = this.alert.textContent = '';
  }
}
