package localcognito

// adminEnableUser is AdminEnableUser.
func adminEnableUser(c *call, in *adminUserInput) (*empty, error) { return c.setEnabled(in, true) }

// adminDisableUser is AdminDisableUser.
func adminDisableUser(c *call, in *adminUserInput) (*empty, error) { return c.setEnabled(in, false) }

func (c *call) setEnabled(in *adminUserInput, enabled bool) (*empty, error) {
	_, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	u.enabled, u.modified = enabled, c.now
	return &empty{}, nil
}
