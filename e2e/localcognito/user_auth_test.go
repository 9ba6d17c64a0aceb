package localcognito_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// choiceFixture has a client with USER_AUTH and a pool that allows every first
// factor and verifies addresses.
func choiceFixture(t *testing.T, changes ...func(*setup)) *fixture {
	base := func(s *setup) {
		s.client.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{"ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
		s.client.PreventUserExistenceErrors = "ENABLED"
		s.pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{"email"}
		s.pool.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{"PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"},
		}}
	}
	return newFixture(t, append([]func(*setup){base}, changes...)...)
}

func TestUserAuthChoices(t *testing.T) {
	f := choiceFixture(t)
	f.enableMFA("OPTIONAL")
	f.confirm("both", "email=both@example.com", "phone_number=+12025551234")
	f.confirm("email", "email=email@example.com")
	f.confirm("mfa", "email=mfa@example.com")
	f.prefer("mfa", true, "EMAIL_OTP")
	f.create("temporary", "email=temporary@example.com")
	for username, want := range map[string][]types.ChallengeNameType{
		"both":      {"PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"},
		"email":     {"PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"},
		"mfa":       {"PASSWORD_SRP", "PASSWORD"},
		"temporary": {"PASSWORD_SRP", "PASSWORD"},
	} {
		out, err := f.initiate("USER_AUTH", "USERNAME", username)
		if err != nil {
			t.Fatal(err)
		}
		if out.ChallengeName != "SELECT_CHALLENGE" || len(out.ChallengeParameters) != 0 || !reflect.DeepEqual(out.AvailableChallenges, want) {
			t.Errorf("%s: %s %v %v", username, out.ChallengeName, out.ChallengeParameters, out.AvailableChallenges)
		}
	}
	// A preference that the user does not have falls back to the choice.
	out, err := f.initiate("USER_AUTH", "USERNAME", "email", "PREFERRED_CHALLENGE", "SMS_OTP")
	if err != nil || out.ChallengeName != "SELECT_CHALLENGE" {
		t.Errorf("%v %v", out, err)
	}
	_, err = f.initiate("USER_AUTH", "USERNAME", "email", "PREFERRED_CHALLENGE", "TELEPATHY")
	wantError(t, err, "InvalidParameterException", "")
	_, err = f.respond("SELECT_CHALLENGE", out.Session, "USERNAME", "email", "ANSWER", "SMS_OTP")
	wantError(t, err, "InvalidParameterException", "")
	// With required MFA nobody goes without the password.
	f.enableMFA("ON")
	for _, username := range []string{"both", "email"} {
		out, err = f.initiate("USER_AUTH", "USERNAME", username)
		if err != nil || len(out.AvailableChallenges) != 2 {
			t.Errorf("%s: %v %v", username, out, err)
		}
	}
}

func TestUserAuthCodes(t *testing.T) {
	for _, tt := range []struct{ factor, key, medium, masked string }{
		{"EMAIL_OTP", "EMAIL_OTP_CODE", "EMAIL", "a***@e***"},
		{"SMS_OTP", "SMS_OTP_CODE", "SMS", "+*******1234"},
	} {
		t.Run(tt.factor, func(t *testing.T) {
			f := choiceFixture(t)
			f.confirm("alice", "email=alice@example.com", "phone_number=+12025551234")
			posed, err := f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", tt.factor)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"CODE_DELIVERY_DELIVERY_MEDIUM": tt.medium, "CODE_DELIVERY_DESTINATION": tt.masked}
			if string(posed.ChallengeName) != tt.factor || !reflect.DeepEqual(posed.ChallengeParameters, want) || len(posed.AvailableChallenges) != 4 {
				t.Fatalf("%s %v %v", posed.ChallengeName, posed.ChallengeParameters, posed.AvailableChallenges)
			}
			code := f.nextCode("alice")
			for range 6 { // as many as were seen to leave the session alive
				_, err = f.respond(posed.ChallengeName, posed.Session, "USERNAME", "alice", tt.key, wrong(code))
				wantError(t, err, "CodeMismatchException", "")
			}
			done, err := f.respond(posed.ChallengeName, posed.Session, "USERNAME", "alice", tt.key, code)
			if err != nil || done.AuthenticationResult == nil {
				t.Fatal(err)
			}
			_, err = f.respond(posed.ChallengeName, posed.Session, "USERNAME", "alice", tt.key, code)
			wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")

			selected, err := f.initiate("USER_AUTH", "USERNAME", "alice")
			if err != nil {
				t.Fatal(err)
			}
			chosen, err := f.respond("SELECT_CHALLENGE", selected.Session, "USERNAME", "alice", "ANSWER", tt.factor)
			if err != nil || string(chosen.ChallengeName) != tt.factor {
				t.Fatalf("%v %v", chosen, err)
			}
			f.clock.Advance(3*time.Minute + time.Second)
			_, err = f.respond(chosen.ChallengeName, chosen.Session, "USERNAME", "alice", tt.key, f.nextCode("alice"))
			wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session is expired.")
		})
	}
}

