import type { LogEntry } from '../src/api';
import { definitions, h, milliseconds } from './dom';
import { explain, type Explanation } from './explain';

/** The timeline: every request of the log, with its answer, in words and as it was. */
export class Wire {
  #list = h('ol', { class: 'exchanges' });
  #empty = h('p', { class: 'empty' }, 'Nothing yet. Every message to Cognito appears here with an explanation; passwords, codes and tokens are blotted out.');
  #entries: LogEntry[] = [];

  constructor(place: HTMLElement) {
    place.replaceChildren(this.#empty, this.#list);
  }

  /** What was shown so far. It holds no secrets: the library redacts its log. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#list.append(this.#item(entry));
    this.#empty.hidden = true;
  }

  clear(): void {
    this.#entries = [];
    this.#list.replaceChildren();
    this.#empty.hidden = false;
  }

  #item(entry: LogEntry): HTMLElement {
    const exchange = explain(entry);
    const again = entry.attempt > 1 ? [h('span', { class: 'chip' }, `attempt ${entry.attempt}`)] : [];
    return h('li', { class: 'panel exchange' },
      h('div', { class: 'exchange-head' },
        h('h3', {}, exchange.name),
        ...again,
        h('span', { class: entry.code === undefined ? 'chip good' : 'chip bad' }, entry.code ?? String(entry.status)),
        h('span', { class: 'time' }, milliseconds(entry.durationMs)),
      ),
      h('div', { class: 'halves' },
        half('Sent', exchange.sent, entry.request),
        half('Answered', exchange.answered, entry.response),
      ),
    );
  }
}

function half(direction: string, explanation: Explanation, message: unknown): HTMLElement {
  return h('div', { class: 'half' },
    h('p', { class: 'direction' }, direction),
    h('h4', {}, explanation.title),
    explanation.text === '' ? undefined : h('p', {}, explanation.text),
    explanation.members.length === 0 ? undefined : definitions('members', explanation.members),
    message === undefined ? undefined : h('details', {}, h('summary', {}, 'The message'),
      h('pre', { tabindex: 0, role: 'group', 'aria-label': `${direction}, as JSON` }, JSON.stringify(message, undefined, 2))),
  );
}
