package localcognito

type adminRespondToAuthChallengeInput struct {
	adminClientInput
	challengeAnswer
}

// adminRespondToAuthChallenge is AdminRespondToAuthChallenge.
func adminRespondToAuthChallenge(c *call, in *adminRespondToAuthChallengeInput) (*authOutput, error) {
	client, err := c.findClientOf(in.UserPoolID, in.ClientID)
	if err != nil {
		return nil, err
	}
	return c.respond(client, &in.challengeAnswer, in.ClientMetadata)
}
