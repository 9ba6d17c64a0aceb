package element

import (
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// spied has the page make a client whose answers can be seen, in `handed`, and an
// element that has it.
const spied = `(async () => {
	globalThis.handed = [];
	const real = element.client;
	element.client = new Proxy(real, { get(_, name) {
		if (name === 'respond') return (step, answer, options) => (handed.push(answer), real.respond(step, answer, options));
		return typeof real[name] === 'function' ? real[name].bind(real) : real[name];
	} });
	await settled();
})()`

// Bytes that a page hands to respond stay the page's, and may be overwritten at
// once. The element's copy is zeros when Cognito has refused it, and when the user is
// signed in; so is what the form held.
func TestPasswordBytes(t *testing.T) {
	s := newStage(t, provision.User{Name: "bob", Temporary: true}, provision.User{Name: "eve", Temporary: true, MFA: "SMS_MFA"}, provision.User{Name: "grace"})
	v := s.visit(t)
	left := func() []bool {
		t.Helper()
		return browser.Eval[[]bool](v.Page, "handed.map(({password, newPassword}) => (password ?? newPassword).some((byte) => byte !== 0))")
	}

	v.mount("", object{})
	browser.Eval[any](v.Page, spied)
	v.signIn("bob", "").shows(t, "new-password")
	browser.Eval[any](v.Page, "(globalThis.mine = new TextEncoder().encode('weak'), element.respond({newPassword: mine}))")
	v.look().wants(t, "new-password", weak, "new-password")
	if text := browser.Eval[string](v.Page, "new TextDecoder().decode(mine)"); text != "weak" {
		t.Errorf("the page's bytes have become %q", text)
	}
	if got := left(); !slices.Equal(got, []bool{false}) {
		t.Errorf("bytes are left in the answers that were refused: %v", got)
	}
	browser.Eval[any](v.Page, "{ const bytes = new TextEncoder().encode('Another-Passw0rd'), sent = element.respond({newPassword: bytes}); bytes.fill(0); sent.then(settled) }")
	browser.Eval[any](v.Page, "until(() => element.dataset.state === 'signed-in')")
	v.look().signedIn(t, "bob")
	if got := left(); !slices.Equal(got, []bool{false, false}) {
		t.Errorf("after the sign-in bytes are left in the answers: %v", got)
	}

	// A password that is a text becomes bytes as well, with which another code is asked for.
	v.mount("", object{})
	browser.Eval[any](v.Page, spied)
	v.signIn("eve", "").shows(t, "new-password")
	browser.Eval[any](v.Page, "element.respond({newPassword: 'Another-Passw0rd'}).then(settled)")
	v.look().shows(t, "code")
	first := s.lastCode("", "eve")
	browser.Eval[any](v.Page, "(ahead += 30_000, until(() => form().querySelector('[name=resend]').ariaDisabled === null))")
	v.press("resend").shows(t, "code")
	if s.lastCode("", "eve") == first {
		t.Error("no second code came")
	}
	browser.Eval[any](v.Page, "element.reset()")
	if got := left(); !slices.Equal(got, []bool{false}) {
		t.Errorf("bytes are left in the answers after a new beginning: %v", got)
	}

	v.mount("", object{"flow": "USER_AUTH"})
	browser.Eval[any](v.Page, spied)
	v.enter(object{"username": "grace"}).shows(t, "choose")
	v.enter(object{"choice": "PASSWORD_SRP", "password": "wrong"}).wants(t, "choose", wrongPassword, "password")
	if got := left(); !slices.Equal(got, []bool{false}) {
		t.Errorf("bytes are left in the form's answer that was refused: %v", got)
	}
}

// A client whose tokens stay in its worker signs in by the element as well, which
// then has none to tell of.
func TestTokensInTheWorker(t *testing.T) {
	s := newStage(t, provision.User{Name: "carol", MFA: "SMS_MFA"})
	v := s.visit(t)
	v.mount("", object{})
	browser.Eval[any](v.Page, "(globalThis.isolated = CognitoWasm.createClient({..."+quote(s.ids(""))+", tokens: 'worker'}), element.client = isolated, settled())")
	v.signIn("carol", "wrong").wants(t, "sign-in", wrongPassword, "password")
	v.signIn("carol", "").shows(t, "code")
	v.enter(object{"code": s.lastCode("", "carol")}).signedIn(t, "carol")
	told := browser.Eval[string](v.Page, "JSON.stringify([element.step, isolated.snapshot()])")
	if !strings.Contains(told, `"username":"carol"`) || strings.Contains(told, "eyJ") { // as every JWT begins
		t.Errorf("the page is told %s, want the name and no token", told)
	}
	// Who comes later finds them signed in, and out.
	browser.Eval[any](v.Page, `{
		const later = document.createElement('cognito-sign-in');
		later.client = isolated;
		element.replaceWith(later);
		element = later;
		settled();
	}`)
	browser.Eval[any](v.Page, "until(() => element.dataset.state === 'signed-in')")
	if got := browser.Eval[string](v.Page, "element.step.username"); got != "carol" {
		t.Errorf("%s is signed in", got)
	}
	browser.Eval[any](v.Page, "isolated.signOut().then(settled)")
	v.look().shows(t, "sign-in")
}

// In a form of the page's the element says that it cannot work.
func TestInsideAForm(t *testing.T) {
	s := newStage(t)
	s.site.Page("/around", scripts+"<body><form><main></main></form>")
	v := &visit{Page: engine.Page(t), s: s, t: t}
	const warning = "is inside a form, and its own form does not work there"
	v.Expect(warning)
	v.Open(s.site.URL + "/around")
	v.mount("", object{})
	if !engine.Engine.HasConsole() {
		engine.Lacks(t.Name(), "a console that tests can read")
	} else if got := strings.Join(v.Console(), "\n"); !strings.Contains(got, warning) {
		t.Errorf("the console says %q", got)
	}
}