func TestUserAuthPassword(t *testing.T) {
	f := choiceFixture(t)
	f.confirm("alice", "email=alice@example.com")
	out, err := f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", password)
	if err != nil || out.AuthenticationResult == nil {
		t.Fatalf("%v %v", out, err)
	}
	_, err = f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "PASSWORD")
	wantError(t, err, "InvalidParameterException", "Missing required parameter PASSWORD")
	_, err = f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", "Wrong-1234")
	wantError(t, err, "NotAuthorizedException", incorrect)
	for name, answer := range map[string]func(*string, string) (*cognito.RespondToAuthChallengeOutput, error){
		"ANSWER": func(s *string, p string) (*cognito.RespondToAuthChallengeOutput, error) {
			return f.respond("SELECT_CHALLENGE", s, "USERNAME", "alice", "ANSWER", "PASSWORD", "PASSWORD", p)
		},
		"by name": func(s *string, p string) (*cognito.RespondToAuthChallengeOutput, error) {
			return f.respond("PASSWORD", s, "USERNAME", "alice", "PASSWORD", p)
		},
	} {
		selected, err := f.initiate("USER_AUTH", "USERNAME", "alice")
		if err != nil {
			t.Fatal(err)
		}
		_, err = answer(selected.Session, "Wrong-1234")
		wantError(t, err, "NotAuthorizedException", incorrect)
		done, err := answer(selected.Session, password)
		if err != nil || done.AuthenticationResult == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUserAuthSRP(t *testing.T) {
	f := choiceFixture(t)
	f.confirm("alice", "email=alice@example.com")
	for name, start := range map[string]func(*srpClient) (types.ChallengeNameType, map[string]string, *string, error){
		"preferred": func(s *srpClient) (types.ChallengeNameType, map[string]string, *string, error) {
			out, err := f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "PASSWORD_SRP", "SRP_A", s.A().Text(16))
			if err != nil {
				return "", nil, nil, err
			}
			return out.ChallengeName, out.ChallengeParameters, out.Session, nil
		},
		"ANSWER": func(s *srpClient) (types.ChallengeNameType, map[string]string, *string, error) {
			out, err := f.choose("alice", "SELECT_CHALLENGE", "ANSWER", "PASSWORD_SRP", "SRP_A", s.A().Text(16))
			if err != nil {
				return "", nil, nil, err
			}
			return out.ChallengeName, out.ChallengeParameters, out.Session, nil
		},
		"by name": func(s *srpClient) (types.ChallengeNameType, map[string]string, *string, error) {
			out, err := f.choose("alice", "PASSWORD_SRP", "SRP_A", s.A().Text(16))
			if err != nil {
				return "", nil, nil, err
			}
			return out.ChallengeName, out.ChallengeParameters, out.Session, nil
		},
	} {
		for _, word := range []string{password, "Wrong-1234"} {
			s := newSRPClient()
			challenge, params, session, err := start(s)
			if err != nil || challenge != "PASSWORD_VERIFIER" || session == nil {
				t.Fatalf("%s: %s %v", name, challenge, err)
			}
			s.session = session
			in := s.answer(f, "alice", word, params)
			done, err := f.api.RespondToAuthChallenge(t.Context(), in)
			if word != password {
				wantError(t, err, "NotAuthorizedException", incorrect)
				continue
			}
			if err != nil || done.AuthenticationResult == nil {
				t.Errorf("%s: %v", name, err)
			}
			_, err = f.api.RespondToAuthChallenge(t.Context(), in)
			wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
		}
	}
}

