package awssdk_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"

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
	"504":             func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(504) },
	"429":             exception(429, "Whatever"),
	"500":             exception(500, "InternalErrorException"),
	"500 alone":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
	"502":             func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) },
	"503":             func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) },
	"503 from inside": exception(503, "InternalErrorException"),
	"503 with a name": exception(503, "ServiceUnavailable"),
	"503 throttled":   exception(503, "SlowDown"),
	"503 page": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(503)
		io.WriteString(w, "<h1>Service unavailable</h1>")
	},
	"429 from inside":          exception(429, "InternalErrorException"),
	"RequestTimeout":           exception(400, "RequestTimeout"),
	"ThrottlingException":      exception(400, "ThrottlingException"),
	"throttled with 500":       exception(500, "ThrottlingException"),
	"TooManyRequestsException": exception(400, "TooManyRequestsException"),
	"LimitExceededException":   exception(400, "LimitExceededException"),
	"NotAuthorizedException":   exception(400, "NotAuthorizedException"),
	"CodeMismatchException":    exception(400, "CodeMismatchException"),
}

func exception(status int, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("x-amzn-ErrorType", name)
		w.WriteHeader(status)
		io.WriteString(w, `{"__type":"`+name+`","message":"trouble"}`)
	}
}

var anyRespond = &auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client", Session: "session"}

// TestAttempts counts how often a call in trouble is sent. Three is the SDK's
// default. What spends something is sent again only after an answer that says it
// was not done, which neither a lost answer nor a failure inside Cognito does.
func TestAttempts(t *testing.T) {
	harmless := map[string]int32{
		"no answer": 3, "504": 3, "429": 3, "500": 3, "500 alone": 3, "502": 3, "503": 3, "503 from inside": 3, "RequestTimeout": 3,
		"503 with a name": 3, "503 throttled": 3, "503 page": 3, "429 from inside": 3,
		"ThrottlingException": 3, "throttled with 500": 3, "TooManyRequestsException": 3, "LimitExceededException": 1, "NotAuthorizedException": 1,
	}
	spending := map[string]int32{
		"no answer": 1, "half an answer": 1, "504": 1, "429": 3, "500": 1, "500 alone": 1, "502": 1, "503": 3, "503 from inside": 1, "RequestTimeout": 1,
		"503 with a name": 1, "503 throttled": 3, "503 page": 3, "429 from inside": 3,
		"ThrottlingException": 3, "throttled with 500": 3, "TooManyRequestsException": 3, "LimitExceededException": 1, "NotAuthorizedException": 1,
	}
	for _, call := range []struct {
		name     string
		in       auth.Input
		attempts map[string]int32
	}{
		{"InitiateAuth", &auth.InitiateAuthInput{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client"}, harmless},
		{"InitiateAuth with Session", &auth.InitiateAuthInput{AuthFlow: auth.FlowUserAuth, ClientID: "client", Session: "session"}, spending},
		{"RespondToAuthChallenge", anyRespond, spending},
		{"AssociateSoftwareToken", &auth.AssociateSoftwareTokenInput{Session: "session"}, spending},
		{"VerifySoftwareToken", &auth.VerifySoftwareTokenInput{Session: "session", UserCode: "123456"}, spending},
		{"ConfirmDevice", &auth.ConfirmDeviceInput{AccessToken: "token", DeviceKey: "key"}, spending},
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
				if _, err := awssdk.New(newSDKClient(server.URL, &recorder{})).Call(t.Context(), call.in); err == nil {
					t.Error("no error")
				}
				if got := attempts.Load(); got != want {
					t.Errorf("sent %d times, want %d", got, want)
				}
			})
		}
	}
}

