package auth_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

func TestTokens(t *testing.T) {
	client, _ := newClient(t, tokens(func(r *auth.AuthenticationResult) { r.ExpiresIn = 300 }))
	before := time.Now()
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)})
	if err != nil {
		t.Fatal(err)
	}
	got := *step.Tokens
	if at := got.ExpiresAt.UnixMilli(); at < before.Add(5*time.Minute).UnixMilli() || at > time.Now().Add(5*time.Minute).UnixMilli() {
		t.Errorf("ExpiresAt is %v", got.ExpiresAt)
	}
	got.ExpiresAt = auth.Tokens{}.ExpiresAt
	if want := (auth.Tokens{AccessToken: "access", IDToken: "id", RefreshToken: "refresh", TokenType: "Bearer"}); got != want {
		t.Errorf("%+v", got)
	}
	if !step.Done() || step.Challenge != "" || step.Username != "alice" {
		t.Errorf("%+v", step)
	}
}

// TestRefreshToken keeps the one that was sent unless a new one came.
func TestRefreshToken(t *testing.T) {
	for came, want := range map[string]string{"": "sent", "new": "new"} {
		client, _ := newClient(t, tokens(func(r *auth.AuthenticationResult) { r.RefreshToken, r.IDToken = came, "" }))
		step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowRefreshToken, RefreshToken: "sent"})
		if err != nil {
			t.Fatal(err)
		}
		if step.Tokens.RefreshToken != want || step.Tokens.IDToken != "" {
			t.Errorf("%+v", step.Tokens)
		}
	}
}

// TestUsernameFromToken reads the name where only the token tells it, and
// survives whatever else an access token may be.
func TestUsernameFromToken(t *testing.T) {
	payload := func(json string) string { return "e30." + base64.RawURLEncoding.EncodeToString([]byte(json)) + ".sig" }
	for token, want := range map[string]string{
		payload(`{"username":"jürgen","exp":1}`): "jürgen",
		payload(`{"username":7}`):                "alias",
		payload(`{"sub":"x"}`):                   "alias",
		payload(`[]`):                            "alias",
		payload(`{`):                             "alias",
		"e30.!!.sig":                             "alias",
		"opaque":                                 "alias",
		"..":                                     "alias",
	} {
		client, _ := newClient(t, tokens(func(r *auth.AuthenticationResult) { r.AccessToken = token }))
		step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alias", Password: []byte(password)})
		if err != nil {
			t.Fatal(err)
		}
		if step.Username != want {
			t.Errorf("token %q: name %q, want %q", token, step.Username, want)
		}
	}
}

// TestDeviceKeyOfTokens: the device is the one that Cognito says, or else the one
// that was named to it.
func TestDeviceKeyOfTokens(t *testing.T) {
	claim := "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"device_key":"claimed"}`)) + ".sig"
	request := auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)}
	refresh := auth.InitiateRequest{Flow: auth.FlowRefreshToken, Username: "alice", RefreshToken: "refresh", DeviceKey: "given"}
	for name, tt := range map[string]struct {
		request auth.InitiateRequest
		access  string
		fresh   *auth.NewDeviceMetadata
		want    string
	}{
		"new":                {request, claim, &auth.NewDeviceMetadata{DeviceKey: "fresh", DeviceGroupKey: "g"}, "fresh"},
		"new, without group": {request, claim, &auth.NewDeviceMetadata{DeviceKey: "fresh"}, "fresh"},
		"new, without key":   {request, claim, &auth.NewDeviceMetadata{DeviceGroupKey: "g"}, "claimed"},
		"in the token":       {request, claim, nil, "claimed"},
		"named":              {request, "opaque", nil, remembered.Key},
		"given":              {refresh, "opaque", nil, "given"},
		"given and claimed":  {refresh, claim, nil, "claimed"},
	} {
		device := remembered
		client, s := newDeviceClient(t, &stored{device: &device}, answer{output: tokens(func(result *auth.AuthenticationResult) {
			result.AccessToken, result.NewDeviceMetadata = tt.access, tt.fresh
		})})
		step, err := client.Initiate(t.Context(), tt.request)
		if err != nil {
			t.Fatal(err)
		}
		if step.Tokens.DeviceKey != tt.want {
			t.Errorf("%s: got %q, want %q", name, step.Tokens.DeviceKey, tt.want)
		}
		want := remembered.Key
		if tt.request.DeviceKey != "" {
			want = tt.request.DeviceKey
		}
		if sent := s.inputs[0].(*auth.InitiateAuthInput).AuthParameters["DEVICE_KEY"]; sent != want {
			t.Errorf("%s: sent %q, want %q", name, sent, want)
		}
	}
}
