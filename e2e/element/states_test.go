package element

import (
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
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
}

// touring is a stage whose users lead to every state.
func (s *stage) touring() {
	s.user("asking", provision.User{Name: "bob", Temporary: true})
	s.user("strict", provision.User{Name: "frank"})
	s.withoutPhone("strict", "frank")
	s.user("devices", provision.User{Name: "dora"})
	for _, user := range []provision.User{{Name: "alice"}, {Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"}, {Name: "grace"}, {Name: "hugo"}} {
		s.user("", user)
	}
	s.twoFactors("hugo")
}
