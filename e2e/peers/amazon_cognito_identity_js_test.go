package peers

import (
	"fmt"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
	"github.com/pquerna/otp/totp"
)

// answer is what the peer's callbacks were given.
type answer struct {
	Done, Valid              bool
	Username, AccessToken    string
	Claims                   map[string]any
	Challenge, Code, Message string
	RequiredAttributes       []string
}

func (a answer) wantTokens(t *testing.T, username string) {
	t.Helper()
	if !a.Done || !a.Valid || a.AccessToken == "" || a.Claims["cognito:username"] != username {
		t.Fatalf("got %q %q %q, want a valid session for %s", a.Challenge, a.Code, a.Message, username)
	}
}

func (a answer) wantChallenge(t *testing.T, name string) {
	t.Helper()
	if a.Challenge != name {
		t.Fatalf("got %q %q %q, want %s", a.Challenge, a.Code, a.Message, name)
	}
}

// AWS's own browser client, with its own SRP on its own big integers, signs in
// on the same local Cognito, and is refused where it should be.
func TestAmazonCognitoIdentityJS(t *testing.T) {
	s := newStage(t, "amazon-cognito-identity-js.js")
	call := func(format string, args ...any) answer {
		t.Helper()
		return browser.Eval[answer](s.page, fmt.Sprintf("ACIJ."+format, args...))
	}
	signIn := func(username, password string) answer {
		t.Helper()
		return call("signIn({userPoolId: %q, clientId: %q, endpoint: %q}, %q, %q)", s.pool.ID, s.pool.ClientID, s.tap.URL, username, password)
	}
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "nora", Temporary: true})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	secret := s.user(provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"})

	t.Run("wrong password", func(t *testing.T) {
		if refused := signIn("alice", "wrong"); refused.Code != "NotAuthorizedException" {
			t.Errorf("got %q %q, want NotAuthorizedException", refused.Code, refused.Message)
		}
	})
	t.Run("unknown user", func(t *testing.T) {
		if refused := signIn("nobody", provision.Password); refused.Code != "NotAuthorizedException" {
			t.Errorf("got %q %q, want NotAuthorizedException", refused.Code, refused.Message)
		}
	})
	t.Run("SRP and refresh", func(t *testing.T) {
		signIn("alice", provision.Password).wantTokens(t, "alice")
		if refreshed := call("refresh()"); !refreshed.Done || !refreshed.Valid {
			t.Errorf("got %q %q, want a fresh session", refreshed.Code, refreshed.Message)
		}
	})
	// A padding that is wrong once in 256 sign-ins does not show in one.
	t.Run("many sign-ins", func(t *testing.T) {
		for range 20 {
			signIn("alice", provision.Password).wantTokens(t, "alice")
		}
	})
	t.Run("NEW_PASSWORD_REQUIRED", func(t *testing.T) {
		signIn("nora", provision.Password).wantChallenge(t, "NEW_PASSWORD_REQUIRED")
		call("setPassword('Another-Passw0rd')").wantTokens(t, "nora")
		signIn("nora", "Another-Passw0rd").wantTokens(t, "nora")
	})
	t.Run("SMS_MFA", func(t *testing.T) {
		signIn("carol", provision.Password).wantChallenge(t, "SMS_MFA")
		code := s.lastCode("carol")
		if refused := call("sendCode(%q, 'SMS_MFA')", wrongCode(code)); refused.Code != "CodeMismatchException" {
			t.Errorf("got %q, want CodeMismatchException", refused.Code)
		}
		call("sendCode(%q, 'SMS_MFA')", code).wantTokens(t, "carol")
	})
	t.Run("SOFTWARE_TOKEN_MFA", func(t *testing.T) {
		signIn("erin", provision.Password).wantChallenge(t, "SOFTWARE_TOKEN_MFA")
		code, err := totp.GenerateCode(secret, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		call("sendCode(%q, 'SOFTWARE_TOKEN_MFA')", code).wantTokens(t, "erin")
	})
}

// wrongCode gives a code of the same length that is not it.
func wrongCode(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}
