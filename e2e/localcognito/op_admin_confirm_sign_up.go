package localcognito

// adminConfirmSignUp is AdminConfirmSignUp.
func adminConfirmSignUp(c *call, in *adminUserInput) (*empty, error) {
	_, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if u.status != statusUnconfirmed {
		return nil, fail(notAuthorized, "User cannot be confirmed. Current status is %s", u.status)
	}
	u.status, u.modified = statusConfirmed, c.now
	return &empty{}, nil
}
