// The members that are read of what a page hands in. The names and kinds are those of api.ts, or this does not compile; Go reads the same
// names (operations.go, answer.go, step.go and open.go in jsbridge).

import type {
  Answer, AuthClient, CallOptions, ClientOptions, ContextData, InitiateAuthInput, InitiateRequest, MFAPreference, RespondToAuthChallengeInput,
} from '../api';
import { flag, list, number, secret, type Shaped, text, texts } from '../read';
import type { SavedStep } from './step';

const analyticsMetadata = { AnalyticsEndpointId: text } as const satisfies Shaped<NonNullable<CallOptions['analyticsMetadata']>>;
export const userContextData = { IpAddress: text, EncodedData: text } as const satisfies Shaped<NonNullable<CallOptions['userContextData']>>;

export const callOptions = { clientMetadata: texts, analyticsMetadata, userContextData } as const satisfies Shaped<CallOptions, 'signal'>;

/** Members of ClientOptions that are no plain data; settings.ts and start.ts read them. */
export const otherOptions = ['endpoint', 'wasm', 'worker', 'integrity', 'storage', 'userContextData', 'log', 'headers', 'send', 'admin'] as const;

export const clientOptions = {
  userPoolId: text, clientId: text, clientSecret: text, region: text, useFipsEndpoint: flag, useDualstackEndpoint: flag,
  maxAttempts: number, timeout: number, load: text, deviceTracking: flag, srpOnly: flag,
  clientMetadata: texts, analyticsMetadata,
} as const satisfies Shaped<ClientOptions, (typeof otherOptions)[number]>;

/** Without `HttpHeaders`, a list of objects, which goes through as it is. */
export const contextData = { IpAddress: text, ServerName: text, ServerPath: text, EncodedData: text } as const satisfies Shaped<ContextData, 'HttpHeaders'>;

export const rawOptions = { repeatable: flag } as const satisfies Shaped<NonNullable<Parameters<AuthClient['call']>[2]>, 'signal'>;

export const initiateRequest = {
  flow: text, username: text, password: secret, refreshToken: text, deviceKey: text, preferredChallenge: text, session: text,
} as const satisfies Shaped<InitiateRequest>;

/** Without `credential`, which passkey.ts reads. */
export const answer = {
  code: text, choice: text, password: secret, answer: text, newPassword: secret, attributes: texts,
  setup: text, deviceName: text, email: text, mediation: text,
} as const satisfies Shaped<Answer, 'credential'>;

export const savedStep = {
  version: number, userPoolId: text, clientId: text, username: text, typed: text, challenge: text, session: text, parameters: texts,
  delivery: { medium: text, destination: text }, requiredAttributes: list, userAttributes: texts, choices: list,
} as const satisfies Shaped<SavedStep>;

/** The input of InitiateAuth and of RespondToAuthChallenge: what has one name has one kind. */
export const authInput = {
  AuthFlow: text, ChallengeName: text, ClientId: text, Session: text, AuthParameters: texts, ChallengeResponses: texts,
  ClientMetadata: texts, AnalyticsMetadata: analyticsMetadata, UserContextData: userContextData,
} as const satisfies Shaped<InitiateAuthInput & RespondToAuthChallengeInput>;

export const mfaPreference = {
  SMSMfaSettings: { Enabled: flag, PreferredMfa: flag },
  SoftwareTokenMfaSettings: { Enabled: flag, PreferredMfa: flag },
  EmailMfaSettings: { Enabled: flag, PreferredMfa: flag },
  WebAuthnMfaSettings: { Enabled: flag },
} as const satisfies Shaped<MFAPreference>;
