// The sequence diagram. It is drawn at the width that there is, in the size of the page's own text, so that nothing has to
// be scaled down on a phone.

import { s } from './dom';
import { type Event, type Lifeline, type Message, type Sum, type Work, lifelines, sums } from './protocol';

/** Text of one kind. */
interface Run { text: string; kind: 'title' | 'about' | 'note' | 'name' | 'value' | 'aside' | 'failed' }

/** What stays on one line; lines are broken between two of them. */
type Chunk = readonly Run[];

// Lengths are in units of a sixteenth of the root's font size, which is a pixel unless the user wants larger text.
const size = { title: 13, small: 11.5, line: 17, head: 30, gap: 16, bar: 10, arrow: 7, pad: 10 };
const advance = 0.61; // width of a monospace character, in ems; that of the widest of --mono
const narrow = 560;   // below, the page and the worker move together

/** Draws events into a width in CSS pixels. Those from the index fresh on are marked as new. */
export function diagram(events: readonly Event[], width: number, fresh: number): SVGSVGElement {
  const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return new Diagram(width / unit).draw(events, fresh, unit);
}

class Diagram {
  #width: number;
  #x: Record<Lifeline, number>;
  #half: number; // of a lifeline's head
  #y = size.head + size.gap;
  #began: number | undefined; // where the call that runs began
  #bars: SVGElement[] = [];

  constructor(width: number) {
    this.#width = width;
    this.#half = width < narrow ? 32 : 50;
    const edge = this.#half + 1;
    this.#x = { Page: edge, Worker: width < narrow ? 3 * this.#half + 8 : width * 0.37, Cognito: width - edge };
  }

