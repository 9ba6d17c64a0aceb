package auth_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// named is a DeviceStore with a device for one name.
type named struct {
	stored
	name string
}

func (n *named) Device(ctx auth.Context, username string) (*auth.Device, error) {
	if username != n.name {
		return nil, nil
	}
	return n.stored.Device(ctx, username)
}

const clientSecret = "aClientSecretOf24Letters"

// hashOf computes SECRET_HASH as the developer guide says it.
func hashOf(username string) string {
	mac := hmac.New(sha256.New, []byte(clientSecret))
	mac.Write([]byte(username + clientID))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// TestNameInParameters: the name that a challenge tells is the one from then on,
// for the answer, its hash, the device and the step.
func TestNameInParameters(t *testing.T) {
	for name, tt := range map[string]struct {
		parameters map[string]string
		want       string
	}{
		"USERNAME":                   {map[string]string{"USERNAME": "real-alice"}, "real-alice"},
		"USERNAME and a question":    {map[string]string{"USERNAME": "real-alice", "question": "who?", "username": "nobody"}, "real-alice"},
		"USER_ID_FOR_SRP":            {map[string]string{"USER_ID_FOR_SRP": "real-alice"}, "real-alice"},
		"USER_ID_FOR_SRP goes first": {map[string]string{"USERNAME": "alice@example.com", "USER_ID_FOR_SRP": "real-alice"}, "real-alice"},
		"an empty one":               {map[string]string{"USERNAME": "real-alice", "USER_ID_FOR_SRP": ""}, "real-alice"},
		"none":                       {nil, "alice@example.com"},
		"empty":                      {map[string]string{"USERNAME": "", "USER_ID_FOR_SRP": ""}, "alice@example.com"},
		"a question alone":           {map[string]string{"question": "who?", "Username": "nobody", "email": "nobody@example.com"}, "alice@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, challenge := range []struct {
				name   auth.ChallengeName
				answer auth.Answer
			}{
				{auth.ChallengeCustomChallenge, auth.CustomAnswer("friend")}, {auth.ChallengeEmailOTP, auth.Code("123456")},
				{auth.ChallengeSMSMFA, auth.Code("123456")}, {auth.ChallengeNewPasswordRequired, auth.NewPassword{Password: []byte("Another-1234")}},
			} {
				device := remembered
				store := &named{stored{device: &device}, "real-alice"}
				posed := &auth.AuthOutput{ChallengeName: challenge.name, Session: opaque, ChallengeParameters: tt.parameters}
				s := &script{answers: []answer{{output: posed}, {output: posed}, done(nil)}}
				config := config(s)
				config.Devices, config.ClientSecret = store, clientSecret
				client, err := auth.New(config)
				if err != nil {
					t.Fatal(err)
				}
				step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: "alice@example.com"})
				for i := 1; i <= 2 && err == nil; i++ {
					if step.Username != tt.want || step.State().Username != tt.want {
						t.Errorf("%s: a step for %q, want %q", challenge.name, step.Username, tt.want)
					}
					if step, err = client.Respond(t.Context(), step, challenge.answer); err == nil {
						sent := s.responses(t, i).ChallengeResponses
						key := ""
						if tt.want == "real-alice" {
							key = remembered.Key
						}
						if sent["USERNAME"] != tt.want || sent["DEVICE_KEY"] != key || sent["SECRET_HASH"] != hashOf(tt.want) {
							t.Errorf("%s: sent USERNAME %q, DEVICE_KEY %q, want %q and %q", challenge.name, sent["USERNAME"], sent["DEVICE_KEY"], tt.want, key)
						}
					}
				}
				if err != nil || !step.Done() || step.Username != tt.want {
					t.Errorf("%s: %+v, %v", challenge.name, step, err)
				}
			}
		})
	}
}