// choose starts USER_AUTH and answers SELECT_CHALLENGE.
func (f *fixture) choose(username string, challenge types.ChallengeNameType, params ...string) (*cognito.RespondToAuthChallengeOutput, error) {
	out, err := f.initiate("USER_AUTH", "USERNAME", username)
	if err != nil {
		return nil, err
	}
	return f.respond(challenge, out.Session, append([]string{"USERNAME", username}, params...)...)
}

func TestUserAuthUnknownUser(t *testing.T) {
	f := choiceFixture(t)
	out, err := f.initiate("USER_AUTH", "USERNAME", "nobody@example.com")
	if err != nil || out.ChallengeName != "EMAIL_OTP" || out.ChallengeParameters["CODE_DELIVERY_DESTINATION"] != "n***@e***" {
		t.Fatalf("%v %v", out, err)
	}
	if n := len(f.server.Outbox().All(f.pool, "")); n != 0 {
		t.Errorf("%d messages to nobody", n)
	}
	_, err = f.respond("EMAIL_OTP", out.Session, "USERNAME", "nobody@example.com", "EMAIL_OTP_CODE", "12345678")
	wantError(t, err, "CodeMismatchException", "")
	_, err = f.initiate("USER_AUTH", "USERNAME", "nobody", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", password)
	wantError(t, err, "NotAuthorizedException", incorrect)
	s := newSRPClient()
	out, err = f.initiate("USER_AUTH", "USERNAME", "nobody", "PREFERRED_CHALLENGE", "PASSWORD_SRP", "SRP_A", s.A().Text(16))
	if err != nil || out.ChallengeName != "PASSWORD_VERIFIER" {
		t.Fatalf("%v %v", out, err)
	}
	s.session = out.Session
	_, err = f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "nobody", password, out.ChallengeParameters))
	wantError(t, err, "NotAuthorizedException", incorrect)
}

// signUp registers a user with an email address and returns the answer.
func (f *fixture) signUp(username string, password *string) *cognito.SignUpOutput {
	f.Helper()
	out, err := f.api.SignUp(f.Context(), &cognito.SignUpInput{
		ClientId: &f.client, Username: &username, Password: password, UserAttributes: attrs("email=" + username + "@example.com"),
	})
	if err != nil {
		f.Fatal(err)
	}
	return out
}

func (f *fixture) confirmSignUp(username, code string, session *string) (*cognito.ConfirmSignUpOutput, error) {
	return f.api.ConfirmSignUp(f.Context(), &cognito.ConfirmSignUpInput{ClientId: &f.client, Username: &username, ConfirmationCode: &code, Session: session})
}

func TestSignUpChain(t *testing.T) {
	f := choiceFixture(t)
	registered := f.signUp("alice", nil)
	if registered.UserConfirmed || registered.Session == nil || *registered.CodeDeliveryDetails.Destination != "a***@e***" || registered.CodeDeliveryDetails.DeliveryMedium != "EMAIL" {
		t.Fatalf("%+v", registered)
	}
	m, ok := f.server.Outbox().Last(f.pool, "alice")
	if !ok || m.Purpose != localcognito.PurposeSignUp || len(m.Code) != 6 {
		t.Errorf("message for %s with %d digits", m.Purpose, len(m.Code))
	}
	code := f.nextCode("alice")
	_, err := f.confirmSignUp("alice", wrong(code), registered.Session)
	wantError(t, err, "CodeMismatchException", "Invalid verification code provided, please try again.")
	confirmed, err := f.confirmSignUp("alice", code, registered.Session)
	if err != nil || confirmed.Session == nil {
		t.Fatal(err)
	}
	_, err = f.confirmSignUp("alice", code, registered.Session)
	wantError(t, err, "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED")
	signIn := func(session *string) (*cognito.InitiateAuthOutput, error) {
		return f.api.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
			AuthFlow: "USER_AUTH", ClientId: &f.client, AuthParameters: map[string]string{"USERNAME": "alice"}, Session: session,
		})
	}
	_, err = signIn(registered.Session)
	wantError(t, err, "NotAuthorizedException", "")
	done, err := signIn(confirmed.Session)
	if err != nil || done.AuthenticationResult == nil {
		t.Fatalf("%v %v", done, err)
	}
	_, err = signIn(confirmed.Session)
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
	factors, err := f.api.GetUserAuthFactors(t.Context(), &cognito.GetUserAuthFactorsInput{AccessToken: done.AuthenticationResult.AccessToken})
	if err != nil || !reflect.DeepEqual(factors.ConfiguredUserAuthFactors, []types.AuthFactorType{"EMAIL_OTP"}) {
		t.Errorf("%v %v", factors, err)
	}
}

