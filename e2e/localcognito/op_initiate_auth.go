package localcognito

type initiateInput struct {
	AuthFlow       string            `json:"AuthFlow" shape:"AuthFlowType,required"`
	AuthParameters map[string]string `json:"AuthParameters"`
	clientInput
	Session string `json:"Session" shape:"SessionType"`
}

// initiateAuth is InitiateAuth.
func initiateAuth(c *call, in *initiateInput) (*authOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	f := c.s.flows[in.AuthFlow]
	if f.callers == adminCalls {
		return nil, fail(invalidParameter, "Initiate Auth method not supported.")
	}
	return c.initiate(f, &authRequest{
		client: client, params: in.AuthParameters, metadata: in.ClientMetadata, session: in.Session,
	})
}

// authRequest is what InitiateAuth and AdminInitiateAuth have in common.
type authRequest struct {
	client   *appClient
	params   map[string]string // AuthParameters
	metadata map[string]string // ClientMetadata
	session  string
}

// initiate starts a sign-in. The constraint on AuthFlow sees to it that f is
// an entry of the table.
func (c *call) initiate(f flow, in *authRequest) (*authOutput, error) {
	if len(f.allowBy) > 0 && !in.client.allows(f.allowBy) {
		return nil, fail(invalidParameter, "%s flow not enabled for this client", f.name)
	}
	if err := requireParameters(in.params, f.required...); err != nil {
		return nil, err
	}
	l := &login{client: in.client, pool: in.client.pool, flow: f.name, validationData: in.metadata, deviceKey: in.params["DEVICE_KEY"]}
	if name := in.params["USERNAME"]; name != "" {
		if err := checkMember("UsernameType", "username", name); err != nil {
			return nil, err
		}
		if err := l.client.checkSecretHash(name, in.params["SECRET_HASH"]); err != nil {
			return nil, err
		}
		l.name, l.user = name, l.pool.lookup(name)
	}
	if l.name != "" {
		if err := c.preAuthentication(l); err != nil {
			return nil, err
		}
	}
	return f.start(c, l, in)
}
