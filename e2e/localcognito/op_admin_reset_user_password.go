package localcognito

type adminResetUserPasswordInput struct {
	adminUserInput
	ClientMetadata map[string]string `json:"ClientMetadata"`
}

// adminResetUserPassword is AdminResetUserPassword: the user must set a new
// password with the code that is sent to a verified address, or with a later
// one of ForgotPassword.
func adminResetUserPassword(c *call, in *adminResetUserPasswordInput) (*empty, error) {
	c.said.ClientMetadata = in.ClientMetadata
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if err := p.checkRecovery(); err != nil {
		return nil, err
	}
	m, problem := p.mayReset(u)
	if problem != nil {
		return nil, problem
	}
	u.status, u.modified = statusResetRequired, c.now
	c.sendReset(p, u, m)
	return &empty{}, nil
}
