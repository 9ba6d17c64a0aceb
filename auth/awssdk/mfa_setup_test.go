package awssdk_test

import (
	"slices"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// authenticatorCode is what an authenticator shows (github.com/pquerna/otp).
func authenticatorCode(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, local.now)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestMFASetup(t *testing.T) {
	pool := newPool(t)
	pool.requireMFA(t)
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			client, username := pool.newRow(t, f), "setup-"+f.name
			pool.confirm(t, username)
			step := client.signIn(t, username)
			wantChallenge(t, step, auth.ChallengeMFASetup)
			if !slices.Equal(step.Choices, []string{"SOFTWARE_TOKEN_MFA", "EMAIL_OTP"}) {
				t.Errorf("choices %q", step.Choices)
			}
			client.refused(t, step, auth.Code("123456"), auth.CodeInvalidArgument)
			client.refused(t, step, auth.SetupSoftwareToken{}, auth.CodeInvalidArgument)

			secret, begun, err := client.TOTPSecret(t.Context(), step)
			if err != nil {
				t.Fatal(err)
			}
			if begun.Session == step.Session || begun.Username != username {
				t.Error("the session is the same")
			}
			client.refused(t, step, auth.SetupSoftwareToken{Code: "123456"}, "NotAuthorizedException") // its session is spent
			code := authenticatorCode(t, secret)
			client.refused(t, begun, auth.SetupSoftwareToken{Code: wrong(code)}, "EnableSoftwareTokenMFAException")
			// The page is reloaded while the user looks for the phone.
			if begun, err = client.Resume(begun.State()); err != nil {
				t.Fatal(err)
			}
			client.wire.take()
			pool.wantTokens(t, client.respond(t, begun, auth.SetupSoftwareToken{Code: code, DeviceName: "phone"}), username)
			sent := client.wire.take()
			if len(sent) != 2 || sent[0].body["FriendlyDeviceName"] != "phone" || sent[0].body["Session"] != begun.Session || sent[1].body["Session"] == begun.Session {
				t.Errorf("%d calls", len(sent))
			}
			wantChallenge(t, client.signIn(t, username), auth.ChallengeSoftwareTokenMFA)
		})
		t.Run(f.name+" by email", func(t *testing.T) {
			client, username := pool.newRow(t, f), "setup-email-"+f.name
			pool.confirm(t, username)
			step := client.signIn(t, username)
			client.refused(t, step, auth.SetupEmail{Email: "nonsense"}, auth.CodeInvalidArgument)
			asked := client.respond(t, step, auth.SetupEmail{Email: username + "@example.com"})
			wantChallenge(t, asked, auth.ChallengeEmailOTP)
			code := pool.nextCode(t, username+"@example.com")
			client.refused(t, asked, auth.Code(wrong(code)), "CodeMismatchException")
			pool.wantTokens(t, client.respond(t, asked, auth.Code(code)), username)
			if got := pool.attribute(t, username, "email_verified"); got != "true" {
				t.Errorf("email_verified is %q", got)
			}
		})
	}
}

func TestTOTPSecretElsewhere(t *testing.T) {
	pool := newPool(t)
	pool.confirm(t, "elsewhere", "phone_number=+12025550123")
	client := pool.newRow(t, publicForm)
	_, _, err := client.TOTPSecret(t.Context(), client.signIn(t, "elsewhere"))
	wantCode(t, err, auth.CodeInvalidArgument)
	pool.prefer(t, "elsewhere", auth.ChallengeSMSMFA)
	_, _, err = client.TOTPSecret(t.Context(), client.signIn(t, "elsewhere"))
	wantCode(t, err, auth.CodeInvalidArgument)
}

// TestSelectMFATypes has a user choose each of three second factors.
func TestSelectMFATypes(t *testing.T) {
	pool := newPool(t)
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			client, username := pool.newRow(t, f), "select-"+f.name
			pool.confirm(t, username, "phone_number=+12025550123", "email=select@example.com")
			enrol(t, client, username)
			if _, err := pool.admin.AdminSetUserMFAPreference(t.Context(), &cip.AdminSetUserMFAPreferenceInput{
				UserPoolId: &pool.id, Username: &username,
				SMSMfaSettings:           &types.SMSMfaSettingsType{Enabled: true},
				EmailMfaSettings:         &types.EmailMfaSettingsType{Enabled: true},
				SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true},
			}); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"} {
				step := client.signIn(t, username)
				wantChallenge(t, step, auth.ChallengeSelectMFAType)
				if want := []string{"SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"}; !slices.Equal(step.Choices, want) {
					t.Errorf("choices %q, want %q", step.Choices, want)
				}
				client.refused(t, step, auth.Choice{Name: "WEB_AUTHN"}, auth.CodeInvalidArgument)
				step = client.respond(t, step, auth.Choice{Name: name})
				wantChallenge(t, step, auth.ChallengeName(name))
				code := totpCode
				if name != "SOFTWARE_TOKEN_MFA" {
					code = pool.nextCodeOf
				}
				pool.wantTokens(t, client.respond(t, step, auth.Code(code(t, username))), username)
			}
		})
	}
}

func (p userPool) nextCodeOf(t *testing.T, username string) string { return p.nextCode(t, username) }
