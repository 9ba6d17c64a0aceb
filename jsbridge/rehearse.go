package jsbridge

import (
	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// rehearse makes a claim that nobody checks, against the client's own A. The
// browser's compiler optimises what has run for a while; so it is done when a user
// waits.
func rehearse() (*srp.Claim, error) {
	pair, err := srp.NewEphemeral()
	if err != nil {
		return nil, err
	}
	challenge := srp.Challenge{Salt: "1", B: pair.A(), SecretBlock: "AAAA"}
	return pair.PasswordClaim(srp.UserIdentity("pool", "name"), []byte("password"), challenge, clock.UnixMilli(0))
}
