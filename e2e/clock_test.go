package e2e

import (
	"sync/atomic"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// sessionLife is AuthSessionValidity of a client that sets none: three minutes.
const sessionLife = 3 * time.Minute

// clock is the local Cognito's, which a test can advance.
type clock struct{ ahead atomic.Int64 }

func newClock() *clock { return new(clock) }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) advance(by time.Duration) { c.ahead.Add(int64(by)) }

// set lets it go on from a time.
func (c *clock) set(at time.Time) { c.ahead.Store(int64(time.Until(at))) }

// clocked gives the options of a local Cognito with this clock.
func clocked(c *clock) localcognito.Options {
	return localcognito.Options{CORS: ourHeaders, Now: c.now}
}
