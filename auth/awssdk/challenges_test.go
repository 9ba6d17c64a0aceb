package awssdk_test

import (
	"encoding/json"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

func TestNewPasswordRequired(t *testing.T) {
	client := local.pool.newApp(t, withSecret)
	for _, flow := range passwordFlows {
		t.Run(string(flow), func(t *testing.T) {
			username := "new-password-" + string(flow)
			local.pool.create(t, username, "email=new@example.com", "nickname=nick", "locale=de")
			step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: username, Password: []byte(password)})
			if err != nil {
				t.Fatal(err)
			}
			if step.Done() || step.Challenge != auth.ChallengeNewPasswordRequired || step.Username != username || step.Delivery != nil {
				t.Fatalf("at %q as %q", step.Challenge, step.Username)
			}
			if !slices.Equal(step.RequiredAttributes, []string{"given_name"}) {
				t.Errorf("required: %q", step.RequiredAttributes)
			}
			if want := map[string]string{"email": "new@example.com", "nickname": "nick", "locale": "de"}; !maps.Equal(step.UserAttributes, want) {
				t.Errorf("the user has %v, want %v", step.UserAttributes, want)
			}

			// A weak password is refused by the pool's policy and leaves the step usable.
			_, err = client.Respond(t.Context(), step, auth.NewPassword{Password: []byte("weak"), Attributes: map[string]string{"given_name": "Ann"}})
			wantCode(t, err, "InvalidPasswordException")

			// A page hands back what it was shown. Cognito refuses to modify the
			// required email, even to the value that it has.
			client.wire.take()
			attributes := map[string]string{"given_name": "Änne", "email": "new@example.com", "nickname": "other", "locale": "de"}
			step, err = client.Respond(t.Context(), step, auth.NewPassword{Password: []byte(newPassword), Attributes: attributes})
			if err != nil {
				t.Fatal(err)
			}
			local.pool.wantTokens(t, step, username)
			sent := slices.Sorted(maps.Keys(client.wire.take()[0].params()))
			if want := []string{"NEW_PASSWORD", "SECRET_HASH", "USERNAME", "userAttributes.given_name", "userAttributes.nickname"}; !slices.Equal(sent, want) {
				t.Errorf("sent %q, want %q", sent, want)
			}
			for name, want := range attributes {
				if got := local.pool.attribute(t, username, name); got != want {
					t.Errorf("Cognito has %s %q, want %q", name, got, want)
				}
			}
			again, err := client.Initiate(t.Context(), auth.InitiateRequest{Username: username, Password: []byte(newPassword)})
			if err != nil {
				t.Fatal(err)
			}
			local.pool.wantTokens(t, again, username)
			_, err = client.Initiate(t.Context(), auth.InitiateRequest{Username: username, Password: []byte(password)})
			wantCode(t, err, "NotAuthorizedException")
		})
	}
}

// TestChangedRequiredAttribute has Cognito, not the client, refuse a change
// that it does not allow.
func TestChangedRequiredAttribute(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.create(t, "changed", "email=changed@example.com")
	step := client.signIn(t, "changed")
	answer := auth.NewPassword{Password: []byte(newPassword), Attributes: map[string]string{"given_name": "Ann", "email": "other@example.com"}}
	_, err := client.Respond(t.Context(), step, answer)
	wantCode(t, err, "InvalidParameterException")
}

// codes are the challenges that want a code.
var codes = []struct {
	challenge auth.ChallengeName
	user      string
	delivery  *auth.Delivery // masked as in captures of the real service
	code      func(t *testing.T, username string) string
}{
	{auth.ChallengeSMSMFA, "sms", &auth.Delivery{Medium: "SMS", Destination: "+*******0123"}, nextCode},
	{auth.ChallengeEmailOTP, "email", &auth.Delivery{Medium: "EMAIL", Destination: "m***@e***"}, nextCode},
	{auth.ChallengeSoftwareTokenMFA, "totp", nil, totpCode},
}

