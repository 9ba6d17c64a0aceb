// Where a sign-in stands, over a reload of the page: the attribute resume. A step holds Cognito's session and no password.

import type { AuthClient } from '../api';
import { own } from '../data';
import type { View } from './flow';

/** The states that are no step and can be gone on with. */
const others = ['confirm', 'reset'] as const;

/** The place of one app client's sign-in. */
export const placeOf = (clientId: string): string => `cognito-wasm.element.${clientId}`;

/** Keeps a view, or forgets what was kept where it is none to go on with. */
export function save(place: string, { state, step, username }: View): void {
  try {
    if (step || others.includes(state as 'confirm')) sessionStorage.setItem(place, JSON.stringify({ state, username, step }));
    else sessionStorage.removeItem(place);
  } catch {
    // A page may have no storage. Then a reload begins anew.
  }
}

/** Gives the view that was kept. */
export function saved(place: string, client: AuthClient): View | undefined {
  try {
    const found: object = JSON.parse(sessionStorage.getItem(place)!) ?? {};
    const username: unknown = own(found, 'username'), state: unknown = own(found, 'state'), step: unknown = own(found, 'step');
    if (typeof username !== 'string') return undefined;
    if (step !== undefined) return { state: 'sign-in', username, step: client.resume(step) };
    return others.includes(state as 'confirm') ? { state: state as 'confirm', username } : undefined;
  } catch {
    return undefined;
  }
}
