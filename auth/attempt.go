package auth

import (
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// attempt is what one call of Initiate or Respond needs until it ends at a step.
type attempt struct {
	// username is what was typed, until Cognito tells the real one.
	username string
	// password is the caller's slice; nil in flows without one.
	password []byte
	// ephemeral is the SRP key pair; nil in flows without one.
	ephemeral *srp.Ephemeral
	// refreshToken is the one that was sent, empty outside a refresh.
	refreshToken string
	// session is that of the challenge to be answered.
	session string
	// device is the user's remembered one, nil if there is none. sentDevice tells
	// that a call has named it, withoutDevice that it is not to be looked for.
	device                    *Device
	sentDevice, withoutDevice bool
	options                   func(*CallOptions)
}

// end throws away what must not outlive the attempt.
func (a *attempt) end() {
	if a.ephemeral != nil {
		a.ephemeral.Discard()
	}
}

// addSecretHash completes the parameters of a confidential client. The hash is
// over the very username that the same call sends:
// https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
func (c *Client) addSecretHash(parameters map[string]string, username string) {
	if c.config.ClientSecret != "" {
		parameters[paramSecretHash] = srp.SecretHash(c.config.ClientSecret, username, c.config.ClientID)
	}
}
