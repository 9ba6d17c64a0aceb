import type { Answer, ChallengeStep } from '../src/api';
import { challenges, type Source } from './challenges';
import { h } from './dom';
import { Form } from './form';

/** What a challenge's view can ask for. */
export interface Actions {
  respond(answer: Answer): Promise<void>;
  startAgain(): void;
}

/** The form of a challenge. */
export class ChallengeFormView {
  readonly element: HTMLElement;
  readonly source: Source | undefined;
  #form: Form;

  /** restored tells that the step comes from before a reload. */
  constructor(step: ChallengeStep, restored: boolean, actions: Actions) {
    const view = challenges[step.challenge];
    if (view === undefined) throw new Error(`no form for ${step.challenge}`);
    this.source = view.source;
    this.#form = new Form('challenge', view.fields(step), view.submit, [], (values) => actions.respond(view.answer(values)));
    this.element = h('div', { class: 'challenge' },
      h('p', { class: 'direction' }, step.challenge),
      h('h2', { id: 'card-title' }, view.title),
      h('p', { class: 'lead' }, view.lead(step)),
      this.#form.element,
      h('div', { class: 'reload' },
        h('p', {}, restored
          ? 'The page was reloaded, and the step is still here: resume() rebuilt it from what toJSON() had saved in sessionStorage. That holds Cognito’s session and no password.'
          : 'This step survives a reload, without the password being kept.'),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: () => location.reload() }, restored ? 'Reload again' : 'Reload the page'),
          h('button', { type: 'button', class: 'quiet', onclick: actions.startAgain }, 'Start again'),
        ),
      ),
    );
  }

  focus(): void {
    this.#form.focus();
  }

  /** Enters a code that was found beside the form. */
  use(code: string): void {
    this.#form.fill('code', code);
    this.#form.focus('code');
  }
}
