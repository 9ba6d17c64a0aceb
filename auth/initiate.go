package auth

import (
	"context"
)

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
}

// Initiate opens a sign-in and follows it to the first point where a person is
// needed, or to the tokens. Errors are *[Error].
func (c *Client) Initiate(ctx context.Context, request InitiateRequest, optFns ...func(*CallOptions)) (*Step, error) {
	if request.Flow == "" {
		request.Flow = FlowUserSRPAuth
	}
	prepare, ok := flows[request.Flow]
	if !ok {
		return nil, refuseFlow(request.Flow)
	}
	a := &attempt{username: request.Username, options: replaceOptions(c.callOptions(optFns))}
	defer a.end()
	parameters, invalid := prepare(a, &request)
	if invalid != nil {
		return nil, invalid
	}
	if c.config.ClientSecret != "" && a.username == "" {
		return nil, errNoUsernameForHash
	}
	c.addSecretHash(parameters, a.username)
	output, err := c.InitiateAuth(ctx, &InitiateAuthInput{AuthFlow: request.Flow, AuthParameters: parameters}, a.options)
	if err != nil {
		return nil, err
	}
	return c.advance(ctx, a, OperationInitiateAuth, output)
}

// refuseFlow says why a flow cannot be opened here.
func refuseFlow(name Flow) *Error {
	switch name {
	case FlowAdminNoSRPAuth, FlowAdminUserPasswordAuth:
		return invalid("flow", string(name)+" is for servers: AdminInitiateAuth signs it with IAM credentials; in a page use USER_SRP_AUTH")
	case FlowCustomAuth, FlowUserAuth:
		return invalid("flow", string(name)+" is not supported yet; InitiateAuth passes it through")
	}
	return invalid("flow", "expected one of Cognito's flows, such as USER_SRP_AUTH, not "+printable(string(name)))
}

var errNoUsernameForHash = invalid("username", "expected the user's real name: SECRET_HASH of an app client with a secret is made from it")

// replaceOptions hands options that are already merged to the wire-level calls.
func replaceOptions(options CallOptions) func(*CallOptions) {
	return func(target *CallOptions) { *target = options }
}
