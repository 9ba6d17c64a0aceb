// One input with its label, its hints and its error, which refer to each other by ids.

import { h, icon, set } from './dom';
import type { Field } from './fields';
import type { Words } from './words';

/** What a drawn input needs to know. */
export interface Drawing {
  words: Words;
  id: (part: string) => string;
  /** Says something to people who do not see the page. */
  say: (text: string) => void;
}

const eye = ['M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7-10-7-10-7Z', 'M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z', 'M4 4l16 16'];

/** A drawn input. */
export class Input {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #error: HTMLElement;
  /** What may be below the input: its hints and its error, some of them hidden. */
  readonly #parts: HTMLElement[] = [];
  #show: HTMLElement | undefined;

  /** `label` and `hint` are in words. */
  constructor(readonly name: string, readonly field: Field, readonly label: string, hint: string | undefined, { words, id, say }: Drawing) {
    const { type = 'text', code, inputmode, autocomplete } = field;
    const own = id(name);
    const part = (kind: string, css: string, text = ''): HTMLElement => h('p', { id: `${own}-${kind}`, class: css, hidden: text === '' }, text);
    this.input = h('input', {
      id: own, name, type, autocomplete, inputmode, class: `cognito-input${inputmode ? ' cognito-code' : ''}`,
      dir: code && 'ltr', autocapitalize: (code || type === 'password') && 'none', autocorrect: code && 'off', spellcheck: code && 'false',
      'aria-required': 'true',
    });
    this.#error = part('error', 'cognito-error');
    const parts = this.#parts;
    if (hint) parts.push(part('hint', 'cognito-hint', hint));
    const box = h('div', { class: 'cognito-box' }, this.input);
    if (type === 'password') {
      const caps = part('caps', 'cognito-hint');
      parts.push(caps);
      const look = (event: KeyboardEvent): void => {
        const on = event.getModifierState?.('CapsLock') ?? false;
        caps.textContent = on ? words.text('hint.capsLock') : '';
        caps.hidden = !on;
        this.#describe();
      };
      set(this.input, { onkeydown: look, onkeyup: look });
      // The name stays, and the state tells.
      this.#show = h('button', {
        type: 'button', class: 'cognito-show', 'aria-pressed': 'false', 'aria-controls': own, 'aria-label': words.text('show.label'),
        onclick: () => { this.reveal(this.input.type === 'password'); say(words.text(this.input.type === 'password' ? 'show.hidden' : 'show.shown')); },
      }, icon(eye));
      box.append(this.#show);
    }
    parts.push(this.#error);
    this.element = h('div', { class: 'cognito-field' }, h('label', { for: own, class: 'cognito-label' }, label), box, ...parts);
    this.#describe();
  }

  #describe(): void {
    set(this.input, { 'aria-describedby': this.#parts.filter(({ hidden }) => !hidden).map(({ id }) => id).join(' ') || undefined });
  }

  /** Shows a password, or hides it. Where the browser may save it, it has to be hidden. */
  reveal(yes: boolean): void {
    if (!this.#show) return;
    this.input.type = yes ? 'text' : 'password';
    set(this.#show, { 'aria-pressed': String(yes) });
  }

  /** Shows what is wrong; nothing if it is undefined. */
  wrong(text: readonly (string | Node)[] | undefined): void {
    this.#error.replaceChildren(...(text ?? []));
    this.#error.hidden = text === undefined;
    this.#describe();
    set(this.input, { 'aria-invalid': text && 'true' });
  }
}
