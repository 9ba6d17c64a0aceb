package localcognito_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestDeleteUser(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	f.confirm("bob")
	token, other := f.signIn("alice").AccessToken, f.signIn("bob").AccessToken
	_, err := f.api.DeleteUser(t.Context(), &cognito.DeleteUserInput{AccessToken: aws.String("a.b.c")})
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
	if _, err := f.api.DeleteUser(t.Context(), &cognito.DeleteUserInput{AccessToken: token}); err != nil {
		t.Fatal(err)
	}
	_, err = f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
	wantError(t, err, "UserNotFoundException", "User does not exist.")
	_, err = f.api.DeleteUser(t.Context(), &cognito.DeleteUserInput{AccessToken: token})
	wantError(t, err, "UserNotFoundException", "User does not exist.")
	_, err = f.api.GlobalSignOut(t.Context(), &cognito.GlobalSignOutInput{AccessToken: token})
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
	_, err = f.api.ListWebAuthnCredentials(t.Context(), &cognito.ListWebAuthnCredentialsInput{AccessToken: token})
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
	_, err = f.passwordAuth("alice", password)
	wantError(t, err, "UserNotFoundException", "User does not exist.")

	// The model has no output for it: the body is empty.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.server.URL(), strings.NewReader(`{"AccessToken":"`+*other+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.DeleteUser")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusOK || len(body) != 0 {
		t.Errorf("%s, %d bytes, %v", response.Status, len(body), err)
	}
}

func TestSetUserSettings(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("OPTIONAL")
	f.confirm("alice", "phone_number=+12025550100", "email=alice@example.com")
	f.confirm("bob")
	alice, bob := f.signIn("alice").AccessToken, f.signIn("bob").AccessToken
	f.prefer("alice", false, "EMAIL_OTP")
	sms := types.MFAOptionType{DeliveryMedium: "SMS", AttributeName: aws.String("phone_number")}
	set := func(token *string, options ...types.MFAOptionType) error {
		_, err := f.api.SetUserSettings(t.Context(), &cognito.SetUserSettingsInput{AccessToken: token, MFAOptions: append([]types.MFAOptionType{}, options...)})
		return err
	}
	for _, tt := range []struct {
		options []types.MFAOptionType
		want    string
	}{{[]types.MFAOptionType{sms}, "SMS_MFA EMAIL_OTP"}, {nil, "EMAIL_OTP"}} {
		if err := set(alice, tt.options...); err != nil {
			t.Fatal(err)
		}
		out, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: alice})
		if err != nil || strings.Join(out.UserMFASettingList, " ") != tt.want {
			t.Errorf("%v, %v, want %s", out.UserMFASettingList, err, tt.want)
		}
	}
	wantError(t, set(bob, sms), "InvalidParameterException", "User does not have delivery config set to turn on SMS_MFA")
	wantError(t, set(alice, types.MFAOptionType{DeliveryMedium: "EMAIL", AttributeName: aws.String("email")}), "InvalidParameterException", "")
	wantError(t, set(alice, types.MFAOptionType{DeliveryMedium: "SMS", AttributeName: aws.String("email")}), "InvalidParameterException", "")
	wantError(t, set(aws.String("a.b.c"), sms), "NotAuthorizedException", "Invalid Access Token")
}

// A feedback token comes in a message of threat protection, which there is none of.
func TestUpdateAuthEventFeedback(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.pool.UserPoolAddOns = &types.UserPoolAddOnsType{AdvancedSecurityMode: "AUDIT"}
	})
	f.create("alice")
	off, err := f.api.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: aws.String("off")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{UserPoolId: off.UserPool.Id, Username: aws.String("alice")}); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change    func(*cognito.UpdateAuthEventFeedbackInput)
		exception string
	}{
		"token":     {func(*cognito.UpdateAuthEventFeedbackInput) {}, "NotAuthorizedException"},
		"pool":      {func(in *cognito.UpdateAuthEventFeedbackInput) { in.UserPoolId = aws.String("eu-west-1_none") }, "ResourceNotFoundException"},
		"user":      {func(in *cognito.UpdateAuthEventFeedbackInput) { in.Username = aws.String("nobody") }, "UserNotFoundException"},
		"value":     {func(in *cognito.UpdateAuthEventFeedbackInput) { in.FeedbackValue = "Perhaps" }, "InvalidParameterException"},
		"event":     {func(in *cognito.UpdateAuthEventFeedbackInput) { in.EventId = aws.String("an event") }, "InvalidParameterException"},
		"form":      {func(in *cognito.UpdateAuthEventFeedbackInput) { in.FeedbackToken = aws.String("a token") }, "InvalidParameterException"},
		"no add-on": {func(in *cognito.UpdateAuthEventFeedbackInput) { in.UserPoolId = off.UserPool.Id }, "UserPoolAddOnNotEnabledException"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &cognito.UpdateAuthEventFeedbackInput{
				UserPoolId: &f.pool, Username: aws.String("alice"), EventId: aws.String("an-event"), FeedbackToken: aws.String("a.token"), FeedbackValue: "Valid",
			}
			tt.change(in)
			_, err := f.api.UpdateAuthEventFeedback(t.Context(), in)
			wantError(t, err, tt.exception, "")
		})
	}
}
