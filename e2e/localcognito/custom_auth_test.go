package localcognito_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// allow replaces the flows of the client.
func allow(flows ...types.ExplicitAuthFlowsType) func(*setup) {
	return func(s *setup) { s.client.ExplicitAuthFlows = flows }
}

// riddle is a set of triggers that ask a question until it is answered, three
// times at most. It notes what they were told.
type riddle struct {
	log []string
}

func (r *riddle) note(trigger, username string, metadata map[string]string, unknown bool, session []*events.CognitoEventUserPoolsChallengeResult) {
	var history []string
	for _, s := range session {
		history = append(history, fmt.Sprintf("%s %t %s", s.ChallengeName, s.ChallengeResult, s.ChallengeMetadata))
	}
	r.log = append(r.log, strings.Join([]string{trigger, username, metadata["from"], fmt.Sprint(unknown), strings.Join(history, ";")}, "|"))
}

func (r *riddle) triggers() localcognito.Triggers {
	return localcognito.Triggers{
		DefineAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
			r.note(e.TriggerSource, e.UserName, e.Request.ClientMetadata, e.Request.UserNotFound, e.Request.Session)
			s := e.Request.Session
			switch {
			case len(s) == 0, len(s) < 3 && !s[len(s)-1].ChallengeResult:
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			case s[len(s)-1].ChallengeName == "SRP_A":
				e.Response.ChallengeName = "PASSWORD_VERIFIER"
			case s[len(s)-1].ChallengeName != "CUSTOM_CHALLENGE":
				e.Response.ChallengeName = "CUSTOM_CHALLENGE"
			case s[len(s)-1].ChallengeResult:
				e.Response.IssueTokens = true
			default:
				e.Response.FailAuthentication = true
			}
			return e, nil
		},
		CreateAuthChallenge: func(_ context.Context, e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
			r.note(e.TriggerSource, e.UserName, e.Request.ClientMetadata, e.Request.UserNotFound, e.Request.Session)
			e.Response.PublicChallengeParameters = map[string]string{"question": "who goes there?"}
			e.Response.PrivateChallengeParameters = map[string]string{"answer": "friend"}
			e.Response.ChallengeMetadata = "RIDDLE"
			return e, nil
		},
		VerifyAuthChallengeResponse: func(_ context.Context, e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
			r.note(e.TriggerSource, e.UserName, e.Request.ClientMetadata, e.Request.UserNotFound, nil)
			e.Response.AnswerCorrect = e.Request.ChallengeAnswer == e.Request.PrivateChallengeParameters["answer"]
			return e, nil
		},
	}
}

func (f *fixture) setTriggers(triggers localcognito.Triggers) {
	f.Helper()
	if err := f.server.SetTriggers(f.pool, triggers); err != nil {
		f.Fatal(err)
	}
}

