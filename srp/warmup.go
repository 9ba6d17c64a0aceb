package srp

import (
	"time"

	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// WarmUp computes what one sign-in computes, with numbers that are nobody's secret, and throws it away. It is for programs
// whose code is optimised while it runs, as WebAssembly is in browsers: what would make the first sign-in slow is done
// before a user waits for it. Nothing else depends on it.
func WarmUp() { _, _ = rehearse() }

// rehearse makes a claim that nobody checks.
func rehearse() (*Claim, error) {
	e := &Ephemeral{secret: make([]byte, secretSize)}
	e.secret[0] = 1
	var public modp.Element
	public.ExpG((*[secretSize]byte)(e.secret))
	e.public = encode(&public)
	challenge := Challenge{Salt: "1", B: e.A(), SecretBlock: "AAAA"}
	return e.PasswordClaim(UserIdentity("pool", "name"), []byte("password"), challenge, time.Time{})
}
