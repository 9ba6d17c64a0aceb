package element

import (
	"fmt"
	"os"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// tour leads through the states of the element, one after another, and calls show
// at each of them with its name. more are attributes of the element.
func (s *stage) tour(v *visit, more object, show func(name string)) {
	with := func(attributes object) object {
		for name, value := range more {
			attributes[name] = value
		}
		return attributes
	}
	v.mount("", with(object{"sign-up": "", "passkeys": ""})).shows(v.t, "sign-in")
	show("sign-in")
	v.enter(object{"username": "alice"})
	show("sign-in, with an error at a field")
	v.press("signUp")
	show("sign-up")
	s.tours++
	v.enter(object{"username": fmt.Sprint("new", s.tours), "new-password": provision.Password, "email": "new@example.com"}).shows(v.t, "confirm")
	show("confirm")
	v.mount("", with(object{}))
	v.press("forgot")
	show("forgot")
	v.enter(object{"username": "alice"})
	show("reset")
	v.mount("", with(object{"flow": "USER_AUTH"}))
	show("identify")
	v.enter(object{"username": "grace"})
	show("choose")
	v.enter(object{"choice": "EMAIL_OTP"})
	show("code")
	v.mount("password", with(object{"flow": "USER_AUTH"}))
	v.enter(object{"username": "pia"}).shows(v.t, "password")
	show("password")
	v.mount("", with(object{"flow": "CUSTOM_AUTH", "no-password": "", "username": "alice"}))
	v.enter(object{})
	show("custom")
	v.enter(object{"answer": "foe"})
	show("identify, with an error above")
	v.mount("", with(object{}))
	v.signIn("erin", "")
	show("app")
	v.mount("", with(object{}))
	v.signIn("hugo", "")
	show("factor")
	v.mount("strict", with(object{}))
	v.signIn("frank", "")
	show("setup")
	v.enter(object{"choice": "EMAIL_OTP"})
	show("setup-email")
	v.press("other")
	v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"})
	browser.Eval[any](v.Page, "until(() => element.querySelector('.cognito-key'))")
	show("setup-app")
	v.mount("asking", with(object{"passwordrules": "minlength: 8; required: lower; required: digit"}))
	v.signIn("bob", "")
	show("new-password")
	v.mount("devices", with(object{}))
	v.signIn("dora", "")
	show("device")
	v.enter(object{})
	show("signed-in")
	s.tourPasskeys(v, with, show)
	v.mount("", with(object{}), object{"ids": object{"userPoolId": "none", "clientId": "none", "endpoint": s.cognito.Endpoint}, "shared": false}).
		in(v.t, "failed")
	show("failed")
}

// tourPasskeys leads through the states that a passkey has. Nobody has one where
// there is no virtual authenticator.
func (s *stage) tourPasskeys(v *visit, with func(object) object, show func(name string)) {
	name := fmt.Sprint("paula", s.tours)
	s.user("", provision.User{Name: name})
	v.mount("", with(object{"passkeys": "offer"}))
	v.signIn(name, "").shows(v.t, "offer")
	show("offer")
	if engine.Engine != browser.Chromium {
		engine.Lacks(v.t.Name()+", the state passkey", "a virtual authenticator")
		return
	}
	if v.phone == "" {
		v.phone = v.AddAuthenticator()
	}
	v.verifies(true)
	v.enter(object{}).signedIn(v.t, name)
	v.mount("", with(object{"flow": "USER_AUTH"}))
	v.enter(object{"username": name}).shows(v.t, "choose")
	v.verifies(false)
	v.enter(object{"choice": "WEB_AUTHN"}).in(v.t, "passkey")
	show("passkey, with an error above")
}

// verifies says whether the user of the authenticator is who they should be.
func (v *visit) verifies(yes bool) {
	v.t.Helper()
	params := webauthn.SetUserVerifiedParams{AuthenticatorID: v.phone, IsUserVerified: yes}
	if _, err := chromedp.Call(v.Ctx, webauthn.SetUserVerified, params); err != nil {
		v.t.Fatal(err)
	}
}

// touring has users who lead to every state, and opens a page as narrow as the
// smallest phone, with axe-core.
func (s *stage) touring() *visit {
	s.t.Helper()
	if err := build.Installed(s.t.Context(), "e2e/demo"); err != nil {
		s.t.Fatal(err)
	}
	axe, err := os.ReadFile(axeScript)
	if err != nil {
		s.t.Fatal(err)
	}
	s.user("asking", provision.User{Name: "bob", Temporary: true})
	s.user("strict", provision.User{Name: "frank"})
	s.withoutPhone("strict", "frank")
	s.user("devices", provision.User{Name: "dora"})
	s.user("password", provision.User{Name: "pia"})
	for _, user := range []provision.User{{Name: "alice"}, {Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"}, {Name: "grace"}, {Name: "hugo"}} {
		s.user("", user)
	}
	s.twoFactors("hugo")
	s.cognito.Server.SetTriggers(s.pool("").ID, testrun.Riddle)
	v := s.visit(s.t)
	browser.Eval[any](v.Page, narrow)
	browser.Eval[any](v.Page, string(axe)+"; void 0")
	return v
}
