//go:build !js

package auth_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// The types of an API's errors, as the AWS SDK has them.
type response struct {
	status int
	id     string
	cause  error
}

func (r response) Error() string            { return "response: " + r.cause.Error() }
func (r response) Unwrap() error            { return r.cause }
func (r response) HTTPStatusCode() int      { return r.status }
func (r response) ServiceRequestID() string { return r.id }

func TestErrorOfTheAPI(t *testing.T) {
	exception := func(name string) error { return &smithy.GenericAPIError{Code: name, Message: "text"} }
	plain := errors.New("plain")
	for name, tt := range map[string]struct {
		err  error
		want auth.Error
	}{
		"exception":            {response{400, "id", exception("NotAuthorizedException")}, auth.Error{Code: "NotAuthorizedException", Message: "text", Status: 400, RequestID: "id"}},
		"throttling":           {response{400, "id", exception("TooManyRequestsException")}, auth.Error{Code: "TooManyRequestsException", Message: "text", Status: 400, RequestID: "id", Retryable: true}},
		"limit":                {response{400, "id", exception("LimitExceededException")}, auth.Error{Code: "LimitExceededException", Message: "text", Status: 400, RequestID: "id"}},
		"inside Cognito":       {exception("InternalErrorException"), auth.Error{Code: "InternalErrorException", Message: "text", Retryable: true}},
		"status alone, 404":    {response{404, "", plain}, auth.Error{Code: auth.CodeMalformedResponse, Status: 404}},
		"status alone, 503":    {response{503, "", plain}, auth.Error{Code: auth.CodeMalformedResponse, Status: 503, Retryable: true}},
		"no status":            {response{0, "", plain}, auth.Error{Code: auth.CodeNetworkError, Retryable: true}},
		"anything":             {plain, auth.Error{Code: auth.CodeNetworkError, Retryable: true}},
		"deadline of the API":  {context.DeadlineExceeded, auth.Error{Code: auth.CodeNetworkError, Retryable: true}}, // not of the caller
		"own, named":           {&auth.Error{Code: "X", Operation: "Other"}, auth.Error{Code: "X", Operation: "Other"}},
		"own, without a name":  {fmt.Errorf("wrapped: %w", &auth.Error{Code: "X", Message: "m"}), auth.Error{Code: "X", Message: "m"}},
		"exception, no status": {exception("NewestException"), auth.Error{Code: "NewestException", Message: "text"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{answers: []answer{{err: tt.err}}}
			client, err := auth.New(config(s))
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Initiate(t.Context(), signIn)
			got := *wantCode(t, err, tt.want.Code)
			if tt.want.Operation == "" {
				tt.want.Operation = "InitiateAuth"
			}
			if tt.want.Message == "" {
				tt.want.Message = got.Message // our own words
			}
			if cause := got.Err; cause != nil && !errors.Is(err, tt.err) {
				t.Errorf("the cause became %v", cause)
			}
			got.Err = nil
			if got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestErrorFault(t *testing.T) {
	for want, failures := range map[smithy.ErrorFault][]auth.Error{
		smithy.FaultServer:  {{Code: "InternalErrorException", Status: 500}, {Code: auth.CodeMalformedResponse}, {Code: auth.CodeMalformedResponse, Status: 404}},
		smithy.FaultClient:  {{Code: "NotAuthorizedException", Status: 400}, {Code: auth.CodeInvalidArgument}},
		smithy.FaultUnknown: {{Code: auth.CodeNetworkError}, {Code: auth.CodeAbortError}},
	} {
		for _, failure := range failures {
			if got := failure.ErrorFault(); got != want {
				t.Errorf("%+v: %v, want %v", failure, got, want)
			}
		}
	}
}

func TestContextOver(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("the user went away"))
	client, _ := newClient(t)
	_, err := client.Initiate(ctx, signIn)
	if failure := wantCode(t, err, auth.CodeAbortError); !errors.Is(err, context.Canceled) || failure.Retryable {
		t.Errorf("%+v", *failure)
	}
}
