package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// allFactors lets users begin with whatever they have.
func allFactors(options provision.Options) provision.Options {
	options.Flows = append(options.Flows, types.ExplicitAuthFlowsTypeAllowUserAuth)
	options.FirstFactors = []types.AuthFactorType{
		types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
	}
	return options
}

// USER_AUTH with a preferred first factor.
func TestUserAuthPreferred(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{Secret: v.worker}))
		s.user(provision.User{Name: "alice"})
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		const alice = `flow: 'USER_AUTH', username: 'alice'`

		initiate(page, `{`+alice+`, preferredChallenge: 'PASSWORD', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		initiate(page, `{`+alice+`, preferredChallenge: 'PASSWORD', password: 'wrong'}`).wantError(t, "NotAuthorizedException")
		s.tap.Forget()
		initiate(page, `{`+alice+`, preferredChallenge: 'PASSWORD_SRP', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		// A password alone prefers the factor that does not send it.
		initiate(page, `{`+alice+`, password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		initiate(page, `{`+alice+`, password: 'wrong'}`).wantError(t, "NotAuthorizedException")
		for _, call := range s.tap.Calls("") {
			if parameters, ok := call.Body["AuthParameters"].(map[string]any); ok && (parameters["PREFERRED_CHALLENGE"] != "PASSWORD_SRP" || parameters["PASSWORD"] != nil) {
				t.Errorf("sent the parameters %v, want SRP preferred and no password", slices.Sorted(maps.Keys(parameters)))
			}
		}
		for preferred, medium := range map[string]string{"EMAIL_OTP": "EMAIL", "SMS_OTP": "SMS"} {
			step := initiate(page, `{`+alice+`, preferredChallenge: '`+preferred+`'}`).wantStep(t, preferred)
			if step.Delivery["medium"] != medium {
				t.Errorf("%s: got delivery %v, want %s", preferred, step.Delivery, medium)
			}
			code := s.lastCode("alice")
			respond(page, `{code: '`+wrongCode(code)+`'}`).wantError(t, "CodeMismatchException")
			respond(page, `{code: '`+code+`'}`).wantDone(t, "alice")
		}

		// A factor that the user lacks becomes a choice; a second factor follows a password.
		initiate(page, `{`+alice+`, preferredChallenge: 'WEB_AUTHN'}`).wantStep(t, "SELECT_CHALLENGE")
		for _, preferred := range []string{"EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"} {
			step := initiate(page, `{flow: 'USER_AUTH', username: 'carol', preferredChallenge: '`+preferred+`'}`).wantStep(t, "SELECT_CHALLENGE")
			if want := []string{"PASSWORD_SRP", "PASSWORD"}; !slices.Equal(step.Choices, want) {
				t.Errorf("%s: got choices %v, want %v", preferred, step.Choices, want)
			}
		}
		initiate(page, `{flow: 'USER_AUTH', username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
		respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")

		// Refused here already.
		s.tap.Forget()
		for request, want := range map[string]string{
			`{` + alice + `, preferredChallenge: 'PASSWORD'}`:          "password: expected 1 to 256 characters",
			`{` + alice + `, preferredChallenge: 'PASSWORD_SRP'}`:      "password: expected 1 to 256 characters",
			`{` + alice + `, preferredChallenge: 'TELEPATHY'}`:         `preferredChallenge: expected PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP or WEB_AUTHN, not "TELEPATHY"`,
			`{` + alice + `, preferredChallenge: 'PASSWORD_VERIFIER'}`: "preferredChallenge: expected",
			`{flow: 'USER_AUTH'}`:                                      "username: expected 1 to 128 characters",
		} {
			initiate(page, request).want(t, request, "InvalidArgument", want)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
	})
}

// SELECT_CHALLENGE, each choice answered.
func TestUserAuthSelect(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{Secret: v.worker}))
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		begin := func() {
			t.Helper()
			step := initiate(page, `{flow: 'USER_AUTH', username: 'alice'}`).wantStep(t, "SELECT_CHALLENGE")
			if want := []string{"PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"}; !slices.Equal(step.Choices, want) {
				t.Errorf("got choices %v, want %v", step.Choices, want)
			}
		}
		for _, choice := range []string{"PASSWORD", "PASSWORD_SRP"} {
			begin()
			respond(page, `{choice: '`+choice+`', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			begin()
			respond(page, `{choice: '`+choice+`', password: 'wrong'}`).wantError(t, "NotAuthorizedException")
		}
		for _, choice := range []string{"EMAIL_OTP", "SMS_OTP"} {
			begin()
			respond(page, `{choice: '`+choice+`'}`).wantStep(t, choice)
			respond(page, `{code: '`+s.lastCode("alice")+`'}`).wantDone(t, "alice")
		}

		begin()
		s.tap.Forget()
		for answer, want := range map[string]string{
			`{choice: 'WEB_AUTHN'}`:                "choice: expected one of step.choices: \"PASSWORD_SRP\", \"PASSWORD\", \"EMAIL_OTP\", \"SMS_OTP\"",
			`{choice: 'email_otp'}`:                "choice: expected one of step.choices",
			`{choice: ''}`:                         "choice: expected one of step.choices",
			`{choice: 'PASSWORD'}`:                 "password: expected 1 to 256 characters",
			`{choice: 'PASSWORD_SRP'}`:             "password: expected 1 to 256 characters",
			`{choice: 'PASSWORD', password: ''}`:   "password: expected 1 to 256 characters",
			`{code: '123456'}`:                     "answer: expected {choice, password?} for SELECT_CHALLENGE",
			`{password: 'Local-Cognito-1'}`:        "answer: expected {choice, password?} for SELECT_CHALLENGE",
			`{choice: 1}`:                          "answer.choice: expected a string, not a number",
			`{choice: 'PASSWORD', password: true}`: "answer.password: expected a string or a Uint8Array",
		} {
			respond(page, answer).want(t, answer, "InvalidArgument", want)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
		// The step is as good as before.
		respond(page, `{choice: 'PASSWORD', password: new TextEncoder().encode('Local-Cognito-1')}`).wantDone(t, "alice")
	})
}

// A challenge that the choice names can be Cognito's own answer: PASSWORD and
// PASSWORD_SRP are answered by the password then.
func TestPasswordChallenges(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{}))
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		for _, name := range []string{"PASSWORD", "PASSWORD_SRP"} {
			// The local Cognito asks for the choice; the answer may name the challenge.
			s.tap.Fail("InitiateAuth", member("ChallengeName", name))
			initiate(page, `{flow: 'USER_AUTH', username: 'alice'}`).wantStep(t, name)
			respond(page, `{code: 'x'}`).want(t, name, "InvalidArgument", "expected {password} for "+name)
			respond(page, `{password: ''}`).want(t, name, "InvalidArgument", "password: expected 1 to 256 characters")
			respond(page, `{password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		}
		// AWS's own example leaves the name out where only the choice is meant.
		s.tap.Fail("InitiateAuth", member("ChallengeName", nil))
		initiate(page, `{flow: 'USER_AUTH', username: 'alice'}`).wantStep(t, "SELECT_CHALLENGE")
		respond(page, `{choice: 'PASSWORD_SRP', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
	})
}

// Users whose choice is another one: with a temporary password, and nobody.
func TestUserAuthUsers(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{}))
		s.user(provision.User{Name: "nora", Temporary: true})
		page := s.open(t, v)
		step := initiate(page, `{flow: 'USER_AUTH', username: 'nora'}`).wantStep(t, "SELECT_CHALLENGE")
		if want := []string{"PASSWORD_SRP", "PASSWORD"}; !slices.Equal(step.Choices, want) {
			t.Errorf("got choices %v, want %v", step.Choices, want)
		}
		respond(page, `{choice: 'PASSWORD_SRP', password: 'Local-Cognito-1'}`).wantStep(t, "NEW_PASSWORD_REQUIRED")
		respond(page, `{newPassword: 'Another-Passw0rd'}`).wantDone(t, "nora")
		step = initiate(page, `{flow: 'USER_AUTH', username: 'nora'}`).wantStep(t, "SELECT_CHALLENGE")
		if len(step.Choices) != 4 {
			t.Errorf("got choices %v with the new password, want four", step.Choices)
		}

		// Generic errors: a simulated code, which no answer is right for.
		initiate(page, `{flow: 'USER_AUTH', username: 'nobody'}`).wantStep(t, "EMAIL_OTP")
		respond(page, `{code: '12345678'}`).wantError(t, "CodeMismatchException")
		initiate(page, `{flow: 'USER_AUTH', username: 'nobody', password: 'Local-Cognito-1'}`).wantError(t, "NotAuthorizedException")

		legacy := newStage(t, allFactors(provision.Options{Legacy: true}))
		page = legacy.open(t, v)
		initiate(page, `{flow: 'USER_AUTH', username: 'nobody'}`).wantError(t, "UserNotFoundException")
	})
}

// The Session of ConfirmSignUp signs in without another factor, once.
func TestSignUpChain(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{Secret: v.worker}))
		page := s.open(t, v)
		var hash *string
		if v.worker {
			hash = aws.String(secretHash(s.pool, "zoe"))
		}
		signedUp, err := s.pool.API.SignUp(t.Context(), &cip.SignUpInput{
			ClientId: &s.pool.ClientID, Username: aws.String("zoe"), Password: aws.String(provision.Password), SecretHash: hash,
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("zoe@example.com")}},
		})
		if err != nil {
			t.Fatal(err)
		}
		initiate(page, `{username: 'zoe', password: 'Local-Cognito-1'}`).wantError(t, "UserNotConfirmedException")
		confirmed, err := s.pool.API.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{
			ClientId: &s.pool.ClientID, Username: aws.String("zoe"), SecretHash: hash,
			ConfirmationCode: aws.String(s.lastCode("zoe")), Session: signedUp.Session,
		})
		if err != nil {
			t.Fatal(err)
		}
		request := `{flow: 'USER_AUTH', username: 'zoe', session: ` + quote(*confirmed.Session) + `}`
		initiate(page, request).wantDone(t, "zoe")
		initiate(page, request).want(t, "twice", "NotAuthorizedException", "session can only be used once")
		initiate(page, `{flow: 'USER_AUTH', username: 'zoe', session: 'not-a-session-of-this-pool'}`).wantError(t, "NotAuthorizedException")
	})
}
