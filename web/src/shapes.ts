// The members that are read of what a page hands in. The names are those of
// api.ts; Go reads the same ones (operations.go, answer.go, step.go, open.go).

import type { Shape } from './read';

const analyticsMetadata: Shape = { AnalyticsEndpointId: 'text' };
export const userContextData: Shape = { IpAddress: 'text', EncodedData: 'text' };

export const callOptions: Shape = { clientMetadata: 'texts', analyticsMetadata, userContextData };

export const clientOptions: Shape = {
  userPoolId: 'text', clientId: 'text', clientSecret: 'text', region: 'text', fips: 'flag', dualStack: 'flag', maxAttempts: 'number',
  clientMetadata: 'texts', analyticsMetadata,
};

export const initiateRequest: Shape = { flow: 'text', username: 'text', password: 'secret', refreshToken: 'text' };

export const answer: Shape = { code: 'text', newPassword: 'secret', attributes: 'texts' };

export const savedStep: Shape = {
  userPoolId: 'text', clientId: 'text', username: 'text', challenge: 'text', session: 'text', parameters: 'texts',
  delivery: { medium: 'text', destination: 'text' }, requiredAttributes: 'list', userAttributes: 'texts',
};

export const initiateAuthInput: Shape = {
  AuthFlow: 'text', ClientId: 'text', AuthParameters: 'texts', ClientMetadata: 'texts', Session: 'text',
  AnalyticsMetadata: analyticsMetadata, UserContextData: userContextData,
};

export const respondToAuthChallengeInput: Shape = {
  ChallengeName: 'text', ClientId: 'text', Session: 'text', ChallengeResponses: 'texts', ClientMetadata: 'texts',
  AnalyticsMetadata: analyticsMetadata, UserContextData: userContextData,
};
