package localcognito_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

const (
	fresh         = "Fresh-56789"
	expired       = "Invalid code provided, please request a code again."
	mismatch      = "Invalid verification code provided, please try again."
	noRecovery    = "Cannot reset password for the user as there is no registered/verified email or phone_number"
	notInState    = "User password cannot be reset in the current state."
	limitExceeded = "Attempt limit exceeded, please try after some time."
)

func (f *fixture) forgot(username string) (*types.CodeDeliveryDetailsType, error) {
	out, err := f.api.ForgotPassword(f.Context(), &cognito.ForgotPasswordInput{ClientId: &f.client, Username: &username})
	if err != nil {
		return nil, err
	}
	return out.CodeDeliveryDetails, nil
}

func (f *fixture) confirmForgot(username, code, password string) error {
	_, err := f.api.ConfirmForgotPassword(f.Context(), &cognito.ConfirmForgotPasswordInput{
		ClientId: &f.client, Username: &username, ConfirmationCode: &code, Password: &password,
	})
	return err
}

// resetCode asks for a code and returns it.
func (f *fixture) resetCode(username string) string {
	f.Helper()
	if _, err := f.forgot(username); err != nil {
		f.Fatal(err)
	}
	m, _ := f.server.Outbox().Last(f.pool, username)
	return m.Code
}

// wantDelivery checks CodeDeliveryDetails, and that a message went there, if to
// is not "".
func (f *fixture) wantDelivery(got *types.CodeDeliveryDetailsType, err error, medium types.DeliveryMediumType, attribute, masked string) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
	if got == nil || got.DeliveryMedium != medium || aws.ToString(got.AttributeName) != attribute || aws.ToString(got.Destination) != masked {
		f.Fatalf("CodeDeliveryDetails %+v, want %s to %s", got, medium, masked)
	}
}

func TestForgotPassword(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	sent, err := f.forgot("alice")
	f.wantDelivery(sent, err, "EMAIL", "email", "a***@e***")
	m, _ := f.server.Outbox().Last(f.pool, "alice")
	if m.Purpose != localcognito.PurposeForgotPassword || m.Destination != "alice@example.com" || len(m.Code) != 6 {
		t.Fatalf("message for %s to %s", m.Purpose, m.Destination)
	}
	f.signIn("alice") // asking for a code changes nothing
	first := m.Code
	code := f.resetCode("alice")
	if first != code {
		wantError(t, f.confirmForgot("alice", first, fresh), "CodeMismatchException", mismatch) // replaced
	}
	wantError(t, f.confirmForgot("alice", wrong(code), fresh), "CodeMismatchException", mismatch)
	wantError(t, f.confirmForgot("alice", code, "weak"), "InvalidPasswordException", "Password did not conform with policy: Password not long enough")
	if err := f.confirmForgot("alice", code, fresh); err != nil {
		t.Fatal("a wrong code and a weak password end the code:", err)
	}
	_, err = f.passwordAuth("alice", password)
	wantError(t, err, "NotAuthorizedException", incorrect)
	f.tokensOf("alice", fresh)
	wantError(t, f.confirmForgot("alice", code, password), "ExpiredCodeException", expired) // used

	code = f.resetCode("alice")
	f.clock.Advance(time.Hour - time.Second)
	wantError(t, f.confirmForgot("alice", wrong(code), password), "CodeMismatchException", mismatch)
	f.clock.Advance(time.Second)
	wantError(t, f.confirmForgot("alice", code, password), "ExpiredCodeException", expired)
}

