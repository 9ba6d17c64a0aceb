package localcognito

// softwareTokenMFA is ChallengeName SOFTWARE_TOKEN_MFA.
func softwareTokenMFA() challenge {
	return challenge{
		name:     methodSoftware,
		required: []string{"SOFTWARE_TOKEN_MFA_CODE"},
		pose: func(c *call, sess *session) (map[string]string, error) {
			u := sess.login.user
			return map[string]string{
				"USER_ID_FOR_SRP":      u.username,
				"FRIENDLY_DEVICE_NAME": u.mfa.token.friendlyName,
			}, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			token := &sess.login.user.mfa.token
			if !token.verified {
				return fail(softwareTokenMFANotFound, "Software Token MFA has not been enabled by the user")
			}
			if err := token.check(responses["SOFTWARE_TOKEN_MFA_CODE"], c.now); err != nil {
				return err
			}
			sess.login.secondFactor = true
			return nil
		},
	}
}
