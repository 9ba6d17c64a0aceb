//go:build !js

package jsbridge

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// answering answers every request with a body.
func answering(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
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
