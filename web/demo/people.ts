import { h } from './dom';
import type { DemoUser } from './server';

/** The list of the demo's users. Whoever is pressed is filled into the form. */
export function people(users: readonly DemoUser[], pick: (user: DemoUser) => void): HTMLElement {
  return h('section', { class: 'people', 'aria-labelledby': 'people-title' },
    h('h2', { id: 'people-title' }, 'Demo users'),
    h('p', { class: 'hint' }, 'Each shows another way to sign in. Press one, and the form is filled in, as a password manager would.'),
    h('ul', {}, ...users.map((user) => h('li', {},
      h('button', { type: 'button', class: 'person', onclick: () => pick(user) },
        h('strong', {}, user.username), h('span', { class: 'hint' }, user.shows)),
    ))),
  );
}
