// The members that are read of what a page hands in. The names and kinds are those of api.ts, or this does not compile; Go reads the same
// names (operations.go, answer.go, step.go and open.go in jsbridge).

import type {
  Answer, AuthClient, CallOptions, ClientOptions, ContextData, InitiateRequest, Operations,
} from '../api';
import { each, flag, list, number, secret, type Shape, type Shaped, text, texts } from '../read';
import type { SavedStep } from './step';

const analyticsMetadata = { AnalyticsEndpointId: text } as const satisfies Shaped<NonNullable<CallOptions['analyticsMetadata']>>;
export const userContextData = { IpAddress: text, EncodedData: text } as const satisfies Shaped<NonNullable<CallOptions['userContextData']>>;

export const callOptions = { clientMetadata: texts, analyticsMetadata, userContextData } as const satisfies Shaped<CallOptions, 'signal'>;

/** Members of ClientOptions that are no plain data; settings.ts and start.ts read them. */
export const otherOptions = ['endpoint', 'wasm', 'worker', 'integrity', 'storage', 'userContextData', 'log', 'headers', 'send', 'admin', 'fetchOrigins'] as const;

export const clientOptions = {
  userPoolId: text, clientId: text, clientSecret: text, region: text, useFipsEndpoint: flag, useDualstackEndpoint: flag,
  maxAttempts: number, timeout: number, load: text, deviceTracking: flag, srpOnly: flag, adopt: text, tokens: text,
  clientMetadata: texts, analyticsMetadata,
} as const satisfies Shaped<ClientOptions, (typeof otherOptions)[number]>;

/** Without `HttpHeaders`, a list of objects, which goes through as it is. */
export const contextData = { IpAddress: text, ServerName: text, ServerPath: text, EncodedData: text } as const satisfies Shaped<ContextData, 'HttpHeaders'>;

export const sessionOptions = { refresh: (value, path) => (value === 'force' ? value : flag(value, path)) } as const satisfies Shape;

export const signOutOptions = { everywhere: flag } as const satisfies Shaped<NonNullable<Parameters<AuthClient['signOut']>[0]>, keyof CallOptions>;

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

const attributes = each({ Name: text, Value: text });
const mfa = { Enabled: flag, PreferredMfa: flag };
/** Members of the operations' inputs: what has one name has one kind. `Credential` is a document, and goes through as it is. */
export const operationInput = {
  ClientId: text, ClientSecret: text, SecretHash: text, AccessToken: text, Session: text, UserPoolId: text, Username: text,
  Password: text, PreviousPassword: text, ProposedPassword: text, ConfirmationCode: text, Code: text, UserCode: text,
  AuthFlow: text, ChallengeName: text, AuthParameters: texts, ChallengeResponses: texts, RefreshToken: text, Token: text,
  ClientMetadata: texts, AnalyticsMetadata: analyticsMetadata, UserContextData: userContextData,
  UserAttributes: attributes, ValidationData: attributes, UserAttributeNames: list, AttributeName: text, ForceAliasCreation: flag,
  DeviceKey: text, DeviceName: text, DeviceRememberedStatus: text, DeviceSecretVerifierConfig: { PasswordVerifier: text, Salt: text },
  FriendlyDeviceName: text, CredentialId: text, Limit: number, MaxResults: number, PaginationToken: text, NextToken: text,
  SMSMfaSettings: mfa, SoftwareTokenMfaSettings: mfa, EmailMfaSettings: mfa, WebAuthnMfaSettings: { Enabled: flag },
  MFAOptions: each({ DeliveryMedium: text, AttributeName: text }), EventId: text, FeedbackToken: text, FeedbackValue: text,
} as const satisfies Shaped<Operations[keyof Operations]['input'], 'Credential'>;
