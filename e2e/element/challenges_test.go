package element

import (
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// English texts that the tests expect, as web/src/element/messages/en.ts has them.
const (
	wrongPassword = "The user name or the password is wrong. Check both and try again."
	wrongCodeText = "The code is wrong. Check it and try again."
	sessionOver   = "That did not work, or it took too long. Sign in again."
	weak          = "This password is not strong enough. Choose a longer one, with letters, digits and special characters."
)

// Every challenge that needs no authenticator of the browser's, with right and
// wrong answers, in one page.
func TestChallenges(t *testing.T) {
	s := newStage(t, provision.User{Name: "alice"}, provision.User{Name: "carol", MFA: "SMS_MFA"}, provision.User{Name: "dave", MFA: "EMAIL_OTP"},
		provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"}, provision.User{Name: "grace"})
	s.user("asking", provision.User{Name: "bob", Temporary: true})
	for _, name := range []string{"frank", "fiona"} {
		s.user("strict", provision.User{Name: name})
		s.withoutPhone("strict", name)
	}
	s.user("", provision.User{Name: "hugo"})
	s.twoFactors("hugo")
	s.cognito.Server.SetTriggers(s.pool("").ID, testrun.Riddle)
	v := s.visit(t)
	for _, row := range []struct {
		name string
		walk func(t *testing.T)
	}{
		{"SRP", func(t *testing.T) {
			v.mount("", object{}).shows(t, "sign-in")
			v.enter(object{}).wants(t, "sign-in", "Fill in this field: User name.|Fill in this field: Password.", "username,password")
			v.signIn("alice", "wrong").wants(t, "sign-in", wrongPassword, "password")
			v.signIn("nobody", "").wants(t, "sign-in", wrongPassword, "password")
			v.signIn(" alice ", "").signedIn(t, "alice")
		}},
		{"USER_PASSWORD_AUTH", func(t *testing.T) {
			v.mount("", object{"flow": "USER_PASSWORD_AUTH"})
			v.signIn("alice", "wrong").wants(t, "sign-in", wrongPassword, "password")
			v.signIn("alice", "").signedIn(t, "alice")
		}},
		{"SMS_MFA", func(t *testing.T) {
			v.mount("", object{})
			got := v.signIn("carol", "").shows(t, "code")
			if got.User != "carol" || !strings.HasPrefix(got.Lead, "We sent a code by text message to +") || got.Fields["code"] != "one-time-code" {
				t.Errorf("got %+v", got)
			}
			code := s.lastCode("", "carol")
			got = v.enter(object{"code": wrongCode(code)}).wants(t, "code", wrongCodeText, "code")
			if got.Focus != "code" {
				t.Errorf("the focus is at %q", got.Focus)
			}
			// As people copy it, and as Arabic keyboards write it.
			arabic := strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩").Replace(code)
			v.enter(object{"code": " " + arabic[:6] + " - " + arabic[6:] + "\u200b"}).signedIn(t, "carol")
		}},
		{"EMAIL_OTP as a second factor", func(t *testing.T) {
			v.mount("", object{})
			got := v.signIn("dave", "").shows(t, "code")
			if !strings.HasPrefix(got.Lead, "We sent a code by email to d***@e***") {
				t.Errorf("the lead is %q", got.Lead)
			}
			v.enter(object{"code": s.lastCode("", "dave")}).signedIn(t, "dave")
		}},
		{"SOFTWARE_TOKEN_MFA", func(t *testing.T) {
			v.mount("", object{})
			got := v.signIn("erin", "").shows(t, "app")
			if got.Lead != "Open the authenticator app on phone and enter the code that it shows." || slices.Contains(got.Links, "resend") {
				t.Errorf("got %+v", got)
			}
			code := s.appCode(s.secrets["erin"])
			v.enter(object{"code": wrongCode(code)}).wants(t, "app", wrongCodeText, "code")
			v.enter(object{"code": code}).signedIn(t, "erin")
		}},
		{"SELECT_MFA_TYPE", func(t *testing.T) {
			v.mount("", object{})
			got := v.signIn("hugo", "").shows(t, "factor")
			if quote(got.Choices) != `["SMS_MFA","EMAIL_OTP"]` || got.Status != "Choices: \u20682\u2069" {
				t.Errorf("got %+v", got)
			}
			v.enter(object{"choice": "EMAIL_OTP"}).shows(t, "code")
			v.press("other").shows(t, "factor")
			v.enter(object{"choice": "SMS_MFA"}).shows(t, "code")
			v.enter(object{"code": s.lastCode("", "hugo")}).signedIn(t, "hugo")
		}},
		{"SELECT_CHALLENGE, by a password", func(t *testing.T) {
			v.mount("", object{"flow": "USER_AUTH"}).shows(t, "identify")
			got := v.enter(object{"username": "grace"}).shows(t, "choose")
			// PASSWORD and PASSWORD_SRP are one choice.
			if !slices.Contains(got.Choices, "PASSWORD_SRP") || slices.Contains(got.Choices, "PASSWORD") || !slices.Contains(got.Choices, "EMAIL_OTP") {
				t.Errorf("got the choices %v", got.Choices)
			}
			v.enter(object{"choice": "PASSWORD_SRP", "password": "wrong"}).wants(t, "choose", wrongPassword, "password")
			v.enter(object{"choice": "PASSWORD_SRP", "password": provision.Password}).signedIn(t, "grace")
		}},
		{"SELECT_CHALLENGE, by a code, after another way", func(t *testing.T) {
			v.mount("", object{"flow": "USER_AUTH"})
			v.enter(object{"username": "grace"}).shows(t, "choose")
			got := v.enter(object{"choice": "SMS_OTP"}).shows(t, "code")
			if !slices.Contains(got.Links, "other") {
				t.Errorf("got the links %v", got.Links)
			}
			v.press("other").shows(t, "choose")
			v.enter(object{"choice": "EMAIL_OTP"}).shows(t, "code")
			v.enter(object{"code": s.lastCode("", "grace")}).signedIn(t, "grace")
		}},
		{"NEW_PASSWORD_REQUIRED", func(t *testing.T) {
			v.mount("asking", object{"passwordrules": "minlength: 8; required: lower; required: digit"})
			got := v.signIn("bob", "").shows(t, "new-password")
			if quote(got.Fields) != `{"birthdate":"bday","given_name":"given-name","new-password":"new-password"}` || got.User != "bob" {
				t.Errorf("got %+v", got)
			}
			v.enter(object{"new-password": "short", "given_name": "Bob", "birthdate": "1990-02-03"}).wants(t, "new-password", weak, "new-password")
			v.enter(object{"new-password": "Another-Passw0rd", "given_name": "", "birthdate": ""}).
				wants(t, "new-password", "Fill in this field: First name.|Fill in this field: Date of birth.", "given_name,birthdate")
			v.enter(object{"new-password": "Another-Passw0rd", "given_name": "Bob", "birthdate": "1990-02-03"}).signedIn(t, "bob")
		}},
		{"MFA_SETUP of an authenticator", func(t *testing.T) {
			v.mount("strict", object{"issuer": "Example"})
			got := v.signIn("frank", "")
			if got.State == "setup" {
				got = v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"})
			}
			got.shows(t, "setup-app")
			browser.Eval[any](v.Page, "until(() => element.querySelector('.cognito-key'))")
			secret := strings.ReplaceAll(browser.Eval[string](v.Page, "element.querySelector('.cognito-key').textContent"), " ", "")
			if link := browser.Eval[string](v.Page, "element.querySelector('.cognito-setup a').href"); !strings.HasPrefix(link, "otpauth://totp/Example:frank?") || !strings.Contains(link, "secret="+secret) {
				t.Errorf("the link is %s", link)
			}
			code := s.appCode(secret)
			v.enter(object{"code": wrongCode(code)}).wants(t, "setup-app", wrongCodeText, "code")
			v.enter(object{"code": code}).signedIn(t, "frank")
		}},
		{"MFA_SETUP of email", func(t *testing.T) {
			v.mount("strict", object{})
			got := v.signIn("fiona", "").shows(t, "setup")
			if quote(got.Choices) != `["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]` {
				t.Errorf("got the choices %v", got.Choices)
			}
			v.enter(object{"choice": "EMAIL_OTP"}).shows(t, "setup-email")
			v.press("other").shows(t, "setup")
			// Who has scanned a key, and goes back, comes to the same one.
			var keys []string
			for range 2 {
				v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"}).shows(t, "setup-app")
				keys = append(keys, browser.Eval[string](v.Page, "until(() => element.querySelector('.cognito-key')).then(() => element.querySelector('.cognito-key').textContent)"))
				v.press("other").shows(t, "setup")
			}
			if keys[0] != keys[1] {
				t.Errorf("got the keys %q, want one", keys)
			}
			v.enter(object{"choice": "EMAIL_OTP"}).shows(t, "setup-email")
			v.enter(object{"email": "no address"}).wants(t, "setup-email", "Enter an email address such as name@example.com.", "email")
			v.enter(object{"email": "fiona@example.com"}).shows(t, "code")
			v.enter(object{"code": s.lastCode("strict", "fiona")}).signedIn(t, "fiona")
		}},
		{"CUSTOM_CHALLENGE", func(t *testing.T) {
			v.mount("", object{"flow": "CUSTOM_AUTH", "no-password": ""}, object{"properties": object{"messages": object{"custom.lead": "Say: {question}"}}}).shows(t, "identify")
			got := v.enter(object{"username": "alice"}).shows(t, "custom")
			if got.Lead != "Say: who goes there?" {
				t.Errorf("the lead is %q", got.Lead)
			}
			v.enter(object{"answer": "foe"}).wants(t, "identify", sessionOver, "")
			v.enter(object{}).shows(t, "custom")
			v.enter(object{"answer": "friend"}).signedIn(t, "alice")
		}},
		{"CUSTOM_CHALLENGE after the password, in the page's own words", func(t *testing.T) {
			v.mount("", object{"flow": "CUSTOM_AUTH"}, object{"inner": []object{{"tag": "p", "slot": "custom-challenge", "text": "Who?"}}})
			got := v.signIn("alice", "").shows(t, "custom")
			if len(got.Fields) != 0 {
				t.Errorf("got the fields %v beside those of the page", got.Fields)
			}
			browser.Eval[any](v.Page, "element.respond({answer: 'friend'})")
			v.look().signedIn(t, "alice")
		}},
	} {
		if !t.Run(row.name, func(t *testing.T) { v.t = t; row.walk(t) }) {
			break // the page is in no known state
		}
	}
}
