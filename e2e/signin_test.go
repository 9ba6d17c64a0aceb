package e2e

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Every path to tokens, with right and wrong answers, in every way to use the
// library. The local Cognito verifies; it holds no password to compare with.
func TestSignIn(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			page := s.open(t, v)

			// A refresh, of a client that has no tokens yet.
			s.user(provision.User{Name: "rita"})
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantError(t, "InvalidArgument")
			first := initiate(page, `{username: 'rita', password: 'Local-Cognito-1'}`).wantDone(t, "rita")
			for _, flow := range []string{"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"} {
				again := initiate(page, `{flow: '`+flow+`'}`).wantDone(t, "rita")
				if again.Tokens.RefreshToken != first.Tokens.RefreshToken || again.Tokens.AccessToken == first.Tokens.AccessToken {
					t.Error(flow, "gave no new access token, or another refresh token")
				}
			}
			initiate(page, `{flow: 'REFRESH_TOKEN', refreshToken: 'none-of-ours'}`).wantError(t, "NotAuthorizedException")

			// SRP.
			s.user(provision.User{Name: "alice"})
			initiate(page, `{username: 'alice', password: 'wrong'}`).wantError(t, "NotAuthorizedException")
			initiate(page, `{username: 'nobody', password: 'Local-Cognito-1'}`).wantError(t, "NotAuthorizedException")
			s.tap.Forget()
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			initiate(page, `{flow: 'USER_SRP_AUTH', username: 'alice', password: new TextEncoder().encode('Local-Cognito-1')}`).wantDone(t, "alice")
			for _, call := range s.tap.Calls("") {
				if strings.Contains(quote(call.Body), provision.Password) {
					t.Errorf("%s carried the password", call.Operation)
				}
			}

			s.user(provision.User{Name: "paul"})
			initiate(page, `{flow: 'USER_PASSWORD_AUTH', username: 'paul', password: 'wrong'}`).wantError(t, "NotAuthorizedException")
			initiate(page, `{flow: 'USER_PASSWORD_AUTH', username: 'paul', password: 'Local-Cognito-1'}`).wantDone(t, "paul")

			s.user(provision.User{Name: "nora", Temporary: true})
			initiate(page, `{username: 'nora', password: 'Local-Cognito-1'}`).wantStep(t, "NEW_PASSWORD_REQUIRED")
			respond(page, `{newPassword: 'short'}`).wantError(t, "InvalidPasswordException")
			respond(page, `{newPassword: new TextEncoder().encode('Another-Passw0rd')}`).wantDone(t, "nora")
			initiate(page, `{username: 'nora', password: 'Another-Passw0rd'}`).wantDone(t, "nora")

			for challenge, medium := range map[string]string{"SMS_MFA": "SMS", "EMAIL_OTP": "EMAIL"} {
				name := strings.ToLower(medium)
				s.user(provision.User{Name: name, MFA: challenge})
				step := initiate(page, `{username: '`+name+`', password: 'Local-Cognito-1'}`).wantStep(t, challenge)
				if step.Delivery["medium"] != medium || !strings.Contains(step.Delivery["destination"], "***") {
					t.Errorf("got delivery %v, want %s and a masked destination", step.Delivery, medium)
				}
				code := s.lastCode(name)
				respond(page, `{code: '`+wrongCode(code)+`'}`).wantError(t, "CodeMismatchException")
				respond(page, `{code: '`+code+`'}`).wantDone(t, name)
			}

			secret := s.user(provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"})
			initiate(page, `{username: 'erin', password: 'Local-Cognito-1'}`).wantStep(t, "SOFTWARE_TOKEN_MFA")
			code := authenticator(t, secret)
			respond(page, `{code: '`+wrongCode(code)+`'}`).wantError(t, "CodeMismatchException")
			respond(page, `{code: '`+code+`'}`).wantDone(t, "erin")
		})
	}
}

// A user who signs in by email has a UUID for a name, and everything after the
// password is about that.
func TestAlias(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]provision.Options{
		"public client":    {EmailIsUsername: true},
		"client secret":    {EmailIsUsername: true, Secret: true},
		"alias and secret": {EmailIsAlias: true, Secret: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, options)
			user := provision.User{Name: "jürgen@example.com", Password: "Pässwörter-1✓"}
			if options.EmailIsAlias {
				user.Name = "jürgen"
			}
			s.user(user)
			email := "jürgen@example.com"
			page := s.open(t, usual)
			outcome := initiate(page, `{username: `+quote(email)+`, password: `+quote(user.Password)+`}`)
			if !outcome.OK || !outcome.Step.Done {
				t.Fatalf("got %s, want tokens", outcome.describe())
			}
			if outcome.Step.Username == email {
				t.Error("the step names the alias, not the user")
			}
			// SECRET_HASH of a refresh is over the real name as well.
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, outcome.Step.Username)
		})
	}
}

// Attributes that a pool requires and a user lacks are asked for with the new
// password; those the user has are not sent again.
func TestRequiredAttributes(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{Required: []string{"given_name"}})
	s.user(provision.User{Name: "nora", Temporary: true})
	page := s.open(t, usual)
	step := initiate(page, `{username: 'nora', password: 'Local-Cognito-1'}`).wantStep(t, "NEW_PASSWORD_REQUIRED")
	if len(step.RequiredAttributes) != 1 || step.RequiredAttributes[0] != "given_name" || step.UserAttributes["email"] == "" {
		t.Errorf("got required %v and present %v, want given_name and the email address", step.RequiredAttributes, step.UserAttributes)
	}
	respond(page, `{newPassword: 'Another-Passw0rd'}`).wantError(t, "InvalidArgument")
	s.tap.Forget()
	respond(page, `{newPassword: 'Another-Passw0rd', attributes: {...step.userAttributes, given_name: 'Nora'}}`).wantDone(t, "nora")
	sent := s.tap.Calls("RespondToAuthChallenge")[0].Body["ChallengeResponses"].(map[string]any)
	if sent["userAttributes.given_name"] != "Nora" || sent["userAttributes.email"] != nil {
		t.Errorf("sent %v, want the missing attribute alone", sent)
	}
}

// A step survives a reload of its page.
func TestResume(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := s.open(t, usual)
	initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
	do(page, `sessionStorage.setItem('step', JSON.stringify(step))`)
	page.Open(s.site.URL + "/module")
	s.makeClient(page, nil)
	if saved := do(page, `sessionStorage.getItem('step')`); strings.Contains(quote(saved.Value), provision.Password) {
		t.Error("the saved step holds the password")
	}
	step := do(page, `keep(client.resume(sessionStorage.getItem('step')))`).wantStep(t, "SMS_MFA")
	if step.Delivery["medium"] != "SMS" {
		t.Errorf("got delivery %v, want it as it was", step.Delivery)
	}
	respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
}
