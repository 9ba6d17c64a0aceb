package host_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
)

// troubles are ways in which a call can fail. Package awssdk's tests have the same.
var troubles = map[string]http.HandlerFunc{
	"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"half an answer": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "{")
		panic(http.ErrAbortHandler)
	},
	"429":                            refuse(429, "", "slow down"),
	"429 with a name":                refuse(429, "", `{"__type":"NewestException","message":"m"}`),
	"429 from inside":                refuse(429, "InternalErrorException", `{"message":"m"}`),
	"500":                            refuse(500, "InternalErrorException", `{"message":"m"}`),
	"500 alone":                      refuse(500, "", ""),
	"502":                            refuse(502, "", "<h1>Bad gateway</h1>"),
	"503":                            refuse(503, "", "<h1>Service unavailable</h1>"),
	"503 from inside":                refuse(503, "InternalErrorException", `{"message":"m"}`),
	"503 with a name":                refuse(503, "ServiceUnavailable", `{"message":"m"}`),
	"503 throttled":                  refuse(503, "SlowDown", `{"message":"m"}`),
	"504":                            refuse(504, "", "<h1>Gateway timeout</h1>"),
	"TooManyRequestsException":       refuse(400, "", `{"__type":"TooManyRequestsException","message":"m"}`),
	"ThrottlingException":            refuse(400, "ThrottlingException:", `{"message":"m"}`),
	"LimitExceededException":         refuse(400, "", `{"__type":"LimitExceededException","message":"m"}`),
	"InternalErrorException and 400": refuse(400, "", `{"__type":"InternalErrorException","message":"m"}`),
	"NotAuthorizedException":         refuse(400, "", `{"__type":"NotAuthorizedException","message":"m"}`),
	"page with 404":                  refuse(404, "", "<h1>Not found</h1>"),
	"page with 200":                  refuse(200, "", "<h1>Hello</h1>"),
}

// TestAttempts counts at a real server how often a call in trouble arrives.
func TestAttempts(t *testing.T) {
	p := start(t)
	undone := map[string]bool{
		"429": true, "429 with a name": true, "429 from inside": true, "503": true, "503 throttled": true,
		"TooManyRequestsException": true, "ThrottlingException": true,
	}
	// Nobody knows whether the call was done.
	lost := map[string]bool{
		"dropped": true, "half an answer": true, "500": true, "500 alone": true, "502": true, "503 from inside": true, "503 with a name": true, "504": true,
		"InternalErrorException and 400": true,
	}
	codes := map[string]string{
		"dropped": "NetworkError", "half an answer": "NetworkError",
		"429": "MalformedResponse", "500 alone": "MalformedResponse", "502": "MalformedResponse", "503": "MalformedResponse", "504": "MalformedResponse",
		"429 with a name": "NewestException", "429 from inside": "InternalErrorException",
		"500": "InternalErrorException", "503 from inside": "InternalErrorException", "InternalErrorException and 400": "InternalErrorException",
		"503 with a name": "ServiceUnavailable", "503 throttled": "SlowDown",
		"page with 404": "MalformedResponse", "page with 200": "MalformedResponse",
	}
	session := object{"Session": "a session of twenty"}
	for _, c := range []struct {
		operation string
		input     object
		spends    bool
	}{
		{"InitiateAuth", object{"AuthFlow": "USER_SRP_AUTH"}, false},
		{"InitiateAuth", session, true},
		{"RespondToAuthChallenge", session, true},
		{"VerifySoftwareToken", session, true},
		{"GetUserAuthFactors", object{"AccessToken": "a.b.c"}, false},
		{"NotYetKnown", object{}, true},
		{"constructor", object{}, true},
	} {
		for trouble, handler := range troubles {
			for _, most := range []int{1, 3, 10} {
				if most == 10 && c.operation != "GetUserAuthFactors" {
					continue // the waits are the same for all
				}
				var attempts atomic.Int32
				s := server(t, func(w http.ResponseWriter, r *http.Request) {
					attempts.Add(1)
					handler(w, r)
				})
				got := send(t, p, call{Endpoint: s.URL, Operation: c.operation, Input: c.input, MaxAttempts: most, Fast: true})
				s.Close()
				want := 1
				if undone[trouble] || lost[trouble] && !c.spends {
					want = most
				}
				if n := int(attempts.Load()); n != want {
					t.Errorf("%s, %s, %d attempts at most: sent %d times, want %d", c.operation, trouble, most, n, want)
				}
				// Doubled each time, and at most 20 seconds, the AWS SDKs' own maximum.
				if waits := []float64{400, 800, 1600, 3200, 6400, 12800, 20000, 20000, 20000}[:want-1]; !slices.Equal(got.Waits, waits) {
					t.Errorf("%s, %s: waited %v, want %v", c.operation, trouble, got.Waits, waits)
				}
				code := trouble
				if known := codes[trouble]; known != "" {
					code = known
				}
				if e := got.Error; e == nil || e.Code != code || e.Operation != c.operation || e.Retryable != (undone[trouble] || lost[trouble]) {
					t.Errorf("%s, %s: %+v", c.operation, trouble, e)
				}
			}
		}
	}
}

