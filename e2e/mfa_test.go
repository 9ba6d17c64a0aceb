package e2e

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// enableMFA turns second factors of a user on without preferring one.
func (s *stage) enableMFA(username string, methods ...string) {
	s.t.Helper()
	in := &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &s.pool.ID, Username: &username}
	for _, method := range methods {
		switch method {
		case "SMS_MFA":
			in.SMSMfaSettings = &types.SMSMfaSettingsType{Enabled: true}
		case "EMAIL_OTP":
			in.EmailMfaSettings = &types.EmailMfaSettingsType{Enabled: true}
		case "SOFTWARE_TOKEN_MFA":
			in.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: true}
		}
	}
	if _, err := s.pool.API.AdminSetUserMFAPreference(s.t.Context(), in); err != nil {
		s.t.Fatal(err)
	}
}

// withoutPhone takes the phone number away, which is SMS_MFA otherwise where a
// pool requires MFA.
func (s *stage) withoutPhone(username string) {
	s.t.Helper()
	if _, err := s.pool.API.AdminUpdateUserAttributes(s.t.Context(), &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &s.pool.ID, Username: &username,
		UserAttributes: []types.AttributeType{{Name: new("phone_number"), Value: new("")}},
	}); err != nil {
		s.t.Fatal(err)
	}
}

// SELECT_MFA_TYPE, each choice answered.
func TestSelectMFAType(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		clock := newClock()
		s := newStageAt(t, provision.Options{Secret: v.worker}, dist, clocked(clock))
		authenticatorSecret := s.user(provision.User{Name: "mona", MFA: "SOFTWARE_TOKEN_MFA"})
		s.enableMFA("mona", "SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA")
		page := s.open(t, v)
		begin := func() step {
			t.Helper()
			return initiate(page, `{username: 'mona', password: 'Local-Cognito-1'}`).wantStep(t, "SELECT_MFA_TYPE")
		}
		for _, choice := range []string{"SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"} {
			if got := slices.Sorted(slices.Values(begin().Choices)); !slices.Equal(got, []string{"EMAIL_OTP", "SMS_MFA", "SOFTWARE_TOKEN_MFA"}) {
				t.Errorf("got choices %v, want all three", got)
			}
			respond(page, `{choice: '`+choice+`'}`).wantStep(t, choice)
			code := ""
			if choice == "SOFTWARE_TOKEN_MFA" {
				code = authenticator(t, authenticatorSecret)
			} else {
				code = s.lastCode("mona")
			}
			respond(page, `{code: '`+wrongCode(code)+`'}`).wantError(t, "CodeMismatchException")
			respond(page, `{code: '`+code+`'}`).wantDone(t, "mona")
		}

		begin()
		s.tap.Forget()
		for answer, want := range map[string]string{
			`{choice: 'EMAIL_MFA'}`: "choice: expected one of step.choices",
			`{choice: 'WEB_AUTHN'}`: "choice: expected one of step.choices",
			`{choice: ''}`:          "choice: expected one of step.choices",
			`{}`:                    "answer: expected {choice} for SELECT_MFA_TYPE",
			`{code: '123456'}`:      "answer: expected {choice} for SELECT_MFA_TYPE",
		} {
			respond(page, answer).want(t, answer, "InvalidArgument", want)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
		// What Cognito offers can be chosen, also what is new.
		s.tap.Fail("RespondToAuthChallenge", parameter("MFAS_CAN_CHOOSE", `["SMS_MFA","WEB_AUTHN"]`))
		if got := begin(); !slices.Equal(got.Choices, []string{"SMS_MFA", "WEB_AUTHN"}) {
			t.Errorf("got choices %v, want them as offered", got.Choices)
		}
		respond(page, `{choice: 'WEB_AUTHN'}`).wantError(t, "InvalidParameterException") // the local Cognito did not mean it
	})
}

// totpSecret is what client.totpSecret gives.
type totpSecret struct{ Secret, URI, Default, Session string }

// beginTOTP asks for the secret of an authenticator at the step in the page.
func beginTOTP(page *browser.Page) totpSecret {
	return browser.Eval[totpSecret](page, `client.totpSecret(step).then(({secret, uri}) =>
		({Secret: secret, URI: uri('Exämple & Co', 'mona:x@example.com'), Default: uri('Example'), Session: step.session}))`)
}

