import { h } from './dom';

/** A labelled input. */
export interface Field {
  name: string;
  label: string;
  type: 'text' | 'password' | 'email' | 'tel' | 'date';
  autocomplete: string;
  inputmode?: 'numeric';
  hint?: string;
  value?: string;
  optional?: boolean;
  /** Beside the label. */
  note?: Node;
}

/** What a form has beside its fields. */
export interface Rest {
  /** For password managers: whose password the form is about. */
  username?: string;
  /** Beside the button that sends. */
  buttons?: readonly HTMLElement[];
}

/** Makes a form that hands its values to an asynchronous call, which tells whether it went well. What went wrong is shown in #account-failure. */
export function form(id: string, fields: readonly Field[], label: string, submit: (values: Record<string, string>) => Promise<boolean>, rest: Rest = {}): HTMLFormElement {
  const inputs = new Map(fields.map((each) => [each.name, input(id, each)]));
  const button = h('button', { type: 'submit', class: 'primary' }, label);
  const element = h('form', { id, method: 'post', onsubmit: (event) => void send(event) },
    rest.username === undefined ? undefined : h('input', {
      type: 'text', name: 'username', autocomplete: 'username', value: rest.username, readonly: true, tabindex: -1, 'aria-hidden': 'true', class: 'unseen',
    }),
    ...fields.map((each) => field(id, each, inputs.get(each.name)!)),
    h('div', { class: 'actions' }, button, ...(rest.buttons ?? [])),
  );
  let running = false;
  // A disabled button would lose the focus, so it only says that it is busy.
  const run = (yes: boolean): void => {
    running = yes;
    element.setAttribute('aria-busy', String(yes));
    button.setAttribute('aria-disabled', String(yes));
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (running) return;
    run(true);
    for (const each of inputs.values()) each.removeAttribute('aria-invalid');
    const values = Object.fromEntries([...inputs].map(([name, { value }]) => [name, value]));
    if (!await submit(values)) {
      const last = [...inputs.values()].at(-1);
      last?.setAttribute('aria-invalid', 'true');
      last?.focus();
      last?.select();
    }
    run(false);
  };
  return element;
}

const input = (form: string, { name, type, autocomplete, inputmode, value, optional, hint }: Field): HTMLInputElement => h('input', {
  id: `${form}-${name}`, name, type, autocomplete, inputmode, value, required: !optional, autocapitalize: 'none', spellcheck: 'false',
  'aria-describedby': hint === undefined ? 'account-failure' : `${form}-${name}-hint account-failure`,
});

const field = (form: string, { name, label, hint, note }: Field, control: HTMLInputElement): HTMLElement => h('div', { class: 'field' },
  h('div', { class: 'label' }, h('label', { for: control.id }, label), note),
  control,
  hint === undefined ? undefined : h('span', { id: `${form}-${name}-hint`, class: 'hint' }, hint),
);
