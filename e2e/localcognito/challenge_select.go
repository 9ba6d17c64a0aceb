package localcognito

const selectChallengeName = "SELECT_CHALLENGE"

// selectChallenge is ChallengeName SELECT_CHALLENGE. What can be chosen is in
// AvailableChallenges, not in the parameters.
func selectChallenge() challenge {
	return challenge{
		name:     selectChallengeName,
		required: []string{"ANSWER"},
		pose:     func(*call, *session) (map[string]string, error) { return map[string]string{}, nil },
		answer: func(c *call, sess *session, responses map[string]string) error {
			return c.chooseFactor(sess.login, responses["ANSWER"], responses)
		},
	}
}

// passwordChallenge is ChallengeName PASSWORD: SELECT_CHALLENGE answered by
// the name of the chosen challenge.
func passwordChallenge() challenge { return chosenByName(factorPassword, "PASSWORD") }

// passwordSRP is ChallengeName PASSWORD_SRP, likewise.
func passwordSRP() challenge { return chosenByName(factorPasswordSRP, "SRP_A") }

func chosenByName(factor, key string) challenge {
	return challenge{
		name:     factor,
		required: []string{key},
		resume:   resumeSessionOf(selectChallengeName),
		answer: func(c *call, sess *session, responses map[string]string) error {
			return c.chooseFactor(sess.login, factor, responses)
		},
	}
}

func (c *call) chooseFactor(l *login, name string, responses map[string]string) error {
	factor, ok := findFactor(l.pool.availableFactors(l.user), name)
	if !ok {
		return fail(invalidParameter, "ANSWER must be one of AvailableChallenges.")
	}
	return factor.choose(c, l, responses)
}
