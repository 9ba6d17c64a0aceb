//go:build !js

package jsbridge

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

func refuse(status int, errorType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if errorType != "" {
			w.Header().Set("x-amzn-ErrorType", errorType)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// troubles are ways in which a call can fail.
var troubles = map[string]http.HandlerFunc{
	"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"half an answer": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "{")
		panic(http.ErrAbortHandler)
	},
	"429":                      refuse(429, "", "slow down"),
	"500":                      refuse(500, "InternalErrorException", `{"message":"m"}`),
	"503":                      refuse(503, "", "<h1>Service unavailable</h1>"),
	"504":                      refuse(504, "", "<h1>Gateway timeout</h1>"),
	"TooManyRequestsException": refuse(400, "", `{"__type":"TooManyRequestsException","message":"m"}`),
	"ThrottlingException":      refuse(400, "ThrottlingException:", `{"message":"m"}`),
	"LimitExceededException":   refuse(400, "", `{"__type":"LimitExceededException","message":"m"}`),
	"NotAuthorizedException":   refuse(400, "", `{"__type":"NotAuthorizedException","message":"m"}`),
	"page with 404":            refuse(404, "", "<h1>Not found</h1>"),
	"page with 200":            refuse(200, "", "<h1>Hello</h1>"),
}

var calls = map[string]struct {
	operation string
	send      func(context.Context, auth.API) error
	spends    bool
}{
	"InitiateAuth": {"InitiateAuth", func(ctx context.Context, api auth.API) error {
		_, err := api.InitiateAuth(ctx, anyInitiate)
		return err
	}, false},
	"InitiateAuth with Session": {"InitiateAuth", func(ctx context.Context, api auth.API) error {
		_, err := api.InitiateAuth(ctx, withSession)
		return err
	}, true},
	"RespondToAuthChallenge": {"RespondToAuthChallenge", func(ctx context.Context, api auth.API) error {
		_, err := api.RespondToAuthChallenge(ctx, anyRespond)
		return err
	}, true},
}

// TestAttempts counts at a real server how often a call in trouble arrives.
func TestAttempts(t *testing.T) {
	again := map[string]bool{"429": true, "500": true, "503": true, "TooManyRequestsException": true, "ThrottlingException": true}
	lost := map[string]bool{"dropped": true, "half an answer": true, "504": true}
	codes := map[string]string{
		"dropped": auth.CodeNetworkError, "half an answer": auth.CodeNetworkError,
		"429": auth.CodeMalformedResponse, "503": auth.CodeMalformedResponse, "504": auth.CodeMalformedResponse, "500": "InternalErrorException",
		"page with 404": auth.CodeMalformedResponse, "page with 200": auth.CodeMalformedResponse,
	}
	for name, call := range calls {
		for trouble, handler := range troubles {
			for _, most := range []int{1, 3, 10} {
				var attempts atomic.Int32
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					attempts.Add(1)
					io.Copy(io.Discard, r.Body)
					handler(w, r)
				}))
				transport, browser := newTransport(t, server.URL)
				transport.maxAttempts = most
				err := call.send(newCall(1), transport)
				server.Close()

				want := 1
				if again[trouble] || lost[trouble] && !call.spends {
					want = most
				}
				if got := int(attempts.Load()); got != want {
					t.Errorf("%s, %s, %d attempts at most: sent %d times, want %d", name, trouble, most, got, want)
				}
				if wantWaits := []int{400, 800, 1600, 3200, 6400, 12800, 20000, 20000, 20000}[:want-1]; !slices.Equal(browser.waits, wantWaits) {
					t.Errorf("%s, %s: waited %v, want %v", name, trouble, browser.waits, wantWaits)
				}
				code := trouble
				if known := codes[trouble]; known != "" {
					code = known
				}
				failure, ok := err.(*auth.Error)
				if !ok || failure.Code != code || failure.Operation != call.operation || failure.Retryable != (again[trouble] || lost[trouble]) {
					t.Errorf("%s, %s: %+v", name, trouble, err)
				}
				for _, body := range browser.bodies {
					if slices.ContainsFunc(body, func(b byte) bool { return b != 0 }) {
						t.Errorf("%s, %s: a request stays in memory", name, trouble)
					}
				}
			}
		}
	}
}

