// What is said to people who do not see the page. Both regions are there from the start and outlast every form: a region that comes with
// its text is often not read.

import { h } from './dom';

/** The two regions of one element. */
export class Live {
  /** For what can wait until the reader pauses. */
  readonly status = h('div', { role: 'status', class: 'unseen' });
  /** For what cannot. */
  readonly alert = h('div', { role: 'alert', 'aria-atomic': 'true', class: 'unseen' });

  /** Says something. Emptied before, a region says the same text again. */
  say(region: 'status' | 'alert', text: string): void {
    const element = this[region];
    element.textContent = '';
    setTimeout(() => { element.textContent = text; });
  }
}
