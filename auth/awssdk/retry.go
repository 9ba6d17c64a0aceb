package awssdk

import (
	"context"
	"errors"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// retries fits the SDK's own retries to what is safe to send again. spends
// says that the call uses up something of which there is one, such as a session.
func retries(spends bool) func(*cip.Options) {
	return func(options *cip.Options) {
		if options.Retryer != nil {
			options.Retryer = retryer{options.Retryer, spends}
		}
		if spends {
			options.APIOptions = append(options.APIOptions, tellFirst)
		}
	}
}

// tellFirst has a call that spends something tell its first error where a
// repetition meets NotAuthorizedException: an attempt before was done, whatever
// its answer said, so that is about the session and not about the password. A
// refused signature is no such attempt: Cognito has not looked at the rest.
// transport.ts in web/src/host decides alike.
func tellFirst(stack *middleware.Stack) error {
	return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("TellFirstError", func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		out, metadata, err := next.HandleFinalize(ctx, in)
		if code(err) != "NotAuthorizedException" {
			return out, metadata, err
		}
		attempts, _ := retry.GetAttemptResults(metadata)
		for _, attempt := range attempts.Results {
			if attempt.Retried && overloaded(code(attempt.Err), status(attempt.Err)) {
				return out, metadata, attempt.Err
			}
		}
		return out, metadata, err
	}), middleware.Before) // of the SDK's retries
}

// retryer is the SDK's own, but for what a sign-in knows better.
type retryer struct {
	aws.Retryer
	spends bool
}

var _ aws.RetryerV2 = retryer{}

// IsErrorRetryable repeats calls that spend something only after an answer that
// says the call was not done: otherwise Cognito may have spent the session, and the
// second call would turn a finished sign-in into "session can only be used once".
// LimitExceededException is meant for the user ("please try after some time"),
// so repeating it is in vain. The SDK knows throttling by exception names alone,
// but a gateway sends nothing but the status.
func (r retryer) IsErrorRetryable(err error) bool {
	code, status := code(err), status(err)
	if r.spends && !undone(code, status) || code == "LimitExceededException" {
		return false
	}
	return status == http.StatusTooManyRequests || r.Retryer.IsErrorRetryable(err)
}

// undone tells whether an answer says that the call was not done: that of an
// overloaded gateway does, and so does any refusal with 4xx, such as that of a
// signature. A failure inside Cognito, a call that ran out of time and a gateway
// that lost the answer do not. transport.ts in web/src/host, which signs nothing,
// decides alike.
func undone(code string, status int) bool {
	if overloaded(code, status) {
		return true
	}
	if _, timedOut := retry.DefaultRetryableErrorCodes[code]; timedOut || code == "InternalErrorException" {
		return false
	}
	return status >= 400 && status < 500 && status != http.StatusRequestTimeout
}

// overloaded tells whether an answer says that there was no time for the call:
// throttling, 429, and 503 where it comes without a name, from a gateway that let
// nothing pass; an exception comes from behind the gateway, and its name alone
// decides.
func overloaded(code string, status int) bool {
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	nameless := code == "" || code == "UnknownError" // the second is the SDK's word
	return throttled || status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable && nameless
}

// code gives the name of an exception, empty where there was none.
func code(err error) string {
	if exception, ok := errors.AsType[smithy.APIError](err); ok {
		return exception.ErrorCode()
	}
	return ""
}

// status gives the HTTP status of the answer, 0 where there was none; the SDK
// gives such a request an empty response.
func status(err error) int {
	response, ok := errors.AsType[*smithyhttp.ResponseError](err)
	if !ok || response.Response == nil || response.Response.Response == nil {
		return 0
	}
	return response.HTTPStatusCode()
}

// GetAttemptToken passes on what the SDK's adaptive retryer needs.
func (r retryer) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	if v2, ok := r.Retryer.(aws.RetryerV2); ok {
		return v2.GetAttemptToken(ctx)
	}
	return r.GetInitialToken(), nil
}
