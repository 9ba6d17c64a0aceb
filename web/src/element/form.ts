// Draws a state of the table (states.ts) as a form.

import { h, set } from './dom';
import { attributeField, type Field, fields, logins } from './fields';
import type { View } from './flow';
import { plainPhone } from './code';
import { own } from '../data';
import { type Drawing, Input } from './input';
import { rulesIn } from './password_rules';
import { isNamed, isPassword, type Link, type LinkName, links, type State, states } from './states';
import type { Said } from './words';

/** How the page wants its forms. */
export interface Look extends Drawing {
  /** As in the attribute login-with. */
  loginWith: string | null;
  passwordRules: string | null;
  /** 1 to 6, of the heading. */
  headingLevel: string;
  offers: (link: LinkName) => boolean;
  /** Says something at once. */
  alert: (text: string) => void;
  submit: () => void;
  follow: (link: LinkName) => void;
  /** A custom challenge is asked by the page's own markup. */
  slotted: boolean;
}

/** A drawn form. */
export class Form {
  readonly element: HTMLFormElement;
  readonly heading: HTMLElement;
  readonly inputs: Input[] = [];
  /** The wait beside the button for another code. */
  readonly wait = h('span', { 'aria-hidden': 'true' });
  readonly extra: HTMLElement;
  readonly #error: HTMLElement;
  readonly #look: Look;
  #resend: HTMLButtonElement | undefined;

