package localcognito

// adminDeleteUser is AdminDeleteUser.
func adminDeleteUser(c *call, in *adminUserInput) (*empty, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	delete(p.users, u.username)
	return &empty{}, nil
}
