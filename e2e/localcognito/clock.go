package localcognito

import (
	"net/http"
	"sync/atomic"
	"time"
)

// Clock is the clock of a server: that of [Options], moved by an offset which
// tests change. Expiry, lockout, TOTP, tokens and the header Date follow it;
// timeouts and the latency of faults do not. It is safe for concurrent use.
type Clock struct {
	base   func() time.Time
	offset atomic.Int64 // nanoseconds
}

// Now is the time that the server takes it to be.
func (c *Clock) Now() time.Time { return c.base().Add(c.Offset()) }

// Offset is how far the clock is ahead of Options.Now.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// Advance moves the clock ahead, or back where d is negative.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

// Set makes it now, and has the clock go on from there.
func (c *Clock) Set(now time.Time) { c.offset.Store(int64(now.Sub(c.base()))) }

// Reset takes the clock back to Options.Now.
func (c *Clock) Reset() { c.offset.Store(0) }

// Clock returns the clock of the server.
func (s *Server) Clock() *Clock { return s.clock }

// clockReading is what /_local/clock answers. Durations are written as in Go:
// "1h30m0s".
type clockReading struct {
	Now    time.Time     `json:"now"`
	Offset time.Duration `json:"offset,format:units"`
}

// clockChange is what POST /_local/clock takes: one of the two.
type clockChange struct {
	Advance time.Duration `json:"advance,omitzero,format:units"`
	Set     time.Time     `json:"set,omitzero"` // RFC 3339
}

// serveClock answers GET /_local/clock with the time.
func (s *Server) serveClock(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, "application/json", clockReading{s.clock.Now().UTC(), s.clock.Offset()})
}

// moveClock answers POST /_local/clock, {"advance":"1h30m"} or
// {"set":"2026-05-05T15:04:05Z"}, with the time from then on.
func (s *Server) moveClock(w http.ResponseWriter, r *http.Request) {
	var change clockChange
	if !readLocal(w, r, &change) {
		return
	}
	switch {
	case change.Advance != 0 && change.Set.IsZero():
		s.clock.Advance(change.Advance)
	case change.Advance == 0 && !change.Set.IsZero():
		s.clock.Set(change.Set)
	default:
		http.Error(w, `Want {"advance":"1h30m"} or {"set":"2026-05-05T15:04:05Z"}.`, http.StatusBadRequest)
		return
	}
	s.serveClock(w, r)
}

// resetClock answers DELETE /_local/clock.
func (s *Server) resetClock(w http.ResponseWriter, r *http.Request) {
	s.clock.Reset()
	s.serveClock(w, r)
}
