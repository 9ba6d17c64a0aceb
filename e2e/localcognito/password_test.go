package localcognito_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// setters are all that set a password, each for another user.
var setters = map[string]func(f *fixture, username, to string) error{
	"SignUp": func(f *fixture, username, to string) error {
		_, err := f.api.SignUp(f.Context(), &cognito.SignUpInput{ClientId: &f.client, Username: &username, Password: &to})
		if err == nil {
			_, err = f.api.AdminConfirmSignUp(f.Context(), &cognito.AdminConfirmSignUpInput{UserPoolId: &f.pool, Username: &username})
		}
		return err
	},
	"AdminCreateUser": func(f *fixture, username, to string) error {
		_, err := f.api.AdminCreateUser(f.Context(), &cognito.AdminCreateUserInput{
			UserPoolId: &f.pool, Username: &username, TemporaryPassword: &to, MessageAction: types.MessageActionTypeSuppress,
		})
		return err
	},
	"AdminCreateUser, again": func(f *fixture, username, to string) error {
		f.create(username)
		_, err := f.api.AdminCreateUser(f.Context(), &cognito.AdminCreateUserInput{
			UserPoolId: &f.pool, Username: &username, TemporaryPassword: &to, MessageAction: types.MessageActionTypeResend,
		})
		return err
	},
	"AdminSetUserPassword": func(f *fixture, username, to string) error {
		f.create(username)
		_, err := f.api.AdminSetUserPassword(f.Context(), &cognito.AdminSetUserPasswordInput{
			UserPoolId: &f.pool, Username: &username, Password: &to, Permanent: true,
		})
		return err
	},
	"ChangePassword": func(f *fixture, username, to string) error {
		f.confirm(username)
		_, err := f.api.ChangePassword(f.Context(), &cognito.ChangePasswordInput{
			AccessToken: f.signIn(username).AccessToken, PreviousPassword: aws.String(password), ProposedPassword: &to,
		})
		return err
	},
	"ConfirmForgotPassword": func(f *fixture, username, to string) error {
		f.confirm(username, "email=forgetful@example.com", "email_verified=true")
		return f.confirmForgot(username, f.resetCode(username), to)
	},
	"NEW_PASSWORD_REQUIRED": func(f *fixture, username, to string) error {
		f.create(username)
		out, err := f.passwordAuth(username, password)
		if err == nil {
			_, err = f.respond("NEW_PASSWORD_REQUIRED", out.Session, "USERNAME", username, "NEW_PASSWORD", to)
		}
		return err
	},
}

// The pattern is that which the service was seen to name in its errors
// (cds-snc/platform-forms-client#5635); that spaces inside are taken, and count
// as symbols, is in the developer guide, "Adding user pool password
// requirements". What the pattern says beyond is Java's.
func TestPasswords(t *testing.T) {
	f := newFixture(t)
	const pattern, symbol = "InvalidParameterException", "InvalidPasswordException"
	for name, tt := range map[string]struct{ password, exception string }{
		"spaces inside":              {"correct Horse 9 battery", ""},
		"a space is the only symbol": {"correct Horse9", ""},
		"two spaces together":        {"correct  Horse9", ""},
		"a tab inside":               {"correct\tHorse-9", ""},
		"a vertical tab inside":      {"correct\vHorse-9", ""},
		"no-break space at the end":  {"correct Horse 9\u00a0", ""},
		"wide space at the start":    {"\u3000correct Horse 9", ""},
		"wide letters":               {"ｃｏｒｒｅｃｔ Horse 9", ""},
		"beyond the basic plane":     {"😀 correct Horse 9 😀", ""},
		"a line separator, unspaced": {"correct\u2028Horse-9", ""},
		"no symbol":                  {"correctHorse9", symbol},
		"a tab is no symbol":         {"correct\tHorse9", symbol},
		"a wide space is no symbol":  {"correct\u3000Horse9", symbol},
		"a leading space":            {" correct-Horse9", pattern},
		"a trailing space":           {"correct-Horse9 ", pattern},
		"a leading tab":              {"\tcorrect-Horse9", pattern},
		"a trailing vertical tab":    {"correct-Horse9\v", pattern},
		"a trailing line break":      {"correct-Horse9\n", pattern},
		"a line break inside":        {"correct-\nHorse9", pattern},
		"a line separator, spaced":   {"correct \u2028 Horse9", pattern},
		"one character":              {"x", pattern},
		"one space":                  {" ", pattern},
	} {
		t.Run(name, func(t *testing.T) {
			f := *f
			f.T = t
			mine := strings.NewReplacer(" ", "-", ",", "")
			for setter, set := range setters {
				username := mine.Replace(setter + " " + name)
				err := set(&f, username, tt.password)
				if tt.exception != "" {
					if err == nil {
						t.Errorf("%s takes it", setter)
						continue
					}
					wantError(t, err, tt.exception, "")
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", setter, err)
					continue
				}
				if _, err := f.passwordAuth(username, tt.password); err != nil {
					t.Errorf("%s, and then USER_PASSWORD_AUTH: %v", setter, err)
				}
				if _, err := newSRPClient().signIn(&f, username, tt.password); err != nil {
					t.Errorf("%s, and then USER_SRP_AUTH: %v", setter, err)
				}
			}
			if tt.exception != "" {
				return
			}
			token := f.tokensOf(mine.Replace("SignUp "+name), tt.password).AccessToken
			if _, err := f.api.ChangePassword(t.Context(), &cognito.ChangePasswordInput{
				AccessToken: token, PreviousPassword: &tt.password, ProposedPassword: aws.String(password),
			}); err != nil {
				t.Errorf("as the previous password: %v", err)
			}
		})
	}
}

// tokensOf signs in with a password.
func (f *fixture) tokensOf(username, password string) *types.AuthenticationResultType {
	f.Helper()
	out, err := f.passwordAuth(username, password)
	if err != nil {
		f.Fatal(err)
	}
	return out.AuthenticationResult
}

// A blank password is none, where a password may be missing (API reference,
// SignUp and AdminCreateUser).
func TestBlankPassword(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.pool.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
		}}
	})
	if _, err := f.api.SignUp(t.Context(), &cognito.SignUpInput{
		ClientId: &f.client, Username: aws.String("alice"), Password: aws.String(""), UserAttributes: attrs("email=alice@example.com"),
	}); err != nil {
		t.Error(err)
	}
	out, err := f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
		UserPoolId: &f.pool, Username: aws.String("bob"), TemporaryPassword: aws.String(""), MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: attrs("email=bob@example.com", "email_verified=true"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if out.User.UserStatus != types.UserStatusTypeConfirmed {
		t.Errorf("bob is %s", out.User.UserStatus)
	}
	_, err = f.api.AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{UserPoolId: &f.pool, Username: aws.String("bob"), Password: aws.String("")})
	wantError(t, err, "InvalidParameterException", "")
}
