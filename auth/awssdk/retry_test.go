package awssdk_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

// troubles are ways in which a call can fail.
var troubles = map[string]http.HandlerFunc{
	"no answer": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"half an answer": func(w http.ResponseWriter, _ *http.Request) {
		connection, buffer, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		buffer.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
		buffer.Flush()
		connection.(*net.TCPConn).SetLinger(0) // a reset, which the SDK's retryer repeats
		connection.Close()
	},
	"504":                      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(504) },
	"429":                      exception(429, "Whatever"),
	"500":                      exception(500, "InternalErrorException"),
	"TooManyRequestsException": exception(400, "TooManyRequestsException"),
	"LimitExceededException":   exception(400, "LimitExceededException"),
	"NotAuthorizedException":   exception(400, "NotAuthorizedException"),
}

func exception(status int, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("x-amzn-ErrorType", name)
		w.WriteHeader(status)
		io.WriteString(w, `{"__type":"`+name+`","message":"trouble"}`)
	}
}

// TestAttempts counts how often a call in trouble is sent. Three is the SDK's
// default; what spends something is not sent again when its answer was lost.
func TestAttempts(t *testing.T) {
	initiate := func(ctx context.Context, api auth.API) error {
		_, err := api.InitiateAuth(ctx, &auth.InitiateAuthInput{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client"})
		return err
	}
	initiateWithSession := func(ctx context.Context, api auth.API) error {
		_, err := api.InitiateAuth(ctx, &auth.InitiateAuthInput{AuthFlow: auth.FlowUserAuth, ClientID: "client", Session: "session"})
		return err
	}
	respond := func(ctx context.Context, api auth.API) error {
		_, err := api.RespondToAuthChallenge(ctx, &auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client", Session: "session"})
		return err
	}
	for _, call := range []struct {
		name     string
		send     func(context.Context, auth.API) error
		attempts map[string]int32
	}{
		{"InitiateAuth", initiate, map[string]int32{
			"no answer": 3, "504": 3, "429": 3, "500": 3, "TooManyRequestsException": 3, "LimitExceededException": 1, "NotAuthorizedException": 1,
		}},
		{"InitiateAuth with Session", initiateWithSession, map[string]int32{
			"no answer": 1, "half an answer": 1, "504": 1, "429": 3, "500": 3, "TooManyRequestsException": 3, "LimitExceededException": 1, "NotAuthorizedException": 1,
		}},
		{"RespondToAuthChallenge", respond, map[string]int32{
			"no answer": 1, "half an answer": 1, "504": 1, "429": 3, "500": 3, "TooManyRequestsException": 3, "LimitExceededException": 1, "NotAuthorizedException": 1,
		}},
	} {
		for trouble, want := range call.attempts {
			t.Run(call.name+" "+trouble, func(t *testing.T) {
				var attempts atomic.Int32
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					attempts.Add(1)
					io.Copy(io.Discard, r.Body)
					troubles[trouble](w, r)
				}))
				defer server.Close()
				if err := call.send(t.Context(), awssdk.New(newSDKClient(server.URL, &recorder{}))); err == nil {
					t.Error("no error")
				}
				if got := attempts.Load(); got != want {
					t.Errorf("sent %d times, want %d", got, want)
				}
			})
		}
	}
}

// TestRetriesSucceed has Cognito throttle once.
func TestRetriesSucceed(t *testing.T) {
	local.pool.confirm(t, "throttled")
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1)%2 == 1 { // the first attempt of each call
			io.Copy(io.Discard, r.Body)
			troubles["TooManyRequestsException"](w, r)
			return
		}
		local.ServeHTTP(w, r)
	}))
	defer server.Close()
	config := local.pool.newApp(t).config
	config.API = awssdk.New(newSDKClient(server.URL, &recorder{}))
	step, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{Username: "throttled", Password: []byte(password)})
	if err != nil {
		t.Fatal(err)
	}
	local.pool.wantTokens(t, step, "throttled")
	if got := calls.Load(); got != 4 {
		t.Errorf("%d calls, want 4", got)
	}
}

// TestRetryerOfTheCaller keeps what a program has set on its SDK client.
func TestRetryerOfTheCaller(t *testing.T) {
	var attempts, tokens atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		attempts.Add(1)
		troubles["500"](w, r)
	}))
	defer server.Close()
	for _, retryer := range []aws.Retryer{
		aws.NopRetryer{},
		limited{retry.AddWithMaxAttempts(retry.NewStandard(), 1).(aws.RetryerV2), &tokens},
	} {
		client := cip.New(cip.Options{Region: "eu-west-1", BaseEndpoint: &server.URL, Retryer: retryer})
		_, err := awssdk.New(client).RespondToAuthChallenge(t.Context(), &auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client"})
		if got := attempts.Swap(0); err == nil || got != 1 {
			t.Errorf("%T: %d attempts, error %v", retryer, got, err)
		}
	}
	if tokens.Load() != 1 {
		t.Errorf("asked for %d tokens, want 1", tokens.Load())
	}
}

// limited counts the attempts that it lets through, as the SDK's adaptive
// retryer does.
type limited struct {
	aws.RetryerV2
	tokens *atomic.Int32
}

func (l limited) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	l.tokens.Add(1)
	return l.RetryerV2.GetAttemptToken(ctx)
}
