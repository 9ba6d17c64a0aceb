// How a sign-in came to its step: the request and the answers. Cognito sends no second code for a challenge, so that asking for one
// is going the same way again.

import type { Answer, AuthClient, CallOptions, ChallengeStep, InitiateRequest, Step } from '../api';

interface Answered {
  challenge: string;
  answer: Answer;
  /** A code, a passkey or an answer of a custom challenge is good for one time. */
  once: boolean;
}

/** What an answer has that can be given again. */
const lasting = ['choice', 'password', 'newPassword', 'email'];

/** The way to a step. Passwords in it are bytes, which are zeroed when it is forgotten. */
export class Trail {
  request: InitiateRequest | undefined;
  #answers: Answered[] = [];

  /** Begins anew. */
  begin(request: InitiateRequest): void {
    this.forget();
    this.request = request;
  }

  /** Notes an answer that led on. A new password takes the old one's place, from the beginning. */
  add(step: ChallengeStep, answer: Answer): void {
    const fresh = (answer as { newPassword?: Uint8Array }).newPassword;
    const { request } = this;
    if (fresh instanceof Uint8Array && request) {
      this.begin({ ...request, password: fresh } as InitiateRequest);
      return;
    }
    this.#answers.push({ challenge: step.challenge, answer, once: !lasting.some((name) => Object.hasOwn(answer, name)) });
  }

  /** Whether the way can be gone again. */
  get repeatable(): boolean { return this.request !== undefined && !this.#answers.some(({ once }) => once); }

  /** Whether the user came here by a choice, and may choose something else. */
  get chosen(): boolean {
    const last = this.#answers.at(-1);
    if (this.#answers.length > 0) return this.repeatable && Object.hasOwn(last!.answer, 'choice');
    return (this.request as { preferredChallenge?: string } | undefined)?.preferredChallenge !== undefined;
  }

  /** Goes the way again and gives the step that it leads to. */
  async again(client: AuthClient, options: CallOptions): Promise<Step> {
    let step = await client.initiate(this.request!, options);
    for (const { challenge, answer } of this.#answers) {
      if (step.done || step.challenge !== challenge) break;
      step = await client.respond(step, answer as never, options);
    }
    return step;
  }

  /** Takes back the last choice. */
  back(): void {
    const taken = this.#answers.pop();
    if (taken) zero(taken.answer);
    else this.request = { ...this.request, preferredChallenge: undefined } as InitiateRequest;
  }

  /** Zeroes the passwords. */
  forget(): void {
    zero(this.request);
    for (const { answer } of this.#answers) zero(answer);
    this.request = undefined;
    this.#answers = [];
  }
}

/** Overwrites the bytes that an object has, which are passwords. */
export function zero(holder: unknown): void {
  for (const value of Object.values(holder ?? {})) if (value instanceof Uint8Array) value.fill(0);
}
