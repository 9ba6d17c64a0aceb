package localcognito

import "slices"

const userAuthName = "USER_AUTH"

// userAuth is AuthFlow USER_AUTH: the user chooses the first factor, with
// PREFERRED_CHALLENGE or in SELECT_CHALLENGE.
func userAuth() flow {
	return flow{
		name:     userAuthName,
		allowBy:  []string{"ALLOW_USER_AUTH"},
		required: []string{"USERNAME"},
		start:    startUserAuth,
	}
}

func startUserAuth(c *call, l *login, in *authRequest) (*authOutput, error) {
	if l.user == nil && !l.client.hidesUsers() {
		return nil, fail(userNotFound, msgUserNotFound)
	}
	preferred := in.params["PREFERRED_CHALLENGE"]
	if preferred != "" && !slices.ContainsFunc(firstFactors, func(f firstFactor) bool { return f.name == preferred }) {
		return nil, fail(invalidParameter, "PREFERRED_CHALLENGE must be one of PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP and WEB_AUTHN.")
	}
	available := l.pool.availableFactors(l.user)
	if in.session != "" {
		confirmed, err := c.confirmedSignUp(l, in.session)
		if err != nil {
			return nil, err
		}
		if slices.Contains(available, confirmed) {
			return c.advance(l) // the address was proven a moment ago
		}
	}
	if l.user == nil && preferred == "" && slices.Contains(available, factorEmail) {
		preferred = factorEmail // as was seen of the real service
	}
	l.chosen = selectChallengeName
	if factor, ok := findFactor(available, preferred); ok {
		l.chosen = ""
		if err := factor.choose(c, l, in.params); err != nil {
			return nil, err
		}
	}
	out, err := c.advance(l)
	if err != nil {
		return nil, err
	}
	if out.ChallengeName != "" {
		out.AvailableChallenges = available
	}
	return out, nil
}

// confirmedSignUp spends the Session of ConfirmSignUp and returns the first
// factor that the confirmation stands for.
func (c *call) confirmedSignUp(l *login, id string) (factor string, err error) {
	sess, err := c.findSession(id, l.client, confirmedSessionName)
	if err != nil {
		return "", err
	}
	if err := sess.belongsTo(l.name); err != nil {
		return "", err
	}
	sess.used = true
	return sess.login.confirmedBy, nil
}
