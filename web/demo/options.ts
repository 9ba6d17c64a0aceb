// What the page asks of the element, beside the user pool.

import { h } from './dom';

const flows = [
  ['USER_SRP_AUTH', 'The password is proven and never leaves this page.'],
  ['USER_PASSWORD_AUTH', 'The password is sent to Cognito.'],
  ['USER_AUTH', 'Cognito says what the user can sign in with: password, code or passkey.'],
] as const;

/** Each in its own words. */
const languages = [['en', 'English'], ['de', 'Deutsch'], ['fr', 'Français'], ['es', 'Español'], ['ja', '日本語'], ['ar', 'العربية']] as const;

/** The choices below the form. */
export class Options {
  readonly element: HTMLElement;
  #flow = h('select', { id: 'flow', 'aria-describedby': 'flow-hint', onchange: () => this.#tell() }, ...flows.map(([name]) => h('option', {}, name)));
  #hint = h('span', { id: 'flow-hint', class: 'hint' });
  #language = h('select', { id: 'language', onchange: () => this.#speak(this.#language.value) },
    ...languages.map(([value, label]) => h('option', { value, lang: value }, label)));
  #changed: (flow: string) => void;
  #speak: (language: string) => void;

  /** changed hears of another flow, speak of another language. */
  constructor(changed: (flow: string) => void, speak: (language: string) => void) {
    this.#changed = changed;
    this.#speak = speak;
    this.element = h('section', { class: 'options', 'aria-label': 'What the page asks of the element' },
      h('div', { class: 'field' }, h('label', { for: 'flow' }, 'Flow'), this.#flow, this.#hint),
      h('div', { class: 'field' }, h('label', { for: 'language' }, 'Language'), this.#language),
    );
    this.#explain();
  }

  /** The flow that was chosen. */
  get flow(): string {
    return this.#flow.value;
  }

  set flow(flow: string) {
    this.#flow.value = flow;
    this.#explain();
  }

  #tell(): void {
    this.#explain();
    this.#changed(this.flow);
  }

  #explain(): void {
    this.#hint.textContent = flows.find(([name]) => name === this.flow)?.[1] ?? '';
  }
}
