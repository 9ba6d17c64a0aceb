package localcognito

// userPasswordAuth is AuthFlow USER_PASSWORD_AUTH. A user that does not exist
// costs the same derivation as one that does.
func userPasswordAuth() flow {
	return flow{
		name:     "USER_PASSWORD_AUTH",
		callers:  publicCalls,
		allowBy:  []string{"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"},
		required: []string{"USERNAME", "PASSWORD"},
		start: func(c *call, l *login, in *authRequest) (*authOutput, error) {
			if err := c.migrateUser(l, in.params["PASSWORD"]); err != nil {
				return nil, err
			}
			if err := c.checkPassword(l, in.params["PASSWORD"]); err != nil {
				return nil, err
			}
			return c.advance(l)
		},
	}
}

// checkPassword proves a password that was sent as such.
func (c *call) checkPassword(l *login, password string) error {
	username, cred, exists, err := l.credential()
	if err != nil {
		return err
	}
	return c.provePassword(l, username, func() bool {
		return cred.matches(l.pool.srpName(), username, password) && exists
	})
}

// credential returns the user name and verifier that a password is checked
// against: simulated ones for a user without a password or who does not exist,
// unless the client lets callers know (PreventUserExistenceErrors).
func (l *login) credential() (username string, cred *credential, exists bool, err error) {
	if l.user != nil && l.user.credential != nil {
		return l.user.username, l.user.credential, true, nil
	}
	if !l.client.hidesUsers() {
		return "", nil, false, fail(userNotFound, msgUserNotFound)
	}
	username, cred = l.pool.simulated(l.name)
	return username, cred, false, nil
}
