package localcognito

import (
	"crypto/hmac"
	"crypto/sha256"
	"math/big"
)

// simulated returns what a sign-in with the name of a user that does not
// exist shows: a UUID as user name and a salt, the same ones each time
// (developer guide, "Managing user existence error responses"). Its verifier
// belongs to no password.
func (p *pool) simulated(name string) (username string, c *credential) {
	return formatUUID([16]byte(p.simulate("name", name)[:16])), &credential{
		salt:     new(big.Int).SetBytes(p.simulate("salt", name)[:16]),
		verifier: new(big.Int).Exp(srpG, new(big.Int).SetBytes(p.simulate("verifier", name)), srpN),
	}
}

func (p *pool) simulate(what, name string) []byte {
	mac := hmac.New(sha256.New, p.simulation[:])
	mac.Write([]byte(what + ":" + p.canonical(name)))
	return mac.Sum(nil)
}