func TestSignUpRefused(t *testing.T) {
	f := choiceFixture(t)
	f.signUp("alice", aws.String(password))
	_, err := f.api.SignUp(t.Context(), &cognito.SignUpInput{ClientId: &f.client, Username: aws.String("alice"), Password: aws.String(password)})
	wantError(t, err, "UsernameExistsException", "User already exists")
	_, err = f.api.SignUp(t.Context(), &cognito.SignUpInput{ClientId: &f.client, Username: aws.String("bob"), Password: aws.String("simple")})
	wantError(t, err, "InvalidPasswordException", "")
	_, err = f.passwordAuth("alice", password)
	wantError(t, err, "UserNotConfirmedException", "User is not confirmed.")
	f.clock.Advance(24 * time.Hour)
	_, err = f.confirmSignUp("alice", f.nextCode("alice"), nil)
	wantError(t, err, "ExpiredCodeException", "Invalid code provided, please request a code again.")
	_, err = f.confirmSignUp("nobody", "123456", nil)
	wantError(t, err, "ExpiredCodeException", "Invalid code provided, please request a code again.")
	resent, err := f.api.ResendConfirmationCode(t.Context(), &cognito.ResendConfirmationCodeInput{ClientId: &f.client, Username: aws.String("alice")})
	if err != nil || *resent.CodeDeliveryDetails.AttributeName != "email" {
		t.Fatal(err)
	}
	// Amplify v6 does not send the Session of SignUp and signs in with the one it gets.
	confirmed, err := f.confirmSignUp("alice", f.nextCode("alice"), nil)
	if err != nil || confirmed.Session == nil {
		t.Fatalf("%v %v", confirmed, err)
	}
	f.signIn("alice")
	_, err = f.api.ResendConfirmationCode(t.Context(), &cognito.ResendConfirmationCodeInput{ClientId: &f.client, Username: aws.String("alice")})
	wantError(t, err, "InvalidParameterException", "User is already confirmed.")

	closed := newPoolClient(f, &cognito.CreateUserPoolInput{PoolName: aws.String("closed"), AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}})
	_, err = f.api.SignUp(t.Context(), &cognito.SignUpInput{ClientId: &closed, Username: aws.String("bob"), Password: aws.String(password)})
	wantError(t, err, "NotAuthorizedException", "SignUp is not permitted for this user pool")
}

// newPoolClient makes another pool on f's server and returns a client of it.
func newPoolClient(f *fixture, in *cognito.CreateUserPoolInput) string {
	f.Helper()
	pool, err := f.api.CreateUserPool(f.Context(), in)
	if err != nil {
		f.Fatal(err)
	}
	mine := f.pool
	f.pool = *pool.UserPool.Id
	id, _ := f.newClient(cognito.CreateUserPoolClientInput{})
	f.pool = mine
	return id
}

func TestUnconfirmedUserSignsInByCode(t *testing.T) {
	f := choiceFixture(t)
	f.signUp("alice", aws.String(password))
	f.nextCode("alice") // of the sign-up
	out, err := f.initiate("USER_AUTH", "USERNAME", "alice", "PREFERRED_CHALLENGE", "EMAIL_OTP")
	if err != nil {
		t.Fatal(err)
	}
	done, err := f.respond("EMAIL_OTP", out.Session, "USERNAME", "alice", "EMAIL_OTP_CODE", f.nextCode("alice"))
	if err != nil || done.AuthenticationResult == nil {
		t.Fatal(err)
	}
	user, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
	if err != nil || user.UserStatus != "CONFIRMED" || value(user.UserAttributes, "email_verified") != "true" {
		t.Errorf("%v %v", user, err)
	}
}

