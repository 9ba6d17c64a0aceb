import { h } from './dom';
import { failure } from './errors';

/** A labelled input. */
export interface Field {
  name: string;
  label: string;
  type: 'text' | 'password' | 'email' | 'tel' | 'date';
  autocomplete: string;
  inputmode?: 'numeric';
  hint?: string;
  maxlength?: number;
}

/** A form that hands its values to an asynchronous call and shows, in place, that it runs or why it failed. */
export class Form {
  readonly element: HTMLFormElement;
  #inputs = new Map<string, HTMLInputElement>();
  #button: HTMLButtonElement;
  #failure = h('div', { class: 'failure', role: 'alert' });
  #running = false;

  constructor(id: string, fields: readonly Field[], label: string, extra: Node[], submit: (values: Record<string, string>) => Promise<void>) {
    this.#failure.id = `${id}-failure`;
    this.#button = h('button', { type: 'submit', class: 'primary' }, label);
    this.element = h('form', { id, novalidate: false, onsubmit: (event) => void this.#submit(event, submit) },
      ...fields.map((field) => this.#field(id, field)),
      ...extra,
      h('div', { class: 'actions' }, this.#button),
      this.#failure,
    );
  }

  /** Puts a value into a field. */
  fill(name: string, value: string): void {
    const input = this.#inputs.get(name);
    if (input !== undefined) input.value = value;
  }

  /** Moves to a field, or to the first one. */
  focus(name?: string): void {
    (name === undefined ? this.#inputs.values().next().value : this.#inputs.get(name))?.focus();
  }

  focusButton(): void {
    this.#button.focus();
  }

  #field(form: string, field: Field): HTMLElement {
    const id = `${form}-${field.name}`;
    const hint = field.hint === undefined ? undefined : h('span', { id: `${id}-hint`, class: 'hint' }, field.hint);
    const input = h('input', {
      id, name: field.name, type: field.type, autocomplete: field.autocomplete, inputmode: field.inputmode, maxlength: field.maxlength,
      required: true, autocapitalize: 'none', spellcheck: 'false',
      'aria-describedby': hint === undefined ? this.#failure.id : `${hint.id} ${this.#failure.id}`,
    });
    this.#inputs.set(field.name, input);
    return h('div', { class: 'field' }, h('label', { for: id }, field.label), input, hint);
  }

  async #submit(event: Event, submit: (values: Record<string, string>) => Promise<void>): Promise<void> {
    event.preventDefault();
    if (this.#running) return;
    const values = Object.fromEntries([...new FormData(this.element)].map(([name, value]) => [name, String(value)]));
    this.#run(true);
    this.#failure.replaceChildren();
    try {
      await submit(values);
    } catch (error) {
      this.#failure.replaceChildren(...failure(error));
      const input = [...this.#inputs.values()].at(-1);
      input?.setAttribute('aria-invalid', 'true');
      input?.focus();
      input?.select();
    } finally {
      this.#run(false);
    }
  }

  // A disabled button would lose the focus, so it only says that it is busy.
  #run(running: boolean): void {
    this.#running = running;
    this.element.setAttribute('aria-busy', String(running));
    this.#button.setAttribute('aria-disabled', String(running));
    if (running) for (const input of this.#inputs.values()) input.removeAttribute('aria-invalid');
  }
}
