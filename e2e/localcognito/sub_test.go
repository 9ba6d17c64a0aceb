package localcognito_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// TestUsernameIsSub calls every operation whose reference page says of Username
// that it is a user name, an alias, or "the sub of a local user".
func TestUsernameIsSub(t *testing.T) {
	for name, tt := range map[string]struct {
		call        func(f *fixture, username *string) error
		unconfirmed bool
	}{
		"AdminGetUser": {func(f *fixture, username *string) error {
			out, err := f.api.AdminGetUser(f.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: username})
			if err == nil && *out.Username != "alice" {
				f.Errorf("Username is %q in the answer", *out.Username)
			}
			return err
		}, false},
		"AdminDeleteUser": {func(f *fixture, username *string) error {
			_, err := f.api.AdminDeleteUser(f.Context(), &cognito.AdminDeleteUserInput{UserPoolId: &f.pool, Username: username})
			if err == nil {
				_, absent := f.api.AdminGetUser(f.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
				wantError(f.T, absent, "UserNotFoundException", "")
			}
			return err
		}, false},
		"AdminSetUserPassword": {func(f *fixture, username *string) error {
			_, err := f.api.AdminSetUserPassword(f.Context(), &cognito.AdminSetUserPasswordInput{
				UserPoolId: &f.pool, Username: username, Password: aws.String("Another-5678"), Permanent: true,
			})
			if err == nil { // the verifier is over the user name, not over the sub
				if _, err := newSRPClient().signIn(f, "alice", "Another-5678"); err != nil {
					f.Errorf("SRP with the new password: %v", err)
				}
			}
			return err
		}, false},
		"AdminUpdateUserAttributes": {func(f *fixture, username *string) error {
			_, err := f.api.AdminUpdateUserAttributes(f.Context(), &cognito.AdminUpdateUserAttributesInput{
				UserPoolId: &f.pool, Username: username, UserAttributes: attrs("nickname=al"),
			})
			return err
		}, false},
		"AdminDisableUser": {func(f *fixture, username *string) error {
			_, err := f.api.AdminDisableUser(f.Context(), &cognito.AdminDisableUserInput{UserPoolId: &f.pool, Username: username})
			return err
		}, false},
		"AdminEnableUser": {func(f *fixture, username *string) error {
			_, err := f.api.AdminEnableUser(f.Context(), &cognito.AdminEnableUserInput{UserPoolId: &f.pool, Username: username})
			return err
		}, false},
		"AdminResetUserPassword": {func(f *fixture, username *string) error {
			_, err := f.api.AdminResetUserPassword(f.Context(), &cognito.AdminResetUserPasswordInput{UserPoolId: &f.pool, Username: username})
			return err
		}, false},
		"AdminSetUserMFAPreference": {func(f *fixture, username *string) error {
			_, err := f.api.AdminSetUserMFAPreference(f.Context(), &cognito.AdminSetUserMFAPreferenceInput{
				UserPoolId: &f.pool, Username: username, EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true},
			})
			return err
		}, false},
		"AdminUserGlobalSignOut": {func(f *fixture, username *string) error {
			_, err := f.api.AdminUserGlobalSignOut(f.Context(), &cognito.AdminUserGlobalSignOutInput{UserPoolId: &f.pool, Username: username})
			return err
		}, false},
		"AdminConfirmSignUp": {func(f *fixture, username *string) error {
			_, err := f.api.AdminConfirmSignUp(f.Context(), &cognito.AdminConfirmSignUpInput{UserPoolId: &f.pool, Username: username})
			return err
		}, true},
		"ResendConfirmationCode": {func(f *fixture, username *string) error {
			_, err := f.api.ResendConfirmationCode(f.Context(), &cognito.ResendConfirmationCodeInput{ClientId: &f.client, Username: username})
			return err
		}, true},
		"ConfirmSignUp": {func(f *fixture, username *string) error {
			m, _ := f.server.Outbox().Last(f.pool, "alice")
			_, err := f.api.ConfirmSignUp(f.Context(), &cognito.ConfirmSignUpInput{
				ClientId: &f.client, Username: username, ConfirmationCode: &m.Code, Session: f.session,
			})
			return err
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, func(s *setup) {
				s.pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{"email"}
				s.client.ExplicitAuthFlows = append(s.client.ExplicitAuthFlows, "ALLOW_USER_AUTH")
			})
			f.enableMFA("OPTIONAL")
			var sub string
			if tt.unconfirmed {
				out, err := f.api.SignUp(t.Context(), &cognito.SignUpInput{
					ClientId: &f.client, Username: aws.String("alice"), Password: aws.String(password), UserAttributes: attrs("email=alice@example.com"),
				})
				if err != nil {
					t.Fatal(err)
				}
				sub, f.session = *out.UserSub, out.Session
			} else {
				sub = value(f.confirm("alice", "email=alice@example.com", "email_verified=true").Attributes, "sub")
			}
			if err := tt.call(f, &sub); err != nil {
				t.Errorf("with the sub: %v", err)
			}
			wantError(t, tt.call(f, aws.String(unknownSub)), "UserNotFoundException", "User does not exist.")
		})
	}
}

// unknownSub is nobody's.
const unknownSub = "00000000-0000-4000-8000-000000000000"

// Sign-ins take names and aliases alone, and a user who has the name that is
// another's sub comes first.
func TestSubSignsNobodyIn(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.client.ExplicitAuthFlows = append(s.client.ExplicitAuthFlows, "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH")
	})
	sub := value(f.confirm("alice").Attributes, "sub")
	_, err := f.passwordAuth(sub, password)
	wantError(t, err, "UserNotFoundException", "User does not exist.")
	_, err = newSRPClient().start(f, sub)
	wantError(t, err, "UserNotFoundException", "User does not exist.")
	_, err = f.initiate("USER_AUTH", "USERNAME", sub)
	wantError(t, err, "UserNotFoundException", "User does not exist.")
	_, err = f.adminInitiate("ADMIN_USER_PASSWORD_AUTH", "USERNAME", sub, "PASSWORD", password)
	wantError(t, err, "UserNotFoundException", "User does not exist.")

	f.create(sub)
	out, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: &sub})
	if err != nil || *out.Username != sub {
		t.Errorf("the user of that name does not come first: %v", err)
	}
}
