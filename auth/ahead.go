package auth

import (
	"sync/atomic"

	"github.com/cognito-wasm/cognito-wasm/srp"
)

// spare keeps at most one SRP key pair for the next attempt that wants one. a
// and A = g^a depend on nothing that a user types or Cognito answers, so they
// can be made while nobody waits.
type spare struct {
	// pair is nil where there is none, and closed for good after [Client.Close],
	// which is how a client knows that it is.
	pair atomic.Pointer[srp.Ephemeral]
}

// closed stands in the place of a pair, so that none can follow.
var closed = new(srp.Ephemeral)

// take gives the spare pair, or a fresh one where there is none. Whoever takes it
// owns it: it never comes back, whatever becomes of the attempt.
func (s *spare) take() (*srp.Ephemeral, error) {
	if pair := s.pair.Load(); pair != nil && pair != closed && s.pair.CompareAndSwap(pair, nil) {
		return pair, nil
	}
	return srp.NewEphemeral()
}

// Prepare makes the SRP key pair (RFC 5054, section 2.5.4: a and A) of the next
// attempt ahead of time, unless it is there already. It takes an eighth of the
// time that a sign-in computes. The pair is used once, and its secret is in
// memory until then or until [Client.Close]. A program that does not call Prepare
// has each pair made when it is needed, which a server may well want. After Close
// Prepare does nothing.
//
// Where the random source fails nothing is kept; the next sign-in says so.
func (c *Client) Prepare() {
	if c.spare.pair.Load() != nil {
		return
	}
	pair, err := srp.NewEphemeral()
	if err != nil {
		return
	}
	if !c.spare.pair.CompareAndSwap(nil, pair) {
		pair.Discard() // another one was faster, or the client was closed
	}
}
