package localcognito

// adminNoSRPAuthName is a legacy AuthFlow and the challenge that it poses when
// it is started without a password.
const adminNoSRPAuthName = "ADMIN_NO_SRP_AUTH"

var adminPasswordAllowed = []string{"ALLOW_ADMIN_USER_PASSWORD_AUTH", adminNoSRPAuthName}

// adminUserPasswordAuth is AuthFlow ADMIN_USER_PASSWORD_AUTH.
func adminUserPasswordAuth() flow {
	f := userPasswordAuth()
	f.name, f.callers, f.allowBy = "ADMIN_USER_PASSWORD_AUTH", adminCalls, adminPasswordAllowed
	return f
}

// adminNoSRPAuth is AuthFlow ADMIN_NO_SRP_AUTH, the old name of
// ADMIN_USER_PASSWORD_AUTH. Without PASSWORD it is asked for.
func adminNoSRPAuth() flow {
	withPassword := adminUserPasswordAuth()
	f := withPassword
	f.name, f.required = adminNoSRPAuthName, []string{"USERNAME"}
	f.start = func(c *call, l *login, in *authRequest) (*authOutput, error) {
		if in.params["PASSWORD"] != "" {
			return withPassword.start(c, l, in)
		}
		if l.user == nil && !l.client.hidesUsers() {
			return nil, fail(userNotFound, msgUserNotFound)
		}
		l.chosen = adminNoSRPAuthName
		return c.advance(l)
	}
	return f
}

// adminNoSRPChallenge is ChallengeName ADMIN_NO_SRP_AUTH.
func adminNoSRPChallenge() challenge {
	return challenge{
		name:      adminNoSRPAuthName,
		adminOnly: true,
		required:  []string{"PASSWORD"},
		pose:      func(*call, *session) (map[string]string, error) { return map[string]string{}, nil },
		answer: func(c *call, sess *session, responses map[string]string) error {
			return c.checkPassword(sess.login, responses["PASSWORD"])
		},
	}
}
