package localcognito

type adminInitiateAuthInput struct {
	adminClientInput
	AuthFlow       string            `json:"AuthFlow" shape:"AuthFlowType,required"`
	AuthParameters map[string]string `json:"AuthParameters"`
	Session        string            `json:"Session" shape:"SessionType"`
}

// adminInitiateAuth is AdminInitiateAuth: the flows of InitiateAuth but for
// USER_PASSWORD_AUTH, and the ADMIN_ ones.
func adminInitiateAuth(c *call, in *adminInitiateAuthInput) (*authOutput, error) {
	client, err := c.findClientOf(in.UserPoolID, in.ClientID)
	if err != nil {
		return nil, err
	}
	f := c.s.flows[in.AuthFlow]
	if f.callers == publicCalls {
		return nil, fail(invalidParameter, "Initiate Auth method not supported.")
	}
	return c.initiate(f, &authRequest{client: client, params: in.AuthParameters, metadata: in.ClientMetadata, session: in.Session})
}

// findClientOf returns the client of a pool.
func (c *call) findClientOf(poolID, id string) (*appClient, error) {
	p, err := c.findPool(poolID)
	if err != nil {
		return nil, err
	}
	a, err := c.findClient(id)
	if err == nil && a.pool != p {
		err = fail(resourceNotFound, "User pool client %s does not exist.", id)
	}
	return a, err
}
