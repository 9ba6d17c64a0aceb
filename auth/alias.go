package auth

import (
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// AliasStore is what a [DeviceStore] may be as well. Users sign in by an alias,
// such as their email, and most flows tell their real name, which their device is
// stored under, only with the tokens: without an AliasStore such a user never
// signs in with a device, and each sign-in leaves a new one at Cognito.
//
// An alias is remembered after a sign-in, where there is a device to be found by
// it. It is a hint: one that has become another user's is corrected by that user's
// sign-in. It may be personal data; a store need not keep it readable, because it
// is only asked about an alias that was typed again.
type AliasStore interface {
	// RealName gives the user name that an alias led to, empty where it is not known.
	RealName(ctx Context, alias string) (string, error)
	// SetRealName remembers it in the place of any other.
	SetRealName(ctx Context, alias, username string) error
}

// AliasKey gives what an [AliasStore] can keep in the place of an alias: a hash, an
// HMAC-SHA-256 in base64. Who reads it learns no address, and who guesses one can
// check it.
func AliasKey(alias, clientID string) string {
	return srp.SecretHash("alias", alias, clientID) // the module has this one anyway
}

// knownName looks for the real name behind what was typed.
func (c *Client) knownName(ctx Context, typed string) string {
	if c.aliases == nil {
		return ""
	}
	name, err := c.aliases.RealName(ctx, typed)
	if err != nil || name == typed {
		return ""
	}
	return name
}

// rememberAlias lets the device be found by what was typed. hasDevice tells whether
// there is one; without one only a hint that was wrong is corrected.
func (c *Client) rememberAlias(ctx Context, a *attempt, hasDevice bool) error {
	if c.aliases == nil || a.username == a.known || a.known == "" && (a.username == a.typed || !hasDevice) {
		return nil
	}
	return c.aliases.SetRealName(ctx, a.typed, a.username)
}