func TestCustomAuth(t *testing.T) {
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH"))
	f.confirm("alice")
	_, err := f.initiate("CUSTOM_AUTH", "USERNAME", "alice")
	wantError(t, err, "InvalidUserPoolConfigurationException", "")
	r := &riddle{}
	f.setTriggers(r.triggers())
	out, err := f.api.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
		AuthFlow: "CUSTOM_AUTH", ClientId: &f.client, AuthParameters: map[string]string{"USERNAME": "alice"},
		ClientMetadata: map[string]string{"from": "initiate"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"USERNAME": "alice", "question": "who goes there?"}
	if out.ChallengeName != "CUSTOM_CHALLENGE" || !reflect.DeepEqual(out.ChallengeParameters, want) {
		t.Fatalf("%s %v", out.ChallengeName, out.ChallengeParameters)
	}
	answer := func(session *string, text string) (*cognito.RespondToAuthChallengeOutput, error) {
		return f.api.RespondToAuthChallenge(t.Context(), &cognito.RespondToAuthChallengeInput{
			ChallengeName: "CUSTOM_CHALLENGE", ClientId: &f.client, Session: session,
			ChallengeResponses: map[string]string{"USERNAME": "alice", "ANSWER": text},
			ClientMetadata:     map[string]string{"from": "respond"},
		})
	}
	again, err := answer(out.Session, "foe")
	if err != nil || again.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("a wrong answer: %v %v", again, err)
	}
	_, err = answer(out.Session, "friend")
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
	done, err := answer(again.Session, "friend")
	if err != nil || done.AuthenticationResult == nil {
		t.Fatal(err)
	}
	// The order and the sessions are those of the developer guide; which
	// triggers see ClientMetadata, that of the API reference.
	wantLog := []string{
		"DefineAuthChallenge_Authentication|alice||false|",
		"CreateAuthChallenge_Authentication|alice||false|",
		"VerifyAuthChallengeResponse_Authentication|alice|respond|false|",
		"DefineAuthChallenge_Authentication|alice|respond|false|CUSTOM_CHALLENGE false RIDDLE",
		"CreateAuthChallenge_Authentication|alice|respond|false|CUSTOM_CHALLENGE false RIDDLE",
		"VerifyAuthChallengeResponse_Authentication|alice|respond|false|",
		"DefineAuthChallenge_Authentication|alice|respond|false|CUSTOM_CHALLENGE false RIDDLE;CUSTOM_CHALLENGE true RIDDLE",
	}
	if !reflect.DeepEqual(r.log, wantLog) {
		t.Errorf("triggers saw\n%s\nwant\n%s", strings.Join(r.log, "\n"), strings.Join(wantLog, "\n"))
	}

	out, err = f.initiate("CUSTOM_AUTH", "USERNAME", "alice")
	for range 2 {
		if err != nil {
			t.Fatal(err)
		}
		var next *cognito.RespondToAuthChallengeOutput
		next, err = answer(out.Session, "foe")
		if err == nil {
			out.Session = next.Session
		}
	}
	_, err = answer(out.Session, "foe")
	wantError(t, err, "NotAuthorizedException", incorrect)
}

func TestCustomAuthUnknownUser(t *testing.T) {
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH"), func(s *setup) { s.client.PreventUserExistenceErrors = "ENABLED" })
	r := &riddle{}
	f.setTriggers(r.triggers())
	out, err := f.initiate("CUSTOM_AUTH", "USERNAME", "nobody")
	if err != nil || out.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("%v %v", out, err)
	}
	if r.log[0] != "DefineAuthChallenge_Authentication|nobody||true|" {
		t.Errorf("trigger saw %s", r.log[0])
	}
	_, err = f.respond("CUSTOM_CHALLENGE", out.Session, "USERNAME", "nobody", "ANSWER", "friend")
	wantError(t, err, "NotAuthorizedException", incorrect) // whatever the trigger says
}

func TestCustomAuthWithSRP(t *testing.T) {
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH"))
	f.enableMFA("OPTIONAL")
	f.confirm("alice", "email=alice@example.com")
	r := &riddle{}
	f.setTriggers(r.triggers())
	start := func(s *srpClient) map[string]string {
		t.Helper()
		out, err := f.initiate("CUSTOM_AUTH", "USERNAME", "alice", "CHALLENGE_NAME", "SRP_A", "SRP_A", s.A().Text(16))
		if err != nil || out.ChallengeName != "PASSWORD_VERIFIER" || out.Session == nil {
			t.Fatalf("%v %v", out, err)
		}
		s.session = out.Session
		return out.ChallengeParameters
	}
	s := newSRPClient()
	params := start(s)
	verified, err := f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "alice", password, params))
	if err != nil || verified.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("%v %v", verified, err)
	}
	done, err := f.respond("CUSTOM_CHALLENGE", verified.Session, "USERNAME", "alice", "ANSWER", "friend")
	if err != nil || done.AuthenticationResult == nil {
		t.Fatal(err)
	}
	if last := r.log[len(r.log)-1]; last != "DefineAuthChallenge_Authentication|alice||false|SRP_A true ;PASSWORD_VERIFIER true ;CUSTOM_CHALLENGE true RIDDLE" {
		t.Errorf("trigger saw %s", last)
	}

	s = newSRPClient()
	params = start(s)
	_, err = f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "alice", "Wrong-1234", params))
	wantError(t, err, "NotAuthorizedException", incorrect)
	params = start(s)
	s.session = nil
	_, err = f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "alice", password, params))
	wantError(t, err, "InvalidParameterException", "Missing required parameter Session")
	other := newSRPClient()
	start(other)
	params = start(s)
	s.session = other.session
	_, err = f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "alice", password, params))
	wantError(t, err, "NotAuthorizedException", incorrect)

	// MFA comes after the password, and the trigger hears of it.
	f.prefer("alice", true, "EMAIL_OTP")
	s = newSRPClient()
	params = start(s)
	mfa, err := f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "alice", password, params))
	if err != nil || mfa.ChallengeName != "EMAIL_OTP" {
		t.Fatalf("%v %v", mfa, err)
	}
	if mfa, err = f.respond("EMAIL_OTP", mfa.Session, "USERNAME", "alice", "EMAIL_OTP_CODE", f.nextCode("alice")); err != nil || mfa.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("%v %v", mfa, err)
	}
	if last := r.log[len(r.log)-1]; !strings.HasSuffix(last, "SRP_A true ;PASSWORD_VERIFIER true ;EMAIL_OTP true ") {
		t.Errorf("trigger saw %s", last)
	}

	_, err = f.initiate("CUSTOM_AUTH", "USERNAME", "alice", "CHALLENGE_NAME", "SRP_A")
	wantError(t, err, "InvalidParameterException", "Missing required parameter SRP_A")
	_, err = f.initiate("CUSTOM_AUTH", "USERNAME", "alice", "CHALLENGE_NAME", "PASSWORD")
	wantError(t, err, "InvalidParameterException", "")
	_, err = f.initiate("CUSTOM_AUTH", "USERNAME", "nobody")
	wantError(t, err, "UserNotFoundException", "User does not exist.")
}

