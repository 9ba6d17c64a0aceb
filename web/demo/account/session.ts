import type { Session } from '../../src/api';
import { definitions, h, milliseconds } from '../dom';
import { type Call, entriesOf, spent } from '../journal';
import { messageOf, namesOf } from '../message';
import { action, type Desk, head, moment, type Panel } from './panel';

/** How long the session lasts, and what the sign-in took. */
export class SessionPanel implements Panel {
  readonly label = 'Session';
  #calls: readonly Call[];

  /** calls are those that led to the first tokens; none where the session is from an earlier visit. */
  constructor(calls: readonly Call[]) {
    this.#calls = calls;
  }

  show(desk: Desk): Node[] {
    const { session } = desk;
    return [
      head('Your session'),
      h('p', {}, 'The access token ends in ', h('strong', { class: 'countdown' }, left(session)), '. The client gets a new one before a call that needs it.'),
      h('div', { class: 'actions' }, action(desk, 'Refresh now', undefined, async () => {
        await desk.client.session({ refresh: 'force' });
        return 'The tokens are new.';
      }, 'primary')),
      ...(this.#calls.length === 0 ? [] : [figures(this.#calls)]),
      definitions('details', [
        ['User name', session.username],
        ['Signed in', moment(timeOf(session.claims.auth_time))],
        ['Access token good until', moment(session.expiresAt)],
        ['Kept', 'in this tab’s sessionStorage: a reload keeps the session, and closing the tab ends it'],
      ]),
    ];
  }
}

const timeOf = (seconds: unknown): Date | undefined => (typeof seconds === 'number' ? new Date(seconds * 1000) : undefined);

/** The time that a session's tokens have left, as hours, minutes and seconds. */
export function left({ expiresAt }: Session): string {
  const seconds = Math.max(0, Math.round((expiresAt.getTime() - Date.now()) / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function figures(calls: readonly Call[]): HTMLElement {
  const { module, network } = spent(calls);
  const requests = entriesOf(calls).length;
  return definitions('figures', [
    ['until the tokens, without the user’s own time', milliseconds(module + network)],
    [`of that, waiting for Cognito, in ${requests} ${requests === 1 ? 'request' : 'requests'}`, milliseconds(network)],
    ['computing, in a Web Worker: the page never stood still', milliseconds(module)],
    ['has the password left the page?', passwordSent(calls)],
  ]);
}

function passwordSent(calls: readonly Call[]): string {
  const sent = new Set(entriesOf(calls).flatMap(({ request }) => namesOf(messageOf(request))));
  if (sent.has('PASSWORD')) return 'Yes';
  if (sent.has('NEW_PASSWORD')) return 'The new one';
  return sent.has('PASSWORD_CLAIM_SIGNATURE') ? 'No' : 'None was used';
}
