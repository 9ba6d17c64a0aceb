package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// pollution is what careless libraries leave on prototypes, and what would be
// worst of all to take for the caller's.
const pollution = `
	Object.assign(Object.prototype, {
		flow: 'USER_PASSWORD_AUTH', password: 'polluted', username: 'polluted', refreshToken: 'polluted', code: 'polluted',
		clientSecret: 'polluted', endpoint: 'http://localhost:1/', region: 'polluted', fips: true, maxAttempts: 1,
		clientMetadata: {polluted: 'yes'}, analyticsMetadata: {AnalyticsEndpointId: 'polluted'}, userContextData: {IpAddress: 'polluted'},
		AuthFlow: 'polluted', AuthParameters: {polluted: 'yes'}, Session: 'polluted', ClientId: 'polluted', USERNAME: 'polluted',
		signal: AbortSignal.abort(), storage: 'polluted', worker: 'polluted', wasm: 'polluted', session: 'polluted', parameters: {polluted: 'yes'},
		error: {code: 'polluted'}, value: 'polluted', done: 'polluted', op: 'polluted', status: 500, body: 'polluted', errorType: 'polluted',
		mode: 'no-cors', credentials: 'include', cache: 'only-if-cached', redirect: 'follow', integrity: 'sha256-polluted', keepalive: true,
		host: 'polluted', __type: 'polluted', message: 'polluted', Polluted: 'yes', ahead: true,
	});
	Object.assign(Array.prototype, {polluted: 'yes', toJSON() { return 'polluted' }});
`

// polluting is a page's script that puts every name it is given on
// Object.prototype, and takes it away again. What was read or set there by way of
// another object is noted.
const polluting = `
	var noted = new Set(), names = [];
	const kinds = {
		data: (value) => ({value, writable: true, enumerable: true}),
		'read-only': (value) => ({value, writable: false, enumerable: true}),
		accessor: (value, name) => ({
			get() { if (this !== Object.prototype) noted.add('get ' + name); return value },
			set() { noted.add('set ' + name) },
		}),
		throwing: (value, name) => ({
			get() { noted.add('get ' + name); throw new Error(name) },
			set() { noted.add('set ' + name); throw new Error(name) },
		}),
	};
	const values = {text: 'polluted', function: function () { return 'polluted' }, object: Object.freeze({polluted: 'polluted'}), flag: true};
	function pollute(kind, value) {
		names = NAMES.filter((name) => !(name in {}));
		const define = Object.defineProperty, make = kinds[kind], with_ = values[value];
		const descriptors = names.map((name) => Object.assign(Object.create(null), make(with_, name), {configurable: true}));
		for (let i = 0; i < names.length; i++) define(Object.prototype, names[i], descriptors[i]);
	}
	function clean() { for (const name of names) delete Object.prototype[name] }
	async function polluted(kind, value, work) {
		pollute(kind, value);
		try { return await work() } finally { clean() }
	}
`

// pollutions are ways in which a name can be on Object.prototype: the kind and
// the value.
var pollutions = [][2]string{
	{"data", "text"}, {"data", "function"}, {"data", "object"}, {"data", "flag"},
	{"read-only", "text"}, {"accessor", "text"}, {"accessor", "function"}, {"throwing", "flag"},
}

// browsersNames are what browsers read of the objects that the library hands
// them (RequestInit, WorkerOptions, TextDecoderOptions, CredentialRequestOptions …)
// and that no script has to say.
var browsersNames = []string{
	"fatal", "stream", "once", "passive", "capture", "mode", "cache", "keepalive", "priority", "duplex", "window", "type", "transfer",
	"extensions", "hints", "timeout", "rpId", "userVerification", "attestation", "attestationFormats", "authenticatorSelection", "transports",
	"builtins", "importedStringConstants", "password", "otp", "federated", "identity", "digital",
}

// pollutingScript gives the script for a page of a variant.
func pollutingScript(t *testing.T, v variant) string {
	t.Helper()
	all := slices.DeleteFunc(append(names(t), browsersNames...), func(name string) bool {
		return name == "then" || v.script == "module" && name == "CognitoWasm" // which the page of the ES module assigns
	})
	return strings.Replace(polluting, "NAMES", quote(all), 1)
}