// TestSecondAttempt succeeds, with the same request.
func TestSecondAttempt(t *testing.T) {
	p := start(t)
	var bodies [][]byte
	answers := inTurn(troubles["429"], refuse(200, "", `{"ChallengeName":"SMS_MFA"}`))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != "POST" || r.Header.Get("Content-Type") != "application/x-amz-json-1.1" ||
			r.Header.Get("X-Amz-Target") != "AWSCognitoIdentityProviderService.RespondToAuthChallenge" {
			t.Error(r.Method, r.Header, err)
		}
		bodies = append(bodies, body)
		answers(w, r)
	}))
	defer s.Close()
	got := send(t, p, call{Endpoint: s.URL, Operation: "RespondToAuthChallenge", Input: object{"Session": "s"}, Fast: true})
	if got.Error != nil || string(got.Value) != `{"ChallengeName":"SMS_MFA"}` {
		t.Errorf("%s %+v", got.Value, got.Error)
	}
	if len(bodies) != 2 || string(bodies[0]) != `{"Session":"s"}` || !bytes.Equal(bodies[0], bodies[1]) {
		t.Errorf("sent %q", bodies)
	}
}

// TestFirstErrorIsTold where the repetition of a call that spends something meets
// NotAuthorizedException: the session was spent by an attempt whose answer said
// otherwise.
func TestFirstErrorIsTold(t *testing.T) {
	p := start(t)
	for name, tt := range map[string]struct {
		operation, code string
		handlers        []http.HandlerFunc
	}{
		"second":                  {"RespondToAuthChallenge", "TooManyRequestsException", []http.HandlerFunc{troubles["TooManyRequestsException"], troubles["NotAuthorizedException"]}},
		"third":                   {"RespondToAuthChallenge", "TooManyRequestsException", []http.HandlerFunc{troubles["TooManyRequestsException"], troubles["503"], troubles["NotAuthorizedException"]}},
		"another exception":       {"RespondToAuthChallenge", "CodeMismatchException", []http.HandlerFunc{troubles["503"], refuse(400, "CodeMismatchException", "{}")}},
		"nothing is spent":        {"GetUserAuthFactors", "NotAuthorizedException", []http.HandlerFunc{troubles["503"], troubles["NotAuthorizedException"]}},
		"without another attempt": {"RespondToAuthChallenge", "NotAuthorizedException", []http.HandlerFunc{troubles["NotAuthorizedException"]}},
	} {
		s := server(t, inTurn(tt.handlers...))
		if got := send(t, p, call{Endpoint: s.URL, Operation: tt.operation, Fast: true}); got.Error == nil || got.Error.Code != tt.code {
			t.Errorf("%s: %+v, want %s", name, got.Error, tt.code)
		}
	}
}

