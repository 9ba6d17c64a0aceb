// The sequence diagram. It is drawn at the width that there is, in the size of the page's own text, so that nothing has to
// be scaled down on a phone.

import { s } from './dom';
import { type Event, type Lifeline, type Message, type Sum, type Work, lifelines, sums } from './protocol';

/** Text of one kind; several make a line. */
interface Run { text: string; kind: 'title' | 'about' | 'note' | 'name' | 'value' | 'detail' | 'failed' }

// Lengths are in units of a sixteenth of the root's font size, which is a pixel unless the user wants larger text.
const size = { title: 13, small: 11.5, line: 17, head: 30, gap: 16, bar: 10, arrow: 7, pad: 10 };
const advance = 0.61; // width of a monospace character, in ems; that of the widest of --mono
const narrow = 560;   // below, texts begin at the page's lifeline instead of the sender's

/** Draws events into a width in CSS pixels. Those from the index fresh on are marked as new. */
export function diagram(events: readonly Event[], width: number, fresh: number): SVGSVGElement {
  const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return new Diagram(width / unit).draw(events, fresh, unit);
}

class Diagram {
  #width: number;
  #x: Record<Lifeline, number>;
  #narrow: boolean;
  #y = size.head + size.gap;
  #began: number | undefined; // where the call that runs began
  #bars: SVGElement[] = [];

  constructor(width: number) {
    this.#width = width;
    this.#narrow = width < narrow;
    const edge = this.#narrow ? 34 : 62;
    this.#x = { Page: edge, Worker: this.#narrow ? edge + (width - 2 * edge) * 0.36 : edge + (width - 2 * edge) * 0.38, Cognito: width - edge };
  }

  draw(events: readonly Event[], fresh: number, unit: number): SVGSVGElement {
    const rows = events.map((event, i) => s('g', { class: i < fresh ? '' : 'new' }, ...this.#event(event)));
    if (this.#began !== undefined) this.#activation(this.#y + size.gap); // it still runs
    const height = this.#y + size.gap;
    return s('svg', {
      class: 'diagram', role: 'img', 'aria-label': 'Sequence diagram of this sign-in; the list after it says the same',
      width: this.#width * unit, height: height * unit, viewBox: `0 0 ${this.#width} ${height}`,
    }, ...lifelines.flatMap((name) => this.#lifeline(name, height)), ...this.#bars, ...rows) as SVGSVGElement;
  }

  #lifeline(name: Lifeline, height: number): SVGElement[] {
    const x = this.#x[name];
    const half = this.#narrow ? 33 : 50;
    return [
      s('line', { class: 'lifeline', x1: x, x2: x, y1: size.head, y2: height }),
      s('rect', { class: 'head', x: x - half, y: 1, width: 2 * half, height: size.head - 2, rx: 6 }),
      s('text', { class: 'head-name', x, y: size.head / 2 + 4.5, 'text-anchor': 'middle', 'font-size': size.title }, name),
    ];
  }

  #event(event: Event): SVGElement[] {
    switch (event.kind) {
      case 'message': return this.#message(event);
      case 'work': return this.#work(event);
      case 'sum': return this.#sum(event);
    }
  }

  #message(message: Message): SVGElement[] {
    const [from, to] = [this.#x[message.from], this.#x[message.to]];
    const left = this.#narrow ? this.#x.Page + size.pad : Math.min(from, to) + size.pad + 4;
    const right = Math.max(from, to) - size.pad;
    const opens = message.from === 'Page';
    if (opens) this.#y += size.gap / 2;
    const head: Run[] = [
      { text: `${message.number === undefined ? '' : `${message.number} `}${message.title}`, kind: message.failed ? 'failed' : 'title' },
      { text: message.about, kind: 'about' }, { text: message.note, kind: 'note' },
    ];
    const room = message.to === 'Page' || opens ? this.#width - size.pad - left : right - left;
    const text = [
      ...this.#text(left, head, room, size.title),
      ...this.#text(left, message.members.flatMap(({ name, value }, i): Run[] => [
        { text: name + (value === '' && i < message.members.length - 1 ? ',' : ''), kind: 'name' }, { text: value, kind: 'value' },
      ]), room, size.small),
    ];
    const y = this.#y - size.line / 2 + 3;
    if (opens) this.#began = y;
    const arrow = this.#arrow(from, to, y, message);
    if (message.to === 'Page') this.#activation(y);
    this.#y += size.gap + 2;
    return [...arrow, ...text];
  }

