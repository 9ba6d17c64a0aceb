package localcognito

// adminUserGlobalSignOut is AdminUserGlobalSignOut.
func adminUserGlobalSignOut(c *call, in *adminUserInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	p.signOutEverywhere(u)
	return &empty{}, nil
}
