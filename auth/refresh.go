//go:build !js

package auth

// A page refreshes without package auth, so what follows is no part of the browser
// build.

const (
	operationGetTokensFromRefreshToken = "GetTokensFromRefreshToken"

	argRefreshRequestToken = "RefreshRequest.RefreshToken"
)

// GetTokensFromRefreshTokenInput is the request of GetTokensFromRefreshToken,
// member for member. Members with their zero value are not sent.
type GetTokensFromRefreshTokenInput struct {
	RefreshToken string
	ClientID     string
	// ClientSecret of a confidential app client itself: this operation takes no
	// SECRET_HASH.
	ClientSecret   string
	DeviceKey      string
	ClientMetadata map[string]string
}

// GetTokensFromRefreshTokenOutput has new tokens. A RefreshToken among them takes
// the place of the one that was sent, which ends after the app client's grace
// period; without one the old goes on.
type GetTokensFromRefreshTokenOutput struct {
	AuthenticationResult *AuthenticationResult
}

// Operation is GetTokensFromRefreshToken:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
func (*GetTokensFromRefreshTokenInput) Operation() string { return operationGetTokensFromRefreshToken }

func (*GetTokensFromRefreshTokenInput) input()   {}
func (*GetTokensFromRefreshTokenOutput) output() {}

// RefreshRequest is what [Client.Refresh] takes.
type RefreshRequest struct {
	// RefreshToken of the last sign-in or refresh. Required.
	RefreshToken string
	// DeviceKey that came with it ([Tokens]). Without it Refresh names the device
	// that Config.Devices has of Username, if it has one.
	DeviceKey string
	// Username is the user's real name, to find the device by. It is not sent.
	Username string
}

// Refresh gets new tokens by GetTokensFromRefreshToken, the only way for app
// clients that rotate refresh tokens, and one that works for the others too. Of
// CallOptions it sends ClientMetadata. It is for native programs.
//
// Where the app client rotates, the step's RefreshToken is a new one: keep it before
// anything else, because the one that was sent ends after the grace period (0 to 60
// seconds), and an answer that was lost cannot be had again later. Package
// auth/tokensource does this for a running program.
//
// Errors are *[Error]. NotAuthorizedException and RefreshTokenReuseException are the
// end of the refresh token.
func (c *Client) Refresh(ctx Context, request RefreshRequest, optFns ...func(*CallOptions)) (*Step, error) {
	if err := c.checkOpen(); err != nil {
		return nil, err
	}
	if request.RefreshToken == "" {
		return nil, invalid(argRefreshRequestToken, "expected the refresh token of an earlier sign-in")
	}
	options := c.callOptions(optFns)
	a := c.newAttempt(request.Username, request.Username, replaceOptions(options))
	a.refreshToken, a.deviceKey = request.RefreshToken, request.DeviceKey
	if a.deviceKey == "" {
		if c.findDevice(ctx, a); a.device != nil {
			a.deviceKey = a.device.Key
		}
	}
	answer, err := c.call(ctx, operationGetTokensFromRefreshToken, &GetTokensFromRefreshTokenInput{
		RefreshToken: a.refreshToken, ClientID: c.config.ClientID, ClientSecret: c.config.ClientSecret,
		DeviceKey: a.deviceKey, ClientMetadata: options.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	output, _ := answer.(*GetTokensFromRefreshTokenOutput)
	if output == nil || output.AuthenticationResult == nil {
		return nil, malformed(operationGetTokensFromRefreshToken, "AuthenticationResult", "expected it")
	}
	return c.finish(ctx, a, operationGetTokensFromRefreshToken, &AuthOutput{AuthenticationResult: output.AuthenticationResult})
}
