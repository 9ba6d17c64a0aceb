import type { Answers, ChallengeName, ChallengeStep, ChallengeStepOf, DoneStep, Step, Tokens } from '../api';
import { bare, define, ordinary, parse, stringify } from '../data';
import { invalid, toError } from '../error';
import { read } from '../read';
import * as shapes from './shapes';
import { isHandle } from './view';

type Told = ChallengeStepOf<ChallengeName>;

/** What a step is made of: what it tells, and whose it is. jsbridge/step.go writes it, toJSON() saves it. */
export interface StepData extends Omit<Told, 'done' | 'parameters' | 'toJSON'> {
  userPoolId: string;
  clientId: string;
  /** The name that the sign-in began with. */
  typed?: string;
  parameters?: Told['parameters'];
}

/** A step as toJSON() saves it. */
export interface SavedStep extends StepData {
  version: number;
}

/** Of the saved form. A change that an earlier release would read wrongly counts it up; auth.StateVersion is the same. */
const version = 1;

type Answerable = { [C in ChallengeName]: [Answers[C]] extends [never] ? never : C }[ChallengeName];

/** The challenges that a person answers. A step has one of these; Go refuses the rest as UnsupportedChallenge, with what Cognito said. */
const answerable: readonly Answerable[] = [
  'SMS_MFA', 'SMS_OTP', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA', 'SELECT_CHALLENGE', 'SELECT_MFA_TYPE', 'PASSWORD', 'PASSWORD_SRP', 'CUSTOM_CHALLENGE',
  'WEB_AUTHN', 'MFA_SETUP', 'NEW_PASSWORD_REQUIRED',
];

// Only steps that were made here are answered: what a page has copied by hand has lost what toJSON() would have kept.
const made = new WeakMap<object, StepData>();

class Challenge implements Told {
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
    const { choices, delivery, requiredAttributes } = data;
    const shown: Record<string, unknown> = bare({ choices, delivery, requiredAttributes, userAttributes: requiredAttributes && (data.userAttributes ?? {}) });
    for (const name of Object.keys(shown)) {
      if (shown[name] !== undefined) define(this, name, Object.freeze(ordinary(shown[name])));
    }
    made.set(this, data);
    Object.freeze(this);
  }

  toJSON(): unknown {
    return parse(stringify({ version, ...made.get(this) }));
  }
}

/** Makes a step of what Go replied. */
export function toStep(data: Record<string, any>): Step {
  if (!data.done) return new Challenge(data as StepData);
  const tokens: Tokens = { ...data.tokens, expiresAt: new Date(data.tokens.expiresAt) };
  const step = { done: true, username: data.username ?? '' } as DoneStep;
  if (!isHandle(tokens.accessToken)) define(step, 'tokens', tokens);
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
  const data = read(saved, shapes.savedStep, 'saved') as Partial<SavedStep> & StepData;
  if (data.version !== version) throw invalid('saved.version', `${version}, not ${data.version ?? 'none'}; begin the sign-in anew`);
  delete data.version;
  for (const name of ['userPoolId', 'clientId', 'username'] as const) {
    if (!data[name]) throw invalid(`saved.${name}`, 'a string that is not empty');
  }
  if (!answerable.includes(data.challenge as Answerable)) {
    throw invalid('saved.challenge', `a challenge that a user answers, not ${JSON.stringify(data.challenge?.slice(0, 40))}`);
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
  if (data.userPoolId !== client.userPoolId || data.clientId !== client.clientId) throw invalid(name, "a step of this client's user pool and app client");
}
