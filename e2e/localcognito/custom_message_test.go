package localcognito_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

type customMessage = events.CognitoEventUserPoolsCustomMessage

// messages has one message of each kind sent, by calls with ClientMetadata.
func (f *fixture) messages() {
	f.Helper()
	ctx := f.Context()
	metadata := map[string]string{"from": "test"}
	do := func(_ any, err error) {
		f.Helper()
		if err != nil {
			f.Fatal(err)
		}
	}
	do(f.api.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: &f.pool, Username: aws.String("invited"), TemporaryPassword: aws.String(password), UserAttributes: attrs("email=i@example.com"), ClientMetadata: metadata,
	}))
	do(f.api.SignUp(ctx, &cognito.SignUpInput{
		ClientId: &f.client, Username: aws.String("new"), Password: aws.String(password), UserAttributes: attrs("email=n@example.com"), ClientMetadata: metadata,
	}))
	do(f.api.ResendConfirmationCode(ctx, &cognito.ResendConfirmationCodeInput{ClientId: &f.client, Username: aws.String("new"), ClientMetadata: metadata}))
	f.confirm("carol", "phone_number=+12025551234", "email=c@example.com", "email_verified=true")
	for _, method := range []string{"SMS_MFA", "EMAIL_OTP"} {
		f.prefer("carol", true, method)
		do(f.api.InitiateAuth(ctx, &cognito.InitiateAuthInput{
			ClientId: &f.client, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: map[string]string{"USERNAME": "carol", "PASSWORD": password}, ClientMetadata: metadata,
		}))
	}
	do(f.api.AdminResetUserPassword(ctx, &cognito.AdminResetUserPasswordInput{UserPoolId: &f.pool, Username: aws.String("carol"), ClientMetadata: metadata}))
}

func newMessageFixture(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t, func(s *setup) { s.pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{"email"} })
	f.enableMFA("OPTIONAL")
	return f
}

// The trigger sources and the placeholders are the developer guide's, "Custom message
// Lambda trigger".
func TestCustomMessage(t *testing.T) {
	f := newMessageFixture(t)
	var saw []string
	f.setTriggers(localcognito.Triggers{CustomMessage: func(_ context.Context, e customMessage) (customMessage, error) {
		who := "app"
		if e.CallerContext.ClientID != f.client {
			who = e.CallerContext.ClientID
		}
		saw = append(saw, fmt.Sprintf("%s %s %v %s %s%s", e.TriggerSource, e.UserName, e.Request.UserAttributes["email"], e.Request.ClientMetadata["from"], e.Request.UsernameParameter, e.Request.CodeParameter)+" "+who)
		e.Response.EmailSubject = "Hi {####}"
		e.Response.EmailMessage = "mail " + e.Request.UsernameParameter + " {username} " + e.Request.CodeParameter
		e.Response.SMSMessage = "sms " + e.Request.CodeParameter
		if e.TriggerSource == localcognito.PurposeAdminCreateUser {
			e.Response.SMSMessage += "{username}"
		}
		return e, nil
	}})
	f.messages()
	want := []string{
		"CustomMessage_AdminCreateUser invited i@example.com test {username}{####} CLIENT_ID_NOT_APPLICABLE",
		"CustomMessage_SignUp new n@example.com test {####} app",
		"CustomMessage_ResendCode new n@example.com test {####} app",
		"CustomMessage_Authentication carol c@example.com test {####} app",
		"CustomMessage_Authentication carol c@example.com test {####} app",
		"CustomMessage_ForgotPassword carol c@example.com test {####} CLIENT_ID_NOT_APPLICABLE",
	}
	if !reflect.DeepEqual(saw, want) {
		t.Errorf("the trigger saw\n%s\nwant\n%s", strings.Join(saw, "\n"), strings.Join(want, "\n"))
	}
	texts := []string{"mail invited invited CODE", "mail  {username} CODE", "mail  {username} CODE", "sms CODE", "mail  {username} CODE", "mail  {username} CODE"}
	for i, m := range f.server.Outbox().All(f.pool, "") {
		subject := "Hi {####}"
		if m.Medium == "SMS" {
			subject = ""
		}
		if m.Text != strings.ReplaceAll(texts[i], "CODE", m.Code) || m.Subject != subject {
			t.Errorf("%s: %q, %q, want %q", m.Purpose, m.Subject, m.Text, texts[i])
		}
	}
}

