package e2e

import (
	"net"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

const (
	proxyPage = "<!doctype html><title>a proxy's page</title>"
	amzJSON   = "application/x-amz-json-1.1"
)

// noAnswer is what Firefox writes on the console about a request to another
// origin that got none.
const noAnswer = `exception : Cross-Origin Request Blocked: .*\(Reason: CORS request did not succeed\)`

// serverErrors are what browsers write on the console about the answers and
// connections that these tests spoil.
const serverErrors = `^(error network: Failed to load resource: (the server responded with a status of (429|5\d\d)|net::ERR_)|` + noAnswer + `)`

// failing opens a page with a client on the page's own thread, where Math.random
// can be replaced: the waits between attempts, drawn from it, take no time.
func (s *stage) failing(t *testing.T) *browser.Page {
	t.Helper()
	page := s.open(t, variant{"classic", false})
	browser.Eval[any](page, "Math.random = () => 0")
	page.Expect(serverErrors)
	return page
}

// signIn is one with SRP, which makes both calls.
func signIn(page *browser.Page) outcome {
	return initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`)
}

func repeat(n int, fault wiretap.Fault) []wiretap.Fault {
	faults := make([]wiretap.Fault, n)
	for i := range faults {
		faults[i] = fault
	}
	return faults
}

// Which failures are met by another attempt, and what is left of those that stay.
func TestRetries(t *testing.T) {
	t.Parallel()
	const initiateAuth, respondToAuthChallenge = "InitiateAuth", "RespondToAuthChallenge"
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := s.failing(t)
	internal := wiretap.Exception(500, "InternalErrorException", "Internal error.")
	throttled := wiretap.Exception(400, "TooManyRequestsException", "Too many requests.")
	unavailable := wiretap.Reply(503, "text/html", proxyPage)
	tooMany := wiretap.Reply(429, "text/html", proxyPage)
	for _, test := range []struct {
		name, operation string
		attempts        int // the option; 0 for the default of 3
		faults          []wiretap.Fault
		calls           int
		code            string // empty for success
		status          int
		retryable       bool
	}{
		{"500 once", initiateAuth, 0, repeat(1, internal), 2, "", 0, false},
		{"503 once", initiateAuth, 0, repeat(1, unavailable), 2, "", 0, false},
		{"429 once", initiateAuth, 0, repeat(1, tooMany), 2, "", 0, false},
		{"throttled twice", initiateAuth, 0, repeat(2, throttled), 3, "", 0, false},
		{"one of each", initiateAuth, 0, []wiretap.Fault{tooMany, internal}, 3, "", 0, false},
		{"lost answer", initiateAuth, 0, repeat(1, wiretap.LoseAnswer), 2, "", 0, false},
		{"429 in the second call", respondToAuthChallenge, 0, repeat(2, tooMany), 3, "", 0, false},
		{"503 in the second call", respondToAuthChallenge, 0, repeat(2, unavailable), 3, "", 0, false},
		{"throttled in the second call", respondToAuthChallenge, 0, repeat(2, throttled), 3, "", 0, false},
		{"nine failures, ten attempts", initiateAuth, 10, repeat(9, internal), 10, "", 0, false},

		{"500", initiateAuth, 0, repeat(3, internal), 3, "InternalErrorException", 500, true},
		{"503", initiateAuth, 0, repeat(3, unavailable), 3, "MalformedResponse", 503, true},
		{"429", initiateAuth, 0, repeat(3, tooMany), 3, "MalformedResponse", 429, true},
		{"throttled", initiateAuth, 0, repeat(3, throttled), 3, "TooManyRequestsException", 400, true},
		{"throttled, second call", respondToAuthChallenge, 0, repeat(3, throttled), 3, "TooManyRequestsException", 400, true},
		{"one attempt", initiateAuth, 1, repeat(1, internal), 1, "InternalErrorException", 500, true},
		{"lost answers", initiateAuth, 0, repeat(3, wiretap.LoseAnswer), 3, "NetworkError", 0, true},
		// The claim is spent, or may be: sent again it would meet "session can only be used once".
		{"500 in the second call", respondToAuthChallenge, 0, repeat(1, internal), 1, "InternalErrorException", 500, true},
		{"502 in the second call", respondToAuthChallenge, 0, repeat(1, wiretap.Reply(502, "text/html", proxyPage)), 1, "MalformedResponse", 502, true},
		{"lost answer to the claim", respondToAuthChallenge, 0, repeat(1, wiretap.LoseAnswer), 1, "NetworkError", 0, true},
		{"limit exceeded", initiateAuth, 0, repeat(1, wiretap.Exception(400, "LimitExceededException", "Attempt limit exceeded, please try after some time.")), 1, "LimitExceededException", 400, false},
		{"WAF", initiateAuth, 0, repeat(1, wiretap.Exception(403, "ForbiddenException", "Request not allowed due to WAF block.")), 1, "ForbiddenException", 403, false},
	} {
		if test.attempts == 0 {
			s.makeClient(page, map[string]any{"worker": false})
		} else {
			s.makeClient(page, map[string]any{"worker": false, "maxAttempts": test.attempts})
		}
		page.Expect(`status of 403`)
		s.tap.Fail(test.operation, test.faults...)
		s.tap.Forget()
		got := signIn(page)
		if calls := s.tap.Calls(test.operation); len(calls) != test.calls {
			t.Errorf("%s: %d calls, want %d", test.name, len(calls), test.calls)
		}
		if test.code == "" {
			if !got.OK {
				t.Errorf("%s: got %s, want tokens", test.name, got.describe())
			}
			continue
		}
		got.want(t, test.name, test.code)
		if got.Error.Operation != test.operation || got.Error.Status != test.status || got.Error.Retryable != test.retryable {
			t.Errorf("%s: got operation %s, status %d, retryable %v, want %s, %d, %v", test.name,
				got.Error.Operation, got.Error.Status, got.Error.Retryable, test.operation, test.status, test.retryable)
		}
		if again := signIn(page); !again.OK {
			t.Errorf("%s: got %s afterwards, want tokens", test.name, again.describe())
		}
	}
}

// The same in a worker, with waits as they are.
func TestRetryInWorker(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := s.open(t, usual)
	s.tap.Fail("InitiateAuth", repeat(2, wiretap.Exception(400, "TooManyRequestsException", "Too many requests."))...)
	signIn(page).wantDone(t, "alice")
}

// Without Cognito. (A dropped connection that had been in use before is opened
// again by the browser itself, so calls are not counted here.)
func TestNoCognito(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := s.failing(t)
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + listener.Addr().String()
	listener.Close()
	elsewhere := site.New(t, dist)
	elsewhere.File("/no-cors", 200, amzJSON, []byte("{}"))
	page.Expect(`blocked by CORS policy|^exception : Cross-Origin Request Blocked: `)
	for name, endpoint := range map[string]string{
		"no listener":  nobody,
		"no such host": "http://nothing.invalid",
		"no CORS":      elsewhere.URL + "/no-cors",
	} {
		s.makeClient(page, map[string]any{"worker": false, "endpoint": endpoint})
		got := signIn(page)
		got.want(t, name, "NetworkError", "no answer from the endpoint")
		if !got.Error.Retryable || got.Error.Status != 0 || got.Error.Operation != "InitiateAuth" {
			t.Errorf("%s: got retryable %v, status %d, operation %q", name, got.Error.Retryable, got.Error.Status, got.Error.Operation)
		}
	}
	s.makeClient(page, map[string]any{"worker": false})
	s.tap.Fail("InitiateAuth", wiretap.Drop)
	signIn(page).wantDone(t, "alice")
	s.tap.Fail("RespondToAuthChallenge", repeat(10, wiretap.Drop)...)
	signIn(page).want(t, "dropped", "NetworkError")
	s.tap.Clear()
	signIn(page).wantDone(t, "alice")
}

// A redirect is not followed: a password goes where it was sent.
func TestRedirect(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	page := s.failing(t)
	page.Expect(`redirect`)
	s.tap.Forget()
	s.tap.Fail("InitiateAuth", redirect(s.tap.URL+"/?moved"))
	s.makeClient(page, map[string]any{"worker": false, "maxAttempts": 1})
	initiate(page, `{flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'Local-Cognito-1'}`).want(t, "redirect", "NetworkError")
	if calls := s.tap.Calls(""); len(calls) != 1 {
		t.Errorf("%d calls, want 1", len(calls))
	}
}
