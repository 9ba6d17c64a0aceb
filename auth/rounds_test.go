package auth_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestRoundsEnd has Cognito ask without end what the client answers by itself. The
// script goes on for a hundred rounds; a sign-in takes three.
func TestRoundsEnd(t *testing.T) {
	user := answer{output: verifier(asItIs[map[string]string])}
	srp, verify := deviceChallenge(auth.ChallengeDeviceSRPAuth), deviceChallenge(auth.ChallengeDevicePasswordVerifier)
	for name, tt := range map[string]struct{ before, again []answer }{
		"DEVICE_SRP_AUTH":                {nil, []answer{srp}},
		"after the password":             {[]answer{user}, []answer{srp}},
		"with DEVICE_PASSWORD_VERIFIER":  {[]answer{user}, []answer{srp, verify}},
		"PASSWORD_VERIFIER":              {nil, []answer{user}},
		"DEVICE_PASSWORD_VERIFIER alone": {[]answer{user, srp}, []answer{verify}},
	} {
		for _, atStep := range []bool{false, true} {
			device := remembered
			store := &stored{device: &device}
			answers := slices.Concat(tt.before, slices.Repeat(tt.again, 100))
			if atStep {
				answers = append([]answer{{output: &auth.AuthOutput{ChallengeName: auth.ChallengeSelectChallenge, AvailableChallenges: []string{"PASSWORD_SRP"}}}}, answers...)
			}
			client, s := newDeviceClient(t, store, answers...)
			request := signIn
			if atStep {
				request = auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "alice"}
			}
			step, err := client.Initiate(t.Context(), request)
			if atStep {
				if err != nil {
					t.Fatal(err)
				}
				_, err = client.Respond(t.Context(), step, auth.Choice{Name: "PASSWORD_SRP", Password: []byte(password)})
			}
			failure := wantCode(t, err, auth.CodeMalformedResponse)
			if len(s.inputs) > 8 {
				t.Errorf("%s, at a step %t: %d calls", name, atStep, len(s.inputs))
			}
			if failure.Operation != "RespondToAuthChallenge" || failure.Retryable || strings.Contains(failure.Error(), opaque) {
				t.Errorf("%s, at a step %t: %+v", name, atStep, *failure)
			}
			if store.removed > 0 {
				t.Errorf("%s, at a step %t: the device was dropped", name, atStep)
			}
		}
	}
}
