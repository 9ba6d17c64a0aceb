import type { LogEntry } from '../src/api';
import { diagram } from './diagram';
import { h, milliseconds } from './dom';
import { type Call, entriesOf } from './journal';
import { messageOf, subjectOf } from './message';
import { type Event, events, sentence } from './protocol';

/** The developers' view: the protocol as a sequence diagram that grows, and below it the messages as they were. */
export class DevelopersView {
  readonly element: HTMLElement;
  #drawing = h('div', { class: 'drawing' });
  #list = h('ol', { class: 'unseen', 'aria-label': 'The sign-in, event by event' });
  #messages = h('ol', { class: 'raw' });
  #events: Event[] = [];
  #fresh = 0;
  #shown = new Set<LogEntry>();

  constructor() {
    this.element = h('div', { class: 'developers' },
      h('div', { class: 'panel' }, this.#drawing, this.#list,
        h('p', { class: 'hint' }, '••• stands for what the library’s log redacts: names, passwords, codes, tokens and sessions.')),
      h('h3', { id: 'raw-title' }, 'The messages, as the log has them'),
      this.#messages,
    );
    new ResizeObserver(() => this.#draw()).observe(this.#drawing);
  }

  show(calls: readonly Call[]): void {
    const before = this.#events.length;
    this.#events = events(calls);
    this.#fresh = before < this.#events.length ? before : this.#events.length;
    this.#list.replaceChildren(...this.#events.map((event) => h('li', {}, sentence(event))));
    this.#draw();
    const entries = entriesOf(calls);
    if (!entries.some((entry) => this.#shown.has(entry))) {
      this.#shown.clear();
      this.#messages.replaceChildren();
    }
    // Those that are there stay: somebody may have opened one.
    for (const entry of entries) {
      if (this.#shown.has(entry)) continue;
      this.#shown.add(entry);
      this.#messages.append(h('li', { class: 'panel' }, raw(entry)));
    }
  }

  #draw(): void {
    const width = this.#drawing.clientWidth;
    if (width > 0) this.#drawing.replaceChildren(diagram(this.#events, width, this.#fresh));
  }
}

function raw(entry: LogEntry): HTMLElement {
  const name = [entry.operation, subjectOf(messageOf(entry.request))].filter((text) => text !== '').join(' ');
  return h('details', {},
    h('summary', {}, name, h('span', { class: 'time' }, [entry.code ?? entry.status, milliseconds(entry.durationMs)].filter((text) => text !== undefined).join(', '))),
    message('Sent', entry.request),
    message('Answered', entry.response),
  );
}

const message = (direction: string, value: unknown): HTMLElement | undefined => (value === undefined ? undefined : h('div', {},
  h('p', { class: 'direction' }, direction),
  h('pre', { tabindex: 0, role: 'group', 'aria-label': `${direction}, as JSON` }, JSON.stringify(value, undefined, 2)),
));
