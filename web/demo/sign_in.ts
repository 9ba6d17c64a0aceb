import type { AuthFlow } from '../src/api';
import { h } from './dom';
import { Form } from './form';
import type { DemoUser } from './server';

type Flow = Extract<AuthFlow, 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'USER_AUTH'>;

/** What the form gives; USER_AUTH asks for a password later, if at all. */
export interface Credentials { username: string; password?: string; flow: Flow }

const flows: Readonly<Record<Flow, string>> = {
  USER_SRP_AUTH: 'The password is proven and never leaves this page.',
  USER_PASSWORD_AUTH: 'The password is sent to Cognito.',
  USER_AUTH: 'Cognito says what the user can sign in with: password, code or passkey.',
};

/** The first form: who, and by which flow. */
export class SignInView {
  readonly element: HTMLElement;
  #form: Form;

  constructor(users: readonly DemoUser[], submit: (credentials: Credentials) => Promise<void>) {
    this.#form = new Form('sign-in', [
      { name: 'username', label: 'User name or alias', type: 'text', autocomplete: 'username', maxlength: 128 },
      {
        name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', maxlength: 256,
        when: { name: 'flow', values: ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] },
      },
      { name: 'flow', label: 'Flow', type: 'choice', options: Object.entries(flows) },
    ], 'Sign in', ({ username = '', password, flow }) => submit({ username, password, flow: flow as Flow }));
    this.element = h('div', { class: users.length > 0 ? 'sign-in with-users' : 'sign-in' },
      h('div', {}, h('h2', { id: 'card-title' }, 'Sign in'), this.#form.element),
      users.length > 0 ? this.#people(users) : undefined,
    );
  }

  focus(): void {
    this.#form.focus();
  }

  /** Fills in what somebody would type. */
  fill(username: string, password: string, flow = 'USER_SRP_AUTH'): void {
    this.#form.fill('username', username);
    this.#form.fill('password', password);
    this.#form.fill('flow', flow);
    this.#form.focusButton();
  }

  #people(users: readonly DemoUser[]): HTMLElement {
    return h('div', { class: 'people' },
      h('h3', { id: 'people-title' }, 'Demo users'),
      h('ul', { 'aria-labelledby': 'people-title' }, ...users.map((user) => h('li', {},
        h('button', { type: 'button', class: 'person', onclick: () => this.fill(user.username, user.password, user.flow) },
          h('strong', {}, user.username), h('span', { class: 'hint' }, user.shows)),
      ))),
    );
  }
}
