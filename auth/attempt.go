package auth

import (
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// attempt is what one call of Initiate or Respond needs until it ends at a step.
type attempt struct {
	// username is what was typed, until Cognito tells the real one. known is the
	// real one that a sign-in by what was typed has led to before, empty where
	// there was none.
	username, typed, known string
	// ephemeral is the SRP key pair whose A Cognito has, nil where it has none;
	// verifier is the challenge that it was drawn for, and password what that
	// challenge proves: the caller's slice, or the device's.
	ephemeral *srp.Ephemeral
	verifier  ChallengeName
	password  []byte
	// spare may have a key pair that was made ahead of time.
	spare *spare
	// refreshToken is the one that was sent, and deviceKey what was sent with it;
	// empty outside a refresh.
	refreshToken, deviceKey string
	// session is that of the challenge to be answered.
	session string
	// resumed says that the attempt began at a step.
	resumed bool
	// device is the remembered one of username, nil if there is none; deviceOf is
	// the name that it is stored under.
	// withoutDevice says that Cognito does not take it, so it is not looked for.
	device        *Device
	deviceOf      string
	withoutDevice bool
	// deviceAsked says that Cognito has asked the device to prove itself.
	deviceAsked bool
	options     func(*CallOptions)
}

// newAttempt begins one by the name that was typed and the one that counts now.
func (c *Client) newAttempt(typed, username string, options func(*CallOptions)) *attempt {
	if typed == "" {
		typed = username
	}
	return &attempt{username: username, typed: typed, spare: &c.spare, options: options}
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
