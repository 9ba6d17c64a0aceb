//go:build !js

package jsbridge

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// nextCode waits for the next message to a user.
func (p *page) nextCode(username string) string {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Context(), 10*time.Second)
	defer cancel()
	message, err := p.server.Outbox().Next(ctx, p.pool, username)
	if err != nil {
		p.Fatal(err)
	}
	return message.Code
}

// opening writes members of "request".
func opening(flow, username string, members ...string) func(*writer) {
	return func(w *writer) {
		w.text("request"+separator+"flow", flow)
		w.text("request"+separator+"username", username)
		for i := 0; i < len(members); i += 2 {
			w.text("request"+separator+members[i], members[i+1])
		}
	}
}

// respond answers the step of a reply with members of "answer".
func (p *page) respond(reply *packet, members ...string) *packet {
	p.Helper()
	return p.do("respond", func(w *writer) {
		step(reply)(w)
		for i := 0; i < len(members); i += 2 {
			w.text(answer+members[i], members[i+1])
		}
	})
}

func (p *page) wantChallenge(reply *packet, challenge auth.ChallengeName) *packet {
	p.Helper()
	if got := p.good(reply).text(value + "challenge"); got != string(challenge) {
		p.Fatalf("at %q, want %s", got, challenge)
	}
	return reply
}

func TestCustomAuth(t *testing.T) {
	p := newPage(t)
	p.user("custom", true)
	if err := p.server.SetTriggers(p.pool, localcognito.Triggers{
		DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
			e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			if session := e.Request.Session; len(session) > 0 {
				e.Response.IssueTokens = session[len(session)-1].ChallengeResult
			}
			return e, nil
		},
		CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
			e.Response.PublicChallengeParameters = map[string]string{"question": "?"}
			e.Response.PrivateChallengeParameters = map[string]string{"answer": "friend"}
			return e, nil
		},
		VerifyAuthChallengeResponse: func(_ context.Context, e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
			e.Response.AnswerCorrect = e.Request.ChallengeAnswer == "friend"
			return e, nil
		},
	}); err != nil {
		t.Fatal(err)
	}
	asked := p.wantChallenge(p.do("initiate", opening("CUSTOM_AUTH", "custom")), auth.ChallengeCustomChallenge)
	if asked.texts(value + "parameters")["question"] != "?" {
		t.Errorf("%q", asked.texts(value+"parameters"))
	}
	again := p.wantChallenge(p.respond(asked, "answer", "foe"), auth.ChallengeCustomChallenge)
	p.wantDone(p.respond(again, "answer", "friend"), "custom")
}

func TestUserAuth(t *testing.T) {
	p := newPage(t, func(in *cip.CreateUserPoolInput) {
		in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{"PASSWORD", "EMAIL_OTP"}}}
	})
	p.user("chooser", true, "email=chooser@example.com")
	p.wantDone(p.do("initiate", opening("USER_AUTH", "chooser", "preferredChallenge", "PASSWORD", "password", password)), "chooser")
	posed := p.wantChallenge(p.do("initiate", opening("USER_AUTH", "chooser")), auth.ChallengeSelectChallenge)
	if choices := posed.list(value + "choices"); !slices.Equal(choices, []string{"PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"}) {
		t.Errorf("choices %q", choices)
	}
	p.wantCode(p.respond(posed, "choice", "SMS_OTP"), auth.CodeInvalidArgument)
	p.wantDone(p.respond(posed, "choice", "PASSWORD_SRP", "password", password), "chooser")
	asked := p.wantChallenge(p.do("initiate", opening("USER_AUTH", "chooser", "preferredChallenge", "EMAIL_OTP")), auth.ChallengeEmailOTP)
	p.wantDone(p.respond(asked, "code", p.nextCode("chooser")), "chooser")
	p.wantCode(p.do("initiate", opening("USER_AUTH", "chooser", "session", "a session of nobody at all")), "NotAuthorizedException")
}

