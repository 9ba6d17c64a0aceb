package element

import (
	"slices"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

const passkeyFailed = "The passkey was not used. Try again, or try another way."

// A passkey is offered after a sign-in, and signs in by the browser's autofill once
// the name is known, by a button, and by choice.
func TestPasskeys(t *testing.T) {
	s := newStage(t, provision.User{Name: "alice"}, provision.User{Name: "bob"})
	v := s.visit(t)
	v.phone = v.AddAuthenticator()
	present := func(yes bool) {
		t.Helper()
		params := webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: v.phone, Enabled: yes}
		if _, err := chromedp.Call(v.Ctx, webauthn.SetAutomaticPresenceSimulation, params); err != nil {
			t.Fatal(err)
		}
	}
	signsIn := "until(() => element.dataset.state === 'signed-in')"

	v.mount("", object{"passkeys": "offer"})
	if got := v.signIn("alice", "").shows(t, "offer"); len(got.Heard) != 0 {
		t.Errorf("heard %v before the answer", got.Heard)
	}
	v.enter(object{}).signedIn(t, "alice")
	// Who has one is not asked again; who wants none is let go.
	v.mount("", object{"passkeys": "offer"})
	present(false) // or autofill would be first
	v.signIn("alice", "").signedIn(t, "alice")
	v.mount("", object{"passkeys": "offer"})
	v.signIn("bob", "").shows(t, "offer")
	v.press("notNow").signedIn(t, "bob")
	present(true)

	// The name is known from the beginning, or is typed.
	v.mount("", object{"passkeys": "", "username": "alice"})
	browser.Eval[any](v.Page, signsIn)
	v.look().signedIn(t, "alice")
	v.mount("", object{"passkeys": ""})
	browser.Eval[any](v.Page, "(type({username: 'alice'}), form().elements.username.dispatchEvent(new Event('change')), "+signsIn+")")
	v.look().signedIn(t, "alice")

	// A button takes the name that is typed, and the autofill gives way to it.
	present(false)
	v.mount("", object{"passkeys": ""})
	v.press("passkey").wants(t, "sign-in", "Fill in this field: User name.", "username")
	browser.Eval[any](v.Page, `(globalThis.asked = [], CredentialsContainer.prototype.get = ((get) => function (options) { asked.push({mediation: options.mediation, signal: options.signal, ended: asked[0]?.signal.aborted}); return get.call(this, options) })(CredentialsContainer.prototype.get), undefined)`)
	v.mount("", object{"passkeys": "", "username": "alice"})
	browser.Eval[any](v.Page, "until(() => asked.length === 1)")
	present(true) // for requests from now on
	v.press("passkey").signedIn(t, "alice")
	if got := browser.Eval[[]string](v.Page, "asked.map(({mediation, ended}) => `${mediation} ${ended}`)"); quote(got) != `["conditional undefined","undefined true"]` {
		t.Errorf("the browser was asked for %v", got)
	}

	// Who is not verified tries again, or another way.
	v.mount("", object{"passkeys": ""})
	v.verifies(false)
	browser.Eval[any](v.Page, "type({username: 'alice'})")
	v.press("passkey").wants(t, "passkey", passkeyFailed, "")
	v.verifies(true)
	v.enter(object{}).signedIn(t, "alice")

	v.mount("", object{"flow": "USER_AUTH"})
	got := v.enter(object{"username": "alice"}).shows(t, "choose")
	if !slices.Contains(got.Choices, "WEB_AUTHN") {
		t.Errorf("got the choices %v", got.Choices)
	}
	v.verifies(false)
	v.enter(object{"choice": "WEB_AUTHN"}).wants(t, "passkey", passkeyFailed, "")
	v.press("other").shows(t, "choose")
	v.verifies(true)
	v.enter(object{"choice": "WEB_AUTHN"}).signedIn(t, "alice")
}