  draw(events: readonly Event[], fresh: number, unit: number): SVGSVGElement {
    const rows = events.map((event, i) => s('g', { class: i < fresh ? '' : 'new' }, ...this.#event(event)));
    if (this.#began !== undefined) this.#activation(this.#y + size.gap); // it still runs
    const height = this.#y + (events.at(-1)?.kind === 'sum' ? -size.gap : size.gap);
    return s('svg', {
      class: 'diagram', role: 'img', 'aria-label': 'Sequence diagram of this sign-in; the list after it says the same',
      width: this.#width * unit, height: height * unit, viewBox: `0 0 ${this.#width} ${height}`,
    }, ...lifelines.flatMap((name) => this.#lifeline(name, height)), ...this.#bars, ...rows) as SVGSVGElement;
  }

  #lifeline(name: Lifeline, height: number): SVGElement[] {
    const x = this.#x[name];
    const half = this.#half;
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
    const { from, to, number, title, about, note, members, failed } = message;
    const opens = from === 'Page';
    if (opens) this.#y += size.gap / 2;
    // Left of the worker there is room only while no call runs.
    const left = opens ? this.#x.Page + size.pad : this.#x.Worker + size.bar / 2 + size.pad;
    const head: Run[] = [
      { text: number === undefined ? title : `${number} ${title}`, kind: failed ? 'failed' : 'title' }, { text: about, kind: 'about' }, { text: note, kind: 'note' },
    ];
    const text = [
      ...this.#text(left, head.map((run) => [run]), size.title),
      ...this.#text(left, members.map(({ name, value }): Chunk => [{ text: name, kind: 'name' }, { text: value, kind: 'value' }]), size.small),
    ];
    // What comes back to the page stands beside its arrow, everything else above.
    const y = to === 'Page' ? this.#y - size.line - 4 : this.#y - size.line / 2 + 3;
    if (opens) this.#began = y;
    const arrow = this.#arrow(this.#x[from], this.#x[to], y, message);
    if (to === 'Page') this.#activation(y);
    this.#y += to === 'Page' ? size.gap / 2 : size.gap + 2;
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
    const textLeft = Math.max(left, this.#x.Worker + size.bar / 2) + size.pad;
    const top = this.#y - size.line + 2;
    this.#y += 4;
    const text = [
      ...this.#text(textLeft, [[{ text: work.title, kind: 'title' }], [{ text: work.note, kind: 'note' }]], size.title, size.pad),
      ...this.#text(textLeft, work.detail.split(' ').map((word): Chunk => [{ text: word, kind: 'aside' }]), size.small, size.pad),
    ];
    const height = this.#y - size.line + 6 - top;
    this.#y += size.gap;
    const oneLine = Math.max(lengthOf(work.detail, size.small), lengthOf(`${work.title}  ${work.note}`, size.title));
    const right = Math.min(this.#width, textLeft + oneLine + size.pad);
    // A box of the page's reaches behind the worker's bar.
    this.#bars.push(s('rect', { class: 'work', x: left, y: top, width: right - left, height, rx: 6 }));
    return [s('rect', { class: 'busy', x: x - size.bar / 2, y: top, width: size.bar, height }), ...text];
  }

  #sum(sum: Sum): SVGElement[] {
    const top = this.#y - size.line + 4;
    const found: SVGElement[] = [];
    let x = 0;
    for (const { kind, text } of sums(sum)) {
      const width = lengthOf(text, size.small) + 30;
      if (x > 0 && x + width > this.#width) {
        x = 0;
        this.#y += size.line;
      }
      found.push(
        s('rect', { class: `share share-${kind}`, x, y: this.#y - 8.5, width: 9, height: 9, rx: 2 }),
        s('text', { class: 'aside', x: x + 15, y: this.#y, 'font-size': size.small }, text),
      );
      x += width;
    }
    this.#y += 8;
    const total = sum.parts.reduce((ms, part) => ms + part.duration, 0) || 1;
    x = 0;
    for (const part of sum.parts) {
      const width = (part.duration / total) * this.#width;
      if (width > 0) found.push(s('rect', { class: `share share-${part.kind}`, x, y: this.#y, width, height: 8 }));
      x += width;
    }
    const behind = s('rect', { class: 'behind', x: 0, y: top, width: this.#width, height: this.#y + 12 - top });
    this.#y += size.gap * 2.25;
    return [behind, ...found];
  }

  // Sets chunks one after the other, breaks lines between them, and moves down by what they take.
  #text(x: number, chunks: readonly Chunk[], fontSize: number, right = 0): SVGElement[] {
    const room = this.#width - right - x;
    const lines: Run[][] = [];
    let used = 0;
    for (const chunk of chunks.flatMap((whole) => (lengthOfRuns(whole, fontSize) > room ? words(whole) : [whole]))) {
      const width = lengthOfRuns(chunk, fontSize);
      if (width === 0) continue;
      const line = lines.at(-1);
      const space = chunk[0]?.kind === line?.at(-1)?.kind ? ' ' : '\u00a0 ';
      if (line === undefined || used + lengthOf(space, fontSize) + width > room) {
        lines.push(spaced(chunk));
        used = width;
      } else {
        line.push({ text: space, kind: 'aside' }, ...spaced(chunk));
        used += lengthOf(space, fontSize) + width;
      }
    }
    return lines.map((line) => {
      const element = s('text', { x, y: this.#y, 'font-size': fontSize }, ...line.map(({ text, kind }) => s('tspan', { class: kind }, text)));
      this.#y += size.line;
      return element;
    });
  }
}

const lengthOf = (text: string, fontSize: number): number => text.length * fontSize * advance;

const spaced = (chunk: Chunk): Run[] =>
  chunk.filter(({ text }) => text !== '').flatMap((run, i): Run[] => (i === 0 ? [run] : [{ text: ' ', kind: run.kind }, run]));

// What is too long for any line is broken after all.
const words = (chunk: Chunk): Chunk[] => chunk.flatMap(({ text, kind }) => text.split(' ').map((word): Chunk => [{ text: word, kind }]));

const lengthOfRuns = (chunk: Chunk, fontSize: number): number => lengthOf(spaced(chunk).map(({ text }) => text).join(''), fontSize);
