import type { Answer, ChallengeStep, TotpSecret } from '../src/api';
import { challenges, type Source } from './challenges';
import { h } from './dom';
import { Form, type FormPart } from './form';
import { SecretView } from './secret';

/** What a challenge's view can ask for. */
export interface Actions {
  respond(answer: Answer): Promise<void>;
  totpSecret(): Promise<TotpSecret>;
  /** Puts the secret of an authenticator into the user's phone; undefined where there is none to put it into. */
  enrol?(secret: string): Promise<void>;
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
    const parts = view.parts(step);
    if (view.secret && step.choices?.includes('SOFTWARE_TOKEN_MFA')) parts.splice(1, 0, secretOf(step, actions));
    this.#form = new Form('challenge', parts, view.submit, (values) => actions.respond(view.answer(values)));
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

function secretOf(step: ChallengeStep, actions: Actions): FormPart {
  const enrol = actions.enrol && { user: step.username, with: actions.enrol };
  const { element } = new SecretView(actions.totpSecret(), enrol);
  return { name: 'secret', type: 'insert', element, when: { name: 'setup', values: ['SOFTWARE_TOKEN_MFA'] } };
}