// Whatever name the library reads, it is nothing to it that the page's
// Object.prototype has it too: while the scripts load, while a client is made,
// and in every call. Only then is left out, which breaks await for everybody.
func TestEveryNameOnObjectPrototype(t *testing.T) {
	t.Parallel()
	all := names(t)
	for _, name := range []string{"get", "set", "value", "writable", "toJSON", "currentScript", "AuthParameters", "cause", "return"} {
		if !slices.Contains(all, name) {
			t.Errorf("the built scripts do not say %s, which they or the browser read", name)
		}
	}
	for _, v := range modes {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: true})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := "<script>" + pollutingScript(t, v) + "</script>"
			tab := engine.Page(t)
			var want []string
			for i, p := range append([][2]string{{}}, pollutions...) {
				// The first is without any.
				around, expression := "", "%s"
				if i > 0 {
					around = fmt.Sprintf("<script%s>pollute('%s', '%s')</script>%s<script%s>clean()</script>", orderOf(v), p[0], p[1], scripts[v.script], orderOf(v))
					expression = fmt.Sprintf("polluted('%s', '%s', () => %%s)", p[0], p[1])
				} else {
					around = scripts[v.script]
				}
				path := fmt.Sprintf("/polluted-%d", i)
				s.site.Page(path, page+around+"<script src=/harness.js></script>")
				tab.Open(s.site.URL + path)
				browser.Eval[any](tab, `localStorage.clear()`)
				run := func(call string) outcome { return do(tab, "keep("+fmt.Sprintf(expression, call)+")") }
				s.tap.Forget()
				do(tab, fmt.Sprintf(expression, "makeClient({..."+s.options(map[string]any{"worker": v.worker})+", storage: 'local'})")).wantOK(t)
				run(`client.initiate({username: 'carol', password: 'wrong'})`).wantError(t, "NotAuthorizedException")
				run(`client.initiate({username: 'carol', password: 'Local-Cognito-1'})`).wantStep(t, "SMS_MFA")
				run(`(async () => client.resume(JSON.stringify(step)))()`).wantStep(t, "SMS_MFA")
				run(`client.respond(step, {code: '`+s.lastCode("carol")+`'})`).wantDone(t, "carol")
				run(`client.initiate({flow: 'REFRESH_TOKEN_AUTH'})`).wantDone(t, "carol")
				run(`client.getUserAuthFactors()`).wantOK(t)
				run(`client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'carol', PASSWORD: 'wrong'}})`).wantError(t, "NotAuthorizedException")
				run(`client.call('GetUser', {AccessToken: 'none'})`).wantError(t, "NotAuthorizedException")
				got := append(s.sent(), browser.Eval[string](tab, inLocalStorage))
				// Another client of the page's, which answers without sending.
				do(tab, fmt.Sprintf(expression, "makeClient({..."+s.options(map[string]any{"worker": v.worker})+`, endpoint: undefined, admin: true, srpOnly: true,
					send: async (operation, {ClientId}) => ({ChallengeName: 'SMS_MFA', Session: operation + ClientId, New: new Date(0)})})`)).wantOK(t)
				answer := run(`client.initiateAuth({AuthFlow: 'CUSTOM_AUTH', AuthParameters: {USERNAME: 'carol'}})`).wantOK(t)
				if got, want := quote(answer.Value), `{"ChallengeName":"SMS_MFA","New":0,"Session":"AdminInitiateAuth`+s.pool.ClientID+`"}`; got != want {
					t.Errorf("%v: another client's answer became %s, want %s", p, got, want)
				}
				if i == 0 {
					want = got
					continue
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s %s: sent and stored\n%q, want\n%q", p[0], p[1], got, want)
				}
				if noted := browser.Eval[[]string](tab, "[...noted]"); len(noted) != 0 {
					t.Errorf("%s %s: by way of other objects: %q", p[0], p[1], noted)
				}
			}
		})
	}
}