// The documented range is 5 to 20 attempts in an hour (developer guide, "Quotas").
func TestForgotPasswordLimits(t *testing.T) {
	f := newFixture(t, hideUsers)
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	code := ""
	for range 5 {
		code = f.resetCode("alice")
		if _, err := f.forgot("nobody"); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"alice", "nobody"} { // which must not be told apart
		_, err := f.forgot(name)
		wantError(t, err, "LimitExceededException", limitExceeded)
		for range 5 {
			wantError(t, f.confirmForgot(name, wrong(code), fresh), "CodeMismatchException", mismatch)
		}
		wantError(t, f.confirmForgot(name, code, fresh), "LimitExceededException", limitExceeded)
	}
	f.clock.Advance(time.Hour)
	code = f.resetCode("alice")
	if err := f.confirmForgot("alice", code, fresh); err != nil {
		t.Error("after an hour:", err)
	}
	for range 5 { // success has reset the counts
		code = f.resetCode("alice")
	}
	if err := f.confirmForgot("alice", code, password); err != nil {
		t.Error(err)
	}
}

// accounts are users in states that ForgotPassword answers differently.
func (f *fixture) accounts() {
	f.Helper()
	f.confirm("unverified", "email=unverified@example.com")
	f.confirm("disabled", "email=disabled@example.com", "email_verified=true")
	f.create("invited", "email=invited@example.com", "email_verified=true")
	f.confirm("unconfirmed", "email=unconfirmed@example.com", "email_verified=true")
	f.server.Unconfirm(f.pool, "unconfirmed")
	if _, err := f.api.AdminDisableUser(f.Context(), &cognito.AdminDisableUserInput{UserPoolId: &f.pool, Username: aws.String("disabled")}); err != nil {
		f.Fatal(err)
	}
}

func TestForgotPasswordLegacy(t *testing.T) {
	f := newFixture(t)
	f.accounts()
	for _, tt := range []struct{ name, exception, message string }{
		{"nobody", "UserNotFoundException", "User does not exist."},
		{"unverified", "InvalidParameterException", noRecovery},
		{"disabled", "NotAuthorizedException", "User is disabled."},
		{"invited", "NotAuthorizedException", notInState},
	} {
		_, err := f.forgot(tt.name)
		wantError(t, err, tt.exception, tt.message)
	}
	for _, tt := range []struct{ name, exception, message string }{
		{"nobody", "UserNotFoundException", "User does not exist."},
		{"unverified", "ExpiredCodeException", expired},
		{"disabled", "NotAuthorizedException", "User is disabled."},
		{"invited", "ExpiredCodeException", expired},
	} {
		wantError(t, f.confirmForgot(tt.name, "123456", fresh), tt.exception, tt.message)
	}
	code := f.resetCode("unconfirmed")
	wantError(t, f.confirmForgot("unconfirmed", wrong(code), fresh), "CodeMismatchException", mismatch)
	wantError(t, f.confirmForgot("unconfirmed", code, fresh), "UserNotConfirmedException", "User is not confirmed.")
	// The state can change after the code was sent.
	f.confirm("late", "email=late@example.com", "email_verified=true")
	code = f.resetCode("late")
	f.setPassword("late", fresh, false)
	wantError(t, f.confirmForgot("late", code, fresh), "ExpiredCodeException", expired) // a new password ends it
}

func TestForgotPasswordHidesUsers(t *testing.T) {
	f := newFixture(t, hideUsers)
	f.accounts()
	for _, tt := range []struct {
		name   string
		medium types.DeliveryMediumType
		masked string
	}{
		{"nobody", "EMAIL", "n***@e***"},
		{"mail@nowhere.example", "EMAIL", "m***@n***"},
		{"+12025550123", "SMS", "+*******0123"},
		{"unverified", "EMAIL", "u***@e***"},
		{"disabled", "EMAIL", "d***@e***"},
	} {
		got, err := f.forgot(tt.name)
		attribute := map[types.DeliveryMediumType]string{"EMAIL": "email", "SMS": "phone_number"}[tt.medium]
		f.wantDelivery(got, err, tt.medium, attribute, tt.masked)
	}
	if all := f.server.Outbox().All(f.pool, ""); len(all) != 0 {
		t.Errorf("%d messages", len(all))
	}
	_, err := f.forgot("invited")
	wantError(t, err, "NotAuthorizedException", notInState)
	for _, name := range []string{"nobody", "disabled"} {
		wantError(t, f.confirmForgot(name, "123456", fresh), "CodeMismatchException", mismatch)
	}
	wantError(t, f.confirmForgot("unverified", "123456", fresh), "ExpiredCodeException", expired)
	wantError(t, f.confirmForgot("nobody", "123456", "weak"), "InvalidPasswordException", "")
}

