import type { LogEntry } from '../src/api';
import { definitions, h } from './dom';
import { explain, type Explanation } from './explain';
import { type Call, entriesOf } from './journal';

/** The requests and their answers in plain words: what each is for, and what its members mean. */
export class WordsView {
  readonly element = h('ol', { class: 'exchanges' });
  #shown = new Set<LogEntry>();

  show(calls: readonly Call[]): void {
    const entries = entriesOf(calls);
    if (!entries.some((entry) => this.#shown.has(entry))) {
      this.#shown.clear();
      this.element.replaceChildren();
    }
    for (const entry of entries) {
      if (this.#shown.has(entry)) continue;
      this.#shown.add(entry);
      this.element.append(item(entry));
    }
  }
}

function item(entry: LogEntry): HTMLElement {
  const exchange = explain(entry);
  return h('li', { class: 'panel exchange' },
    h('div', { class: 'exchange-head' },
      h('h3', {}, exchange.name),
      entry.code === undefined ? undefined : h('span', { class: 'chip bad' }, entry.code),
    ),
    h('div', { class: 'halves' }, half('Sent', exchange.sent), half('Answered', exchange.answered)),
  );
}

const half = (direction: string, explanation: Explanation): HTMLElement => h('div', { class: 'half' },
  h('p', { class: 'direction' }, direction),
  h('h4', {}, explanation.title),
  explanation.text === '' ? undefined : h('p', {}, explanation.text),
  explanation.members.length === 0 ? undefined : definitions('members', explanation.members),
);
