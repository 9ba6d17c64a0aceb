package localcognito

// flow is one value of AuthFlow. A new flow is a file with a constructor and
// an entry in flowTable.
type flow struct {
	name     string
	allowBy  []string // values of ExplicitAuthFlows that permit it
	required []string // keys of AuthParameters
	start    func(*call, *login, map[string]string) (*authOutput, error)
}

func flowTable() map[string]flow {
	table := make(map[string]flow)
	for _, f := range []flow{
		userSRPAuth(),
		userPasswordAuth(),
		refreshTokenAuth("REFRESH_TOKEN_AUTH"),
		refreshTokenAuth("REFRESH_TOKEN"),
		refusedFlow("ADMIN_NO_SRP_AUTH", invalidParameter, "Initiate Auth method not supported."),
		refusedFlow("ADMIN_USER_PASSWORD_AUTH", invalidParameter, "Initiate Auth method not supported."),
		refusedFlow("CUSTOM_AUTH", unsupportedOperation, "The local Cognito does not have CUSTOM_AUTH yet."),
		refusedFlow("USER_AUTH", unsupportedOperation, "The local Cognito does not have USER_AUTH yet."),
	} {
		table[f.name] = f
	}
	return table
}

// refusedFlow is a flow that ends before it starts.
func refusedFlow(name, exception, message string) flow {
	return flow{name: name, start: func(*call, *login, map[string]string) (*authOutput, error) {
		return nil, fail(exception, "%s", message)
	}}
}

// challenge is one value of ChallengeName. A new challenge is a file with a
// constructor and an entry in challengeTable.
type challenge struct {
	name     string
	required []string // keys of ChallengeResponses besides USERNAME
	// pose returns ChallengeParameters and may set the session's code. It is
	// nil for challenges that only a flow poses.
	pose func(*call, *session) (map[string]string, error)
	// resume finds the sign-in that is answered; nil means by Session.
	resume func(*call, *appClient, *respondInput) (*session, error)
	// answer checks the response. An error leaves the session usable.
	answer func(*call, *session, map[string]string) error
}

func challengeTable() map[string]challenge {
	table := make(map[string]challenge)
	for _, ch := range []challenge{
		passwordVerifier(),
		newPasswordRequired(),
		smsMFA(),
		softwareTokenMFA(),
		emailOTP(),
		selectMFAType(),
	} {
		table[ch.name] = ch
	}
	return table
}

// login is a sign-in from InitiateAuth to tokens.
type login struct {
	client *appClient
	pool   *pool
	user   *user
	flow   string
	// chosen is the challenge that the user picked to come next.
	chosen string
	// secondFactor is set once an MFA challenge was passed.
	secondFactor bool
}

// stage names the challenge that a sign-in needs at this point, or "".
type stage func(*login) (string, error)

// afterPassword are the stages between the password and the tokens, in order.
var afterPassword = []stage{newPasswordStage, mfaStage}

// authOutput is the output of InitiateAuth and RespondToAuthChallenge.
type authOutput struct {
	AuthenticationResult *authenticationResult `json:"AuthenticationResult,omitzero"`
	ChallengeName        string                `json:"ChallengeName,omitempty"`
	ChallengeParameters  map[string]string     `json:"ChallengeParameters"`
	Session              string                `json:"Session,omitempty"`
}

// authenticationResult is the structure AuthenticationResultType.
type authenticationResult struct {
	AccessToken  string `json:"AccessToken"`
	ExpiresIn    int    `json:"ExpiresIn"` // seconds, of the access token
	TokenType    string `json:"TokenType"`
	RefreshToken string `json:"RefreshToken,omitempty"`
	IDToken      string `json:"IdToken"`
}

// advance poses the next challenge of a sign-in, or ends it with tokens.
func (c *call) advance(l *login) (*authOutput, error) {
	name := l.chosen
	l.chosen = ""
	for i := 0; name == "" && i < len(afterPassword); i++ {
		var err error
		if name, err = afterPassword[i](l); err != nil {
			return nil, err
		}
	}
	if name != "" {
		return c.poseChallenge(l, name)
	}
	result, err := c.issueTokens(l)
	if err != nil {
		return nil, err
	}
	return &authOutput{AuthenticationResult: result}, nil
}

func (c *call) poseChallenge(l *login, name string) (*authOutput, error) {
	ch, ok := c.s.challenges[name]
	if !ok || ch.pose == nil {
		return nil, fail(unsupportedOperation, "The local Cognito does not have the challenge %s yet.", name)
	}
	sess := &session{login: l, challenge: name}
	params, err := ch.pose(c, sess)
	if err != nil {
		return nil, err
	}
	return &authOutput{ChallengeName: name, ChallengeParameters: params, Session: c.newSession(sess)}, nil
}

// passwordProof decides about an attempt to prove a password. The order is
// this package's choice: a lockout and a required reset show before the
// proof, the state of the account only to somebody who knows the password.
// u is nil for a simulated user, who never proves anything.
func (c *call) passwordProof(p *pool, u *user, name string, proof func() bool) error {
	if p.locked(name, c.now) {
		return fail(notAuthorized, "Password attempts exceeded")
	}
	if u != nil && u.status == statusResetRequired {
		return fail(passwordResetRequired, "Password reset required for the user")
	}
	if !proof() || u == nil {
		p.countFailure(name, c.now)
		return fail(notAuthorized, msgIncorrectPassword)
	}
	p.lockouts.delete(name)
	switch {
	case !u.enabled:
		return fail(notAuthorized, msgUserDisabled)
	case u.status == statusUnconfirmed:
		return fail(userNotConfirmed, "User is not confirmed.")
	case !u.temporaryUntil.IsZero() && c.now.After(u.temporaryUntil):
		return fail(notAuthorized, "Temporary password has expired and must be reset by an administrator.")
	}
	return nil
}

// requireParameters refuses a map without one of the keys. An empty value
// counts as missing.
func requireParameters(given map[string]string, keys ...string) error {
	for _, key := range keys {
		if given[key] == "" {
			return fail(invalidParameter, "Missing required parameter %s", key)
		}
	}
	return nil
}