// orderOf gives the attribute for scripts that run in the order of modules, among
// which the ES module is.
func orderOf(v variant) string {
	if v.script == "module" {
		return " type=module"
	}
	return ""
}

// sent gives the calls that have arrived: the members of each, and what they have.
func (s *stage) sent() (shapes []string) {
	for _, call := range s.tap.Calls("") {
		shape := map[string]any{}
		for name, member := range call.Body {
			shape[name] = member
			if members, ok := member.(map[string]any); ok {
				shape[name] = slices.Sorted(maps.Keys(members))
			} else if name == "Session" || name == "AccessToken" || name == "RefreshToken" {
				shape[name] = member == "polluted"
			}
		}
		shapes = append(shapes, call.Operation+quote(shape))
	}
	return shapes
}

// A session is kept, read again, used and ended with every name on
// Object.prototype, and without.
func TestSessionWithEveryNameOnObjectPrototype(t *testing.T) {
	t.Parallel()
	for _, v := range modes {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: true})
			s.user(provision.User{Name: "alice"})
			s.site.Page("/polluting", "<script>"+pollutingScript(t, v)+"</script>"+scripts[v.script]+"<script src=/harness.js></script>")
			page := engine.Page(t)
			walk := func(around string) (walked []string) {
				page.Open(s.site.URL + "/polluting") // whose storage is empty: the walk before has signed out
				run := func(expression string) { t.Helper(); do(page, fmt.Sprintf(around, expression)).wantOK(t) }
				made := "makeClient({..." + s.options(map[string]any{"worker": v.worker}) + ", storage: 'local'})"
				s.tap.Forget()
				run(made)
				run(`client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
				run(`client.session({refresh: 'force'}).then(() => client.fetch(location.href)).then((response) => { if (!response.ok) throw response.status })`)
				walked = append(walked, browser.Eval[string](page, inLocalStorage))
				run(made)
				run(`(listen(), client.session()).then(({username}) => { if (username !== 'alice') throw username })`)
				run(`client.signOut({everywhere: true}).then((result) => { if (!result.revoked) throw Object.values(result) })`)
				walked = append(append(walked, s.sent()...), browser.Eval[string](page, inLocalStorage), strings.Join(heard(page, 1), " "))
				if around != "%s" {
					if noted := browser.Eval[[]string](page, "[...noted]"); len(noted) != 0 {
						t.Errorf("by way of other objects: %q", noted)
					}
				}
				return walked
			}
			want := walk("%s")
			for _, p := range [][2]string{{"data", "text"}, {"accessor", "text"}, {"throwing", "flag"}} {
				if got := walk(fmt.Sprintf("polluted('%s', '%s', () => %%s)", p[0], p[1])); !slices.Equal(got, want) {
					t.Errorf("%s %s: sent, stored and heard\n%q, want\n%q", p[0], p[1], got, want)
				}
			}
		})
	}
}

// inLocalStorage describes what the local storage holds: names, and kinds of values.
const inLocalStorage = `JSON.stringify(Object.entries(localStorage).map(([key, value]) => [key, Object.entries(JSON.parse(value)).map(([name, value]) => [name, typeof value])]))`

// What is on the prototypes of a page changes nothing that is sent.
func TestPollutedPrototypes(t *testing.T) {
	t.Parallel()
	for _, v := range modes {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: true})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			walk := func() []string {
				s.tap.Forget()
				initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
				respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol")
				return s.sent()
			}
			clean := walk()
			browser.Eval[any](page, "void (() => {"+pollution+"})()")
			if got := walk(); !slices.Equal(got, clean) {
				t.Errorf("an open client sent\n%q, want\n%q", got, clean)
			}
			do(page, "CognitoWasm.preload()").wantOK(t)
			s.makeClient(page, map[string]any{"worker": v.worker})
			if got := walk(); !slices.Equal(got, clean) {
				t.Errorf("a new client sent\n%q, want\n%q", got, clean)
			}
		})
	}
}