  constructor(view: View, look: Look, notice: Said | undefined) {
    const { words, id } = look;
    this.#look = look;
    const state: State = states[view.state];
    const slotted = view.state === 'custom' && look.slotted;
    const lead = view.lead ?? (state.lead && { id: state.lead });
    this.heading = h(`h${look.headingLevel as '1'}`, { id: id('title'), class: 'cognito-heading', tabindex: '-1' }, words.text(state.title));
    const head = h('div', { class: 'cognito-head' }, this.heading);
    if (lead) head.append(h('p', { id: id('lead'), class: 'cognito-lead' }, ...words.nodes(lead.id, lead.values)));
    if (isNamed(state)) head.append(h('p', { class: 'cognito-who' }, h('bdi', {}, view.username)));
    this.#error = h('p', { id: id('error'), class: 'cognito-error', hidden: true });
    this.extra = h('div', { class: 'cognito-setup', hidden: true });
    this.element = h('form', {
      slot: 'form', method: 'post', novalidate: true, class: 'cognito-form', lang: words.text('lang'), dir: words.text('dir'),
      'aria-labelledby': id('title'), 'aria-describedby': lead && id('lead'),
      onsubmit: (event: Event) => { event.preventDefault(); look.submit(); },
    }, head, this.#error, this.extra);
    if (isNamed(state)) {
      const user = h('input', {
        name: 'username', type: 'text', autocomplete: 'username', class: 'cognito-user', readonly: true, tabindex: '-1', 'aria-hidden': 'true',
      });
      user.value = view.username; // and not as an attribute
      this.element.append(user);
    }
    if (state.choices) this.element.append(this.#choices(view.choices ?? []));
    for (const name of slotted ? [] : (state.fields ?? [])) this.#field(name, name === 'username' ? (own(logins, look.loginWith!) ?? fields.username) : fields[name]);
    for (const name of view.attributes ?? []) this.#field(name, attributeField(name));
    const buttons: HTMLElement[] = state.submit && !slotted ? [h('button', { type: 'submit', class: 'cognito-button cognito-primary' }, words.text(state.submit))] : [];
    const small: HTMLElement[] = [];
    for (const name of state.links ?? []) {
      if (!look.offers(name)) continue;
      const link: Link = links[name];
      const text = words.text(link.label);
      const button = h('button', {
        type: 'button', name, class: link.button ? 'cognito-button' : 'cognito-link',
        onclick: () => { if (button.getAttribute('aria-disabled') !== 'true') look.follow(name); },
      }, text);
      if (name === 'resend') {
        this.#resend = button;
        button.append(' ', this.wait);
      }
      (link.button ? buttons : small).push(button);
    }
    this.element.append(...buttons);
    if (small.length > 0) this.element.append(h('div', { class: 'cognito-links' }, ...small));
    if (view.username !== '') this.fill({ username: view.username });
    if (state.choices) this.#showPassword();
    if (notice) this.wrong(undefined, words.nodes(notice.id, notice.values), notice.id.startsWith('error.'));
  }

  #field(name: string, field: Field): void {
    const { words, passwordRules } = this.#look;
    let hint = field.hint && words.text(field.hint);
    if (name === 'new-password' && passwordRules) {
      const rules = rulesIn(passwordRules).map((rule) => words.text(rule.id, rule.values));
      if (rules.length > 0) hint = words.text('hint.password', { rules: new Intl.ListFormat(words.text('lang')).format(rules) });
    }
    // An attribute that is the pool's own and has no words is called by its name.
    const label = words.has(field.label) ? words.text(field.label) : name.replace(/^custom:/, '');
    const input = new Input(name, field, label, hint, this.#look);
    if (name === 'new-password' && passwordRules) input.input.setAttribute('passwordrules', passwordRules);
    this.inputs.push(input);
    this.element.append(input.element);
  }

  #choices(choices: readonly string[]): HTMLElement {
    const { words, id } = this.#look;
    return h('div', { class: 'cognito-choices', role: 'radiogroup', 'aria-labelledby': id('title'), onchange: () => this.#showPassword() },
      ...choices.map((value, i) => h('label', { class: 'cognito-choice' },
        h('input', { type: 'radio', name: 'choice', value, checked: i === 0, id: i === 0 ? id('choice') : undefined }),
        h('span', {}, words.has(`choice.${name(value)}`) ? words.text(`choice.${name(value)}`) : value))));
  }

  /** The password belongs to its choice. */
  #showPassword(): void {
    const password = this.input('password');
    if (password) password.element.hidden = !isPassword(this.choice);
  }

  /** The choice that was made. */
  get choice(): string | undefined {
    return this.element.querySelector<HTMLInputElement>('[name=choice]:checked')?.value;
  }

  input(name: string): Input | undefined { return this.inputs.find((input) => input.name === name); }

  /** The inputs that are asked for now. */
  get #asked(): Input[] { return this.inputs.filter(({ element }) => !element.hidden); }

  /** Where somebody begins. */
  get first(): HTMLElement {
    return this.element.querySelector<HTMLElement>('[name=choice]:checked') ?? (this.#asked.find(({ input }) => input.value === '') ?? this.#asked[0])?.input ?? this.heading;
  }

  /** Puts values into the inputs that are there. */
  fill(values: Readonly<Record<string, string>>): void {
    for (const { name, input } of this.inputs) {
      const value = own(values, name);
      if (value !== undefined) input.value = value;
    }
  }

  /** What the inputs hold at this moment, as it is: whoever fills them may tell nobody of it. */
  get raw(): Record<string, string> {
    const values: Record<string, string> = Object.create(null);
    for (const { name, input } of this.inputs) values[name] = input.value;
    return values;
  }

  /** Makes values of what is entered, or of one input alone; undefined where something is wrong, which is then shown. */
  read(name?: string): Record<string, string> | undefined {
    this.wrong(undefined, undefined);
    const values: Record<string, string> = Object.create(null);
    const { words } = this.#look;
    let bad: { input: Input; said: Said } | undefined;
    for (const input of this.#asked) {
      if (name !== undefined && input.name !== name) continue;
      input.reveal(false);
      const { type } = input.field;
      const typed = input.input.value;
      const plain = type === 'password' ? typed : typed.trim();
      const value = type === 'tel' ? (plainPhone(plain) ?? '') : plain;
      values[input.name] = value;
      const said: Said | undefined =
        plain === '' ? { id: 'error.empty', values: { field: input.label } } :
        type === 'tel' && value === '' ? { id: 'error.phone' } :
        type === 'email' && !value.includes('@') ? { id: 'error.email' } : undefined;
      input.wrong(said && words.nodes(said.id, said.values));
      if (said) bad ??= { input, said };
    }
    const choice = this.choice;
    if (choice !== undefined) values.choice = choice;
    if (!bad) return values;
    this.#point(bad.input, words.text(bad.said.id, bad.said.values));
    return undefined;
  }

  /** Shows an error at the first of the fields that the form has, else above them all. */
  fail(names: readonly string[], said: Said): void {
    const { words } = this.#look;
    for (const input of this.inputs) input.wrong(undefined);
    const at = names.map((name) => this.input(name)).find((input) => input && !input.element.hidden);
    this.wrong(at, words.nodes(said.id, said.values));
    this.#point(at, words.text(said.id, said.values));
  }

  /** Shows a text above the fields, or at one; an error unless it is good news. */
  wrong(at: Input | undefined, text: readonly (string | Node)[] | undefined, bad = true): void {
    if (at) {
      at.wrong(text);
      text = undefined;
    }
    this.#error.replaceChildren(...(text ?? []));
    this.#error.hidden = text === undefined;
    this.#error.classList.toggle('cognito-notice', !bad);
    const described = [this.element.querySelector('.cognito-lead')?.id, text && this.#error.id].filter(Boolean).join(' ');
    if (described) this.element.setAttribute('aria-describedby', described);
  }

  /** Leads to what is wrong. It is read out by the focus; where that does not move, by the alert. */
  #point(at: Input | undefined, text: string): void {
    const root = this.element.getRootNode() as Document;
    if (at === undefined || root.activeElement === at.input) this.#look.alert(text);
    at?.input.focus();
  }

  /** The seconds until another code can be asked for. */
  showWait(left: number, text: string): void {
    this.wait.textContent = text;
    if (this.#resend) set(this.#resend, { 'aria-disabled': left > 0 && 'true' });
  }

  /** Whether the form can be used. It can be looked at, and keeps the focus where it is. */
  busy(yes: boolean): void {
    set(this.element, { 'aria-busy': String(yes) });
    for (const button of this.element.querySelectorAll('.cognito-button')) set(button, { 'aria-disabled': yes && 'true' });
  }

  /** Shows the lead anew. */
  lead(said: Said): void {
    this.element.querySelector('.cognito-lead')?.replaceChildren(...this.#look.words.nodes(said.id, said.values));
  }
}

/** A password is called one thing, however it is proven. */
const name = (choice: string): string => (choice === 'PASSWORD_SRP' ? 'PASSWORD' : choice);