func TestTriggerErrors(t *testing.T) {
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"))
	f.confirm("alice")
	type define = events.CognitoEventUserPoolsDefineAuthChallenge
	for _, tt := range []struct {
		name               string
		define             func(context.Context, define) (define, error)
		exception, message string
	}{
		{"error", func(_ context.Context, e define) (define, error) { return e, errors.New("closed today.") },
			"UserLambdaValidationException", "DefineAuthChallenge failed with error closed today."},
		{"panic", func(context.Context, define) (define, error) { panic("secret") },
			"UnexpectedLambdaException", "DefineAuthChallenge failed with an unhandled error."},
		{"nothing", func(_ context.Context, e define) (define, error) { return e, nil }, "InvalidLambdaResponseException", ""},
		{"PASSWORD_VERIFIER without SRP_A", func(_ context.Context, e define) (define, error) {
			e.Response.ChallengeName = "PASSWORD_VERIFIER"
			return e, nil
		}, "InvalidLambdaResponseException", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f.setTriggers(localcognito.Triggers{DefineAuthChallenge: tt.define})
			_, err := f.initiate("CUSTOM_AUTH", "USERNAME", "alice")
			wantError(t, err, tt.exception, tt.message)
		})
	}
	if err := f.server.SetTriggers("eu-west-1_none", localcognito.Triggers{}); !errors.Is(err, localcognito.ErrUnknownPool) {
		t.Errorf("got %v", err)
	}
}