// Where codes go is in the API reference, CreateUserPool, AccountRecoverySetting.
func TestAccountRecovery(t *testing.T) {
	mechanisms := func(names ...types.RecoveryOptionNameType) *types.AccountRecoverySettingType {
		s := &types.AccountRecoverySettingType{}
		for i, name := range names { // listed the other way round, so that the priority counts
			s.RecoveryMechanisms = append([]types.RecoveryOptionType{{Name: name, Priority: aws.Int32(int32(i + 1))}}, s.RecoveryMechanisms...)
		}
		return s
	}
	for name, tt := range map[string]struct {
		setting   *types.AccountRecoverySettingType
		both, one string // media for users with two verified addresses, and with email alone; or the exception
		sms       string // with both, and SMS as second factor
	}{
		"none":           {nil, "SMS", "EMAIL", "SMS"},
		"email first":    {mechanisms("verified_email", "verified_phone_number"), "EMAIL", "EMAIL", "EMAIL"},
		"phone first":    {mechanisms("verified_phone_number", "verified_email"), "SMS", "EMAIL", "EMAIL"},
		"phone alone":    {mechanisms("verified_phone_number"), "SMS", "InvalidParameterException", "InvalidParameterException"},
		"administrators": {mechanisms("admin_only"), "NotAuthorizedException", "NotAuthorizedException", "NotAuthorizedException"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, func(s *setup) { s.pool.AccountRecoverySetting = tt.setting })
			f.enableMFA("OPTIONAL")
			f.confirm("both", "email=both@example.com", "email_verified=true", "phone_number=+12025550100", "phone_number_verified=true")
			f.confirm("one", "email=one@example.com", "email_verified=true", "phone_number=+12025550101")
			f.confirm("sms", "email=sms@example.com", "email_verified=true", "phone_number=+12025550102", "phone_number_verified=true")
			f.prefer("sms", true, "SMS_MFA")
			for user, want := range map[string]string{"both": tt.both, "one": tt.one, "sms": tt.sms} {
				got, err := f.forgot(user)
				if len(want) > 5 {
					wantError(t, err, want, "")
					_, err = f.api.AdminResetUserPassword(t.Context(), &cognito.AdminResetUserPasswordInput{UserPoolId: &f.pool, Username: &user})
					wantError(t, err, want, "")
					continue
				}
				if err != nil || string(got.DeliveryMedium) != want {
					t.Errorf("%s: %v, %v, want %s", user, got, err, want)
				}
			}
		})
	}
	f := newFixture(t)
	for name, s := range map[string]*types.AccountRecoverySettingType{
		"administrators and others": mechanisms("admin_only", "verified_email"),
		"one name twice":            mechanisms("verified_email", "verified_email"),
		"one priority twice": {RecoveryMechanisms: []types.RecoveryOptionType{
			{Name: "verified_email", Priority: aws.Int32(1)}, {Name: "verified_phone_number", Priority: aws.Int32(1)}}},
		"priority 3":   {RecoveryMechanisms: []types.RecoveryOptionType{{Name: "verified_email", Priority: aws.Int32(3)}}},
		"another name": {RecoveryMechanisms: []types.RecoveryOptionType{{Name: "email", Priority: aws.Int32(1)}}},
	} {
		_, err := f.api.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: aws.String("refused"), AccountRecoverySetting: s})
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		wantError(t, err, "InvalidParameterException", "")
	}
}

