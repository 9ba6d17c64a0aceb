import { h } from './dom';
import { DevelopersView } from './developers';
import type { Call } from './journal';
import { WordsView } from './words';

/** The views by the fragment of the page's address, so that each can be linked to. The first is shown where there is none. */
const views = [
  { fragment: '#words', label: 'In plain words', make: () => new WordsView() },
  { fragment: '#developers', label: 'Developers’ view', make: () => new DevelopersView() },
] as const;

/** What crosses the wire, in one of two views. */
export class Wire {
  #empty = h('p', { class: 'empty' }, 'Nothing yet. Every message to Cognito appears here as it is sent; passwords, codes and tokens are blotted out.');
  #views = views.map(({ fragment, label, make }) => ({ fragment, link: h('a', { href: fragment }, label), view: make() }));
  #clear: HTMLButtonElement;
  #calls: readonly Call[] = [];

  /** clear is to forget the calls so far. */
  constructor(place: HTMLElement, clear: () => void) {
    this.#clear = h('button', { type: 'button', class: 'quiet', onclick: clear }, 'Clear');
    place.replaceChildren(
      h('div', { class: 'wire-head' },
        h('h2', { id: 'wire-title' }, 'What crosses the wire'),
        this.#clear,
        h('nav', { class: 'views', 'aria-label': 'How it is shown' }, ...this.#views.map(({ link }) => link)),
      ),
      this.#empty,
      ...this.#views.map(({ view }) => view.element),
    );
    window.addEventListener('hashchange', () => this.#choose());
    this.#choose();
  }

  /** Shows the calls so far. */
  show(calls: readonly Call[]): void {
    this.#calls = calls;
    for (const { view } of this.#views) view.show(calls);
    this.#choose();
  }

  #choose(): void {
    const nothing = this.#calls.length === 0;
    this.#empty.hidden = !nothing;
    this.#clear.hidden = nothing;
    const chosen = this.#views.find(({ fragment }) => fragment === location.hash) ?? this.#views[0];
    for (const entry of this.#views) {
      entry.view.element.hidden = nothing || entry !== chosen;
      if (entry === chosen) entry.link.setAttribute('aria-current', 'true');
      else entry.link.removeAttribute('aria-current');
    }
  }
}
