import { h } from './dom';
import { failure } from './errors';

interface Part {
  name: string;
  /** Makes the part depend on the choice of that name: it is there while one of the values is chosen. */
  when?: { name: string; values: readonly string[] };
}

/** A labelled input. */
export interface Field extends Part {
  label: string;
  type: 'text' | 'password' | 'email' | 'tel' | 'date';
  autocomplete: string;
  inputmode?: 'numeric';
  hint?: string;
  maxlength?: number;
}

/** Radio buttons; the first is chosen. */
export interface Choice extends Part {
  label: string;
  type: 'choice';
  options: readonly (readonly [value: string, meaning: string])[];
}

/** Something to read or to press between the fields. */
export interface Insert extends Part { type: 'insert'; element: HTMLElement }

export type FormPart = Field | Choice | Insert;

/** A form that hands its values to an asynchronous call and shows, in place, that it runs or why it failed. */
export class Form {
  readonly element: HTMLFormElement;
  #inputs = new Map<string, HTMLInputElement>();
  #conditional: { part: Part; element: HTMLElement }[] = [];
  #button: HTMLButtonElement;
  #failure = h('div', { class: 'failure', role: 'alert' });
  #running = false;

  constructor(id: string, parts: readonly FormPart[], label: string, submit: (values: Record<string, string>) => Promise<void>) {
    this.#failure.id = `${id}-failure`;
    this.#button = h('button', { type: 'submit', class: 'primary' }, label);
    this.element = h('form', { id, method: 'post', onsubmit: (event) => void this.#submit(event, submit), onchange: () => this.#arrange() },
      ...parts.map((part) => this.#part(id, part)),
      h('div', { class: 'actions' }, this.#button),
      this.#failure,
    );
    this.#arrange();
  }

  /** Puts a value into a field, or makes a choice. */
  fill(name: string, value: string): void {
    const control = this.element.elements.namedItem(name);
    if (control instanceof HTMLInputElement || control instanceof RadioNodeList) control.value = value;
    this.#arrange();
  }

  /** Moves to a field, or to the first one. */
  focus(name?: string): void {
    (name === undefined ? this.element.querySelector('input:enabled') as HTMLInputElement | null ?? this.#button : this.#inputs.get(name))?.focus();
  }

  focusButton(): void {
    this.#button.focus();
  }

  #part(form: string, part: FormPart): HTMLElement {
    const element = part.type === 'insert' ? part.element : part.type === 'choice' ? choice(part) : this.#field(form, part);
    if (part.when !== undefined) this.#conditional.push({ part, element });
    return element;
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

  #values(): Record<string, string> {
    return Object.fromEntries([...new FormData(this.element)].map(([name, value]) => [name, String(value)]));
  }

  // A disabled input is neither asked for nor handed on.
  #arrange(): void {
    const values = this.#values();
    for (const { part: { name, when }, element } of this.#conditional) {
      element.hidden = when !== undefined && !when.values.includes(values[when.name] ?? '');
      const input = this.#inputs.get(name);
      if (input !== undefined) input.disabled = element.hidden;
    }
  }

  async #submit(event: Event, submit: (values: Record<string, string>) => Promise<void>): Promise<void> {
    event.preventDefault();
    if (this.#running) return;
    this.#run(true);
    this.#failure.replaceChildren();
    try {
      await submit(this.#values());
    } catch (error) {
      this.#failure.replaceChildren(...failure(error));
      const input = [...this.#inputs.values()].filter(({ disabled }) => !disabled).at(-1);
      input?.setAttribute('aria-invalid', 'true');
      (input ?? this.#button).focus();
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

const choice = ({ name, label, options }: Choice): HTMLElement => h('fieldset', {},
  h('legend', {}, label),
  ...options.map(([value, meaning], i) => h('label', { class: 'option' },
    h('input', { type: 'radio', name, value, checked: i === 0 }),
    h('span', {}, h('code', {}, value), meaning === '' ? undefined : h('span', { class: 'hint' }, meaning)),
  )),
);