  #arrow(from: number, to: number, y: number, { answer, failed }: Message): SVGElement[] {
    const direction = Math.sign(to - from);
    // An arrow ends where the other one's bar begins.
    const [start, end] = [from, to].map((x, i) => (x === this.#x.Worker ? x + (i === 0 ? direction : -direction) * (size.bar / 2) : x)) as [number, number];
    const back = end - direction * size.arrow;
    const points = [[back, y - 4], [end, y], [back, y + 4]].map((point) => point.join(',')).join(' ');
    const kind = `arrow${answer ? ' answer' : ''}${failed ? ' failed' : ''}`;
    return [s('line', { class: kind, x1: start, x2: answer ? end : back, y1: y, y2: y }), s('polyline', { class: `${kind} tip`, points })];
  }

  // The bar on the worker's lifeline, as long as a call runs.
  #activation(end: number): void {
    if (this.#began === undefined) return;
    this.#bars.push(s('rect', { class: 'activation', x: this.#x.Worker - size.bar / 2, y: this.#began, width: size.bar, height: Math.max(size.bar, end - this.#began) }));
    this.#began = undefined;
  }

  #work(work: Work): SVGElement[] {
    const x = this.#x[work.on];
    const left = x + size.bar / 2 + 6;
    const top = this.#y - size.line + 2;
    const room = this.#width - left - 2 * size.pad;
    this.#y += 4;
    const text = [
      ...this.#text(left + size.pad, [{ text: work.title, kind: 'title' }, { text: work.note, kind: 'note' }], room, size.title),
      ...this.#text(left + size.pad, [{ text: work.detail, kind: 'detail' }], room, size.small),
    ];
    const height = this.#y - size.line + 6 - top;
    this.#y += size.gap;
    const longest = Math.min(room, Math.max(work.detail.length * size.small, (work.title.length + work.note.length + 1) * size.title) * advance);
    return [
      s('rect', { class: 'work', x: left, y: top, width: longest + 2 * size.pad, height, rx: 6 }),
      s('rect', { class: 'busy', x: x - size.bar / 2, y: top, width: size.bar, height }),
      ...text,
    ];
  }

  #sum(sum: Sum): SVGElement[] {
    const left = 0;
    const total = sum.parts.reduce((ms, part) => ms + part.duration, 0) || 1;
    const found: SVGElement[] = [];
    this.#y -= 4;
    const legend = sums(sum);
    const widths = legend.map(({ text }) => (text.length * size.small * advance) + 26);
    let at = left;
    legend.forEach(({ kind, text }, i) => {
      if (at > left && at + (widths[i] ?? 0) > this.#width) {
        at = left;
        this.#y += size.line;
      }
      found.push(
        s('rect', { class: `share ${kind}`, x: at, y: this.#y - 9, width: 9, height: 9, rx: 2 }),
        s('text', { class: 'detail', x: at + 14, y: this.#y, 'font-size': size.small }, text),
      );
      at += widths[i] ?? 0;
    });
    this.#y += 7;
    let x = left;
    for (const part of sum.parts) {
      const width = (part.duration / total) * this.#width;
      if (width > 0) found.push(s('rect', { class: `share ${part.kind}`, x, y: this.#y, width, height: 8 }));
      x += width;
    }
    this.#y += size.gap * 2.25;
    return found;
  }

  // Sets runs one after the other, breaks lines between words, and moves down by what they take.
  #text(x: number, runs: readonly Run[], room: number, fontSize: number): SVGElement[] {
    const most = Math.max(8, Math.floor(room / (fontSize * advance)));
    const lines: Run[][] = [[]];
    let used = 0;
    for (const { text, kind } of runs) {
      for (const word of text.split(' ').filter((part) => part !== '')) {
        if (used > 0 && used + 1 + word.length > most) {
          lines.push([]);
          used = 0;
        }
        lines.at(-1)?.push({ text: (used > 0 ? ' ' : '') + word, kind });
        used += word.length + (used > 0 ? 1 : 0);
      }
    }
    if (used === 0) return [];
    return lines.map((line) => {
      const element = s('text', { x, y: this.#y, 'font-size': fontSize, 'xml:space': 'preserve' },
        ...line.map(({ text, kind }) => s('tspan', { class: kind }, text)));
      this.#y += size.line;
      return element;
    });
  }
}
