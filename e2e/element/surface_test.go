package element

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Attributes, properties, events and methods as HTML, scripts and frameworks use them.
func TestSurface(t *testing.T) {
	s := newStage(t, provision.User{Name: "alice"}, provision.User{Name: "carol", MFA: "SMS_MFA"})
	v := s.visit(t)
	ids := quote(s.ids(""))

	t.Run("events", func(t *testing.T) {
		v.t = t
		v.mount("", object{})
		browser.Eval[any](v.Page, `(Object.prototype.bubbles = Object.prototype.composed = true, globalThis.outside = [],
			['signedin', 'step', 'failed'].forEach((type) => document.body.addEventListener(type, () => outside.push(type))),
			element.addEventListener('step', (event) => globalThis.takes && event.preventDefault()), globalThis.takes = true)`)
		v.signIn("carol", "wrong")
		v.signIn("carol", "")
		got := v.look()
		if got.State != "step" || quote(got.Heard) != `[{"Type":"failed","Challenge":"","Username":"","Code":"NotAuthorizedException"},{"Type":"step","Challenge":"SMS_MFA","Username":"carol","Code":""}]` {
			t.Errorf("got %+v", got)
		}
		if browser.Eval[bool](v.Page, "form() !== null || element.step.challenge !== 'SMS_MFA'") {
			t.Error("a step that the page takes over is shown")
		}
		browser.Eval[any](v.Page, "element.respond({code: "+quote(s.lastCode("", "carol"))+"})")
		v.look().signedIn(t, "carol")
		browser.Eval[any](v.Page, "(delete Object.prototype.bubbles, delete Object.prototype.composed)")
		if outside := browser.Eval[[]string](v.Page, "outside"); len(outside) != 0 {
			t.Errorf("the events %v came to the page, want none: they carry tokens", outside)
		}
		if !browser.Eval[bool](v.Page, "element.step.done && element.step.tokens.accessToken !== ''") {
			t.Error("the last step has no tokens")
		}
		// Somebody signs out, and in, by the client.
		browser.Eval[any](v.Page, "element.client.signOut().then(settled)")
		v.look().shows(t, "sign-in")
		browser.Eval[any](v.Page, "element.client.initiate({username: 'alice', password: 'Local-Cognito-1'}).then(settled)")
		v.look().shows(t, "signed-in")
	})

	t.Run("properties before the element is defined", func(t *testing.T) {
		v := &visit{Page: engine.Page(t), s: s, t: t}
		s.site.Page("/late", `<meta name=viewport content="width=device-width"><script src=/cognito-wasm.js></script><script src=/harness.js></script>
			<style>cognito-sign-in:not(:defined) { display: block; min-block-size: 23rem }</style><body><main></main><p id=below>below</p>`)
		v.Open(s.site.URL + "/late")
		browser.Eval[any](v.Page, `(element = document.createElement('cognito-sign-in'), element.setAttribute('username', 'carol'), element.userPoolId = `+ids+`.userPoolId,
			element.clientId = `+ids+`.clientId, element.endpoint = `+ids+`.endpoint, element.signUp = true, element.messages = {'signIn.title': 'Welcome'},
			document.querySelector('main').append(element))`)
		browser.Eval[any](v.Page, load("/cognito-wasm.element.js")+".then(settled)")
		got := v.look()
		if got.Title != "Welcome" || len(got.Links) != 2 || !browser.Eval[bool](v.Page, `element.getAttribute('user-pool-id') === `+ids+`.userPoolId && element.hasAttribute('sign-up') && form().elements.username.value === 'carol' && !Object.hasOwn(element, 'userPoolId')`) {
			t.Errorf("got %+v", got)
		}
		v.enter(object{"password": provision.Password}).shows(t, "code")
		// A second definition is none.
		browser.Eval[any](v.Page, load("/cognito-wasm.element.js"))
	})

	t.Run("the ES module, with ids alone", func(t *testing.T) {
		v := &visit{Page: engine.Page(t), s: s, t: t}
		s.site.Page("/module", `<meta name=viewport content="width=device-width"><script src=/harness.js></script><script src=/cognito-wasm.element.fr.js></script>
			<script type=module>import '/cognito-wasm.element.mjs'; import de from '/cognito-wasm.element.de.mjs'; globalThis.de = de</script><body><main></main>`)
		v.Open(s.site.URL + "/module")
		v.mount("", object{}, object{"shared": false})
		if got := v.signIn("alice", "wrong"); got.Error != wrongPassword {
			t.Errorf("got %+v", got)
		}
		browser.Eval[any](v.Page, "(element.messages = de, settled())")
		if got := v.look(); got.Title != "Anmelden" {
			t.Errorf("got %+v", got)
		}
		// Scripts bring languages to it as well: one before it, one after, and one after
		// the classic script, which defines nothing any more.
		browser.Eval[any](v.Page, load("/cognito-wasm.js")+".then(() => "+load("/cognito-wasm.element.js")+")")
		for language, title := range map[string]string{"fr": "Connexion", "es": "Iniciar sesión"} {
			if language == "es" {
				browser.Eval[any](v.Page, load("/cognito-wasm.element.es.js"))
			}
			browser.Eval[any](v.Page, "(element.messages = null, element.lang = "+quote(language)+", settled())")
			if got := v.look(); got.Title != title {
				t.Errorf("in %s the form is %q, want %q", language, got.Title, title)
			}
		}
		v.signIn("alice", "").shows(t, "signed-in")
	})

	t.Run("what cannot work", func(t *testing.T) {
		v.t = t
		v.mount("", object{}, object{"ids": object{"userPoolId": "none", "clientId": "1example23456789", "endpoint": s.cognito.Endpoint}, "shared": false})
		got := v.look()
		if got.State != "failed" || got.Heard[0].Code != "InvalidArgument" {
			t.Errorf("got %+v", got)
		}
		browser.Eval[any](v.Page, "element.userPoolId = "+ids+".userPoolId")
		browser.Eval[any](v.Page, "settled()")
		v.look().shows(t, "sign-in")
	})

	t.Run("a reload in the middle", func(t *testing.T) {
		v := s.visit(t)
		v.mount("", object{"resume": ""})
		v.signIn("carol", "").shows(t, "code")
		saved := browser.Eval[string](v.Page, "JSON.stringify({...sessionStorage})")
		v.Open(s.site.URL + "/classic")
		browser.Eval[any](v.Page, `(globalThis.clear = sessionStorage.clear, Storage.prototype.clear = () => {}, mount({ids: `+ids+`, attributes: {resume: ''}}))`)
		got := v.look().shows(t, "code")
		if got.User != "carol" || saved == "{}" {
			t.Errorf("got %+v of %d bytes", got, len(saved))
		}
		v.enter(object{"code": s.lastCode("", "carol")}).signedIn(t, "carol")
		if left := browser.Eval[int](v.Page, "sessionStorage.length"); left != 0 {
			t.Errorf("%d entries are left", left)
		}
	})

	t.Run("the level of the heading, and words by a function", func(t *testing.T) {
		v.t = t
		for level, want := range map[string]string{"1": "H1", "6": "H6", "9": "H2", "one": "H2"} {
			v.mount("", object{"heading-level": level})
			if got := browser.Eval[string](v.Page, "form().querySelector('.cognito-heading').tagName"); got != want {
				t.Errorf("at the level %s the heading is %s, want %s", level, got, want)
			}
		}
		browser.Eval[any](v.Page, "(element.messages = (id, {field}) => ({'signIn.title': 'Welcome', 'error.empty': '<b>' + field + '</b>?'})[id], settled())")
		got := v.enter(object{"username": "alice"}).wants(t, "sign-in", "<b>Password</b>?", "password")
		if got.Title != "Welcome" || len(got.Links) == 0 {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("terms, and what a manager fills", func(t *testing.T) {
		v.t = t
		v.mount("", object{"sign-up": ""})
		v.press("signUp")
		browser.Eval[any](v.Page, `{
			const label = document.createElement('label'), box = document.createElement('input');
			label.slot = 'terms';
			box.type = 'checkbox';
			box.required = true;
			label.append(box, 'I agree');
			element.append(label);
		}`)
		all := object{"username": "tom", "new-password": provision.Password, "email": "tom@example.com"}
		v.enter(all).shows(t, "sign-up")
		browser.Eval[any](v.Page, "element.querySelector('[slot=terms] input').click()")
		v.enter(all).shows(t, "confirm")
		if names := browser.Eval[[]string](v.Page, "[...form().elements].filter(({type}) => type !== 'button').map(({name, id}) => name || id)"); quote(names) != `["username","code",""]` {
			t.Errorf("got the fields %v", names)
		}
		if method := browser.Eval[string](v.Page, "form().method"); method != "post" {
			t.Errorf("the form's method is %s: a GET would write passwords into the address", method)
		}
		if kept := browser.Eval[bool](v.Page, "form().elements.username.hasAttribute('value')"); kept {
			t.Error("the user name is in the markup")
		}
	})

	t.Run("the prompt to save a password", func(t *testing.T) {
		v.t = t
		// In the order that Chromium and Firefox listen for: the document navigates
		// within itself while the form is there, and the form goes.
		const spy = `{
			globalThis.order = [];
			history.replaceState = () => { order.push('navigated, with the form ' + (element.querySelector('[name=password]')?.isConnected ?? false) + ' ' + (element.querySelector('[name=password]')?.type ?? '')) };
			new MutationObserver((changes) => changes.forEach(({removedNodes}) => removedNodes.forEach(({localName}) => order.push('removed ' + localName)))).observe(element, {childList: true});
		}`
		v.mount("", object{})
		browser.Eval[any](v.Page, spy)
		v.signIn("carol", "wrong")
		browser.Eval[any](v.Page, "form().querySelector('.cognito-show').click()")
		v.signIn("carol", "").shows(t, "code")
		if order := browser.Eval[[]string](v.Page, "order"); quote(order) != `["navigated, with the form true password","removed form"]` {
			t.Errorf("got %v", order)
		}
		v.mount("", object{"no-save-prompt": ""})
		browser.Eval[any](v.Page, spy)
		v.signIn("alice", "").signedIn(t, "alice")
		if order := browser.Eval[[]string](v.Page, "order"); quote(order) != `["removed form"]` {
			t.Errorf("got %v", order)
		}
	})

	t.Run("a form that a framework has taken away", func(t *testing.T) {
		v.t = t
		v.mount("", object{})
		browser.Eval[any](v.Page, "(form().remove(), until(() => form() !== null))")
		v.signIn("alice", "").signedIn(t, "alice")
	})

	t.Run("the keys for capitals and passwords shown", func(t *testing.T) {
		v.t = t
		v.mount("", object{})
		browser.Eval[any](v.Page, `form().elements.password.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', modifierCapsLock: true}))`)
		described := func() string {
			return browser.Eval[string](v.Page, "(form().elements.password.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join()")
		}
		if got := described(); got != "Caps Lock is on." {
			t.Errorf("the password is described by %q", got)
		}
		browser.Eval[any](v.Page, `form().elements.password.dispatchEvent(new KeyboardEvent('keyup', {key: 'a'}))`)
		if got := described(); got != "" {
			t.Errorf("the password is described by %q", got)
		}
		browser.Eval[any](v.Page, "(form().querySelector('.cognito-show').click(), until(() => region('status') !== ''))")
		if got := browser.Eval[string](v.Page, "[form().elements.password.type, form().querySelector('.cognito-show').ariaPressed, form().querySelector('.cognito-show').ariaLabel, region('status')].join()"); got != "text,true,Show password,The password is shown." {
			t.Errorf("got %s", got)
		}
	})
}

// load has the page run a script.
func load(address string) string {
	return "new Promise((done, fail) => { const script = document.createElement('script'); script.onload = done; script.onerror = fail; script.src = " + quote(address) + "; document.head.append(script) }).then(() => undefined)"
}
