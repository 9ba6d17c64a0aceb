package localcognito

type respondInput struct {
	clientInput
	challengeAnswer
}

// challengeAnswer is the part that RespondToAuthChallenge and its Admin form
// have in common.
type challengeAnswer struct {
	ChallengeName      string            `json:"ChallengeName" shape:"ChallengeNameType,required"`
	ChallengeResponses map[string]string `json:"ChallengeResponses"`
	Session            string            `json:"Session" shape:"SessionType"`
}

// respondToAuthChallenge is RespondToAuthChallenge.
func respondToAuthChallenge(c *call, in *respondInput) (*authOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	if c.s.challenges[in.ChallengeName].adminOnly {
		return nil, fail(invalidParameter, "Challenge %s is not supported here.", in.ChallengeName)
	}
	return c.respond(client, &in.challengeAnswer, in.ClientMetadata)
}

// respond takes an answer and goes on with the sign-in. The constraint on
// ChallengeName sees to it that it is in the table.
func (c *call) respond(client *appClient, in *challengeAnswer, metadata map[string]string) (*authOutput, error) {
	ch := c.s.challenges[in.ChallengeName]
	if err := requireParameters(in.ChallengeResponses, "USERNAME"); err != nil {
		return nil, err
	}
	if err := requireParameters(in.ChallengeResponses, ch.required...); err != nil {
		return nil, err
	}
	if err := client.checkSecretHash(in.ChallengeResponses["USERNAME"], in.ChallengeResponses["SECRET_HASH"]); err != nil {
		return nil, err
	}
	resume := ch.resume
	if resume == nil {
		resume = resumeSession
	}
	sess, err := resume(c, client, in)
	if err != nil {
		return nil, err
	}
	l := sess.login
	l.clientMetadata = metadata
	if err := l.useDevice(in.ChallengeResponses["DEVICE_KEY"]); err != nil {
		// Clients drop a device that is not known any more and send the same
		// answer again without it.
		c.s.spent.delete(sess.block)
		sess.used = false
		return nil, err
	}
	if err := ch.answer(c, sess, in.ChallengeResponses); err != nil {
		return nil, err
	}
	sess.used = true
	l.custom.passed(ch.name)
	return c.advance(l)
}

// resumeSession finds the sign-in by Session and sees to it that the account
// still may sign in.
func resumeSession(c *call, client *appClient, in *challengeAnswer) (*session, error) {
	return resumeSessionOf(in.ChallengeName)(c, client, in)
}

// resumeSessionOf finds a sign-in that another challenge was posed in.
func resumeSessionOf(challenge string) func(*call, *appClient, *challengeAnswer) (*session, error) {
	return func(c *call, client *appClient, in *challengeAnswer) (*session, error) {
		if in.Session == "" {
			return nil, fail(invalidParameter, "Missing required parameter Session")
		}
		sess, err := c.findSession(in.Session, client, challenge)
		if err != nil {
			return nil, err
		}
		return sess, sess.belongsTo(in.ChallengeResponses["USERNAME"])
	}
}
