// The frame: a thin shadow root with the slots, what is around the form, and the two live regions. The form itself is the element's child
// in the page, where every password manager finds it.

import { bare } from '../data';
import { h } from './dom';
import frameCSS from './frame.css';
import { Live } from './live';
import { adopt } from './sheets';

/** The shadow root of one element. */
export class Frame {
  readonly live = new Live();
  readonly #root: ShadowRoot;
  readonly #done = h('p', { class: 'done', hidden: true });
  readonly #slots: Readonly<Record<'form' | 'custom' | 'terms' | 'rest', HTMLSlotElement>>;

  constructor(host: HTMLElement) {
    this.#root = host.attachShadow(bare<ShadowRootInit>({ mode: 'open' }));
    adopt(this.#root, frameCSS);
    const slot = (name?: string): HTMLSlotElement => h('slot', { name });
    this.#slots = { form: slot('form'), custom: slot('custom-challenge'), terms: slot('terms'), rest: slot() };
    const { form, custom, terms, rest } = this.#slots;
    this.#root.append(
      h('div', { class: 'frame', part: 'frame' }, slot('header'), form, custom, terms, rest, this.#done, slot('footer'), this.live.status, this.live.alert),
    );
  }

  /** Hears when the page has changed what is in the form's slot. */
  onForm(hear: () => void): void { this.#slots.form.addEventListener('slotchange', hear); }

  /** Whether the page asks custom challenges itself. */
  get asks(): boolean { return this.#slots.custom.assignedNodes().length > 0; }

  /** Whether what the page wants agreed to is agreed to. What is not, the browser shows. */
  get agreed(): boolean {
    for (const element of this.#slots.terms.assignedElements()) {
      const inputs = [element, ...element.querySelectorAll('*')] as HTMLInputElement[];
      for (const input of inputs) if (input.willValidate && !input.reportValidity()) return false;
    }
    return true;
  }

  /** Says that the user is signed in, unless the page has something to show. */
  done(text: string): void {
    const shown = this.#slots.rest.assignedNodes().some((node) => node.nodeType === Node.ELEMENT_NODE || node.textContent!.trim() !== '');
    this.#done.hidden = shown;
    this.#done.textContent = text;
  }
}
