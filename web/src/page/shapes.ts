// The members that are read of what a page hands in. The names are those of
// api.ts; Go reads the same ones (operations.go, answer.go, step.go and open.go in jsbridge).

import type { Shape } from '../read';

const analyticsMetadata: Shape = { AnalyticsEndpointId: 'text' };
export const userContextData: Shape = { IpAddress: 'text', EncodedData: 'text' };

export const callOptions: Shape = { clientMetadata: 'texts', analyticsMetadata, userContextData };

export const clientOptions: Shape = {
  userPoolId: 'text', clientId: 'text', clientSecret: 'text', region: 'text', useFipsEndpoint: 'flag', useDualstackEndpoint: 'flag',
  maxAttempts: 'number', timeout: 'number', load: 'text', deviceTracking: 'flag',
  clientMetadata: 'texts', analyticsMetadata,
};

export const initiateRequest: Shape = { flow: 'text', username: 'text', password: 'secret', refreshToken: 'text', deviceKey: 'text', preferredChallenge: 'text', session: 'text' };

export const answer: Shape = {
  code: 'text', choice: 'text', password: 'secret', answer: 'text', newPassword: 'secret', attributes: 'texts',
  setup: 'text', deviceName: 'text', email: 'text', mediation: 'text',
};

export const savedStep: Shape = {
  userPoolId: 'text', clientId: 'text', username: 'text', typed: 'text', challenge: 'text', session: 'text', parameters: 'texts',
  delivery: { medium: 'text', destination: 'text' }, requiredAttributes: 'list', userAttributes: 'texts', choices: 'list',
};

export const initiateAuthInput: Shape = {
  AuthFlow: 'text', ClientId: 'text', AuthParameters: 'texts', ClientMetadata: 'texts', Session: 'text',
  AnalyticsMetadata: analyticsMetadata, UserContextData: userContextData,
};

export const respondToAuthChallengeInput: Shape = {
  ChallengeName: 'text', ClientId: 'text', Session: 'text', ChallengeResponses: 'texts', ClientMetadata: 'texts',
  AnalyticsMetadata: analyticsMetadata, UserContextData: userContextData,
};

export const mfaPreference: Shape = {
  SMSMfaSettings: { Enabled: 'flag', PreferredMfa: 'flag' },
  SoftwareTokenMfaSettings: { Enabled: 'flag', PreferredMfa: 'flag' },
  EmailMfaSettings: { Enabled: 'flag', PreferredMfa: 'flag' },
  WebAuthnMfaSettings: { Enabled: 'flag' },
};

/** What InitiateAuth and RespondToAuthChallenge answer. */
export const authOutput: Shape = {
  ChallengeName: 'text', Session: 'text', ChallengeParameters: 'texts', AvailableChallenges: 'list',
  AuthenticationResult: {
    AccessToken: 'text', IdToken: 'text', RefreshToken: 'text', TokenType: 'text', ExpiresIn: 'number',
    NewDeviceMetadata: { DeviceKey: 'text', DeviceGroupKey: 'text' },
  },
};
