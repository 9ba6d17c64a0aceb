package auth

import (
	"strings"

	"github.com/cognito-wasm/cognito-wasm/internal/base64"
	"github.com/cognito-wasm/cognito-wasm/internal/clock"
)

// finish makes the last step from the tokens.
func (c *Client) finish(ctx Context, a *attempt, operation string, output *AuthOutput) (*Step, error) {
	result := output.AuthenticationResult
	if result.AccessToken == "" {
		return nil, malformed(operation, "AuthenticationResult.AccessToken", "expected a token")
	}
	if result.ExpiresIn <= 0 {
		return nil, malformed(operation, "AuthenticationResult.ExpiresIn", "expected the seconds that the access token lives")
	}
	tokens := &Tokens{
		AccessToken:  result.AccessToken,
		IDToken:      result.IDToken,
		RefreshToken: result.RefreshToken,
		TokenType:    result.TokenType,
		ExpiresAt:    clock.Later(clock.Now(), result.ExpiresIn),
	}
	if tokens.RefreshToken == "" {
		tokens.RefreshToken = a.refreshToken
	}
	tokens.DeviceKey = c.deviceKeyOf(a, result)
	// Flows without a verifier never hear USER_ID_FOR_SRP, but the token says it.
	if username := c.tokenClaim(result.AccessToken, "username"); username != "" {
		a.username = username
	}
	var device *NewDevice
	if result.NewDeviceMetadata != nil && c.config.Devices != nil {
		device = c.confirmDevice(ctx, a.username, result.AccessToken, result.NewDeviceMetadata)
	}
	hasDevice := a.device != nil && a.deviceOf == a.username || device != nil && device.Err == nil
	if err := c.rememberAlias(ctx, a, hasDevice); err != nil && device != nil && device.Err == nil {
		device.Err = &Error{Code: CodeStorageError, Message: "the device was stored, but not the name to find it by", Err: err}
	}
	return &Step{
		NewDevice:  device,
		Tokens:     tokens,
		Username:   a.username,
		Parameters: output.ChallengeParameters,
		userPoolID: c.config.UserPoolID,
		clientID:   c.config.ClientID,
	}, nil
}

// deviceKeyOf gives the device that tokens were issued to: a new one, the one that
// the token names, or the one that was named to Cognito.
func (c *Client) deviceKeyOf(a *attempt, result *AuthenticationResult) string {
	if fresh := result.NewDeviceMetadata; fresh != nil && fresh.DeviceKey != "" {
		return fresh.DeviceKey
	}
	if key := c.tokenClaim(result.AccessToken, "device_key"); key != "" {
		return key
	}
	if a.device != nil {
		return a.device.Key
	}
	return a.deviceKey
}

// tokenClaim reads a string claim of a JWT without verifying anything. It is for
// names alone, never for trust. Anything that is not a JWT has no claims.
func (c *Client) tokenClaim(token, name string) string {
	_, rest, _ := strings.Cut(token, ".")
	body, _, _ := strings.Cut(rest, ".")
	payload, ok := base64.Decode(body)
	if !ok {
		return ""
	}
	claims, err := c.parser.ParseJSON(string(payload))
	if err != nil {
		return ""
	}
	return claims[name]
}
