package auth

// InitiateAuth calls the operation as it is, for callers who want Cognito's own
// shapes. ClientID defaults to the client's, the members of CallOptions to the
// client's and the call's, and SECRET_HASH is added where the client has a
// secret and AuthParameters has a USERNAME without one. Flows that are not known
// yet and parameters of any name pass through.
func (c *Client) InitiateAuth(ctx Context, in *InitiateAuthInput, optFns ...func(*CallOptions)) (*AuthOutput, error) {
	if err := c.checkOpen(); err != nil {
		return nil, err
	}
	if in == nil || in.AuthFlow == "" {
		return nil, invalid("AuthFlow", "expected one of Cognito's flows, such as USER_SRP_AUTH")
	}
	if adminFlows[in.AuthFlow] && !c.admin() {
		return nil, refuseFlow("AuthFlow", in.AuthFlow)
	}
	input := *in
	c.complete(&input.ClientID, &input.AuthParameters,
		&input.ClientMetadata, &input.AnalyticsMetadata, &input.UserContextData, optFns)
	return c.auth(ctx, &input)
}

// RespondToAuthChallenge calls the operation as it is; what is filled in is as
// for [Client.InitiateAuth].
func (c *Client) RespondToAuthChallenge(ctx Context, in *RespondToAuthChallengeInput, optFns ...func(*CallOptions)) (*AuthOutput, error) {
	if err := c.checkOpen(); err != nil {
		return nil, err
	}
	if in == nil || in.ChallengeName == "" {
		return nil, invalid("ChallengeName", "expected one of Cognito's challenges, such as SMS_MFA")
	}
	input := *in
	c.complete(&input.ClientID, &input.ChallengeResponses,
		&input.ClientMetadata, &input.AnalyticsMetadata, &input.UserContextData, optFns)
	return c.auth(ctx, &input)
}

// call has the API call an operation, which errors name as given. The error is an
// *Error.
func (c *Client) call(ctx Context, operation string, in Input) (Output, error) {
	if err := c.checkOpen(); err != nil { // which a sign-in under way has not seen
		return nil, err
	}
	output, err := c.config.API.Call(ctx, in)
	if err != nil {
		return nil, wrap(ctx, operation, err)
	}
	return output, nil
}

// complete fills in what a call leaves to the client. It never writes into the
// caller's maps.
func (c *Client) complete(clientID *string, parameters *map[string]string, metadata *map[string]string,
	analytics **AnalyticsMetadata, context **UserContextData, optFns []func(*CallOptions)) {
	if *clientID == "" {
		*clientID = c.config.ClientID
	}
	if username, hash := (*parameters)[paramUsername], (*parameters)[paramSecretHash]; c.config.ClientSecret != "" && username != "" && hash == "" {
		completed := make(map[string]string, len(*parameters)+1)
		for key, value := range *parameters {
			completed[key] = value
		}
		c.addSecretHash(completed, username)
		*parameters = completed
	}
	options := c.callOptions(optFns)
	if *metadata == nil {
		*metadata = options.ClientMetadata
	}
	if *analytics == nil {
		*analytics = options.AnalyticsMetadata
	}
	if *context == nil {
		*context = options.UserContextData
	}
}

// auth calls one of the two and makes sure that the answer is a challenge or tokens.
func (c *Client) auth(ctx Context, in Input) (*AuthOutput, error) {
	operation := c.operation(in.Operation())
	answer, err := c.call(ctx, operation, in)
	if err != nil {
		return nil, err
	}
	output, _ := answer.(*AuthOutput)
	if output == nil || output.ChallengeName == "" && output.AuthenticationResult == nil {
		if output == nil || len(output.AvailableChallenges) == 0 {
			return nil, malformed(operation, "AuthenticationResult", "expected it, or a ChallengeName")
		}
		// AWS's own example leaves the name out where only the choice is meant.
		named := *output
		named.ChallengeName = ChallengeSelectChallenge
		return &named, nil
	}
	return output, nil
}
