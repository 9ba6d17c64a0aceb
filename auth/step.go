package auth

// Step is where a sign-in stands: done, with Tokens, or at a Challenge that
// needs an answer. Steps are not changed by answering them, so a step whose
// answer was refused (a wrong code) can be answered again for as long as
// Cognito keeps its session.
type Step struct {
	// Tokens is nil until the sign-in is done.
	Tokens *Tokens

	// Username is the name Cognito wants from here on: the real one, once Cognito
	// has told it, and not the alias that was typed.
	Username string

	// Challenge, Session and Parameters are Cognito's own; Session may be empty.
	Challenge  ChallengeName
	Session    string
	Parameters map[string]string

	// Delivery tells where a code was sent, nil for challenges that send none.
	Delivery *Delivery
	// Choices of SELECT_CHALLENGE, SELECT_MFA_TYPE and MFA_SETUP, by Cognito's names.
	Choices []string
	// RequiredAttributes of NEW_PASSWORD_REQUIRED are names without the prefix
	// "userAttributes.".
	RequiredAttributes []string
	// UserAttributes of NEW_PASSWORD_REQUIRED are those the user has already.
	UserAttributes map[string]string

	// NewDevice is set in a finished step when Cognito began to track the device.
	NewDevice *NewDevice

	userPoolID, clientID string
	// typed is the name that the sign-in began with.
	typed string
}

// Done tells whether the user is signed in.
func (s *Step) Done() bool { return s.Tokens != nil }

// Tokens are what a sign-in is for. They are passed on as Cognito sent them and
// not verified: TLS to Cognito is the trust. A resource server verifies.
type Tokens struct {
	// AccessToken and IDToken are JWTs (RS256). A refresh may come without IDToken.
	AccessToken string
	IDToken     string
	// RefreshToken is opaque. After a refresh that brought none it is the one
	// that was sent, which stays valid.
	RefreshToken string
	// DeviceKey is the device that Cognito issued the tokens to, empty where the
	// pool tracks none. Keep it with the refresh token: Cognito refuses a refresh
	// that does not name it, whether the device was remembered or not.
	DeviceKey string
	// TokenType is "Bearer".
	TokenType string
	// ExpiresAt is when the access token ends, by the local clock at receipt plus
	// Cognito's ExpiresIn, so a wrong local clock does no harm.
	ExpiresAt Time
}

// Delivery is where a code went, masked as Cognito does ("a***@e***").
type Delivery struct {
	Medium      string // "SMS" or "EMAIL"
	Destination string
}

// State is a challenge step in a form that can be stored and given to
// [Client.Resume], across a page reload or a restart. It holds the session and
// no password. A page can resume its JSON, and the other way round.
type State struct {
	// Version is StateVersion.
	Version    int    `json:"version"`
	UserPoolID string `json:"userPoolId"`
	ClientID   string `json:"clientId"`
	Username   string `json:"username"`
	// Typed is the name that the sign-in began with.
	Typed      string            `json:"typed,omitempty"`
	Challenge  ChallengeName     `json:"challenge"`
	Session    string            `json:"session,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
	// Choices of SELECT_CHALLENGE, which do not stand in its parameters.
	Choices []string `json:"choices,omitempty"`
}

// StateVersion is the version of what [Step.State] gives. Resume takes no other:
// a release that changes what the members mean counts it up.
const StateVersion = 1

// State gives what Resume needs. It is for challenge steps: a finished sign-in
// has nothing to resume.
func (s *Step) State() State {
	return State{StateVersion, s.userPoolID, s.clientID, s.Username, s.typed, s.Challenge, s.Session, s.Parameters, s.Choices}
}

// Resume rebuilds a challenge step. It refuses, with InvalidArgument, a state
// of another version, one that belongs to another user pool or app client, and a
// challenge that needs no person or is not known. Nothing is sent.
func (c *Client) Resume(state State) (*Step, error) {
	if err := c.checkOpen(); err != nil {
		return nil, err
	}
	if state.Version != StateVersion {
		return nil, invalid(argStateVersion, "expected that of this release's State; begin the sign-in anew")
	}
	if state.UserPoolID != c.config.UserPoolID || state.ClientID != c.config.ClientID {
		return nil, invalid(argState, foreignStep)
	}
	if state.Username == "" {
		return nil, invalid(argStateUsername, "expected the name that the step was saved with")
	}
	handler, ok := challenges[state.Challenge]
	if !ok || handler.responses == nil {
		return nil, invalid(argStateChallenge, "expected one of Cognito's challenges that a user answers, such as SMS_MFA, not "+printable(string(state.Challenge)))
	}
	output := &AuthOutput{
		ChallengeName: state.Challenge, Session: state.Session, ChallengeParameters: state.Parameters,
		AvailableChallenges: state.Choices,
	}
	step, err := c.challengeStep("", handler, state.Typed, state.Username, output)
	if err != nil {
		return nil, err
	}
	return step, nil
}

// challengeStep makes the step for a challenge that needs a person.
func (c *Client) challengeStep(operation string, handler challenge, typed, username string, output *AuthOutput) (*Step, *Error) {
	step := &Step{
		Username:   username,
		Challenge:  output.ChallengeName,
		Session:    output.Session,
		Parameters: output.ChallengeParameters,
		Choices:    output.AvailableChallenges,
		userPoolID: c.config.UserPoolID,
		clientID:   c.config.ClientID,
		typed:      typed,
	}
	if medium := step.Parameters[paramDeliveryMedium]; medium != "" {
		step.Delivery = &Delivery{medium, step.Parameters[paramDeliveryDestination]}
	}
	if handler.describe != nil {
		if err := handler.describe(c, operation, step); err != nil {
			return nil, err
		}
	}
	return step, nil
}
