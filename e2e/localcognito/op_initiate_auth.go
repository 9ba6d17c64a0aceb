package localcognito

type initiateInput struct {
	AuthFlow       string            `json:"AuthFlow" shape:"AuthFlowType,required"`
	AuthParameters map[string]string `json:"AuthParameters"`
	ClientID       string            `json:"ClientId" shape:"ClientIdType,required"`
	ClientMetadata map[string]string `json:"ClientMetadata"`
	Session        string            `json:"Session" shape:"SessionType"`
}

// initiateAuth is InitiateAuth.
func initiateAuth(c *call, in *initiateInput) (*authOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	f := c.s.flows[in.AuthFlow] // the constraint on AuthFlow covers the table
	if len(f.allowBy) > 0 && !client.allows(f.allowBy) {
		return nil, fail(invalidParameter, "%s flow not enabled for this client", f.name)
	}
	if err := requireParameters(in.AuthParameters, f.required...); err != nil {
		return nil, err
	}
	l := &login{client: client, pool: client.pool, flow: f.name}
	if name := in.AuthParameters["USERNAME"]; name != "" {
		if err := checkMember("UsernameType", "username", name); err != nil {
			return nil, err
		}
		if err := client.checkSecretHash(name, in.AuthParameters["SECRET_HASH"]); err != nil {
			return nil, err
		}
		l.user = client.pool.lookup(name)
	}
	return f.start(c, l, in.AuthParameters)
}
