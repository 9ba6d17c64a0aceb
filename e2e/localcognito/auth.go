package localcognito

import "math/big"

// flow is one value of AuthFlow. A new flow is a file with a constructor and
// an entry in flowTable.
type flow struct {
	name     string
	callers  callers
	allowBy  []string // values of ExplicitAuthFlows that permit it
	required []string // keys of AuthParameters
	start    func(*call, *login, *authRequest) (*authOutput, error)
}

// callers says which of InitiateAuth and AdminInitiateAuth take a flow.
type callers int

const (
	allCalls callers = iota
	publicCalls
	adminCalls
)

func flowTable() map[string]flow {
	table := make(map[string]flow)
	for _, f := range []flow{
		userSRPAuth(),
		userPasswordAuth(),
		refreshTokenAuth("REFRESH_TOKEN_AUTH"),
		refreshTokenAuth("REFRESH_TOKEN"),
		adminNoSRPAuth(),
		adminUserPasswordAuth(),
		customAuth(),
		userAuth(),
	} {
		table[f.name] = f
	}
	return table
}

// challenge is one value of ChallengeName. A new challenge is a file with a
// constructor and an entry in challengeTable.
type challenge struct {
	name string
	// adminOnly challenges are answered with AdminRespondToAuthChallenge.
	adminOnly bool
	required  []string // keys of ChallengeResponses besides USERNAME
	// pose returns ChallengeParameters and may set the session's code. It is
	// nil for challenges that only a flow poses.
	pose func(*call, *session) (map[string]string, error)
	// resume finds the sign-in that is answered; nil means by Session.
	resume func(*call, *appClient, *challengeAnswer) (*session, error)
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
		mfaSetup(),
		selectChallenge(),
		passwordChallenge(),
		passwordSRP(),
		smsOTP(),
		customChallenge(),
		webAuthnChallenge(),
		adminNoSRPChallenge(),
		deviceSRPAuth(),
		devicePasswordVerifier(),
	} {
		table[ch.name] = ch
	}
	return table
}

// login is a sign-in from InitiateAuth to tokens.
type login struct {
	client *appClient
	pool   *pool
	name   string // USERNAME of InitiateAuth
	user   *user  // nil for a user that does not exist and whose absence is hidden
	flow   string
	// chosen is the challenge that the user picked to come next.
	chosen string
	// password is set once the password was proven: what NEW_PASSWORD_REQUIRED
	// and MFA come after.
	password bool
	// secondFactor is set once an MFA challenge was passed.
	secondFactor bool
	// srpA is SRP_A of an exchange that is about to be posed.
	srpA *big.Int
	// newEmail is the address that MFA_SETUP is about to verify.
	newEmail string
	// confirmedBy is the first factor whose medium ConfirmSignUp has proven.
	confirmedBy string
	// deviceKey is the DEVICE_KEY that was sent last, deviceProven whether the
	// device has answered for itself.
	deviceKey    string
	deviceProven bool
	// tokenSource is what pre token generation is told where it is not an ordinary
	// sign-in.
	tokenSource string
	// custom is what the Lambda triggers of CUSTOM_AUTH know; nil in other flows.
	custom *customState
	// validationData is ClientMetadata of InitiateAuth, clientMetadata that of
	// the answer in hand. They reach different triggers.
	validationData, clientMetadata map[string]string
}

// stage names the challenge that a sign-in needs at this point, or "".
type stage func(*call, *login) (string, error)

// beforeTokens are the stages that a sign-in passes on its way to the tokens,
// in order.
var beforeTokens = []stage{newPasswordStage, deviceStage, mfaStage, customStage, deviceStage}

// authOutput is the output of InitiateAuth and RespondToAuthChallenge.
type authOutput struct {
	AuthenticationResult *authenticationResult `json:"AuthenticationResult,omitzero"`
	AvailableChallenges  []string              `json:"AvailableChallenges,omitzero"`
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
	// NewDeviceMetadata names a device that is not known yet.
	NewDeviceMetadata *newDeviceMetadata `json:"NewDeviceMetadata,omitzero"`

	jti string // of the access token
}

// advance poses the next challenge of a sign-in, or ends it with tokens.
func (c *call) advance(l *login) (*authOutput, error) {
	name := l.chosen
	l.chosen = ""
	for i := 0; name == "" && i < len(beforeTokens); i++ {
		var err error
		if name, err = beforeTokens[i](c, l); err != nil {
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
		return nil, fail(invalidLambdaResponse, "The challenge %s cannot be posed here.", name)
	}
	sess := &session{login: l, challenge: name}
	params, err := ch.pose(c, sess)
	if err != nil {
		return nil, err
	}
	return &authOutput{ChallengeName: name, ChallengeParameters: params, Session: c.newSession(sess)}, nil
}

// provePassword decides about an attempt to prove a password. The order is
// this package's choice: a lockout and a required reset show before the
// proof, the state of the account only to somebody who knows the password.
// name is the real or simulated user name; a simulated user never proves
// anything.
func (c *call) provePassword(l *login, name string, proof func() bool) error {
	p, u := l.pool, l.user
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
	if err := u.maySignIn(); err != nil {
		return err
	}
	if !u.temporaryUntil.IsZero() && c.now.After(u.temporaryUntil) {
		return fail(notAuthorized, "Temporary password has expired and must be reset by an administrator.")
	}
	l.password = true
	return nil
}

// maySignIn refuses accounts that are disabled, unconfirmed or to be reset.
func (u *user) maySignIn() error {
	switch {
	case !u.enabled:
		return fail(notAuthorized, msgUserDisabled)
	case u.status == statusUnconfirmed:
		return fail(userNotConfirmed, "User is not confirmed.")
	case u.status == statusResetRequired:
		return fail(passwordResetRequired, "Password reset required for the user")
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
