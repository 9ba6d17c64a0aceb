package localcognito

// deleteUser is DeleteUser. It answers with an empty body.
func deleteUser(c *call, in *accessTokenInput) (*noBody, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	delete(g.client.pool.users, g.user.username)
	return &noBody{}, nil
}
