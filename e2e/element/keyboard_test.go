package element

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// A keyboard alone signs in: through a mistake, a second factor and a choice.
func TestKeyboard(t *testing.T) {
	s := newStage(t, provision.User{Name: "carol", MFA: "SMS_MFA"}, provision.User{Name: "grace"})
	v := s.visit(t)
	v.Chromedp("a keyboard that tests can press")
	presses := func(keys ...string) seen {
		t.Helper()
		v.Do(chromedp.KeyEvent(strings.Join(keys, "")))
		browser.Eval[any](v.Page, "settled()")
		return v.look()
	}
	v.mount("", object{})
	presses(kb.Tab, "carol", kb.Tab, "wrong", kb.Tab, " ")
	if got := browser.Eval[string](v.Page, "[document.activeElement.ariaPressed, form().elements.password.type].join()"); got != "true,text" {
		t.Errorf("the button and the password are %s, want that it is shown", got)
	}
	got := presses(kb.Tab, kb.Enter).wants(t, "sign-in", wrongPassword, "password")
	if got.Focus != "password" {
		t.Fatalf("the focus is at %q", got.Focus)
	}
	got = presses(kb.End, strings.Repeat(kb.Backspace, len("wrong")), provision.Password, kb.Enter).shows(t, "code")
	if got.Focus != "code" {
		t.Fatalf("the focus is at %q", got.Focus)
	}
	presses(s.lastCode("", "carol"), kb.Enter).signedIn(t, "carol")

	v.mount("", object{"flow": "USER_AUTH"})
	got = presses(kb.Tab, "grace", kb.Enter).shows(t, "choose")
	chosen := func() string { return browser.Eval[string](v.Page, "document.activeElement.value") }
	for range got.Choices {
		if chosen() != "EMAIL_OTP" {
			presses(kb.ArrowDown)
		}
	}
	presses(kb.Enter).shows(t, "code")
	presses(s.lastCode("", "grace"), kb.Enter).signedIn(t, "grace")
}
