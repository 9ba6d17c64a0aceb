//go:build !js

package jsbridge

import (
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// TestWrongClock signs in where the local clock and Cognito's differ by far more
// than Cognito tolerates (localcognito.Options.MaxClockSkew): the first answer
// tells of it, so that the TIMESTAMP of the next call is Cognito's time. What
// wantDone expects of expiresAt stays on the local clock.
func TestWrongClock(t *testing.T) {
	for _, ahead := range []time.Duration{24 * time.Hour, -24 * time.Hour, 40 * 24 * time.Hour} {
		p := newPageAt(t, localcognito.Options{Now: func() time.Time { return time.Now().Add(ahead) }})
		p.user("alice", true)
		p.wantCode(p.do("initiate", signIn("alice", password, tagBytes)), "NotAuthorizedException")
		p.browser.ahead, p.browser.sent = ahead.Milliseconds(), nil
		p.wantDone(p.do("initiate", signIn("alice", password, tagBytes)), "alice")

		verifier := p.browser.sent[1].body.(map[string]any)
		if verifier["ChallengeName"] != string(auth.ChallengePasswordVerifier) {
			t.Fatalf("sent %v", verifier["ChallengeName"])
		}
		timestamp := verifier["ChallengeResponses"].(map[string]any)["TIMESTAMP"].(string)
		claimed, err := time.Parse("Mon Jan 2 15:04:05 UTC 2006", timestamp)
		if off := time.Until(claimed) - ahead; err != nil || off.Abs() > time.Minute {
			t.Errorf("ahead by %v: TIMESTAMP is %q, %v", ahead, timestamp, err)
		}
	}
}
