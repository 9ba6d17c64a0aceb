package awssdk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// firstFactors are all but WEB_AUTHN, which TestPasskey has.
var firstFactors = []struct {
	name      auth.ChallengeName
	password  bool
	challenge auth.ChallengeName // that the user sees, empty where none is left
}{
	{auth.ChallengePassword, true, ""},
	{auth.ChallengePasswordSRP, true, ""},
	{auth.ChallengeEmailOTP, false, auth.ChallengeEmailOTP},
	{auth.ChallengeSMSOTP, false, auth.ChallengeSMSOTP},
}

// finish answers the challenge of a first factor, after a wrong code.
func (a app) finish(t *testing.T, p userPool, step *auth.Step, challenge auth.ChallengeName, username string) {
	t.Helper()
	if challenge != "" {
		wantChallenge(t, step, challenge)
		if medium, _, _ := strings.Cut(string(challenge), "_"); step.Delivery == nil || step.Delivery.Medium != medium {
			t.Errorf("delivery %v", step.Delivery)
		}
		code := p.nextCode(t, username)
		a.refused(t, step, auth.Code(wrong(code)), "CodeMismatchException")
		step = a.respond(t, step, auth.Code(code))
	}
	p.wantTokens(t, step, username)
}

func TestUserAuth(t *testing.T) {
	pool := newPool(t)
	pool.confirm(t, "chooser", "email=chooser@example.com", "phone_number=+12025550123")
	pool.confirm(t, "plain")
	for _, f := range forms {
		client := pool.newRow(t, f)
		choose := auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "chooser"}
		for _, factor := range firstFactors {
			t.Run(f.name+" "+string(factor.name), func(t *testing.T) {
				request, choice := choose, auth.Choice{Name: string(factor.name)}
				request.PreferredChallenge = factor.name
				if factor.password {
					request.Password, choice.Password = []byte(password), []byte(password)
				}
				client.finish(t, pool, client.initiate(t, request), factor.challenge, "chooser")

				step := client.initiate(t, choose)
				wantChallenge(t, step, auth.ChallengeSelectChallenge)
				if want := []string{"PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"}; !slices.Equal(step.Choices, want) {
					t.Errorf("choices %q, want %q", step.Choices, want)
				}
				// The choices do not stand in the parameters, and survive being stored.
				resumed, err := client.Resume(step.State())
				if err != nil || !slices.Equal(resumed.Choices, step.Choices) {
					t.Fatalf("resumed with %q, %v", resumed.Choices, err)
				}
				client.finish(t, pool, client.respond(t, resumed, choice), factor.challenge, "chooser")

				if !factor.password {
					return
				}
				wrongPassword := choice
				wrongPassword.Password = []byte("Wrong-12345")
				client.refused(t, client.initiate(t, choose), wrongPassword, "NotAuthorizedException")
				wrongPassword.Password = nil
				client.refused(t, step, wrongPassword, auth.CodeInvalidArgument)

				// The challenge named directly, which Cognito allows in the place of SELECT_CHALLENGE.
				state := client.initiate(t, choose).State()
				state.Challenge = factor.name
				named, err := client.Resume(state)
				if err != nil {
					t.Fatal(err)
				}
				client.refused(t, named, auth.Code("123456"), auth.CodeInvalidArgument)
				pool.wantTokens(t, client.respond(t, named, auth.Password(password)), "chooser")
			})
		}
		t.Run(f.name+" password without preference", func(t *testing.T) {
			client.wire.take()
			pool.wantTokens(t, client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "chooser", Password: []byte(password)}), "chooser")
			if sent := client.wire.take(); len(sent) != 2 || sent[0].params()["PREFERRED_CHALLENGE"] != "PASSWORD_SRP" || sent[0].params()["PASSWORD"] != nil {
				t.Errorf("%d calls", len(sent))
			}
		})
		t.Run(f.name+" preference that the user lacks", func(t *testing.T) {
			step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "plain", PreferredChallenge: auth.ChallengeSMSOTP})
			wantChallenge(t, step, auth.ChallengeSelectChallenge)
			client.wire.take()
			client.refused(t, step, auth.Choice{Name: "SMS_OTP"}, auth.CodeInvalidArgument)
			client.refused(t, step, auth.Code("123456"), auth.CodeInvalidArgument)
			if sent := client.wire.take(); len(sent) != 0 {
				t.Errorf("%d calls", len(sent))
			}
		})
	}
}

// TestUserAuthTemporaryPassword meets NEW_PASSWORD_REQUIRED behind the choice.
func TestUserAuthTemporaryPassword(t *testing.T) {
	pool := newPool(t)
	for _, f := range forms {
		client, username := pool.newRow(t, f), "temporary-"+f.name
		pool.create(t, username)
		step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: username})
		step = client.respond(t, step, auth.Choice{Name: "PASSWORD_SRP", Password: []byte(password)})
		wantChallenge(t, step, auth.ChallengeNewPasswordRequired)
		pool.wantTokens(t, client.respond(t, step, auth.NewPassword{Password: []byte(newPassword)}), username)
	}
}

// TestSignUpSession signs in with the Session of ConfirmSignUp.
func TestSignUpSession(t *testing.T) {
	pool := newPool(t, func(in *cip.CreateUserPoolInput) {
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
	})
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			client, username := pool.newRow(t, f), "new-"+f.name
			hash := secretHash(client.config, username)
			registered, err := pool.admin.SignUp(t.Context(), &cip.SignUpInput{
				ClientId: &client.config.ClientID, SecretHash: &hash, Username: &username,
				UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String(username + "@example.com")}},
			})
			if err != nil {
				t.Fatal(err)
			}
			code := pool.nextCode(t, username)
			confirmed, err := pool.admin.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{
				ClientId: &client.config.ClientID, SecretHash: &hash, Username: &username, ConfirmationCode: &code, Session: registered.Session,
			})
			if err != nil {
				t.Fatal(err)
			}
			request := auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: username, Session: *confirmed.Session}
			pool.wantTokens(t, client.initiate(t, request), username)
			_, err = client.Initiate(t.Context(), request)
			wantCode(t, err, "NotAuthorizedException") // it works once
		})
	}
}
