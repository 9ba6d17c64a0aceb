// The option tokens: 'worker'. Tokens stay in this worker; its page has handles, which are good for nothing but to be handed back.
// docs/decisions/2026-11-27-handles.md says why it is done so.

import { bare, define, own } from '../data';
import { CognitoAuthError } from '../error';
import { type Holds, secretsIn } from './secrets';

/** Where Cognito's answers have tokens. */
const kinds = ['AccessToken', 'IdToken', 'RefreshToken'];

/** Where messages of the page's have handles: a member of the message, if any, one of that, and names. */
const places = [
  [undefined, undefined, ['token']],
  ['request', undefined, ['refreshToken']],
  ['input', undefined, ['AccessToken', 'RefreshToken', 'Token']],
  ['input', 'AuthParameters', ['REFRESH_TOKEN']],
] as const;

/** Three come with each sign-in and refresh. What has not been used since ten of those is of no use any more. */
const most = 30;

/** A JWT, whose claims are for the page to read: it is good for nothing without its signature. */
const jwt = /^[^.]+\.([^.]+)\.[^.]{16,}$/;

const dropped = '[redacted]';

/** The handle of a token that nobody may use any more. */
const none = '.';

/** The tokens of one client, and what its page is told of them. */
export class Vault {
  // Their handles, by the tokens; in the order in which they were used.
  #handles = new Map<string, string>();
  #count = 0;
  // No other worker has the same: its tokens were others.
  #id = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #holds: Holds | undefined;

  /** Keeps what tokens there are in an answer. */
  note(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    for (const name of Object.keys(answer)) {
      const value: unknown = own(answer, name);
      if (typeof value !== 'string') this.note(value);
      else if (value !== '' && kinds.includes(name)) this.#keep(value);
    }
  }

  /** Puts the tokens into a message of the page's. Throws SignedOut where one is not known any more. */
  reveal(message: object): void {
    for (const place of places) {
      let part: any = message;
      for (const name of [place[0], place[1]]) part = name === undefined ? part : part && own(part, name);
      for (const name of place[2]) {
        const value: unknown = part && own(part, name);
        if (typeof value === 'string' && value !== '') define(part, name, this.#tokenOf(value));
      }
    }
  }

  /** Takes the handles of tokens whose session is over. What a call still has of them stays hidden. */
  forget(handles: unknown[]): void {
    this.#handles.forEach((handle, token) => { if (handles.includes(handle)) this.#handles.set(token, none); });
  }

  /** Forgets what has not been used for long. No call may be under way: nothing hides what one still has. */
  trim(): void {
    for (const oldest of this.#handles.keys()) {
      if (this.#handles.size <= most) return;
      this.#handles.delete(oldest);
      this.#holds = undefined;
    }
  }

  /** A copy for the page, with handles where tokens were. A text in which a token occurs is left out as a whole. */
  hide(value: any): any {
    if (typeof value === 'string') return this.#handles.get(value) ?? (this.#isHeldIn(value) ? dropped : value);
    if (Array.isArray(value)) return value.map((element) => this.hide(element));
    if (typeof value !== 'object' || value === null || (Object.getPrototypeOf(value) ?? Object.prototype) !== Object.prototype) return value;
    const copy = bare({});
    for (const name of Object.keys(value)) {
      // Whoever asks Cognito by hand gets none at all.
      if (!kinds.includes(name) || !this.#handles.has(value[name])) define(copy, this.#isHeldIn(name) ? dropped : name, this.hide(value[name]));
    }
    return copy;
  }

  #tokenOf(value: string): string {
    let token: string | undefined = value;
    if (value.startsWith('.')) this.#handles.forEach((handle, known) => { if (handle === value && value !== none) token = known; });
    if (token.startsWith('.')) throw new CognitoAuthError('SignedOut', 'the tokens have gone, with the worker that had them or at the sign-out');
    this.#keep(token); // one that the page has brought comes back as a handle
    return token;
  }

  #keep(token: string): void {
    const handle = this.#handles.get(token) ?? `.${jwt.exec(token)?.[1] ?? ''}.${this.#id}-${++this.#count}`;
    this.#handles.delete(token);
    this.#handles.set(token, handle);
    this.#holds = undefined;
  }

  #isHeldIn(text: string): boolean {
    // Headers of tokens are alike, and in other texts too.
    this.#holds ??= secretsIn([...this.#handles].map((entry) => entry[0].replace(jwt.test(entry[0]) ? /.*\./ : /^[^.]*\./, '')));
    return this.#holds(text);
  }
}
