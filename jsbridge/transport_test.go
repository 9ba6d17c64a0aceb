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

// answering answers every request with a body.
func answering(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
}

// TestAborted ends a call that the host has been asked to send.
func TestAborted(t *testing.T) {
	var arrived atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived.Add(1)
		io.WriteString(w, "{}")
	}))
	defer server.Close()
	abort := func(c *call) { c.abort() }
	for name, tt := range map[string]struct {
		prepare func(*browser)
		arrived int32
	}{
		"before it is sent":      {func(b *browser) { b.onSend = abort }, 0},
		"before the answer came": {func(b *browser) { b.onAnswer = abort }, 1},
	} {
		for _, in := range inputs {
			operation := in.Operation()
			transport, browser := newTransport(t, server.URL)
			tt.prepare(browser)
			_, err := transport.Call(newCall(1), in)
			failure, ok := err.(*auth.Error)
			if !ok || failure.Code != auth.CodeAbortError || failure.Operation != operation || failure.Retryable || !errors.Is(err, context.Canceled) {
				t.Errorf("%s, %s: %+v", operation, name, err)
			}
			if got := arrived.Swap(0); got != tt.arrived || browser.sends != 1 {
				t.Errorf("%s, %s: asked %d times, arrived %d, want 1 and %d", operation, name, browser.sends, got, tt.arrived)
			}
			for _, body := range browser.bodies {
				if slices.ContainsFunc(body, func(b byte) bool { return b != 0 }) {
					t.Errorf("%s, %s: a request stays in memory", operation, name)
				}
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
		server := httptest.NewServer(answering(body))
		transport, _ := newTransport(t, server.URL)
		_, err := transport.Call(newCall(1), anyInitiate)
		server.Close()
		failure, ok := err.(*auth.Error)
		if !ok || failure.Code != auth.CodeMalformedResponse || failure.Operation != "InitiateAuth" || failure.Retryable || len(failure.Message) <= len(member) || failure.Message[:len(member)+1] != member+":" {
			t.Errorf("%s: %+v", body, err)
		}
	}
}
