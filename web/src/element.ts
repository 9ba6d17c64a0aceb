// The public types of the element: declarations alone, which are the package's as they stand.

import type { Answer, AuthClient, ChallengeStep, CognitoAuthError, DoneStep, IsolatedAuthClient } from './api.js';
import type { Messages } from './element/messages/en.js';

export type { MessageId, Messages } from './element/messages/en.js';

/** What a message may have in the place of {name}. */
export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * `<cognito-sign-in>`: a complete sign-in with a user pool, the account around it included. Each property of a text or a flag is the
 * attribute of that name: userPoolId is user-pool-id.
 */
export interface CognitoSignInElement extends HTMLElement {
  /** As in ClientOptions. Without ids and without `client` the element shows nothing. */
  userPoolId: string | null;
  /** As in ClientOptions. */
  clientId: string | null;
  /** As in ClientOptions. */
  region: string | null;
  /** As in ClientOptions. */
  endpoint: string | null;
  /** As in ClientOptions: memory, session, local or cookie. */
  storage: string | null;
  /** USER_SRP_AUTH (default), USER_PASSWORD_AUTH, USER_AUTH, which asks for the name alone, or CUSTOM_AUTH. */
  flow: string | null;
  /** What users call themselves: username (default), email or phone. It decides the keyboard, and what a sign-up asks for. */
  loginWith: string | null;
  /** The name that is filled in. */
  username: string | null;
  /** Asks for the name and for no password: CUSTOM_AUTH without SRP. The attribute is no-password. */
  noPassword: boolean;
  /** Offers to create an account. */
  signUp: boolean;
  /** Leaves out the way to a new password. */
  noForgotPassword: boolean;
  /**
   * Offers passkeys: a button, and the browser's autofill once the name is known. With the value "offer" users who have none are asked
   * after the sign-in whether they want one. The app client has to allow USER_AUTH.
   */
  passkeys: string | null;
  /** Who an authenticator app says the code is for. Default: the page's host. */
  issuer: string | null;
  /** The pool's password policy, which no client can read: https://developer.apple.com/password-rules/ */
  passwordrules: string | null;
  /** 1 to 6, of the form's heading. Default: 2. */
  headingLevel: string | null;
  /** Goes on after a reload where the user was: the step is kept in sessionStorage, and no password. */
  resume: boolean;
  /** Does not tell the browser that a password was right, so that it does not ask to save it. */
  noSavePrompt: boolean;

  /** In the place of ids. The page closes it. */
  client: AuthClient | IsolatedAuthClient | null;
  /**
   * Words of the page's own: those of one language, of several, of which the attribute lang chooses, or a function, which gives undefined
   * for what it leaves to the others. What is missing is in the language that was loaded for `lang`, or in English.
   */
  messages: Messages | readonly Messages[] | ((id: string, values: MessageValues) => string | undefined) | null;
  /** What a sign-up asks for beside name and password, by Cognito's names: "email", "custom:team". Default: email, if it is not the name. */
  signUpAttributes: readonly string[] | null;
  /** As in CallOptions. */
  clientMetadata: Record<string, string> | undefined;
  /** Where the sign-in stands, null before it has begun. */
  readonly step: ChallengeStep | DoneStep | null;

  /** Begins anew, with a new client where the element made it. */
  start(): Promise<void>;
  /** Answers the challenge, for a page that asks in another way. It shows the result, and does not reject. */
  respond(answer: Answer): Promise<void>;
  /** Goes back to the first form. */
  reset(): void;

  addEventListener<K extends keyof CognitoSignInEventMap>(
    type: K, listener: (this: CognitoSignInElement, event: CognitoSignInEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof CognitoSignInEventMap>(
    type: K, listener: (this: CognitoSignInElement, event: CognitoSignInEventMap[K]) => unknown, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** The events of the element. None of them bubbles, because they carry tokens and sessions. */
export interface CognitoSignInEventMap extends HTMLElementEventMap {
  /** Somebody is signed in: now, or since an earlier visit. */
  signedin: CustomEvent<{ step: DoneStep }>;
  /** A challenge is about to be shown. Where it is prevented, the page asks and calls `respond`. */
  step: CustomEvent<{ step: ChallengeStep }>;
  /** Something went wrong, which the form shows in words. */
  failed: CustomEvent<CognitoAuthError>;
}

/** The class of the element. */
export declare const CognitoSignIn: { new (): CognitoSignInElement; prototype: CognitoSignInElement };

declare global {
  interface HTMLElementTagNameMap {
    'cognito-sign-in': CognitoSignInElement;
  }
}
