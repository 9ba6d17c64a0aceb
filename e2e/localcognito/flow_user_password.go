package localcognito

// userPasswordAuth is AuthFlow USER_PASSWORD_AUTH. A user that does not exist
// costs the same derivation as one that does.
func userPasswordAuth() flow {
	return flow{
		name:     "USER_PASSWORD_AUTH",
		allowBy:  []string{"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"},
		required: []string{"USERNAME", "PASSWORD"},
		start: func(c *call, l *login, params map[string]string) (*authOutput, error) {
			username, cred := l.pool.simulated(params["USERNAME"])
			exists := l.user != nil && l.user.credential != nil
			if exists {
				username, cred = l.user.username, l.user.credential
			} else if !l.client.hidesUsers() {
				return nil, fail(userNotFound, msgUserNotFound)
			}
			err := c.passwordProof(l.pool, l.user, username, func() bool {
				return cred.matches(l.pool.srpName(), username, params["PASSWORD"]) && exists
			})
			if err != nil {
				return nil, err
			}
			return c.advance(l)
		},
	}
}
