package localcognito

type adminConfirmSignUpInput struct {
	adminUserInput
	ClientMetadata map[string]string `json:"ClientMetadata"`
}

// adminConfirmSignUp is AdminConfirmSignUp.
func adminConfirmSignUp(c *call, in *adminConfirmSignUpInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if u.status != statusUnconfirmed {
		return nil, fail(notAuthorized, "User cannot be confirmed. Current status is %s", u.status)
	}
	u.status, u.modified = statusConfirmed, c.now
	return &empty{}, c.postConfirmation(p, nil, u, confirmedSignUp, in.ClientMetadata)
}