// failures are answers and what they mean.
var failures = map[string]struct {
	status     int
	header     string // x-amzn-errortype
	body       string
	code, text string // text "" for words of our own
	retryable  bool
	// onlyOurs marks forms that the AWS SDK for Go reads otherwise.
	onlyOurs bool
}{
	"header":                  {400, "NotAuthorizedException", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with colon":       {400, "NotAuthorizedException:", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with address":     {400, "NotAuthorizedException:http://internal.amazon.com/coral/", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with namespace":   {400, "aws.cognito#NotAuthorizedException:x", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with comma":       {400, "NotAuthorizedException,Other", `{"message":"m"}`, "NotAuthorizedException", "m", false, true},
	"header before body":      {400, "CodeMismatchException", `{"__type":"NotAuthorizedException","message":"m"}`, "CodeMismatchException", "m", false, false},
	"header and a page":       {400, "NotAuthorizedException", `<h1>no</h1>`, "NotAuthorizedException", "", false, true},
	"__type":                  {400, "", `{"__type":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"__type with namespace":   {400, "", `{"__type":"com.amazonaws.cognito.identity.idp.model#NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"__type with everything":  {400, "", `{"__type":"com.amazonaws#NotAuthorizedException:http://x#y","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"__type before code":      {400, "", `{"code":"CodeMismatchException","__type":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"code":                    {400, "", `{"code":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"code that is no string":  {400, "", `{"code":7,"__type":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"Message":                 {400, "", `{"__type":"NotAuthorizedException","Message":"m"}`, "NotAuthorizedException", "m", false, true},
	"message that is none":    {400, "", `{"__type":"NotAuthorizedException","message":{"a":[]}}`, "NotAuthorizedException", "", false, true},
	"not known":               {400, "", `{"__type":"NewestException","message":"m"}`, "NewestException", "m", false, false},
	"throttled":               {400, "", `{"__type":"TooManyRequestsException","message":"m"}`, "TooManyRequestsException", "m", true, false},
	"throttled elsewhere":     {400, "", `{"__type":"ThrottlingException","message":"Rate exceeded"}`, "ThrottlingException", "Rate exceeded", true, false},
	"limit":                   {400, "", `{"__type":"LimitExceededException","message":"Attempt limit exceeded, please try after some time."}`, "LimitExceededException", "Attempt limit exceeded, please try after some time.", false, false},
	"inside":                  {500, "", `{"__type":"InternalErrorException","message":"m"}`, "InternalErrorException", "m", true, false},
	"429 with a name":         {429, "", `{"__type":"NewestException","message":"m"}`, "NewestException", "m", true, false},
	"429 alone":               {429, "", "", "MalformedResponse", "", true, false},
	"500 alone":               {500, "", "", "MalformedResponse", "", true, false},
	"502 of a proxy":          {502, "", "", "MalformedResponse", "", true, false},
	"404 alone":               {404, "", "", "MalformedResponse", "", false, false},
	"403 with other JSON":     {403, "", `{"error":"forbidden"}`, "MalformedResponse", "", false, false},
	"304":                     {304, "", "", "MalformedResponse", "", false, true},
	"a type that is no name":  {400, "", `{"__type":"<b>bold</b>\nline","message":"m"}`, "MalformedResponse", "", false, true},
	"a type without limit":    {400, "", `{"__type":"` + strings.Repeat("E", 129) + `","message":"m"}`, "MalformedResponse", "", false, true},
	"a type on prototypes":    {400, "", `{"__proto__":{"__type":"NotAuthorizedException"}}`, "MalformedResponse", "", false, true},
	"200 that is not JSON":    {200, "", "<h1>Hello</h1>", "MalformedResponse", "", false, true},
	"200 with a list":         {200, "", "[]", "MalformedResponse", "", false, true},
	"200 with null":           {200, "", "null", "MalformedResponse", "", false, true},
	"200 with an error type?": {200, "NotAuthorizedException", "[", "MalformedResponse", "", false, true},
}

func TestFailures(t *testing.T) {
	p := start(t)
	for name, tt := range failures {
		s := server(t, refuse(tt.status, tt.header, tt.body))
		got := send(t, p, call{Endpoint: s.URL, Operation: "RespondToAuthChallenge", MaxAttempts: 1}).Error
		if got == nil || got.Code != tt.code || got.Status != tt.status || got.RequestID != "id" || got.Retryable != tt.retryable || got.Operation != "RespondToAuthChallenge" {
			t.Errorf("%s: %+v", name, got)
		} else if tt.text != "" && got.Message != tt.text || got.Message == "" && !strings.HasSuffix(tt.code, "Exception") {
			t.Errorf("%s: message %q", name, got.Message)
		}
	}
}

// TestFailuresAreTheSDKs reads the refusals of TestFailures with the SDK's client.
func TestFailuresAreTheSDKs(t *testing.T) {
	for name, tt := range failures {
		if tt.onlyOurs {
			continue
		}
		s := server(t, refuse(tt.status, tt.header, tt.body))
		client := cip.New(cip.Options{Region: "eu-west-1", BaseEndpoint: &s.URL, Credentials: aws.AnonymousCredentials{}, Retryer: aws.NopRetryer{}})
		_, err := client.InitiateAuth(t.Context(), &cip.InitiateAuthInput{AuthFlow: "USER_SRP_AUTH", ClientId: aws.String("client")})
		code, text := "MalformedResponse", ""
		if exception, ok := errors.AsType[smithy.APIError](err); ok && exception.ErrorCode() != "UnknownError" { // which says that there is no name
			code, text = exception.ErrorCode(), exception.ErrorMessage()
		}
		if err == nil || code != tt.code || text != tt.text {
			t.Errorf("%s: the SDK reads %s (%s), want %s (%s)", name, code, text, tt.code, tt.text)
		}
	}
}

func TestSuccess(t *testing.T) {
	p := start(t)
	for body, want := range map[string]string{"": "{}", "{}": "{}", `{"a":null}`: `{"a":null}`, "\ufeff{}": "{}"} {
		for _, status := range []int{200, 299} {
			s := server(t, refuse(status, "", body))
			if got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth"}); got.Error != nil || string(got.Value) != want {
				t.Errorf("%d %q: %s %+v", status, body, got.Value, got.Error)
			}
		}
	}
	s := server(t, refuse(204, "", ""))
	if got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth"}); got.Error != nil || string(got.Value) != "{}" {
		t.Errorf("204: %s %+v", got.Value, got.Error)
	}
}
