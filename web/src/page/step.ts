import type { ChallengeName, ChallengeStep, ChallengeStepOf, DoneStep, Step, Tokens } from '../api';
import { bare, define, parse, stringify } from '../data';
import { invalid, toError } from '../error';
import { read } from '../read';
import * as shapes from './shapes';

/** What a step is made of; jsbridge/step.go writes it, toJSON() saves it. */
interface StepData {
  userPoolId: string;
  clientId: string;
  username: string;
  typed?: string;
  challenge: ChallengeName;
  session?: string;
  parameters?: Record<string, string>;
  delivery?: { medium: 'SMS' | 'EMAIL'; destination: string };
  requiredAttributes?: string[];
  userAttributes?: Record<string, string>;
  choices?: string[];
}

// Only steps that were made here are answered: what a page has copied by hand has lost what toJSON() would have kept.
const made = new WeakMap<object, StepData>();

class Challenge implements ChallengeStepOf<ChallengeName> {
  readonly done = false;
  readonly challenge: ChallengeName;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  declare readonly session?: string;
  declare readonly choices?: readonly string[];
  declare readonly delivery?: { medium: 'SMS' | 'EMAIL'; destination: string };
  declare readonly requiredAttributes?: readonly string[];
  declare readonly userAttributes?: Readonly<Record<string, string>>;

  constructor(data: StepData) {
    this.challenge = data.challenge;
    this.username = data.username;
    this.parameters = Object.freeze({ ...data.parameters });
    if (data.session !== undefined) {
      // MFA_SETUP goes through several sessions at one step.
      Object.defineProperty(this, 'session', { __proto__: null, get: () => made.get(this)?.session, enumerable: true } as PropertyDescriptor);
    }
    if (data.choices !== undefined) define(this, 'choices', Object.freeze([...data.choices]));
    if (data.delivery !== undefined) define(this, 'delivery', Object.freeze({ ...data.delivery }));
    if (data.requiredAttributes !== undefined) {
      define(this, 'requiredAttributes', Object.freeze([...data.requiredAttributes]));
      define(this, 'userAttributes', Object.freeze({ ...data.userAttributes }));
    }
    made.set(this, data);
    Object.freeze(this);
  }

  toJSON(): unknown {
    return parse(stringify(made.get(this)));
  }
}

/** Makes a step of what Go replied. */
export function toStep(data: Record<string, any>): Step {
  if (!data.done) return new Challenge(data as StepData);
  const tokens: Tokens = { ...data.tokens, expiresAt: new Date(data.tokens.expiresAt) };
  const step: DoneStep = { done: true, username: data.username ?? '', tokens };
  if (data.newDevice !== undefined) {
    const { error, ...device } = data.newDevice;
    define(step, 'newDevice', error === undefined ? device : { ...device, error: toError(error) });
  }
  return step;
}

/** Lets a step go on with another session. */
export function renewSession(step: object, session: string): void {
  const data = made.get(step);
  if (data !== undefined) made.set(step, bare({ ...data, session }));
}

/** Gives what Go needs of a step that is to be answered. */
export function fromStep(step: unknown): StepData {
  const data = typeof step === 'object' && step !== null ? made.get(step) : undefined;
  if (data === undefined) throw invalid('step', 'a challenge step from initiate, respond or resume');
  return data;
}

/** Makes a step of what toJSON() gave, or of its JSON text. */
export function resumeStep(saved: unknown, client: Owner): ChallengeStep {
  if (typeof saved === 'string') {
    try {
      saved = parse(saved);
    } catch {
      throw invalid('saved', 'what toJSON() of a step gave, or its JSON text');
    }
  }
  const data = read(saved, shapes.savedStep, 'saved') as StepData;
  for (const name of ['userPoolId', 'clientId', 'username', 'challenge'] as const) {
    if (!data[name]) throw invalid(`saved.${name}`, 'a string that is not empty');
  }
  checkOwner('saved', data, client);
  return new Challenge(data);
}

interface Owner {
  userPoolId: string;
  clientId: string;
}

/** Steps are answered by the client of the same user pool and app client. */
export function checkOwner(name: string, data: Owner, client: Owner): void {
  if (data.userPoolId !== client.userPoolId || data.clientId !== client.clientId) throw invalid(name, 'a step of this client, not of another user pool or app client');
}
