package auth_test

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// sessions are what has to go back untouched, if there is any.
var sessions = []string{
	"", " ", "AYABe+/=", "with\ttab \"and\" \\quotes\\", "sœssion-会话", "\x00\x01\u2028", strings.Repeat("s", 4096),
}

func TestSessionUntouched(t *testing.T) {
	for _, session := range sessions {
		asked := verifier(asItIs[map[string]string])
		asked.Session = session
		client, script := newClient(t, asked,
			&auth.AuthOutput{ChallengeName: auth.ChallengeSMSMFA, Session: session + "2"},
			&auth.AuthOutput{ChallengeName: auth.ChallengeSMSMFA, Session: session})
		step, err := client.Initiate(t.Context(), signIn)
		if err != nil {
			t.Fatal(err)
		}
		// The answer to a challenge may be the same challenge with a new session.
		next, err := client.Respond(t.Context(), step, auth.Code("123456"))
		if err != nil {
			t.Fatal(err)
		}
		if next, err = client.Resume(next.State()); err != nil {
			t.Fatal(err)
		}
		_, err = client.Respond(t.Context(), next, auth.Code("123456"))
		wantCode(t, err, auth.CodeNetworkError) // the script's end
		for i, want := range []string{session, session + "2", session} {
			if got := script.responses(t, i+1).Session; got != want {
				t.Errorf("call %d has the session %q, want %q", i+1, got, want)
			}
		}
	}
}

// TestStepUnchanged answers a step twice; the second time is like the first.
func TestStepUnchanged(t *testing.T) {
	mfa := &auth.AuthOutput{ChallengeName: auth.ChallengeEmailOTP, Session: opaque, ChallengeParameters: map[string]string{"USER_ID_FOR_SRP": "real-alice"}}
	client, script := newClient(t, mfa)
	step, err := client.Initiate(t.Context(), signIn)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		_, err = client.Respond(t.Context(), step, auth.Code("123456"))
		wantCode(t, err, auth.CodeNetworkError)
		in := script.responses(t, i+1)
		if in.Session != opaque || len(in.ChallengeResponses) != 2 || in.ChallengeResponses["USERNAME"] != "real-alice" || in.ChallengeResponses["EMAIL_OTP_CODE"] != "123456" {
			t.Errorf("answer %d: %+v", i, in)
		}
	}
	if len(step.Parameters) != 1 {
		t.Errorf("the step's parameters became %v", step.Parameters)
	}
}

// TestResumeRefused is about states that were not saved from a step of the client's.
func TestResumeRefused(t *testing.T) {
	client, script := newClient(t)
	good := auth.State{Version: auth.StateVersion, UserPoolID: userPoolID, ClientID: clientID, Username: "alice", Challenge: auth.ChallengeSMSMFA, Session: opaque}
	if _, err := client.Resume(good); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(*auth.State)
		code   string
	}{
		"another pool":       {func(s *auth.State) { s.UserPoolID = "eu-west-1_Example13" }, auth.CodeInvalidArgument},
		"another app client": {func(s *auth.State) { s.ClientID = "other" }, auth.CodeInvalidArgument},
		"no name":            {func(s *auth.State) { s.Username = "" }, auth.CodeInvalidArgument},
		"no version":         {func(s *auth.State) { s.Version = 0 }, auth.CodeInvalidArgument},
		"a later version":    {func(s *auth.State) { s.Version++ }, auth.CodeInvalidArgument},
		"no challenge":       {func(s *auth.State) { s.Challenge = "" }, auth.CodeInvalidArgument},
		"needs no person":    {func(s *auth.State) { s.Challenge = auth.ChallengePasswordVerifier }, auth.CodeInvalidArgument},
		"not known":          {func(s *auth.State) { s.Challenge = "NEWEST" }, auth.CodeInvalidArgument},
		"damaged": {func(s *auth.State) {
			s.Challenge, s.Parameters = auth.ChallengeNewPasswordRequired, map[string]string{"requiredAttributes": "["}
		}, auth.CodeMalformedResponse},
	} {
		state := good
		tt.change(&state)
		_, err := client.Resume(state)
		if failure := wantCode(t, err, tt.code); strings.Contains(err.Error(), opaque) || failure.Operation != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(script.inputs) != 0 {
		t.Errorf("%d calls", len(script.inputs))
	}
}
