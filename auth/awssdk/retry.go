package awssdk

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// retries narrows the SDK's own retries to what is safe to send again. spends
// says that the call uses up something of which there is one, such as a session.
func retries(spends bool) func(*cip.Options) {
	return func(options *cip.Options) {
		if options.Retryer != nil {
			options.Retryer = retryer{options.Retryer, spends}
		}
	}
}

// retryer retries less than the SDK's own does.
type retryer struct {
	aws.Retryer
	spends bool
}

var _ aws.RetryerV2 = retryer{}

// IsErrorRetryable asks calls that spend something for a refusal first: where
// the answer was lost, Cognito may have spent the session, and the second call
// would turn a finished sign-in into "session can only be used once".
// LimitExceededException is meant for the user ("please try after some time"),
// so repeating it is in vain.
func (r retryer) IsErrorRetryable(err error) bool {
	if r.spends && !refused(err) {
		return false
	}
	if exception, ok := errors.AsType[smithy.APIError](err); ok && exception.ErrorCode() == "LimitExceededException" {
		return false
	}
	return r.Retryer.IsErrorRetryable(err)
}

// refused tells whether Cognito has answered that it did not do what was asked.
// The SDK gives a request without an answer an empty response, with status 0.
func refused(err error) bool {
	response, ok := errors.AsType[*smithyhttp.ResponseError](err)
	return ok && response.Response != nil && response.Response.Response != nil && response.HTTPStatusCode() >= 300
}

// GetAttemptToken passes on what the SDK's adaptive retryer needs.
func (r retryer) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	if v2, ok := r.Retryer.(aws.RetryerV2); ok {
		return v2.GetAttemptToken(ctx)
	}
	return r.GetInitialToken(), nil
}