// TestSecondAttempt succeeds, with the same request.
func TestSecondAttempt(t *testing.T) {
	var attempts atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if attempts.Add(1) == 1 {
			troubles["429"](w, r)
			return
		}
		io.WriteString(w, `{"ChallengeName":"SMS_MFA"}`)
	}))
	defer server.Close()
	transport, browser := newTransport(t, server.URL)
	output, err := transport.RespondToAuthChallenge(newCall(1), anyRespond)
	if err != nil || output.ChallengeName != auth.ChallengeSMSMFA {
		t.Fatal(output, err)
	}
	if len(browser.sent) != 2 || !equalJSON(browser.sent[0], browser.sent[1]) {
		t.Errorf("sent %v", browser.sent)
	}
}

func TestAborted(t *testing.T) {
	var attempts atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		attempts.Add(1)
		io.Copy(io.Discard, r.Body)
		troubles["503"](w, r)
	}))
	defer server.Close()
	abort := func(c *call) { c.abort() }
	for name, tt := range map[string]struct {
		prepare func(*browser)
		arrived int32
		posts   int
	}{
		"while posting": {func(b *browser) { b.onPost = abort }, 0, 1},
		"while waiting": {func(b *browser) { b.onWait = abort }, 1, 1},
		"while posting again": {func(b *browser) {
			b.onWait = func(*call) { b.onPost = abort }
		}, 1, 2},
	} {
		for operation, call := range calls {
			transport, browser := newTransport(t, server.URL)
			tt.prepare(browser)
			err := call.send(newCall(1), transport)
			failure, ok := err.(*auth.Error)
			if !ok || failure.Code != auth.CodeAbortError || failure.Operation != call.operation || failure.Retryable || !errors.Is(err, context.Canceled) {
				t.Errorf("%s, %s: %+v", operation, name, err)
			}
			if got := attempts.Swap(0); got != tt.arrived || browser.posts != tt.posts {
				t.Errorf("%s, %s: posted %d times, arrived %d, want %d and %d", operation, name, browser.posts, got, tt.posts, tt.arrived)
			}
		}
	}
}

// TestOutput reads every member of an answer, and survives those that are not
// what they should be.
func TestOutput(t *testing.T) {
	for body, member := range map[string]string{
		`{"ChallengeName":7}`:                                             "ChallengeName",
		`{"Session":{}}`:                                                  "Session",
		`{"ChallengeParameters":"x"}`:                                     "ChallengeParameters",
		`{"ChallengeParameters":{"A":1}}`:                                 "ChallengeParameters.A",
		`{"AvailableChallenges":[1]}`:                                     "AvailableChallenges.0",
		`{"AuthenticationResult":{"AccessToken":false}}`:                  "AuthenticationResult.AccessToken",
		`{"AuthenticationResult":{"ExpiresIn":"soon"}}`:                   "AuthenticationResult.ExpiresIn",
		`{"AuthenticationResult":{"ExpiresIn":3e20}}`:                     "AuthenticationResult.ExpiresIn",
		`{"AuthenticationResult":{"NewDeviceMetadata":{"DeviceKey":[]}}}`: "AuthenticationResult.NewDeviceMetadata.DeviceKey",
	} {
		server := httptest.NewServer(refuse(200, "", body))
		transport, _ := newTransport(t, server.URL)
		_, err := transport.InitiateAuth(newCall(1), anyInitiate)
		server.Close()
		failure, ok := err.(*auth.Error)
		if !ok || failure.Code != auth.CodeMalformedResponse || failure.Operation != "InitiateAuth" || failure.Retryable || len(failure.Message) <= len(member) || failure.Message[:len(member)+1] != member+":" {
			t.Errorf("%s: %+v", body, err)
		}
	}
}
