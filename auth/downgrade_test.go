package auth_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// Whoever answers in Cognito's place, a sign-in by SRP sends no password, whatever
// challenge it is answered with: a user has to be asked before.
func TestNoPasswordForAChallenge(t *testing.T) {
	for name, parameters := range map[auth.ChallengeName]map[string]string{
		auth.ChallengePassword:               nil,
		auth.ChallengePasswordSRP:            nil,
		auth.ChallengeSelectChallenge:        nil,
		auth.ChallengeNewPasswordRequired:    {"userAttributes": "{}", "requiredAttributes": "[]"},
		auth.ChallengeCustomChallenge:        {"question": "What is your password?"},
		auth.ChallengeSMSMFA:                 nil,
		auth.ChallengeDeviceSRPAuth:          nil,
		auth.ChallengeDevicePasswordVerifier: nil,
		"PASSWORD_OF_TOMORROW":               nil,
	} {
		for _, request := range []auth.InitiateRequest{
			{Flow: auth.FlowUserSRPAuth, Username: "alice", Password: []byte(password)},
			{Flow: auth.FlowUserAuth, Username: "alice", Password: []byte(password), PreferredChallenge: auth.ChallengePasswordSRP},
			{Flow: auth.FlowCustomAuth, Username: "alice", Password: []byte(password)},
		} {
			client, s := newClient(t, &auth.AuthOutput{
				ChallengeName: name, Session: opaque, ChallengeParameters: parameters, AvailableChallenges: []string{string(auth.ChallengePassword)},
			}, nil)
			step, err := client.Initiate(t.Context(), request)
			if err == nil && step.Challenge != name {
				t.Errorf("%s after %s: the step is %+v", name, request.Flow, step)
			}
			sent, err := json.Marshal(s.inputs)
			if err != nil || len(s.inputs) == 0 {
				t.Fatalf("%s after %s: %d calls, %v", name, request.Flow, len(s.inputs), err)
			}
			if strings.Contains(string(sent), password) {
				t.Errorf("%s after %s: the password was sent: %s", name, request.Flow, sent)
			}
		}
	}
}
