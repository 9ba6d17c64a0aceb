package awssdk

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// onceUnlessRefused keeps the SDK from repeating a call whose answer was lost.
// Cognito may have spent the single-use session by then, and the second call
// would turn a finished sign-in into "session can only be used once".
func onceUnlessRefused(options *cip.Options) {
	if options.Retryer != nil {
		options.Retryer = answered{options.Retryer}
	}
}

// answered retries only what Cognito has refused, as far as the SDK's own
// retryer would.
type answered struct{ aws.Retryer }

// IsErrorRetryable asks for an answer first. LimitExceededException is meant for
// the user ("please try after some time"), so repeating it is in vain.
func (r answered) IsErrorRetryable(err error) bool {
	var response *smithyhttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil {
		return false
	}
	var exception smithy.APIError
	if errors.As(err, &exception) && exception.ErrorCode() == "LimitExceededException" {
		return false
	}
	return r.Retryer.IsErrorRetryable(err)
}
