package awssdk_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// secretHash is the formula of the developer guide, "Computing secret hash
// values".
func secretHash(config auth.Config, username string) string {
	mac := hmac.New(sha256.New, []byte(config.ClientSecret))
	mac.Write([]byte(username + config.ClientID))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// TestSecretHash checks it in every call, over the name of that call: the alias
// first, the real name from Cognito's answer on. The local Cognito checks too.
func TestSecretHash(t *testing.T) {
	client := local.pool.newApp(t, withSecret)
	local.pool.confirm(t, "söcret", "email=secret@example.com", "email_verified=true")
	local.pool.prefer(t, "söcret", auth.ChallengeEmailOTP)
	step := client.signIn(t, "secret@example.com")
	code := local.pool.nextCode(t, "söcret")
	if _, err := client.Respond(t.Context(), step, auth.Code(wrong(code))); err == nil {
		t.Fatal("a wrong code was accepted")
	}
	step, err := client.Respond(t.Context(), step, auth.Code(code))
	if err != nil {
		t.Fatal(err)
	}
	tokens := local.pool.wantTokens(t, step, "söcret")
	if _, err := client.Initiate(t.Context(), auth.InitiateRequest{
		Flow: auth.FlowRefreshToken, Username: step.Username, RefreshToken: tokens.RefreshToken,
	}); err != nil {
		t.Fatal(err)
	}

	names := []string{"secret@example.com", "söcret", "söcret", "söcret", "söcret"}
	sent := client.wire.take()
	if len(sent) != len(names) {
		t.Fatalf("%d calls, want %d", len(sent), len(names))
	}
	for i, name := range names {
		if got, want := sent[i].params()["SECRET_HASH"], secretHash(client.config, name); got != want {
			t.Errorf("call %d (%s): SECRET_HASH is not over %q", i, sent[i].target, name)
		}
	}
	if username, ok := sent[4].params()["USERNAME"]; ok {
		t.Errorf("a refresh sends USERNAME %q", username)
	}
}

func TestSecretHashOnTheWireLevel(t *testing.T) {
	client := local.pool.newApp(t, withSecret)
	local.pool.confirm(t, "wire-hash")
	parameters := map[string]string{"USERNAME": "wire-hash", "PASSWORD": password}
	output, err := client.InitiateAuth(t.Context(), &auth.InitiateAuthInput{AuthFlow: auth.FlowUserPasswordAuth, AuthParameters: parameters})
	if err != nil || output.AuthenticationResult == nil {
		t.Fatalf("%v", err)
	}
	if len(parameters) != 2 {
		t.Error("the caller's map was changed")
	}
	parameters["SECRET_HASH"] = "given"
	_, err = client.InitiateAuth(t.Context(), &auth.InitiateAuthInput{AuthFlow: auth.FlowUserPasswordAuth, AuthParameters: parameters})
	wantCode(t, err, "NotAuthorizedException")
	if sent := client.wire.take(); sent[1].params()["SECRET_HASH"] != "given" {
		t.Error("the given hash was replaced")
	}
}

// TestWrongSecret is a confidential app client without its secret, or with
// another one.
func TestWrongSecret(t *testing.T) {
	local.pool.confirm(t, "wrong-secret")
	config := local.pool.newApp(t, withSecret).config
	for _, secret := range []string{"", "another-client-secret"} {
		config.ClientSecret = secret
		_, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{Username: "wrong-secret", Password: []byte(password)})
		wantCode(t, err, "NotAuthorizedException")
	}
}

func TestRefreshWithSecretNeedsName(t *testing.T) {
	client := local.pool.newApp(t, withSecret)
	_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowRefreshTokenAuth, RefreshToken: "token"})
	wantCode(t, err, auth.CodeInvalidArgument)
	if sent := client.wire.take(); len(sent) != 0 {
		t.Errorf("%d calls", len(sent))
	}
}