func nextCode(t *testing.T, username string) string { return local.pool.nextCode(t, username) }

// authenticators holds the secrets of enrolled users.
var authenticators = map[string]string{}

// enrol gives a user an authenticator. The code that proves it is of the time
// step before, because one works once.
func enrol(t *testing.T, client app, username string) {
	t.Helper()
	token := client.signIn(t, username).Tokens.AccessToken
	associated, err := local.pool.admin.AssociateSoftwareToken(t.Context(), &cip.AssociateSoftwareTokenInput{AccessToken: &token})
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(*associated.SecretCode, local.now.Add(-30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	_, err = local.pool.admin.VerifySoftwareToken(t.Context(), &cip.VerifySoftwareTokenInput{AccessToken: &token, UserCode: &code})
	if err != nil {
		t.Fatal(err)
	}
	authenticators[username] = *associated.SecretCode
}

// totpCode computes the code as authenticators do (github.com/pquerna/otp).
func totpCode(t *testing.T, username string) string {
	t.Helper()
	code, err := totp.GenerateCode(authenticators[username], local.now)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestCodes(t *testing.T) {
	client := local.pool.newApp(t, withSecret)
	for _, tt := range codes {
		t.Run(string(tt.challenge), func(t *testing.T) {
			username := "codes-" + tt.user
			local.pool.confirm(t, username, "phone_number=+12025550123", "email=me@example.com")
			if tt.challenge == auth.ChallengeSoftwareTokenMFA {
				enrol(t, client, username)
			}
			local.pool.prefer(t, username, tt.challenge)

			step := client.signIn(t, username)
			if step.Done() || step.Challenge != tt.challenge || step.Username != username || step.Session == "" {
				t.Fatalf("at %q as %q", step.Challenge, step.Username)
			}
			if got, want := step.Delivery, tt.delivery; (got == nil) != (want == nil) || got != nil && *got != *want {
				t.Errorf("delivery %v, want %v", got, want)
			}
			code := tt.code(t, username)

			for range 3 {
				_, err := client.Respond(t.Context(), step, auth.Code(wrong(code)))
				wantCode(t, err, "CodeMismatchException")
			}
			// The step survives being stored, and a restart of the program.
			stored, err := json.Marshal(step.State())
			if err != nil {
				t.Fatal(err)
			}
			var state auth.State
			if err := json.Unmarshal(stored, &state); err != nil {
				t.Fatal(err)
			}
			restarted := newClient(t, client.config)
			resumed, err := restarted.Resume(state)
			if err != nil {
				t.Fatal(err)
			}
			if resumed.Username != step.Username || resumed.Challenge != step.Challenge || resumed.Session != step.Session ||
				!maps.Equal(resumed.Parameters, step.Parameters) || (resumed.Delivery == nil) != (tt.delivery == nil) {
				t.Error("the resumed step differs")
			}
			done, err := restarted.Respond(t.Context(), resumed, auth.Code(code))
			if err != nil {
				t.Fatal(err)
			}
			local.pool.wantTokens(t, done, username)

			_, err = client.Respond(t.Context(), step, auth.Code(code))
			wantCode(t, err, "NotAuthorizedException") // sessions work once
		})
	}
}

// TestNewPasswordThenCode is a sign-in with two challenges for a person.
func TestNewPasswordThenCode(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.create(t, "two-steps", "email=two@example.com", "given_name=Two", "phone_number=+12025550199")
	local.pool.prefer(t, "two-steps", auth.ChallengeSMSMFA)
	step := client.signIn(t, "two-steps")
	if len(step.RequiredAttributes) != 0 {
		t.Errorf("required: %q", step.RequiredAttributes)
	}
	resumed, err := client.Resume(step.State())
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(resumed.UserAttributes, step.UserAttributes) || len(resumed.UserAttributes) != 3 {
		t.Errorf("the resumed step has the attributes %v", resumed.UserAttributes)
	}
	code, err := client.Respond(t.Context(), resumed, auth.NewPassword{Password: []byte(newPassword), Attributes: resumed.UserAttributes})
	if err != nil {
		t.Fatal(err)
	}
	if code.Challenge != auth.ChallengeSMSMFA || code.Session == step.Session {
		t.Fatalf("at %q", code.Challenge)
	}
	done, err := client.Respond(t.Context(), code, auth.Code(local.pool.nextCode(t, "two-steps")))
	if err != nil {
		t.Fatal(err)
	}
	local.pool.wantTokens(t, done, "two-steps")
}

func TestStepOfAnotherClient(t *testing.T) {
	local.pool.confirm(t, "foreign-step", "phone_number=+12025550123")
	local.pool.prefer(t, "foreign-step", auth.ChallengeSMSMFA)
	client, other := local.pool.newApp(t), local.pool.newApp(t)
	step := client.signIn(t, "foreign-step")
	code := auth.Code(local.pool.nextCode(t, "foreign-step"))
	_, err := other.Respond(t.Context(), step, code)
	wantCode(t, err, auth.CodeInvalidArgument)
	_, err = other.Resume(step.State())
	wantCode(t, err, auth.CodeInvalidArgument)
	if sent := other.wire.take(); len(sent) != 0 {
		t.Errorf("%d calls", len(sent))
	}
	if step, err = client.Respond(t.Context(), step, code); err != nil {
		t.Fatal("the step was spoilt: ", err)
	}
	local.pool.wantTokens(t, step, "foreign-step")
}

// TestSelectMFAType has a user with two second factors choose one.
func TestSelectMFAType(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "select", "phone_number=+12025550123", "email=select@example.com")
	if _, err := local.pool.admin.AdminSetUserMFAPreference(t.Context(), &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: &local.pool.id, Username: aws.String("select"),
		SMSMfaSettings:   &types.SMSMfaSettingsType{Enabled: true},
		EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true},
	}); err != nil {
		t.Fatal(err)
	}
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Username: "select", Password: []byte(password)})
	if err != nil || step.Challenge != auth.ChallengeSelectMFAType || !slices.Equal(step.Choices, []string{"SMS_MFA", "EMAIL_OTP"}) {
		t.Fatalf("got %+v, %v", step, err)
	}
	_, err = client.Respond(t.Context(), step, auth.Choice{Name: "SOFTWARE_TOKEN_MFA"})
	wantCode(t, err, auth.CodeInvalidArgument)
	_, err = client.Respond(t.Context(), step, auth.Code("123456"))
	wantCode(t, err, auth.CodeInvalidArgument)
	if step, err = client.Respond(t.Context(), step, auth.Choice{Name: "EMAIL_OTP"}); err != nil || step.Challenge != auth.ChallengeEmailOTP {
		t.Fatalf("got %+v, %v", step, err)
	}
	if step, err = client.Respond(t.Context(), step, auth.Code(local.pool.nextCode(t, "select"))); err != nil {
		t.Fatal(err)
	}
	local.pool.wantTokens(t, step, "select")
}

// TestExpired is at a local Cognito whose clock moves.
func TestExpired(t *testing.T) {
	var clock atomic.Pointer[time.Time]
	clock.Store(&local.now)
	server, err := localcognito.Start(localcognito.Options{Now: func() time.Time { return *clock.Load() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	pool, err := newUserPool(t.Context(), server, &cip.CreateUserPoolInput{})
	if err != nil {
		t.Fatal(err)
	}
	pool.confirm(t, "expired", "phone_number=+12025550123")
	pool.prefer(t, "expired", auth.ChallengeSMSMFA)
	client := pool.newApp(t)
	step := client.signIn(t, "expired")
	code := pool.nextCode(t, "expired")
	later := local.now.Add(3 * time.Minute) // Cognito's default AuthSessionValidity
	clock.Store(&later)
	_, err = client.Respond(t.Context(), step, auth.Code(code))
	wantCode(t, err, "NotAuthorizedException")
}
