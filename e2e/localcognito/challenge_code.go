package localcognito

// smsMFA is ChallengeName SMS_MFA.
func smsMFA() challenge { return codeChallenge(methodSMS, "SMS_MFA_CODE", mediumSMS) }

// emailOTP is ChallengeName EMAIL_OTP, as first factor, as second factor and
// as the end of MFA_SETUP.
func emailOTP() challenge { return codeChallenge(methodEmail, "EMAIL_OTP_CODE", mediumEmail) }

// smsOTP is ChallengeName SMS_OTP, a first factor.
func smsOTP() challenge { return codeChallenge(factorSMS, "SMS_OTP_CODE", mediumSMS) }

// codeChallenge sends a code and wants it back. Wrong codes are not counted:
// six in a row were seen to leave a session of the real service usable, and
// nothing is known beyond.
func codeChallenge(name, key string, m medium) challenge {
	return challenge{
		name:     name,
		required: []string{key},
		pose: func(c *call, sess *session) (map[string]string, error) {
			l := sess.login
			to, err := l.destination(name, m)
			if err != nil {
				return nil, err
			}
			sess.code = randomString(digits, m.digits)
			params := map[string]string{
				"CODE_DELIVERY_DELIVERY_MEDIUM": m.name,
				"CODE_DELIVERY_DESTINATION":     m.mask(to),
			}
			if l.user != nil {
				c.sendTo(l.pool, l.user, m, to, PurposeAuthentication, sess.code)
			}
			if l.password {
				params["USER_ID_FOR_SRP"] = l.user.username
			}
			return params, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			l := sess.login
			if !equalSecret(responses[key], sess.code) || l.user == nil {
				return fail(codeMismatch, msgWrongCode)
			}
			if l.password {
				l.secondFactor = true
				return l.finishEmailSetup()
			}
			// As first factor the code proves the address, and with it an
			// account that was not confirmed yet.
			if l.user.status == statusUnconfirmed {
				l.user.status = statusConfirmed
			}
			l.user.attributes.set(m.attribute+"_verified", "true")
			return l.user.maySignIn()
		},
	}
}

// destination is where the code of a challenge goes. Users who do not exist
// have an address made of the name that they were called by.
func (l *login) destination(challenge string, m medium) (string, error) {
	if l.newEmail != "" {
		return l.newEmail, nil
	}
	if l.user == nil {
		return m.invent(l.name), nil
	}
	to, ok := l.user.attributes.get(m.attribute)
	if !ok {
		return "", fail(invalidParameter, "User does not have delivery config set to turn on %s", challenge)
	}
	return to, nil
}
