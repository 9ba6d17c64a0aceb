package e2e

import (
	"iter"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// row is one kind of challenge that a person answers, and a way there.
type row struct {
	name      string
	challenge string
	// required rows are for the pool that requires MFA.
	required bool
	user     provision.User // but the name
	request  string         // of initiate; NAME stands for the user's name, "" for SRP
	prepare  func(s *stage, page *browser.Page, name string)
	fault    wiretap.Fault // of InitiateAuth
	// operation hears of the answer first; RespondToAuthChallenge if empty.
	operation string
	answer    func(s *stage, page *browser.Page, name string) string
	wrong     string // an answer that Cognito refuses, "" if there is none that leaves the step
}

const password = `password: 'Local-Cognito-1'`

func always(answer string) func(*stage, *browser.Page, string) string {
	return func(*stage, *browser.Page, string) string { return answer }
}

// sentCode answers with the code that went to the user.
func sentCode(s *stage, _ *browser.Page, name string) string {
	return `{code: '` + s.lastCode(name) + `'}`
}

var rows = []row{
	{name: "SMS_MFA", challenge: "SMS_MFA", user: provision.User{MFA: "SMS_MFA"}, answer: sentCode, wrong: `{code: '000000'}`},
	{name: "EMAIL_OTP as MFA", challenge: "EMAIL_OTP", user: provision.User{MFA: "EMAIL_OTP"}, answer: sentCode, wrong: `{code: '00000000'}`},
	{
		name: "SOFTWARE_TOKEN_MFA", challenge: "SOFTWARE_TOKEN_MFA", user: provision.User{MFA: "SOFTWARE_TOKEN_MFA"}, wrong: `{code: '000000'}`,
		answer: func(s *stage, _ *browser.Page, name string) string {
			return `{code: '` + authenticator(s.t, s.authenticators[name]) + `'}`
		},
	},
	{
		name: "SELECT_MFA_TYPE", challenge: "SELECT_MFA_TYPE", answer: always(`{choice: 'EMAIL_OTP'}`),
		prepare: func(s *stage, _ *browser.Page, name string) { s.enableMFA(name, "SMS_MFA", "EMAIL_OTP") },
	},
	{
		name: "NEW_PASSWORD_REQUIRED", challenge: "NEW_PASSWORD_REQUIRED", user: provision.User{Temporary: true},
		answer: always(`{newPassword: 'Another-Passw0rd'}`), wrong: `{newPassword: 'weak password'}`,
	},
	{name: "CUSTOM_CHALLENGE", challenge: "CUSTOM_CHALLENGE", request: `{flow: 'CUSTOM_AUTH', username: 'NAME'}`, answer: always(`{answer: 'It is 1'}`), wrong: `{answer: 'break it'}`},
	{name: "CUSTOM_CHALLENGE after SRP", challenge: "CUSTOM_CHALLENGE", request: `{flow: 'CUSTOM_AUTH', username: 'NAME', ` + password + `}`, answer: always(`{answer: 'It is 1'}`), wrong: `{answer: 'break it'}`},
	{name: "SELECT_CHALLENGE with PASSWORD", challenge: "SELECT_CHALLENGE", request: `{flow: 'USER_AUTH', username: 'NAME'}`, answer: always(`{choice: 'PASSWORD', ` + password + `}`)},
	{name: "SELECT_CHALLENGE with PASSWORD_SRP", challenge: "SELECT_CHALLENGE", request: `{flow: 'USER_AUTH', username: 'NAME'}`, answer: always(`{choice: 'PASSWORD_SRP', ` + password + `}`)},
	{name: "SELECT_CHALLENGE with EMAIL_OTP", challenge: "SELECT_CHALLENGE", request: `{flow: 'USER_AUTH', username: 'NAME'}`, answer: always(`{choice: 'EMAIL_OTP'}`)},
	{name: "PASSWORD", challenge: "PASSWORD", request: `{flow: 'USER_AUTH', username: 'NAME'}`, fault: member("ChallengeName", "PASSWORD"), answer: always(`{` + password + `}`)},
	{name: "PASSWORD_SRP", challenge: "PASSWORD_SRP", request: `{flow: 'USER_AUTH', username: 'NAME'}`, fault: member("ChallengeName", "PASSWORD_SRP"), answer: always(`{` + password + `}`)},
	{name: "EMAIL_OTP", challenge: "EMAIL_OTP", request: `{flow: 'USER_AUTH', username: 'NAME', preferredChallenge: 'EMAIL_OTP'}`, answer: sentCode, wrong: `{code: '00000000'}`},
	{name: "SMS_OTP", challenge: "SMS_OTP", request: `{flow: 'USER_AUTH', username: 'NAME', preferredChallenge: 'SMS_OTP'}`, answer: sentCode, wrong: `{code: '000000'}`},
	{
		name: "WEB_AUTHN", challenge: "WEB_AUTHN", request: `{flow: 'USER_AUTH', username: 'NAME', preferredChallenge: 'WEB_AUTHN'}`, answer: always(`{}`),
		wrong: `{credential: {id: 'AAAA', type: 'public-key'}}`,
		prepare: func(s *stage, page *browser.Page, name string) {
			do(page, `client.initiate({username: '`+name+`', `+password+`})`).wantDone(s.t, name)
			do(page, `client.registerPasskey()`).wantOK(s.t)
		},
	},
	{
		name: "MFA_SETUP with an authenticator", challenge: "MFA_SETUP", required: true, operation: "VerifySoftwareToken",
		wrong:   `{setup: 'SOFTWARE_TOKEN_MFA', code: '000000'}`,
		prepare: func(s *stage, _ *browser.Page, name string) { s.withoutPhone(name) },
		answer: func(s *stage, page *browser.Page, name string) string {
			if s.authenticators[name] == "" { // the answer is asked for again after a failure
				s.authenticators[name] = beginTOTP(page).Secret
			}
			return `{setup: 'SOFTWARE_TOKEN_MFA', code: '` + authenticator(s.t, s.authenticators[name]) + `'}`
		},
	},
	{
		name: "MFA_SETUP with email", challenge: "MFA_SETUP", required: true, wrong: `{setup: 'EMAIL_OTP', email: 'nobody@'}`,
		prepare: func(s *stage, _ *browser.Page, name string) { s.withoutPhone(name) },
		answer: func(_ *stage, _ *browser.Page, name string) string {
			return `{setup: 'EMAIL_OTP', email: 'new-` + name + `@example.com'}`
		},
	},
}

// rowsStage gives the stage for the rows of one of the two pools.
func rowsStage(t *testing.T, v variant, required bool, cognito localcognito.Options) *stage {
	t.Helper()
	options := allFactors(provision.Options{RequireMFA: required, Secret: v.worker})
	options.Flows = append(options.Flows, "ALLOW_CUSTOM_AUTH")
	s := newStageAt(t, options, dist, cognito)
	if err := s.cognito.SetTriggers(s.pool.ID, (&quiz{questions: 1}).triggers()); err != nil {
		t.Fatal(err)
	}
	return s
}

// rowsFor gives the rows of one of the two pools with their numbers. The page gets
// a phone for its passkey; where there is none, that row is left out.
func rowsFor(t *testing.T, page *browser.Page, required bool) iter.Seq2[int, row] {
	t.Helper()
	passkeys := engine.Engine == browser.Chromium
	if passkeys {
		newPhone(t, page)
	} else if !required {
		engine.Lacks(t.Name()+" (WEB_AUTHN)", virtualAuthenticator)
	}
	return func(yield func(int, row) bool) {
		for i, r := range rows {
			if r.required == required && (passkeys || r.challenge != "WEB_AUTHN") && !yield(i, r) {
				return
			}
		}
	}
}

// begin makes a user and signs in to the row's challenge.
func (r row) begin(t *testing.T, s *stage, page *browser.Page, name string) step {
	t.Helper()
	user := r.user
	user.Name = name
	s.authenticators[name] = s.user(user)
	if r.prepare != nil {
		r.prepare(s, page, name)
	}
	if r.fault != nil {
		s.tap.Fail("InitiateAuth", r.fault)
	}
	request := r.request
	if request == "" {
		request = `{username: 'NAME', ` + password + `}`
	}
	return initiate(page, strings.ReplaceAll(request, "NAME", name)).wantStep(t, r.challenge)
}

// finish answers the step in the page and what follows, to the tokens.
func (r row) finish(t *testing.T, s *stage, page *browser.Page, name string) {
	t.Helper()
	got := respond(page, r.answer(s, page, name))
	if got.OK && !got.Step.Done { // a code was sent after a choice
		got = respond(page, sentCode(s, page, name))
	}
	got.wantDone(t, name)
}

// first gives the operation that hears of the answer first.
func (r row) first() string {
	if r.operation != "" {
		return r.operation
	}
	return "RespondToAuthChallenge"
}
