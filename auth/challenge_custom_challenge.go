package auth

// customChallenge asks what the pool's Lambda triggers thought of; what is public
// of it stands in the step's Parameters.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
var customChallenge = challenge{
	expects: takesCustomAnswer,
	responses: func(_ Context, _ *Client, _ *attempt, _ *Step, answer Answer) (map[string]string, error) {
		given, ok := answer.(CustomAnswer)
		if !ok {
			return nil, errMisfit
		}
		return map[string]string{paramAnswer: string(given)}, nil
	},
}
