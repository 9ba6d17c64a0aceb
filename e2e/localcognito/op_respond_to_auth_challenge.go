package localcognito

type respondInput struct {
	ClientID           string            `json:"ClientId" shape:"ClientIdType,required"`
	ChallengeName      string            `json:"ChallengeName" shape:"ChallengeNameType,required"`
	ChallengeResponses map[string]string `json:"ChallengeResponses"`
	Session            string            `json:"Session" shape:"SessionType"`
	ClientMetadata     map[string]string `json:"ClientMetadata"`
}

// respondToAuthChallenge is RespondToAuthChallenge.
func respondToAuthChallenge(c *call, in *respondInput) (*authOutput, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	ch, ok := c.s.challenges[in.ChallengeName]
	if !ok {
		return nil, fail(unsupportedOperation, "The local Cognito does not have the challenge %s yet.", in.ChallengeName)
	}
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
	if err := ch.answer(c, sess, in.ChallengeResponses); err != nil {
		return nil, err
	}
	sess.used = true
	return c.advance(sess.login)
}

// resumeSession finds the sign-in by Session and sees to it that the account
// still may sign in.
func resumeSession(c *call, client *appClient, in *respondInput) (*session, error) {
	if in.Session == "" {
		return nil, fail(invalidParameter, "Missing required parameter Session")
	}
	sess, err := c.findSession(in.Session, client, in.ChallengeResponses["USERNAME"], in.ChallengeName)
	if err != nil {
		return nil, err
	}
	if !sess.login.user.enabled {
		return nil, fail(notAuthorized, msgUserDisabled)
	}
	return sess, nil
}
