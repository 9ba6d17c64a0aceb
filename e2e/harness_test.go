package e2e

import (
	_ "embed"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
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
	OK bool
	// Thrown is true where there was no promise, but an exception at once.
	Thrown bool
	Step   step
	Value  any
	Error  struct {
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
	Choices            []string
	NewDevice          *newDevice
	StorageError       string // its code
	Tokens             struct {
		AccessToken, IDToken, RefreshToken, TokenType, DeviceKey string
		ExpiresAt                                                time.Time
	}
}

// newDevice is what a finished step tells of a device.
type newDevice struct {
	Key                       string
	UserConfirmationNecessary bool
	Error                     string // its code
	IsCognitoAuthError        bool
}

// do evaluates an expression that gives a promise of the library's.
func do(page *browser.Page, expression string) outcome {
	return browser.Eval[outcome](page, "outcome(() => "+expression+")")
}

// create makes a client of the pool with more options, in JavaScript.
func (s *stage) create(page *browser.Page, more string) outcome {
	s.t.Helper()
	return do(page, "makeClient({..."+s.options(nil)+", "+more+"})")
}

// reload saves the page's step in its session storage and loads the page anew,
// with a new client.
func (s *stage) reload(page *browser.Page, v variant) {
	s.t.Helper()
	do(page, `sessionStorage.setItem('step', JSON.stringify(step))`)
	page.Open(s.site.URL + "/" + v.script)
	s.makeClient(page, map[string]any{"worker": v.worker})
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

// wantOK is for what gives no step.
func (o outcome) wantOK(t *testing.T) outcome {
	t.Helper()
	if !o.OK {
		t.Fatalf("got %s, want success", o.describe())
	}
	return o
}

func (o outcome) wantError(t *testing.T, code string) {
	t.Helper()
	if o.OK || o.Error.Code != code || o.Error.Name != code || !o.Error.IsCognitoAuthError {
		t.Fatalf("got %s, want a CognitoAuthError %s", o.describe(), code)
	}
}

// want checks one line of a table: an error with this code, whose message holds
// all of the parts, by a promise and not by an exception.
func (o outcome) want(t *testing.T, name, code string, parts ...string) {
	t.Helper()
	if o.OK || o.Thrown || o.Error.Code != code || o.Error.Name != code || !o.Error.IsCognitoAuthError {
		t.Errorf("%s: got %s (thrown: %v), want a promise rejected with a CognitoAuthError %s", name, o.describe(), o.Thrown, code)
		return
	}
	for _, part := range parts {
		if !strings.Contains(o.Error.Message, part) {
			t.Errorf("%s: got the message %q, want one with %q", name, o.Error.Message, part)
		}
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
	return authenticatorAt(t, secret, time.Now())
}

func authenticatorAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
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