// What CreateAuthChallenge has to give: at least one private parameter. Reports
// of Cognito's refusal: aws-samples/amazon-cognito-passwordless-auth#214 and
// aws-amplify/amplify-js#8145; that the public ones may be missing:
// awsdocs/amazon-cognito-developer-guide#20.
func TestCustomChallengeMembers(t *testing.T) {
	type create = events.CognitoEventUserPoolsCreateAuthChallenge
	one := map[string]string{"answer": "friend"}
	for name, tt := range map[string]struct {
		public, private map[string]string
		refused         bool
	}{
		"both":              {one, one, false},
		"no public ones":    {nil, one, false},
		"empty public ones": {map[string]string{}, one, false},
		"no private ones":   {one, nil, true},
		"empty private":     {one, map[string]string{}, true},
		"none":              {nil, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			f := newFixture(t, allow("ALLOW_CUSTOM_AUTH"), hideUsers, func(s *setup) {
				s.options.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
			})
			f.confirm("alice")
			triggers := (&riddle{}).triggers()
			triggers.CreateAuthChallenge = func(_ context.Context, e create) (create, error) {
				e.Response.PublicChallengeParameters, e.Response.PrivateChallengeParameters = tt.public, tt.private
				return e, nil
			}
			f.setTriggers(triggers)
			for _, username := range []string{"alice", "nobody"} {
				out, err := f.initiate("CUSTOM_AUTH", "USERNAME", username)
				if tt.refused {
					wantError(t, err, "NotAuthorizedException", incorrect)
				} else if err != nil || out.ChallengeName != "CUSTOM_CHALLENGE" {
					t.Errorf("%s: %v %v", username, out, err)
				}
			}
			f.server.Close() // nothing is logged any more
			if said := strings.Contains(log.String(), "privateChallengeParameters"); said != tt.refused {
				t.Errorf("the log says why: %v, want %v", said, tt.refused)
			}
		})
	}
	// And the triggers themselves have to be there.
	f := newFixture(t, allow("ALLOW_CUSTOM_AUTH"))
	f.confirm("alice")
	triggers := (&riddle{}).triggers()
	triggers.CreateAuthChallenge = nil
	f.setTriggers(triggers)
	_, err := f.initiate("CUSTOM_AUTH", "USERNAME", "alice")
	wantError(t, err, "InvalidUserPoolConfigurationException", "CreateAuthChallenge trigger is not configured for the user pool.")
}

func TestAuthenticationTriggers(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("OPTIONAL")
	f.confirm("alice", "email=alice@example.com")
	f.prefer("alice", true, "EMAIL_OTP")
	var seen []string
	f.setTriggers(localcognito.Triggers{
		PreAuthentication: func(_ context.Context, e events.CognitoEventUserPoolsPreAuthentication) (events.CognitoEventUserPoolsPreAuthentication, error) {
			seen = append(seen, e.TriggerSource+" "+e.Request.ValidationData["from"])
			if e.Request.UserAttributes["email"] != "alice@example.com" {
				return e, errors.New("not you")
			}
			return e, nil
		},
		PostAuthentication: func(_ context.Context, e events.CognitoEventUserPoolsPostAuthentication) (events.CognitoEventUserPoolsPostAuthentication, error) {
			seen = append(seen, e.TriggerSource+" "+e.Request.ClientMetadata["from"])
			return e, nil
		},
		PreTokenGeneration: func(_ context.Context, e events.CognitoEventUserPoolsPreTokenGen) (events.CognitoEventUserPoolsPreTokenGen, error) {
			seen = append(seen, e.TriggerSource+" "+e.Request.ClientMetadata["from"])
			e.Response.ClaimsOverrideDetails.ClaimsToAddOrOverride = map[string]string{"shoe": "44", "sub": "forged"}
			e.Response.ClaimsOverrideDetails.ClaimsToSuppress = []string{"email"}
			return e, nil
		},
	})
	out, err := f.api.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
		AuthFlow: "USER_PASSWORD_AUTH", ClientId: &f.client, ClientMetadata: map[string]string{"from": "initiate"},
		AuthParameters: map[string]string{"USERNAME": "alice", "PASSWORD": password},
	})
	if err != nil {
		t.Fatal(err)
	}
	done, err := f.api.RespondToAuthChallenge(t.Context(), &cognito.RespondToAuthChallengeInput{
		ChallengeName: "EMAIL_OTP", ClientId: &f.client, Session: out.Session, ClientMetadata: map[string]string{"from": "respond"},
		ChallengeResponses: map[string]string{"USERNAME": "alice", "EMAIL_OTP_CODE": f.nextCode("alice")},
	})
	if err != nil {
		t.Fatal(err)
	}
	claims, _ := f.verify(*done.AuthenticationResult.IdToken)
	if claims["shoe"] != "44" || claims["email"] != nil || claims["sub"] == "forged" {
		t.Errorf("claims %v", claims)
	}
	_, err = f.api.GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{
		ClientId: &f.client, RefreshToken: done.AuthenticationResult.RefreshToken, ClientMetadata: map[string]string{"from": "refresh"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"PreAuthentication_Authentication initiate", "PostAuthentication_Authentication respond",
		"TokenGeneration_Authentication respond", "TokenGeneration_RefreshTokens refresh",
	}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("triggers saw %q", seen)
	}
	f.confirm("bob", "email=bob@example.com")
	_, err = f.passwordAuth("bob", password)
	wantError(t, err, "UserLambdaValidationException", "PreAuthentication failed with error not you.")
}

