// Passkeys in the browser's autofill. Cognito gives the options of a passkey for a name alone, so they come once the name is known.

import type { AuthClient, CallOptions, ChallengeStep, Step } from '../api';
import { global } from '../realm';

/** A challenge ends with its session, three minutes after it was made at the earliest. A new one is asked for before that. */
const renewal = 150_000;

/** One conditional request, which has to have ended before the browser takes another. */
export class Autofill {
  #controller: AbortController | undefined;
  #running: Promise<unknown> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #username = '';

  /**
   * Offers the user's passkeys. `signedIn` hears of a step that one led to, with how it came about, and `failed` of a passkey that Cognito
   * did not take. What fails before the user has chosen one is nobody's concern.
   */
  begin(
    client: AuthClient, username: string, options: CallOptions, signedIn: (step: Step) => void, failed: (error: unknown) => void,
  ): void {
    if (username === this.#username) return;
    const before = this.stop();
    this.#username = username;
    const controller = this.#controller = new AbortController(); // before anything is asked, so that stopping ends that too
    const { signal } = controller;
    const all = { ...options, signal };
    this.#running = (async () => {
      await before;
      let step: Step | undefined;
      try {
        if (!(await global('PublicKeyCredential')?.isConditionalMediationAvailable?.()) || signal.aborted) return;
        step = await client.initiate({ flow: 'USER_AUTH', username, preferredChallenge: 'WEB_AUTHN' }, all);
      } catch {
        return;
      }
      if (signal.aborted || step.done || step.challenge !== 'WEB_AUTHN') return;
      this.#timer = setTimeout(() => {
        this.#username = '';
        this.begin(client, username, options, signedIn, failed);
      }, renewal);
      try {
        const next = await client.respond(step as ChallengeStep & { challenge: 'WEB_AUTHN' }, { mediation: 'conditional' }, all);
        if (!signal.aborted) signedIn(next);
      } catch (error) {
        if (!signal.aborted && (error as { code?: string }).code !== 'PasskeyError') failed(error);
      } finally {
        clearTimeout(this.#timer);
      }
    })();
  }

  /** Ends the request. Resolves when the browser takes another. */
  async stop(): Promise<void> {
    this.#username = '';
    clearTimeout(this.#timer);
    this.#controller?.abort();
    await this.#running;
  }
}
