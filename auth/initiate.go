package auth

// InitiateRequest opens a sign-in or refreshes tokens. Which members a flow
// takes stands at its file flow_*.go.
type InitiateRequest struct {
	// Flow defaults to USER_SRP_AUTH.
	Flow Flow
	// Username or alias, 1 to 128 characters. A refresh takes it only when the
	// app client has a secret: the user's real name then, for SECRET_HASH.
	Username string
	// Password is UTF-8, 1 to 256 characters. It stays the caller's and is not
	// kept; zero it after Initiate returned, if you like.
	Password []byte
	// RefreshToken for REFRESH_TOKEN_AUTH and REFRESH_TOKEN.
	RefreshToken string
	// DeviceKey that came with the refresh token ([Tokens]). Without it a refresh
	// names the device that Config.Devices has of Username, if it has one.
	DeviceKey string
	// PreferredChallenge for USER_AUTH: PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP
	// or WEB_AUTHN.
	PreferredChallenge ChallengeName
	// Session of ConfirmSignUp, for USER_AUTH: signs in without another factor.
	Session string
}

// flow prepares the AuthParameters of one of Cognito's flows, without
// SECRET_HASH, which the engine adds. Nothing has been sent when it fails.
type flow func(a *attempt, request *InitiateRequest) (map[string]string, *Error)

// flows holds every flow that Initiate can open.
var flows = map[Flow]flow{
	FlowUserSRPAuth:      userSRPAuth,
	FlowUserPasswordAuth: userPasswordAuth,
	FlowRefreshTokenAuth: refreshTokenAuth,
	FlowRefreshToken:     refreshTokenAuth,
	FlowCustomAuth:       customAuth,
	FlowUserAuth:         userAuth,

	FlowAdminUserPasswordAuth: userPasswordAuth,
	FlowAdminNoSRPAuth:        userPasswordAuth,
}

// adminFlows are for an [API] that calls with IAM credentials.
var adminFlows = map[Flow]bool{FlowAdminUserPasswordAuth: true, FlowAdminNoSRPAuth: true}

// admin tells whether the API is one for administrators.
func (c *Client) admin() bool {
	return c.administrator != nil && c.administrator.Admin()
}

// operation names one of the two operations as errors do: by its Admin form where
// that is what the API calls.
func (c *Client) operation(name string) string {
	if c.admin() {
		return "Admin" + name
	}
	return name
}

// Initiate opens a sign-in and follows it to the first point where a person is
// needed, or to the tokens. Errors are *[Error].
func (c *Client) Initiate(ctx Context, request InitiateRequest, optFns ...func(*CallOptions)) (*Step, error) {
	if err := c.checkOpen(); err != nil {
		return nil, err
	}
	if request.Flow == "" {
		request.Flow = FlowUserSRPAuth
	}
	if _, ok := flows[request.Flow]; !ok || adminFlows[request.Flow] && !c.admin() {
		return nil, refuseFlow(argFlow, request.Flow)
	}
	a := c.newAttempt(request.Username, request.Username, replaceOptions(c.callOptions(optFns)))
	step, err := c.initiate(ctx, a, &request)
	if a.deviceRefused(err) {
		return c.goOn(ctx, a, &request, err) // any call may have named the device
	}
	return step, err
}

// initiate is one attempt.
func (c *Client) initiate(ctx Context, a *attempt, request *InitiateRequest) (*Step, error) {
	defer a.end()
	parameters, refused := flows[request.Flow](a, request)
	if refused != nil {
		return nil, refused
	}
	if c.config.ClientSecret != "" && a.username == "" {
		return nil, errNoUsernameForHash
	}
	c.addSecretHash(parameters, a.username)
	if parameters[paramDeviceKey] == "" {
		c.findDevice(ctx, a)
		a.addDeviceKey(parameters)
	}
	output, err := c.InitiateAuth(ctx, &InitiateAuthInput{
		AuthFlow: request.Flow, AuthParameters: parameters, Session: request.Session,
	}, a.options)
	if err != nil {
		return nil, err
	}
	return c.advance(ctx, a, c.operation(operationInitiateAuth), output)
}

// refuseFlow says why a flow cannot be opened here; argument is what named it.
func refuseFlow(argument string, name Flow) *Error {
	if adminFlows[name] {
		return invalid(argument, string(name)+" is for servers: AdminInitiateAuth signs it with IAM credentials; "+insteadOfAdminFlow)
	}
	return invalid(argument, "expected one of Cognito's flows, such as USER_SRP_AUTH, not "+printable(string(name)))
}

var errNoUsernameForHash = invalid(argUsername, "expected the user's real name: SECRET_HASH of an app client with a secret is made from it")

// replaceOptions hands options that are already merged to the wire-level calls.
func replaceOptions(options CallOptions) func(*CallOptions) {
	return func(target *CallOptions) { *target = options }
}