func TestMFASetup(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("ON")
	f.confirm("alice")
	start := func() *cognito.InitiateAuthOutput {
		t.Helper()
		out, err := f.passwordAuth("alice", password)
		if err != nil || out.ChallengeName != "MFA_SETUP" || out.ChallengeParameters["MFAS_CAN_SETUP"] != `["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]` {
			t.Fatalf("%v %v", out, err)
		}
		return out
	}
	out := start()
	_, err := f.respond("MFA_SETUP", out.Session, "USERNAME", "alice")
	wantError(t, err, "InvalidParameterException", "")
	verify := func(session *string, code string) (*cognito.VerifySoftwareTokenOutput, error) {
		return f.api.VerifySoftwareToken(t.Context(), &cognito.VerifySoftwareTokenInput{Session: session, UserCode: &code})
	}
	_, err = verify(out.Session, "123456")
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user.")
	associated, err := f.api.AssociateSoftwareToken(t.Context(), &cognito.AssociateSoftwareTokenInput{Session: out.Session})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.api.AssociateSoftwareToken(t.Context(), &cognito.AssociateSoftwareTokenInput{Session: out.Session})
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
	_, err = f.respond("MFA_SETUP", associated.Session, "USERNAME", "alice")
	wantError(t, err, "InvalidParameterException", "")
	_, err = verify(associated.Session, wrong(f.totp(*associated.SecretCode, 0)))
	wantError(t, err, "EnableSoftwareTokenMFAException", "")
	verified, err := verify(associated.Session, f.totp(*associated.SecretCode, 0))
	if err != nil {
		t.Fatal(err)
	}
	if verified.Status != "SUCCESS" || *verified.Session == *associated.Session || *associated.Session == *out.Session {
		t.Error("each step must give a new session")
	}
	_, err = f.respond("MFA_SETUP", associated.Session, "USERNAME", "alice")
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
	done, err := f.respond("MFA_SETUP", verified.Session, "USERNAME", "alice")
	if err != nil || done.AuthenticationResult == nil {
		t.Fatal(err)
	}
	next, err := f.passwordAuth("alice", password)
	if err != nil || next.ChallengeName != "SOFTWARE_TOKEN_MFA" {
		t.Errorf("the next sign-in: %v %v", next, err)
	}
}

func TestMFASetupEmail(t *testing.T) {
	f := newFixture(t)
	f.enableMFA("ON")
	f.confirm("alice")
	out, err := f.passwordAuth("alice", password)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.respond("MFA_SETUP", out.Session, "USERNAME", "alice", "EMAIL", "nonsense")
	wantError(t, err, "InvalidParameterException", "Invalid email address format.")
	sent, err := f.respond("MFA_SETUP", out.Session, "USERNAME", "alice", "EMAIL", "alice@example.com")
	if err != nil || sent.ChallengeName != "EMAIL_OTP" || sent.ChallengeParameters["CODE_DELIVERY_DESTINATION"] != "a***@e***" {
		t.Fatalf("%v %v", sent, err)
	}
	code := f.nextCode("alice@example.com")
	_, err = f.respond("EMAIL_OTP", sent.Session, "USERNAME", "alice", "EMAIL_OTP_CODE", wrong(code))
	wantError(t, err, "CodeMismatchException", "")
	user, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
	if err != nil || value(user.UserAttributes, "email") != "" {
		t.Errorf("an unproven address was kept: %v", err)
	}
	done, err := f.respond("EMAIL_OTP", sent.Session, "USERNAME", "alice", "EMAIL_OTP_CODE", code)
	if err != nil || done.AuthenticationResult == nil {
		t.Fatal(err)
	}
	me, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: done.AuthenticationResult.AccessToken})
	if err != nil || value(me.UserAttributes, "email_verified") != "true" || !reflect.DeepEqual(me.UserMFASettingList, []string{"EMAIL_OTP"}) {
		t.Errorf("%v %v", me, err)
	}
}
