package localcognito

import (
	"slices"
	"time"
)

// Rotation is what nobody has documented about refresh token rotation. Run a client's
// tests with each: it should rely on none.
type Rotation struct {
	// SameSuccessor has a refresh token that is used again within its grace period
	// bring the refresh token of the first use once more. Otherwise each use brings
	// another one, and all of them are good.
	SameSuccessor bool
	// ReuseEndsFamily has a use after the grace period end all tokens of the
	// sign-in, as RFC 9700 advises (section 4.14.2). Otherwise it is refused, and
	// nothing else happens.
	ReuseEndsFamily bool
	// RevokeEndsOne has RevokeToken end the refresh token that it is given, with the
	// access tokens that came with and from it, and spare those that replaced it.
	// Otherwise all tokens of the sign-in end.
	RevokeEndsOne bool
	// DefaultGrace is the grace period of clients whose RefreshTokenRotation has no
	// RetryGracePeriodSeconds; none if zero.
	DefaultGrace time.Duration
}

// rotated is a refresh token that was replaced.
type rotated struct {
	at            time.Time // of the first use
	successor, id string    // that the first use brought
}

// rotate replaces the refresh token of g whose id is old by a new one that ends when
// the first one of the grant does.
func (c *call) rotate(g *grant, old string) (text, id string, err error) {
	before, again := g.replaced[old]
	if again && c.s.opts.Rotation.SameSuccessor {
		return before.successor, before.id, nil
	}
	text, id, err = c.newRefreshToken(g)
	if err == nil && !again { // the grace period counts from the first use
		g.replaced[old] = rotated{c.now, text, id}
	}
	return text, id, err
}

// reused reports whether a refresh token was replaced, and its grace period is over.
func (c *call) reused(g *grant, id string) bool {
	before, ok := g.replaced[id]
	if !ok || !g.client.rotates() || c.now.Before(before.at.Add(g.client.gracePeriod(c.s.opts.Rotation.DefaultGrace))) {
		return false
	}
	if c.s.opts.Rotation.ReuseEndsFamily {
		g.revoked = true
	}
	return true
}

// revoke ends the tokens that RevokeToken of a refresh token ends.
func (c *call) revoke(g *grant, id string) {
	if !c.s.opts.Rotation.RevokeEndsOne {
		g.revoked = true
		return
	}
	g.revokedIDs[id] = true
	for jti, refreshIDs := range g.issued {
		if slices.Contains(refreshIDs, id) {
			g.revokedIDs[jti] = true
		}
	}
}
