package auth_test

import (
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/internal/clock"
)

// TestNow puts Cognito's time into every TIMESTAMP, that of the user and that of
// the device. ExpiresAt is for the local clock, by which a page looks at it.
func TestNow(t *testing.T) {
	device := remembered
	s := &script{answers: []answer{
		{output: verifier(asItIs[map[string]string])}, deviceChallenge(auth.ChallengeDeviceSRPAuth), deviceChallenge(auth.ChallengeDevicePasswordVerifier), done(nil),
	}}
	config := config(s)
	config.Devices = &stored{device: &device}
	config.Now = func() auth.Time {
		return clock.UnixMilli(time.Date(2031, time.March, 5, 23, 7, 9, 0, time.FixedZone("", -3600)).UnixMilli())
	}
	client, err := auth.New(config)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now()
	step, err := client.Initiate(t.Context(), signIn)
	after := time.Now()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 3} {
		// EEE MMM d HH:mm:ss z yyyy, in UTC; March 6, 2031 is a Thursday.
		if got := s.responses(t, i).ChallengeResponses["TIMESTAMP"]; got != "Thu Mar 6 00:07:09 UTC 2031" {
			t.Errorf("%s: TIMESTAMP is %q", s.responses(t, i).ChallengeName, got)
		}
	}
	if got := step.Tokens.ExpiresAt.UnixMilli(); got < before.Add(time.Hour).UnixMilli() || got > after.Add(time.Hour).UnixMilli() {
		t.Errorf("ExpiresAt is %v, an hour from %v", time.UnixMilli(got), before)
	}
}

// TestNowIsLocal where the configuration has no clock.
func TestNowIsLocal(t *testing.T) {
	client, s := newClient(t, verifier(asItIs[map[string]string]), tokens(asItIs[*auth.AuthenticationResult]))
	if _, err := client.Initiate(t.Context(), signIn); err != nil {
		t.Fatal(err)
	}
	timestamp := s.responses(t, 1).ChallengeResponses["TIMESTAMP"]
	claimed, err := time.Parse("Mon Jan 2 15:04:05 UTC 2006", timestamp)
	if err != nil || time.Since(claimed).Abs() > time.Minute {
		t.Errorf("TIMESTAMP is %q", timestamp)
	}
}
