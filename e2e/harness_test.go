package e2e

import (
	_ "embed"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/pquerna/otp/totp"
)

// harness runs in the page: it turns promises into outcomes that can be
// compared here.
//
//go:embed harness.js
var harness string

func serveScript(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "text/javascript; charset=utf-8")
		io.WriteString(w, text)
	}
}

// outcome is what became of a promise of the library's.
type outcome struct {
	OK    bool
	Step  step
	Value any
	Error struct {
		Name, Code, Message, Operation, RequestID, Text string
		Status                                          int
		Retryable, IsCognitoAuthError                   bool
		Challenge                                       map[string]any
		Enumerable                                      []string
	}
}

type step struct {
	Done               bool
	Username           string
	Challenge          string
	Session            string
	Parameters         map[string]string
	Delivery           map[string]string
	RequiredAttributes []string
	UserAttributes     map[string]string
	Tokens             struct {
		AccessToken, IDToken, RefreshToken, TokenType string
		ExpiresAt                                     time.Time
	}
}

// do evaluates an expression that gives a promise of the library's.
func do(page *browser.Page, expression string) outcome {
	return browser.Eval[outcome](page, "outcome(() => "+expression+")")
}

// initiate signs in; request is JavaScript.
func initiate(page *browser.Page, request string) outcome {
	return do(page, "keep(client.initiate("+request+"))")
}

// respond answers the step that the last call gave; answer is JavaScript.
func respond(page *browser.Page, answer string) outcome {
	return do(page, "keep(client.respond(step, "+answer+"))")
}

func (o outcome) wantStep(t *testing.T, challenge string) step {
	t.Helper()
	if !o.OK || o.Step.Done || o.Step.Challenge != challenge {
		t.Fatalf("got %s, want a step with %s", o.describe(), challenge)
	}
	return o.Step
}

func (o outcome) wantDone(t *testing.T, username string) step {
	t.Helper()
	if !o.OK || !o.Step.Done || o.Step.Username != username {
		t.Fatalf("got %s, want tokens for %q", o.describe(), username)
	}
	if o.Step.Tokens.TokenType != "Bearer" || time.Until(o.Step.Tokens.ExpiresAt) < 50*time.Minute {
		t.Errorf("got token type %q, expiring %v, want Bearer and an hour", o.Step.Tokens.TokenType, o.Step.Tokens.ExpiresAt)
	}
	return o.Step
}

func (o outcome) wantError(t *testing.T, code string) {
	t.Helper()
	if o.OK || o.Error.Code != code || o.Error.Name != code || !o.Error.IsCognitoAuthError {
		t.Fatalf("got %s, want a CognitoAuthError %s", o.describe(), code)
	}
}

// describe tells an outcome without tokens.
func (o outcome) describe() string {
	if !o.OK {
		return "the error " + o.Error.Code + ": " + o.Error.Text
	}
	if o.Step.Done {
		return "tokens for " + quote(o.Step.Username)
	}
	return "the challenge " + quote(o.Step.Challenge)
}

// authenticator gives the code that an authenticator app shows now.
func authenticator(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// lastCode gives the code of the last message to a user.
func (s *stage) lastCode(username string) string {
	s.t.Helper()
	message, ok := s.cognito.Outbox().Last(s.pool.ID, username)
	if !ok {
		s.t.Fatalf("no message for %s", username)
	}
	return message.Code
}

// wrongCode gives a code of the same length that is not it.
func wrongCode(code string) string {
	wrong := []byte(code)
	wrong[0] = '0' + (wrong[0]-'0'+1)%10
	return string(wrong)
}
