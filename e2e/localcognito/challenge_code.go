package localcognito

// smsMFA is ChallengeName SMS_MFA.
func smsMFA() challenge { return codeChallenge(methodSMS, "SMS_MFA_CODE", mediumSMS) }

// emailOTP is ChallengeName EMAIL_OTP, here as second factor.
func emailOTP() challenge { return codeChallenge(methodEmail, "EMAIL_OTP_CODE", mediumEmail) }

// codeChallenge sends a code and wants it back. Wrong codes are not counted:
// six in a row were seen to leave a session of the real service usable, and
// nothing is known beyond.
func codeChallenge(name, key string, m medium) challenge {
	return challenge{
		name:     name,
		required: []string{key},
		pose: func(c *call, sess *session) (map[string]string, error) {
			l := sess.login
			to, ok := l.user.attributes.get(m.attribute)
			if !ok {
				return nil, fail(invalidParameter, "User does not have delivery config set to turn on %s", name)
			}
			sess.code = randomString(digits, m.digits)
			c.send(l.pool, l.user, m, PurposeAuthentication, sess.code)
			return map[string]string{
				"CODE_DELIVERY_DELIVERY_MEDIUM": m.name,
				"CODE_DELIVERY_DESTINATION":     m.mask(to),
				"USER_ID_FOR_SRP":               l.user.username,
			}, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			if !equalSecret(responses[key], sess.code) {
				return fail(codeMismatch, msgWrongCode)
			}
			sess.login.secondFactor = true
			return nil
		},
	}
}