func TestResetByAdministrator(t *testing.T) {
	f := newFixture(t, hideUsers)
	f.accounts()
	reset := func(username string) error {
		_, err := f.api.AdminResetUserPassword(t.Context(), &cognito.AdminResetUserPasswordInput{UserPoolId: &f.pool, Username: &username})
		return err
	}
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	if err := reset("alice"); err != nil {
		t.Fatal(err)
	}
	_, err := f.passwordAuth("alice", password)
	wantError(t, err, "PasswordResetRequiredException", "Password reset required for the user")
	m, _ := f.server.Outbox().Last(f.pool, "alice")
	if err := f.confirmForgot("alice", m.Code, fresh); err != nil {
		t.Fatal(err)
	}
	f.tokensOf("alice", fresh)
	// A code that is too old is replaced by one that the user asks for.
	if err := reset("alice"); err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(time.Hour)
	m, _ = f.server.Outbox().Last(f.pool, "alice")
	wantError(t, f.confirmForgot("alice", m.Code, password), "ExpiredCodeException", expired)
	if err := f.confirmForgot("alice", f.resetCode("alice"), password); err != nil {
		t.Fatal(err)
	}
	f.signIn("alice")

	wantError(t, reset("nobody"), "UserNotFoundException", "User does not exist.")
	wantError(t, reset("unverified"), "InvalidParameterException", noRecovery)
	wantError(t, reset("disabled"), "NotAuthorizedException", "User is disabled.")
	wantError(t, reset("invited"), "NotAuthorizedException", notInState)
}

func TestForgotPasswordSecretHash(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.client.GenerateSecret = true })
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	mac := hmac.New(sha256.New, []byte(f.secret))
	mac.Write([]byte("alice" + f.client))
	hash := base64.StdEncoding.EncodeToString(mac.Sum(nil))

	_, err := f.forgot("alice")
	wantError(t, err, "NotAuthorizedException", "Client "+f.client+" is configured with secret but SECRET_HASH was not received")
	_, err = f.api.ForgotPassword(t.Context(), &cognito.ForgotPasswordInput{ClientId: &f.client, Username: aws.String("alice"), SecretHash: aws.String("d3Jvbmc=")})
	wantError(t, err, "NotAuthorizedException", "Unable to verify secret hash for client "+f.client)
	if _, err = f.api.ForgotPassword(t.Context(), &cognito.ForgotPasswordInput{ClientId: &f.client, Username: aws.String("alice"), SecretHash: &hash}); err != nil {
		t.Fatal(err)
	}
	m, _ := f.server.Outbox().Last(f.pool, "alice")
	wantError(t, f.confirmForgot("alice", m.Code, fresh), "NotAuthorizedException", "Client "+f.client+" is configured with secret but SECRET_HASH was not received")
	if _, err = f.api.ConfirmForgotPassword(t.Context(), &cognito.ConfirmForgotPasswordInput{
		ClientId: &f.client, Username: aws.String("alice"), ConfirmationCode: &m.Code, Password: aws.String(fresh), SecretHash: &hash,
	}); err != nil {
		t.Error(err)
	}
}

// An alias asks for the same code, and the same attempts, as the user name.
func TestForgotPasswordByAlias(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.pool.AliasAttributes = []types.AliasAttributeType{"email"} })
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	f.clock.Advance(time.Minute)
	var sources []string
	if err := f.server.SetTriggers(f.pool, localcognito.Triggers{
		PostConfirmation: func(_ context.Context, e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
			sources = append(sources, e.TriggerSource+" of "+e.UserName+", "+e.Request.ClientMetadata["why"])
			return e, nil
		},
	}); err != nil {
		t.Fatal(err)
	}
	code := f.resetCode("alice@example.com")
	for range 4 {
		code = f.resetCode("alice")
	}
	_, err := f.forgot("alice@example.com")
	wantError(t, err, "LimitExceededException", limitExceeded)
	if _, err := f.api.ConfirmForgotPassword(t.Context(), &cognito.ConfirmForgotPasswordInput{
		ClientId: &f.client, Username: aws.String("alice@example.com"), ConfirmationCode: &code, Password: aws.String(fresh), ClientMetadata: map[string]string{"why": "forgotten"},
	}); err != nil {
		t.Fatal(err)
	}
	if len(sources) != 1 || sources[0] != "PostConfirmation_ConfirmForgotPassword of alice, forgotten" {
		t.Errorf("triggers: %q", sources)
	}
}
