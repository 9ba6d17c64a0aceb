// A client whose calls the journal notes, whoever makes them: the element and the account page use it as they would any other.

import type { AuthClient, ChallengeStep, Session, SignedOut, Step } from '../src/api';
import { type Call, type Journal, type Outcome, stepOutcome } from './journal';

type Told = Pick<Call, 'about' | 'given'>;
type Arguments = readonly any[];

/** Names of the members that are there, without the flow, which stands beside them. */
const namesIn = (given: object = {}): string[] => Object.entries(given).flatMap(([name, value]) => (name === 'flow' || value === undefined ? [] : [name]));

/** What is told of the calls that are no operation of Cognito's by their names. */
const tell: Readonly<Record<string, (...given: Arguments) => Told | undefined>> = {
  initiate: (request) => ({ about: request.flow ?? 'USER_SRP_AUTH', given: namesIn(request) }),
  respond: (step, answer) => ({ about: step.challenge, given: namesIn(answer) }),
  totpSecret: (step) => ({ about: step?.challenge ?? '', given: [] }),
  registerPasskey: () => ({ about: '', given: [] }),
  session: (options) => (options?.refresh === 'force' ? { about: '', given: ['refresh'] } : undefined),
  signOut: (options) => ({ about: options?.everywhere ? 'everywhere' : '', given: [] }),
};

const nothing: Outcome = { kind: 'done', name: '' };

/** What they come to. */
const outcomes: Readonly<Record<string, (value: any) => Outcome>> = {
  initiate: (step: Step) => stepOutcome(step),
  respond: (step: Step) => stepOutcome(step),
  totpSecret: () => ({ kind: 'done', name: 'secret' }),
  session: (session: Session | null) => (session === null ? { kind: 'done', name: 'nobody is signed in' } : { kind: 'tokens', name: 'tokens' }),
  signOut: ({ error }: SignedOut) => (error === undefined ? nothing : { kind: 'error', name: error.code }),
};

/** What sends nothing, and what needs no place in a picture of the protocol. */
const silent: ReadonlySet<string> = new Set(['ready', 'snapshot', 'subscribe', 'close', 'fetch', 'call']);

/** Wraps a client. `before` hears of a call before it is noted, with what it was given. */
export function noted(client: AuthClient, journal: Journal, before: (name: string, given: Arguments) => void): AuthClient {
  return new Proxy({} as AuthClient, {
    get(_, name) {
      const member: unknown = Reflect.get(client, name);
      if (typeof member !== 'function' || typeof name === 'symbol') return member;
      return (...given: Arguments): unknown => {
        const work = (): unknown => Reflect.apply(member, client, given);
        if (silent.has(name)) return work();
        if (name === 'resume') return resumed(work() as ChallengeStep, journal);
        const told = tell[name]?.(...given) ?? (name in tell ? undefined : { about: '', given: namesIn(given[0]) });
        if (told === undefined) return work();
        before(name, given);
        return journal.follow({ name, ...told }, async () => work(), outcomes[name] ?? (() => nothing));
      };
    },
  });
}

// It is the page's own work, and takes no time.
function resumed(step: ChallengeStep, journal: Journal): ChallengeStep {
  journal.note({ name: 'resume', about: step.challenge, given: [] });
  return step;
}
