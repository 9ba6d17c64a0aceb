package e2e

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// exceptions are those that the API reference lists for both operations, as the
// SDK's own types.
var exceptions = []smithy.APIError{
	&types.ForbiddenException{}, &types.InternalErrorException{}, &types.InvalidEmailRoleAccessPolicyException{},
	&types.InvalidLambdaResponseException{}, &types.InvalidParameterException{}, &types.InvalidSmsRoleAccessPolicyException{},
	&types.InvalidSmsRoleTrustRelationshipException{}, &types.InvalidUserPoolConfigurationException{}, &types.NotAuthorizedException{},
	&types.OperationNotEnabledException{}, &types.PasswordResetRequiredException{}, &types.ResourceNotFoundException{},
	&types.TooManyRequestsException{}, &types.UnexpectedLambdaException{}, &types.UserLambdaValidationException{},
	&types.UserNotConfirmedException{}, &types.UserNotFoundException{},
}

// exceptionsOf are those that only one of them has, and some that neither lists
// and that were seen or may be.
var exceptionsOf = map[string][]smithy.APIError{
	"InitiateAuth": {&types.UnsupportedOperationException{}, &types.LimitExceededException{}, &types.FeatureUnavailableInTierException{}},
	"RespondToAuthChallenge": {
		&types.AliasExistsException{}, &types.CodeMismatchException{}, &types.ExpiredCodeException{}, &types.InvalidPasswordException{},
		&types.MFAMethodNotFoundException{}, &types.PasswordHistoryPolicyViolationException{}, &types.SoftwareTokenMFANotFoundException{},
		&types.LimitExceededException{}, &types.WebAuthnChallengeNotFoundException{},
	},
}

// Each exception reaches the page with its own name and Cognito's own text,
// whatever the HTTP status.
func TestExceptions(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		page := s.open(t, v)
		page.Expect(`^error network: Failed to load resource: the server responded with a status of (4|5)\d\d`)
		s.makeClient(page, map[string]any{"worker": v.worker, "maxAttempts": 1})
		step := `client.resume({version: 1, userPoolId: '` + s.pool.ID + `', clientId: '` + s.pool.ClientID + `', username: 'alice', challenge: 'SMS_MFA', session: 'a-session-of-this-sign-in'})`
		browser.Eval[any](page, "void (step = "+step+")")
		for operation, call := range map[string]string{
			"InitiateAuth":           `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`,
			"RespondToAuthChallenge": `client.respond(step, {code: '123456'})`,
		} {
			for _, exception := range append(exceptionsOf[operation], exceptions...) {
				name := exception.ErrorCode()
				status := 400
				switch name {
				case "InternalErrorException":
					status = 500
				case "ForbiddenException":
					status = 403
				}
				text := "What Cognito says of " + name + " ✓"
				s.tap.Fail(operation, wiretap.Exception(status, name, text))
				got := do(page, call)
				got.want(t, name, name, text)
				if got.Error.Operation != operation || got.Error.Status != status || got.Error.RequestID != "" {
					t.Errorf("%s: got operation %s, status %d, request id %q", name, got.Error.Operation, got.Error.Status, got.Error.RequestID)
				}
				if again := name == "TooManyRequestsException" || name == "InternalErrorException"; got.Error.Retryable != again {
					t.Errorf("%s: retryable is %v, want %v", name, got.Error.Retryable, again)
				}
			}
		}
	})
}