// MFA_SETUP with an authenticator: each call has a session of its own, and the
// step goes along with them.
func TestSetupAuthenticator(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		clock := newClock()
		s := newStageAt(t, provision.Options{Secret: v.worker, RequireMFA: true}, dist, clocked(clock))
		s.user(provision.User{Name: "mona"})
		s.withoutPhone("mona")
		page := s.open(t, v)
		begin := func() step {
			t.Helper()
			return initiate(page, `{username: 'mona', password: 'Local-Cognito-1'}`).wantStep(t, "MFA_SETUP")
		}
		first := begin()
		if want := []string{"SOFTWARE_TOKEN_MFA", "EMAIL_OTP"}; !slices.Equal(first.Choices, want) {
			t.Errorf("got choices %v, want %v", first.Choices, want)
		}
		got := beginTOTP(page)
		if got.Session == first.Session || got.Session == "" {
			t.Error("the step has no new session after totpSecret")
		}
		uri, err := url.Parse(got.URI)
		if err != nil || uri.Scheme != "otpauth" || uri.Host != "totp" || uri.Path != "/Exämple & Co:mona:x@example.com" ||
			uri.Query().Get("secret") != got.Secret || uri.Query().Get("issuer") != "Exämple & Co" {
			t.Errorf("got the URI %q, error %v", got.URI, err)
		}
		if !strings.HasPrefix(got.Default, "otpauth://totp/Example:mona?secret=") {
			t.Errorf("got the URI %q, want the user name as account", got.Default)
		}
		// A new secret replaces the first one.
		again := beginTOTP(page)
		if again.Secret == got.Secret || again.Session == got.Session {
			t.Error("totpSecret gave the same secret or session twice")
		}
		code := authenticator(t, again.Secret)
		s.tap.Forget()
		for answer, want := range map[string]string{
			`{setup: 'SOFTWARE_TOKEN_MFA'}`:           "code: expected 1 to 2048 characters",
			`{setup: 'SOFTWARE_TOKEN_MFA', code: ''}`: "code: expected 1 to 2048 characters",
			`{setup: 'SMS_MFA', code: '123456'}`:      "answer.setup: expected SOFTWARE_TOKEN_MFA or EMAIL_OTP",
			`{code: '123456'}`:                        "answer: expected {setup: 'SOFTWARE_TOKEN_MFA', code} or",
			`{setup: 'EMAIL_OTP'}`:                    "email: expected an email address",
			`{setup: 'EMAIL_OTP', email: 'mona'}`:     "email: expected an email address",
		} {
			respond(page, answer).want(t, answer, "InvalidArgument", want)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
		wrong := respond(page, `{setup: 'SOFTWARE_TOKEN_MFA', code: '`+wrongCode(code)+`'}`)
		wrong.want(t, "wrong code", "EnableSoftwareTokenMFAException")
		if wrong.Error.Operation != "VerifySoftwareToken" {
			t.Errorf("the error is of %q, want VerifySoftwareToken", wrong.Error.Operation)
		}
		respond(page, `{setup: 'SOFTWARE_TOKEN_MFA', code: '`+code+`', deviceName: 'My phone ✓'}`).wantDone(t, "mona")
		sessions := map[any]bool{}
		for _, call := range s.tap.Calls("") {
			sessions[call.Body["Session"]] = true
			if call.Operation == "VerifySoftwareToken" && call.Body["FriendlyDeviceName"] != nil && call.Body["FriendlyDeviceName"] != "My phone ✓" {
				t.Errorf("sent the name %v", call.Body["FriendlyDeviceName"])
			}
		}
		if len(sessions) != 2 { // of two tries to verify, and of the answer
			t.Errorf("%d sessions in %d calls, want 2", len(sessions), len(s.tap.Calls("")))
		}

		// It is the second factor from now on.
		clock.advance(time.Minute)
		initiate(page, `{username: 'mona', password: 'Local-Cognito-1'}`).wantStep(t, "SOFTWARE_TOKEN_MFA")
		code = authenticatorAt(t, again.Secret, clock.now())
		respond(page, `{code: '`+code+`'}`).wantDone(t, "mona")
		do(page, `client.totpSecret(step)`).want(t, "a finished sign-in", "InvalidArgument", "step: expected a challenge step")
	})
}

// MFA_SETUP with an email address, which a code proves.
func TestSetupEmail(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker, RequireMFA: true})
		s.user(provision.User{Name: "mona"})
		s.withoutPhone("mona")
		page := s.open(t, v)
		initiate(page, `{username: 'mona', password: 'Local-Cognito-1'}`).wantStep(t, "MFA_SETUP")
		respond(page, `{setup: 'EMAIL_OTP', email: '@'}`).wantError(t, "InvalidParameterException")
		step := respond(page, `{setup: 'EMAIL_OTP', email: 'other@example.com'}`).wantStep(t, "EMAIL_OTP")
		if step.Delivery["medium"] != "EMAIL" {
			t.Errorf("got delivery %v, want EMAIL", step.Delivery)
		}
		message, ok := s.cognito.Outbox().Last(s.pool.ID, "mona")
		if !ok || message.Destination != "other@example.com" {
			t.Fatalf("the code went to %q, want the address of the answer", message.Destination)
		}
		respond(page, `{code: '`+wrongCode(message.Code)+`'}`).wantError(t, "CodeMismatchException")
		respond(page, `{code: '`+message.Code+`'}`).wantDone(t, "mona")
		initiate(page, `{username: 'mona', password: 'Local-Cognito-1'}`).wantStep(t, "EMAIL_OTP")
		respond(page, `{code: '`+s.lastCode("mona")+`'}`).wantDone(t, "mona")
		do(page, `client.totpSecret(client.resume({version: 1, ...`+quote(map[string]string{
			"userPoolId": s.pool.ID, "clientId": s.pool.ClientID, "username": "mona", "challenge": "EMAIL_OTP",
		})+`}))`).want(t, "another challenge", "InvalidArgument", `step: expected a step at MFA_SETUP, not at "EMAIL_OTP"`)
	})
}

// In the middle of a set-up the page is loaded anew: the saved step goes on.
func TestResumeSetup(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{RequireMFA: true})
		s.user(provision.User{Name: "mona"})
		s.withoutPhone("mona")
		page := s.open(t, v)
		initiate(page, `{username: 'mona', password: 'Local-Cognito-1'}`).wantStep(t, "MFA_SETUP")
		got := beginTOTP(page)
		s.reload(page, v)
		do(page, `keep(client.resume(sessionStorage.getItem('step')))`).wantStep(t, "MFA_SETUP")
		code := authenticator(t, got.Secret)
		respond(page, `{setup: 'SOFTWARE_TOKEN_MFA', code: '`+wrongCode(code)+`'}`).wantError(t, "EnableSoftwareTokenMFAException")
		respond(page, `{setup: 'SOFTWARE_TOKEN_MFA', code: '`+code+`'}`).wantDone(t, "mona")
	})
}
