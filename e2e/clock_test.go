package e2e

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
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

// Local clocks that are wrong by far more than Cognito tolerates sign in: the
// answers tell what time it is at Cognito's, which TIMESTAMP has then. When tokens
// end is told by the local clock, because it is compared with that.
func TestWrongClock(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStageAt(t, provision.Options{}, dist, localcognito.Options{CORS: ourHeaders, MaxClockSkew: 5 * time.Minute})
		s.user(provision.User{Name: "alice"})
		const hour, day = time.Hour, 24 * time.Hour
		for _, ahead := range []time.Duration{-day, -hour, -6 * time.Minute, 0, 6 * time.Minute, 13 * hour, 40 * day, 365 * day} {
			shift := strings.ReplaceAll(dateAhead, "AHEAD", quote(ahead.Milliseconds()))
			path := "/clock-" + v.script + ahead.String() + ".js"
			s.site.Handle(path, serveScript(shift+"importScripts('/cognito-wasm.worker.js')"))
			page := engine.Page(t)
			page.Open(s.site.URL + "/" + v.script)
			browser.Eval[any](page, "void "+shift)
			worker := any(false)
			if v.worker {
				worker = path
			}
			s.makeClient(page, map[string]any{"worker": worker})
			for _, again := range []string{"first", "second"} {
				got := signIn(page)
				if !got.OK || !got.Step.Done {
					t.Errorf("%v ahead, %s sign-in: got %s, want tokens", ahead, again, got.describe())
					continue
				}
				if off := time.Until(got.Step.Tokens.ExpiresAt) - ahead - time.Hour; off.Abs() > 5*time.Minute {
					t.Errorf("%v ahead: expiresAt is %v, off by %v", ahead, got.Step.Tokens.ExpiresAt, off)
				}
			}
		}
	})
}