func TestMFASetup(t *testing.T) {
	p := newPage(t)
	if _, err := p.admin.SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: &p.pool, MfaConfiguration: types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true}, EmailMfaConfiguration: &types.EmailMfaConfigType{},
	}); err != nil {
		t.Fatal(err)
	}
	p.user("totp", true)
	p.user("email", true)

	posed := p.wantChallenge(p.do("initiate", signIn("totp", password, tagBytes)), auth.ChallengeMFASetup)
	p.wantCode(p.respond(posed, "setup", "SMS_MFA", "code", "123456"), auth.CodeInvalidArgument)
	// The page asks for the secret by itself (totpSecret in client.ts).
	begun, err := p.admin.AssociateSoftwareToken(t.Context(), &cip.AssociateSoftwareTokenInput{Session: aws.String(posed.text(value + "session"))})
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(*begun.SecretCode, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	posed.entries[value+"session"] = []byte("s" + *begun.Session)
	p.wantDone(p.respond(posed, "setup", "SOFTWARE_TOKEN_MFA", "code", code, "deviceName", "phone"), "totp")

	posed = p.wantChallenge(p.do("initiate", signIn("email", password, tagBytes)), auth.ChallengeMFASetup)
	asked := p.wantChallenge(p.respond(posed, "setup", "EMAIL_OTP", "email", "email@example.com"), auth.ChallengeEmailOTP)
	p.wantDone(p.respond(asked, "code", p.nextCode("email@example.com")), "email")
}

func TestWebAuthnAnswer(t *testing.T) {
	var w writer
	w.text(answer+"credential", `{"id":"x"}`)
	if got := readAnswer(mustDecode(t, w.buf)); got != auth.Answer(auth.Credential(`{"id":"x"}`)) {
		t.Errorf("%T", got)
	}
	for _, member := range []string{"credential", "code", "choice"} {
		w = writer{}
		w.put(answer+member, tagNull, "")
		if got := readAnswer(mustDecode(t, w.buf)); got != nil {
			t.Errorf("null became %T", got)
		}
	}
}

func TestDeviceSignIn(t *testing.T) {
	p := newPage(t, func(in *cip.CreateUserPoolInput) {
		in.DeviceConfiguration = &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true}
	})
	p.user("alice", true, "phone_number=+12025550123")
	if _, err := p.admin.AdminSetUserMFAPreference(t.Context(), &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: &p.pool, Username: aws.String("alice"), SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true},
	}); err != nil {
		t.Fatal(err)
	}
	const device, token = value + "newDevice" + separator, value + "tokens" + separator + "accessToken"
	asked := p.wantChallenge(p.do("initiate", signIn("alice", password, tagBytes)), auth.ChallengeSMSMFA)
	done := p.respond(asked, "code", p.nextCode("alice"))
	p.wantDone(done, "alice")
	if !done.flag(device+"userConfirmationNecessary") || done.has(device+"error"+separator+"code") || len(p.stored) != 1 {
		t.Fatalf("%d stored, error %q", len(p.stored), done.text(device+"error"+separator+"message"))
	}
	if _, err := p.admin.UpdateDeviceStatus(t.Context(), &cip.UpdateDeviceStatusInput{
		AccessToken: aws.String(done.text(token)), DeviceKey: aws.String(done.text(device + "key")), DeviceRememberedStatus: types.DeviceRememberedStatusTypeRemembered,
	}); err != nil {
		t.Fatal(err)
	}
	again := p.do("initiate", signIn("alice", password, tagBytes))
	p.wantDone(again, "alice")
	if again.has(device + "key") {
		t.Error("the device is new again")
	}
}

// TestNewDeviceError reports on the step why a device will not be remembered.
func TestNewDeviceError(t *testing.T) {
	p := newPage(t, func(in *cip.CreateUserPoolInput) { in.DeviceConfiguration = &types.DeviceConfigurationType{} })
	p.user("broken", true) // whose storage fails, see shelf
	done := p.do("initiate", signIn("broken", password, tagBytes))
	p.wantDone(done, "broken")
	const failure = value + "newDevice" + separator + "error" + separator
	if done.text(failure+"code") != auth.CodeStorageError || done.text(failure+"message") == "" {
		t.Errorf("code %q", done.text(failure+"code"))
	}
}