// TestSkewedSignature keeps the SDK's correction of a wrong local clock, with which
// what spends something is signed anew: a refused signature says that nothing was
// done.
func TestSkewedSignature(t *testing.T) {
	var attempts atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		if attempts.Add(1) == 1 {
			exception(403, "InvalidSignatureException")(w, r)
			return
		}
		exception(400, "NotAuthorizedException")(w, r)
	}))
	defer server.Close()
	client := newSDKClient(server.URL, &recorder{}, func(options *cip.Options) {
		options.Credentials = credentials.NewStaticCredentialsProvider(accessKey, secretKey, "")
	})
	_, err := awssdk.NewAdmin(client, awssdk.AdminOptions{UserPoolID: "eu-west-1_Example12"}).
		Call(t.Context(), anyRespond)
	if exception, ok := errors.AsType[smithy.APIError](err); !ok || exception.ErrorCode() != "NotAuthorizedException" || attempts.Load() != 2 {
		t.Errorf("sent %d times: %v", attempts.Load(), err)
	}
}

// TestFirstErrorIsTold meets NotAuthorizedException with a repetition. Where the
// call spends something, an attempt before has spent it, whatever its answer said:
// "Invalid session for the user" would send the user off for nothing.
func TestFirstErrorIsTold(t *testing.T) {
	refresh := &auth.InitiateAuthInput{AuthFlow: auth.FlowRefreshToken, ClientID: "client"}
	confirmed := &auth.InitiateAuthInput{AuthFlow: auth.FlowUserAuth, ClientID: "client", Session: "session"}
	for name, tt := range map[string]struct {
		in     auth.Input
		meets  []string
		told   string
		status int
	}{
		"throttled":         {anyRespond, []string{"TooManyRequestsException", "NotAuthorizedException"}, "TooManyRequestsException", 400},
		"throttled twice":   {anyRespond, []string{"ThrottlingException", "TooManyRequestsException", "NotAuthorizedException"}, "ThrottlingException", 400},
		"429":               {confirmed, []string{"429", "NotAuthorizedException"}, "Whatever", 429},
		"a gateway":         {anyRespond, []string{"503 page", "NotAuthorizedException"}, auth.CodeMalformedResponse, 503},
		"another exception": {anyRespond, []string{"TooManyRequestsException", "CodeMismatchException"}, "CodeMismatchException", 400},
		"to the end":        {anyRespond, []string{"ThrottlingException", "ThrottlingException", "TooManyRequestsException"}, "TooManyRequestsException", 400},
		"the first attempt": {anyRespond, []string{"NotAuthorizedException"}, "NotAuthorizedException", 400},
		"spends nothing":    {refresh, []string{"TooManyRequestsException", "NotAuthorizedException"}, "NotAuthorizedException", 400},
	} {
		t.Run(name, func(t *testing.T) {
			var attempts atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				troubles[tt.meets[min(int(attempts.Add(1)), len(tt.meets))-1]](w, r)
			}))
			defer server.Close()
			config := auth.Config{UserPoolID: "eu-west-1_Example12", ClientID: "client", API: awssdk.New(newSDKClient(server.URL, &recorder{}))}
			var err error
			switch in := tt.in.(type) {
			case *auth.InitiateAuthInput:
				_, err = newClient(t, config).InitiateAuth(t.Context(), in)
			case *auth.RespondToAuthChallengeInput:
				_, err = newClient(t, config).RespondToAuthChallenge(t.Context(), in)
			}
			if failure := wantCode(t, err, tt.told); failure.Status != tt.status || failure.Operation != tt.in.Operation() {
				t.Errorf("%+v", *failure)
			}
			if got := int(attempts.Load()); got != len(tt.meets) {
				t.Errorf("sent %d times, want %d", got, len(tt.meets))
			}
		})
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
		troubles["503"](w, r)
	}))
	defer server.Close()
	for _, retryer := range []aws.Retryer{
		aws.NopRetryer{},
		limited{retry.AddWithMaxAttempts(retry.NewStandard(), 1).(aws.RetryerV2), &tokens},
	} {
		client := cip.New(cip.Options{Region: "eu-west-1", BaseEndpoint: &server.URL, Retryer: retryer})
		_, err := awssdk.New(client).Call(t.Context(), anyRespond)
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
