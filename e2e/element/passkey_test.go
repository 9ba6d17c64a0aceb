package element

import (
	"slices"
	"testing"
	"time"

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
	signsIn := "until(() => element.dataset.state === 'signed-in')"

	v.mount("", object{"passkeys": "offer"})
	if got := v.signIn("alice", "").shows(t, "offer"); len(got.Heard) != 0 {
		t.Errorf("heard %v before the answer", got.Heard)
	}
	v.enter(object{}).signedIn(t, "alice")
	// Who has one is not asked again; who wants none is let go.
	v.mount("", object{"passkeys": "offer"})
	v.present(false) // or autofill would be first
	v.signIn("alice", "").signedIn(t, "alice")
	v.mount("", object{"passkeys": "offer"})
	v.signIn("bob", "").shows(t, "offer")
	v.press("notNow").signedIn(t, "bob")
	v.present(true)

	// The name is known from the beginning, or is typed.
	v.mount("", object{"passkeys": "", "username": "alice"})
	browser.Eval[any](v.Page, signsIn)
	v.look().signedIn(t, "alice")
	v.mount("", object{"passkeys": ""})
	browser.Eval[any](v.Page, "(type({username: 'alice'}), form().elements.username.dispatchEvent(new Event('change')), "+signsIn+")")
	v.look().signedIn(t, "alice")

	// A button takes the name that is typed, and the autofill gives way to it.
	v.present(false)
	v.mount("", object{"passkeys": ""})
	v.press("passkey").wants(t, "sign-in", "Fill in this field: User name.", "username")
	browser.Eval[any](v.Page, `(globalThis.asked = [], CredentialsContainer.prototype.get = ((get) => function (options) { asked.push({mediation: options.mediation, signal: options.signal, ended: asked[0]?.signal.aborted}); return get.call(this, options) })(CredentialsContainer.prototype.get), undefined)`)
	v.mount("", object{"passkeys": "", "username": "alice"})
	browser.Eval[any](v.Page, "until(() => asked.length === 1)")
	v.present(true) // for requests from now on
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

// A request of the browser's autofill is renewed before Cognito's session ends, for
// as long as nobody signs in. By default that is after three minutes, and never before:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-AuthSessionValidity
func TestPasskeyRenewed(t *testing.T) {
	s := newStage(t, provision.User{Name: "alice"})
	v := s.visit(t)
	v.phone = v.AddAuthenticator()
	v.mount("", object{"passkeys": "offer"})
	v.signIn("alice", "").shows(t, "offer")
	v.enter(object{}).signedIn(t, "alice")
	v.present(false)
	// The page's time is the test's. Only what waits for more than a minute does.
	browser.Eval[any](v.Page, `{
		globalThis.waiting = [];
		globalThis.setTimeout = ((set) => (work, delay, ...rest) => (delay > 60_000 ? (waiting.push({work, delay}), 0) : set(work, delay, ...rest)))(setTimeout);
		globalThis.asked = [];
		CredentialsContainer.prototype.get = ((get) => function (options) { asked.push(options); return get.call(this, options) })(CredentialsContainer.prototype.get);
	}`)
	v.mount("", object{"passkeys": "", "username": "alice"})
	passes := func(count string) {
		t.Helper()
		browser.Eval[any](v.Page, "until(() => asked.length === "+count+" && waiting.length === 1)")
		delay := time.Duration(browser.Eval[int](v.Page, "waiting[0].delay")) * time.Millisecond
		if delay >= 3*time.Minute {
			t.Fatalf("the next request comes after %v, and the session has ended by then", delay)
		}
		s.cognito.Server.Clock().Advance(delay)
	}
	passes("1")
	browser.Eval[any](v.Page, "waiting.shift().work()")
	passes("2") // a session of the first request would have ended
	if got := browser.Eval[string](v.Page, "asked.map(({mediation, signal}) => mediation + ' ' + signal.aborted).join() + ' ' + new Set(asked.map(({publicKey}) => String(new Uint8Array(publicKey.challenge)))).size"); got != "conditional true,conditional false 2" {
		t.Errorf("the browser was asked for %s", got)
	}
	v.present(true)
	browser.Eval[any](v.Page, "waiting.shift().work()")
	browser.Eval[any](v.Page, "until(() => element.dataset.state === 'signed-in')")
	v.look().signedIn(t, "alice")
}

// A phone number is written in many ways, of which Cognito knows one.
func TestPasskeyOfAPhoneNumber(t *testing.T) {
	const number = "+442079460018"
	s := newStage(t, provision.User{Name: number})
	v := s.visit(t)
	v.phone = v.AddAuthenticator()
	v.mount("", object{"passkeys": "offer", "login-with": "phone"})
	v.signIn("+44 20 7946 0018", "").shows(t, "offer")
	v.enter(object{}).signedIn(t, number)
	for _, attributes := range []object{{"username": "+44 (20) 7946-0018"}, {}} {
		attributes["passkeys"], attributes["login-with"] = "", "phone"
		v.mount("", attributes)
		if attributes["username"] == nil {
			browser.Eval[any](v.Page, "(type({username: ' +44 20 7946 0018'}), form().elements.username.dispatchEvent(new Event('change')))")
		}
		browser.Eval[any](v.Page, "until(() => element.dataset.state === 'signed-in')")
		v.look().signedIn(t, number)
	}
	v.present(false)
	v.mount("", object{"passkeys": "", "login-with": "phone"})
	browser.Eval[any](v.Page, "type({username: '020 7946 0018'})")
	v.press("passkey").wants(t, "sign-in", "Enter the number with its country code, such as +44 20 7946 0018.", "username")
	v.present(true)
	browser.Eval[any](v.Page, "type({username: '+44 20 7946 0018'})")
	v.press("passkey").signedIn(t, number)
}

// present says whether the user of the authenticator is there for what is asked from
// now on.
func (v *visit) present(yes bool) {
	v.t.Helper()
	params := webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: v.phone, Enabled: yes}
	if _, err := chromedp.Call(v.Ctx, webauthn.SetAutomaticPresenceSimulation, params); err != nil {
		v.t.Fatal(err)
	}
}
