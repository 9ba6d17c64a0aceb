package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
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

// allExceptions are those of the API model, by the SDK's types. It does not say any
// more which operation has which.
func allExceptions(t *testing.T) (names []string) {
	t.Helper()
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types").Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "errors.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^type (\w+Exception) struct`).FindAllStringSubmatch(string(source), -1) {
		names = append(names, match[1])
	}
	if len(names) < 40 {
		t.Fatalf("the SDK has the exceptions %q", names)
	}
	return names
}

// Each method that is an operation's rejects with whatever exception Cognito has,
// by its name, and works the next time. All methods meet a share of the exceptions,
// and each exception some of them: a third in the worker, where what a call became is
// told twice, and an eighth on the page.
func TestExceptionsOfOperations(t *testing.T) {
	all := allExceptions(t)
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		page := s.open(t, v)
		page.Expect(serverErrors)
		s.makeClient(page, map[string]any{"worker": v.worker, "maxAttempts": 1})
		sdk := reflect.TypeFor[*cip.Client]()
		called, met := 0, map[string]bool{}
		for _, method := range browser.Eval[[]string](page, `Object.getOwnPropertyNames(Object.getPrototypeOf(client))`) {
			operation := strings.ToUpper(method[:1]) + method[1:]
			api, ok := sdk.MethodByName(operation)
			if !ok {
				continue
			}
			answer := `{}`
			if operation == "InitiateAuth" || operation == "RespondToAuthChallenge" {
				answer = `{"ChallengeName":"SMS_MFA"}`
			}
			shares := 3
			if !v.worker {
				shares = 8
			}
			names := share(all, called, shares)
			for _, name := range names {
				met[name] = true
				status := 400
				if name == "InternalErrorException" {
					status = 500
				}
				s.tap.Fail(operation, wiretap.Exception(status, name, "What Cognito says of "+name))
			}
			s.tap.Fail(operation, wiretap.Reply(200, amzJSON, answer))
			given, err := json.Marshal((&marks{secret: secrets{}, personal: secrets{}}).fill(api.Type.In(2).Elem(), ""))
			if err != nil {
				t.Fatal(err)
			}
			type rejection struct {
				Code, Message, Operation string
				Retryable                bool
			}
			got := browser.Eval[[]rejection](page, `(async () => {
				const found = [];
				for (let i = 0; i <= `+fmt.Sprint(len(names))+`; i++) {
					found.push(await client.`+method+`(`+string(given)+`).then(
						() => ({ Code: 'none' }),
						({ code, message, operation, retryable }) => ({ Code: code, Message: message, Operation: operation, Retryable: retryable })));
				}
				return found;
			})()`)
			for i, name := range names {
				want := rejection{name, "What Cognito says of " + name, operation, name == "TooManyRequestsException" || name == "InternalErrorException"}
				if got[i] != want {
					t.Errorf("%s: got %+v, want %+v", method, got[i], want)
				}
			}
			called++
			if last := got[len(names)]; last.Code != "none" {
				t.Errorf("%s: the next call got %+v", method, last)
			}
		}
		if called < 32 { // as many as the SDK has without a signature
			t.Errorf("%d methods were called", called)
		}
		if len(met) != len(all) {
			t.Errorf("%d exceptions were met, want %d", len(met), len(all))
		}
	})
}

// share gives each row of a table whose number is n more than a multiple of shares:
// the shares of as many n that follow each other are all rows.
func share[T any](rows []T, n, shares int) (some []T) {
	for i := n % shares; i < len(rows); i += shares {
		some = append(some, rows[i])
	}
	return some
}
