package localcognito

// deleteUserPool is DeleteUserPool. Clients, sessions and tokens go with it.
func deleteUserPool(c *call, in *poolInput) (*empty, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	delete(c.s.pools, p.id)
	for id, client := range c.s.clients {
		if client.pool == p {
			delete(c.s.clients, id)
		}
	}
	c.s.sessions.deleteFunc(func(sess *session) bool { return sess.login.pool == p })
	return &empty{}, nil
}