// Without a trigger, and with one that says nothing, a message has the text that the
// pool has, and its code.
func TestMessageText(t *testing.T) {
	f := newMessageFixture(t)
	_, err := f.api.SetUserPoolMfaConfig(t.Context(), &cognito.SetUserPoolMfaConfigInput{
		UserPoolId:          &f.pool,
		SmsMfaConfiguration: &types.SmsMfaConfigType{SmsAuthenticationMessage: aws.String("Use {####}.")},
		EmailMfaConfiguration: &types.EmailMfaConfigType{
			Subject: aws.String("Signing in"), Message: aws.String("Type {####}."),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	f.messages()
	texts := []string{
		"Your temporary password: Your username is invited and temporary password is CODE",
		"Your verification code: Your confirmation code is CODE", "Your verification code: Your confirmation code is CODE",
		": Use CODE.", "Signing in: Type CODE.", "Your verification code: Your confirmation code is CODE",
	}
	all := f.server.Outbox().All(f.pool, "")
	if len(all) != len(texts) {
		t.Fatalf("%d messages", len(all))
	}
	for i, m := range all {
		if got := m.Subject + ": " + m.Text; got != strings.ReplaceAll(texts[i], "CODE", m.Code) {
			t.Errorf("%s: %q, want %q", m.Purpose, got, texts[i])
		}
	}
	f.setTriggers(localcognito.Triggers{CustomMessage: func(_ context.Context, e customMessage) (customMessage, error) { return e, nil }})
	_, err = f.api.ResendConfirmationCode(t.Context(), &cognito.ResendConfirmationCodeInput{ClientId: &f.client, Username: aws.String("new")})
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := f.server.Outbox().Last(f.pool, "new"); m.Text != "Your confirmation code is "+m.Code {
		t.Errorf("%q", m.Text)
	}
}

// A message that cannot be made is not sent, and the call fails.
func TestCustomMessageFails(t *testing.T) {
	f := newMessageFixture(t)
	f.confirm("carol", "phone_number=+12025551234")
	f.prefer("carol", true, "SMS_MFA")
	for name, tt := range map[string]struct {
		sms  string
		err  error
		want string
	}{
		"an error":       {"", errors.New("no words"), "UserLambdaValidationException"},
		"no placeholder": {"your code", nil, "InvalidLambdaResponseException"},
	} {
		f.setTriggers(localcognito.Triggers{CustomMessage: func(_ context.Context, e customMessage) (customMessage, error) {
			e.Response.SMSMessage = tt.sms
			return e, tt.err
		}})
		_, err := f.passwordAuth("carol", password)
		t.Run(name, func(t *testing.T) { wantError(t, err, tt.want, "") })
	}
	f.setTriggers(localcognito.Triggers{CustomMessage: func(_ context.Context, e customMessage) (customMessage, error) {
		e.Response.EmailMessage = "Your password is {####}"
		return e, nil
	}})
	_, err := f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{UserPoolId: &f.pool, Username: aws.String("dave")})
	wantError(t, err, "InvalidLambdaResponseException", "")
	if all := f.server.Outbox().All(f.pool, ""); len(all) != 0 {
		t.Errorf("%d messages", len(all))
	}
}

// Who is told of a sign-up that an administrator, or PreSignUp, does for the user.
func TestSignUpTriggersOfAdministrators(t *testing.T) {
	type pre = events.CognitoEventUserPoolsPreSignup
	type post = events.CognitoEventUserPoolsPostConfirmation
	f := newMessageFixture(t)
	var saw []string
	f.setTriggers(localcognito.Triggers{
		PreSignUp: func(_ context.Context, e pre) (pre, error) {
			saw = append(saw, fmt.Sprint(e.TriggerSource, " ", e.UserName, " ", e.Request.UserAttributes["email"], " ", e.Request.ValidationData["team"], " ", e.Request.ClientMetadata["from"], " ", e.CallerContext.ClientID == f.client))
			if e.Request.ValidationData["team"] == "red" {
				return e, errors.New("wrong team")
			}
			e.Response.AutoConfirmUser, e.Response.AutoVerifyEmail = e.Request.ValidationData["team"] == "blue", true
			return e, nil
		},
		PostConfirmation: func(_ context.Context, e post) (post, error) {
			saw = append(saw, fmt.Sprint(e.TriggerSource, " ", e.UserName, " ", e.Request.ClientMetadata["from"], " ", e.CallerContext.ClientID == f.client))
			return e, nil
		},
	})
	create := func(name, team string) error {
		_, err := f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
			UserPoolId: &f.pool, Username: &name, UserAttributes: attrs("email=" + name + "@example.com"),
			ValidationData: attrs("team=" + team), ClientMetadata: map[string]string{"from": "admin"},
		})
		return err
	}
	signUp := func(name, team string) {
		t.Helper()
		_, err := f.api.SignUp(t.Context(), &cognito.SignUpInput{
			ClientId: &f.client, Username: &name, Password: aws.String(password), UserAttributes: attrs("email=" + name + "@example.com"),
			ValidationData: attrs("team=" + team), ClientMetadata: map[string]string{"from": "app"},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	wantError(t, create("alice", "red"), "UserLambdaValidationException", "PreSignUp failed with error wrong team.")
	if err := create("alice", "blue"); err != nil {
		t.Fatal(err)
	}
	out, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
	if err != nil {
		t.Fatal(err)
	}
	if out.UserStatus != types.UserStatusTypeForceChangePassword || value(out.UserAttributes, "email_verified") != "" {
		t.Errorf("the trigger's response is not ignored: %s, %q", out.UserStatus, value(out.UserAttributes, "email_verified"))
	}
	signUp("bob", "blue")
	signUp("carol", "green")
	if _, err := f.api.AdminConfirmSignUp(t.Context(), &cognito.AdminConfirmSignUpInput{UserPoolId: &f.pool, Username: aws.String("carol"), ClientMetadata: map[string]string{"from": "admin"}}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"PreSignUp_AdminCreateUser alice alice@example.com red admin false",
		"PreSignUp_AdminCreateUser alice alice@example.com blue admin false",
		"PreSignUp_SignUp bob bob@example.com blue app true",
		"PostConfirmation_ConfirmSignUp bob app true",
		"PreSignUp_SignUp carol carol@example.com green app true",
		"PostConfirmation_ConfirmSignUp carol admin false",
	}
	if !reflect.DeepEqual(saw, want) {
		t.Errorf("triggers saw\n%s\nwant\n%s", strings.Join(saw, "\n"), strings.Join(want, "\n"))
	}
}
