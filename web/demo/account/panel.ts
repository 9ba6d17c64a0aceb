// What the panels of the account page have in common.

import type { AuthClient, Session } from '../../src/api';
import { h } from '../dom';
import type { Source } from '../wanted';

/** What a panel works with. */
export interface Desk {
  readonly client: AuthClient;
  readonly session: Session;
  /** Does something, shows the panel as it is then, and says what came of it. Tells whether it went well. */
  act(work: () => Promise<string>): Promise<boolean>;
  /** Says where the code comes from that the panel asks for. */
  wants(source: Source): void;
}

/** One part of the account. */
export interface Panel {
  readonly label: string;
  /** Asks for what there is to show, and draws it. */
  show(desk: Desk): Promise<(Node | undefined)[]> | (Node | undefined)[];
}

/** The head of a panel. It takes the focus from a button that is gone. */
export const head = (title: string, ...text: string[]): HTMLElement =>
  h('div', { class: 'panel-head' }, h('h3', { tabindex: -1 }, title), ...text.map((each) => h('p', { class: 'hint' }, each)));

/** A button that does something to the account. name is for people who do not see what it stands beside. */
export const action = (desk: Desk, label: string, name: string | undefined, work: () => Promise<string>, className?: string): HTMLButtonElement =>
  h('button', { type: 'button', class: className, 'aria-label': name && `${label}: ${name}`, onclick: () => void desk.act(work) }, label);

/** A list of what the user has. */
export const list = (items: readonly HTMLElement[]): HTMLElement => h('ul', { class: 'rows' }, ...items);

/** One row of it: what it is, what is known of it, and what can be done. */
export const row = (title: string, chips: readonly HTMLElement[], about: readonly string[], ...buttons: (HTMLElement | undefined)[]): HTMLElement => h('li', { class: 'row' },
  h('div', { class: 'row-text' },
    h('p', { class: 'row-title' }, h('strong', {}, title), ...chips),
    ...about.map((text) => h('p', { class: 'hint' }, text)),
  ),
  h('div', { class: 'actions' }, ...buttons),
);

/** A short word about something; kind is good or bad, if it is either. */
export const chip = (text: string, kind = ''): HTMLElement => h('span', { class: `chip ${kind}` }, text);

/** What is said where there is nothing. */
export const nothing = (text: string): HTMLElement => h('p', { class: 'nothing' }, text);

/** A moment, in the user's own way of writing it. */
export const moment = (date: Date | undefined): string => date?.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }) ?? 'unknown';
