package localcognito

type adminRespondToAuthChallengeInput struct {
	UserPoolID string `json:"UserPoolId" shape:"UserPoolIdType,required"`
	respondInput
	ContextData *contextData `json:"ContextData"`
}

// adminRespondToAuthChallenge is AdminRespondToAuthChallenge.
func adminRespondToAuthChallenge(c *call, in *adminRespondToAuthChallengeInput) (*authOutput, error) {
	client, err := c.findClientOf(in.UserPoolID, in.ClientID)
	if err != nil {
		return nil, err
	}
	return c.respond(client, &in.respondInput)
}
