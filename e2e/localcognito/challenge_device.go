package localcognito

const (
	deviceSRPAuthName          = "DEVICE_SRP_AUTH"
	devicePasswordVerifierName = "DEVICE_PASSWORD_VERIFIER"
)

// deviceSRPAuth is ChallengeName DEVICE_SRP_AUTH: the device sends its own
// SRP_A.
func deviceSRPAuth() challenge {
	return challenge{
		name:     deviceSRPAuthName,
		required: []string{"DEVICE_KEY", "SRP_A"},
		pose: func(c *call, sess *session) (map[string]string, error) {
			return map[string]string{"USERNAME": sess.login.user.username}, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			d, err := sess.login.device()
			if err != nil {
				return err
			}
			if d == nil || !d.remembered {
				return fail(notAuthorized, msgIncorrectPassword)
			}
			A, err := parseSRPA(responses["SRP_A"])
			if err != nil {
				return err
			}
			sess.login.srpA, sess.login.chosen = A, devicePasswordVerifierName
			return nil
		},
	}
}

// devicePasswordVerifier is ChallengeName DEVICE_PASSWORD_VERIFIER: the claim
// of PASSWORD_VERIFIER with the device group as pool and the device key as
// user. A failed one ends the sign-in: its SECRET_BLOCK is spent.
func devicePasswordVerifier() challenge {
	return challenge{
		name:     devicePasswordVerifierName,
		required: []string{"DEVICE_KEY", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"},
		pose: func(c *call, sess *session) (map[string]string, error) {
			d, err := sess.login.device()
			if err != nil {
				return nil, err
			}
			block := &secretBlock{Username: sess.login.user.username, DeviceKey: d.key}
			params, err := c.exchange(sess.login, block, d.credential)
			if err != nil {
				return nil, err
			}
			sess.block = block.ID
			params["DEVICE_KEY"] = d.key
			return params, nil
		},
		answer: answerDevicePasswordVerifier,
	}
}

func answerDevicePasswordVerifier(c *call, sess *session, responses map[string]string) error {
	incorrect := fail(notAuthorized, msgIncorrectPassword)
	claimed, err := parseTimestamp(responses["TIMESTAMP"])
	if err != nil {
		return err
	}
	l := sess.login
	d, err := l.device()
	if err != nil {
		return err
	}
	block, sealed, ok := c.s.open(responses["PASSWORD_CLAIM_SECRET_BLOCK"])
	if !ok || block.ID != sess.block || d == nil || block.DeviceKey != d.key {
		return incorrect
	}
	if err := c.spend(block); err != nil {
		return err
	}
	if !c.recent(claimed) || !validClaim(d.credential, block, sealed, claimed, d.group, d.key, responses["PASSWORD_CLAIM_SIGNATURE"]) {
		return incorrect
	}
	l.deviceProven, l.tokenSource = true, tokensAfterDevice
	if l.pool.DeviceConfiguration.ChallengeRequiredOnNewDevice {
		l.secondFactor = true
	}
	return nil
}