func TestSignUpTriggers(t *testing.T) {
	f := choiceFixture(t)
	var confirmed string
	f.setTriggers(localcognito.Triggers{
		PreSignUp: func(_ context.Context, e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
			if e.Request.ClientMetadata["from"] != "sign-up" || e.Request.ValidationData["team"] != "red" {
				return e, errors.New("wrong team")
			}
			e.Response.AutoConfirmUser, e.Response.AutoVerifyEmail = e.UserName == "auto", e.UserName == "auto"
			return e, nil
		},
		PostConfirmation: func(_ context.Context, e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
			confirmed = e.UserName + " " + e.Request.UserAttributes["cognito:user_status"]
			return e, nil
		},
	})
	register := func(username, team string) (*cognito.SignUpOutput, error) {
		return f.api.SignUp(t.Context(), &cognito.SignUpInput{
			ClientId: &f.client, Username: &username, Password: aws.String(password), UserAttributes: attrs("email=" + username + "@example.com"),
			ClientMetadata: map[string]string{"from": "sign-up"}, ValidationData: attrs("team=" + team),
		})
	}
	_, err := register("auto", "blue")
	wantError(t, err, "UserLambdaValidationException", "PreSignUp failed with error wrong team.")
	out, err := register("auto", "red")
	if err != nil || !out.UserConfirmed || out.CodeDeliveryDetails != nil {
		t.Fatalf("%v %v", out, err)
	}
	f.signIn("auto")
	if _, err = register("alice", "red"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.confirmSignUp("alice", f.nextCode("alice"), nil); err != nil {
		t.Fatal(err)
	}
	if confirmed != "alice CONFIRMED" {
		t.Errorf("post confirmation saw %q", confirmed)
	}
}

func TestConfirmSignUpAlias(t *testing.T) {
	f := choiceFixture(t, func(s *setup) { s.pool.AliasAttributes = []types.AliasAttributeType{"email"} })
	f.confirm("holder", "email=shared@example.com", "email_verified=true")
	_, err := f.api.SignUp(t.Context(), &cognito.SignUpInput{
		ClientId: &f.client, Username: aws.String("alice"), Password: aws.String(password), UserAttributes: attrs("email=shared@example.com"),
	})
	if err != nil {
		t.Fatal(err)
	}
	in := &cognito.ConfirmSignUpInput{ClientId: &f.client, Username: aws.String("alice"), ConfirmationCode: aws.String(f.nextCode("alice"))}
	_, err = f.api.ConfirmSignUp(t.Context(), in)
	wantError(t, err, "AliasExistsException", "An account with the email already exists.")
	in.ForceAliasCreation = true
	if _, err = f.api.ConfirmSignUp(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	holder, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("holder")})
	if err != nil || value(holder.UserAttributes, "email_verified") != "false" {
		t.Errorf("the address still belongs to its first holder: %v", err)
	}
}

// The developer guide lets an administrator make users who never have a
// password where codes are a first factor.
func TestUserWithoutPassword(t *testing.T) {
	f := choiceFixture(t)
	made, err := f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
		UserPoolId: &f.pool, Username: aws.String("alice"), MessageAction: "SUPPRESS", UserAttributes: attrs("email=alice@example.com", "email_verified=true"),
	})
	if err != nil || made.User.UserStatus != "CONFIRMED" {
		t.Fatalf("%v %v", made, err)
	}
	out, err := f.initiate("USER_AUTH", "USERNAME", "alice")
	if err != nil || !reflect.DeepEqual(out.AvailableChallenges, []types.ChallengeNameType{"EMAIL_OTP"}) {
		t.Fatalf("%v %v", out, err)
	}
	_, err = f.passwordAuth("alice", password)
	wantError(t, err, "NotAuthorizedException", incorrect)
}
