package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// hostile are values that fail, or never end, or are of no use, when they are
// looked at: JavaScript expressions by name.
const hostile = `globalThis.hostile = (() => {
	const fail = () => { throw new Error('from the page') };
	const traps = Object.fromEntries(Reflect.ownKeys(Reflect).filter((name) => typeof name === 'string').map((name) => [name, fail]));
	const revoked = Proxy.revocable({}, {});
	revoked.revoke();
	const cyclic = {};
	cyclic.self = cyclic;
	const detached = new Uint8Array([1, 2, 3]);
	structuredClone(detached.buffer, {transfer: [detached.buffer]});
	// The name SharedArrayBuffer is kept from most pages, the thing is not.
	const shared = new WebAssembly.Memory({initial: 1, maximum: 1, shared: true}).buffer;
	const iterator = new Uint8Array([65]);
	iterator[Symbol.iterator] = fail;
	const tagged = new Uint8Array([65]);
	Object.defineProperty(tagged, Symbol.toStringTag, {get: fail});
	return {
		proxy: new Proxy({}, traps), functionProxy: new Proxy(() => {}, traps), revoked: revoked.proxy,
		proxiedArray: new Proxy([], traps), proxiedBytes: new Proxy(new Uint8Array(3), traps),
		symbol: Symbol('hostile'), arrow: () => 'x', class: class { static username = 'x' }, cyclic, bigint: 10n, number: 42, nan: NaN,
		true: true, array: ['x'], date: new Date(), regexp: /x/, boxed: new String('alice'), stringable: {toString: fail, valueOf: fail},
		long: 'x'.repeat(50_000_000), surrogate: 'a\ud800b', lowSurrogate: '\udc00', detached, iterator, tagged,
		manyBytes: new Uint8Array(1_000_000), shared, buffer: new ArrayBuffer(8), words: new Uint16Array(4),
		floats: new Float64Array(1), view: new DataView(new ArrayBuffer(8)), promise: Promise.resolve('x'), window, document,
		// A member that is there once and gone, or another, at the second look.
		fickle: (name, value) => { let looks = 0; return {get [name]() { return looks++ ? fail() : value }} },
	};
})()`

// notText are hostile values in the place of a string, notSecret in that of a
// password, notObject in that of an object.
var (
	notText = []string{"proxy", "functionProxy", "revoked", "proxiedArray", "symbol", "arrow", "class", "cyclic", "bigint", "number", "nan",
		"true", "array", "date", "regexp", "boxed", "stringable", "long", "surrogate", "lowSurrogate", "detached", "shared", "promise", "window", "document"}
	notSecret = []string{"proxy", "functionProxy", "revoked", "proxiedArray", "proxiedBytes", "symbol", "arrow", "class", "cyclic", "bigint", "number",
		"true", "array", "boxed", "stringable", "long", "surrogate", "lowSurrogate", "detached", "tagged", "manyBytes", "shared", "buffer",
		"words", "floats", "view", "promise", "window"}
	notObject = []string{"proxy", "functionProxy", "revoked", "proxiedArray", "symbol", "arrow", "bigint", "number", "true", "array", "long", "surrogate"}
)

// place is somewhere a page hands a value in. VALUE in the call stands for it,
// and the error names it so.
type place struct {
	call, name string
	values     []string
}

// Whatever a page hands in, it gets a rejected promise that names the value;
// nothing is sent, and the next call works.
func TestHostileValues(t *testing.T) {
	t.Parallel()
	const alice = `username: 'alice', password: 'Local-Cognito-1'`
	places := []place{
		{`client.initiate(VALUE)`, "request", notObject},
		{`client.initiate({username: VALUE, password: 'x'})`, "request.username", notText},
		{`client.initiate({username: 'alice', password: VALUE})`, "request.password", notSecret},
		{`client.initiate({` + alice + `, flow: VALUE})`, "request.flow", notText},
		{`client.initiate({flow: 'REFRESH_TOKEN_AUTH', refreshToken: VALUE})`, "request.refreshToken", notText},
		{`client.initiate({` + alice + `}, VALUE)`, "options", notObject},
		{`client.initiate({` + alice + `}, {signal: VALUE})`, "options.signal", []string{"proxy", "functionProxy", "revoked", "symbol", "arrow", "cyclic", "number", "true", "array", "long", "window"}},
		{`client.initiate({` + alice + `}, {signal: new Proxy(new AbortController().signal, {get() { throw VALUE }})})`, "options.signal", []string{"number"}},
		{`client.initiate({` + alice + `}, {clientMetadata: VALUE})`, "options.clientMetadata", notObject},
		{`client.initiate({` + alice + `}, {clientMetadata: {a: VALUE}})`, "options.clientMetadata.a", notText},
		{`client.initiate({` + alice + `}, {clientMetadata: {[VALUE]: 'a'}})`, "options.clientMetadata", []string{"long", "surrogate", "lowSurrogate"}},
		{`client.initiate({` + alice + `}, {clientMetadata: {['a\0b']: VALUE}})`, "options.clientMetadata", []string{"number"}},
		{`client.initiate({` + alice + `}, {analyticsMetadata: VALUE})`, "options.analyticsMetadata", notObject},
		{`client.initiate({` + alice + `}, {analyticsMetadata: {AnalyticsEndpointId: VALUE}})`, "options.analyticsMetadata.AnalyticsEndpointId", notText},
		{`client.initiate({` + alice + `}, {userContextData: {EncodedData: VALUE}})`, "options.userContextData.EncodedData", notText},
		{`client.respond(VALUE, {code: '123456'})`, "step", slices.Concat(notObject, []string{"cyclic", "date"})},
		{`client.respond({...step}, {code: '123456'}, VALUE)`, "step", []string{"number"}}, // a copy is no step
		{`client.respond(step, VALUE)`, "answer", notObject},
		{`client.respond(step, {code: VALUE})`, "answer.code", notText},
		{`client.respond(step, {newPassword: VALUE})`, "answer.newPassword", notSecret},
		{`client.respond(step, {newPassword: 'x', attributes: VALUE})`, "answer.attributes", notObject},
		{`client.respond(step, {newPassword: 'x', attributes: {name: VALUE}})`, "answer.attributes.name", notText},
		{`client.respond(step, {code: '123456'}, VALUE)`, "options", notObject},
		{`client.respond(step, {choice: VALUE})`, "answer.choice", notText},
		{`client.respond(step, {choice: 'PASSWORD', password: VALUE})`, "answer.password", notSecret},
		{`client.respond(step, {password: VALUE})`, "answer.password", notSecret},
		{`client.respond(step, {answer: VALUE})`, "answer.answer", notText},
		{`client.respond(step, {setup: VALUE})`, "answer.setup", notText},
		{`client.respond(step, {setup: 'EMAIL_OTP', email: VALUE})`, "answer.email", notText},
		{`client.respond(step, {setup: 'SOFTWARE_TOKEN_MFA', code: '123456', deviceName: VALUE})`, "answer.deviceName", notText},
		{`client.respond(step, {mediation: VALUE})`, "answer.mediation", notText},
		{`client.respond(client.resume({...step.toJSON(), challenge: 'WEB_AUTHN', parameters: {CREDENTIAL_REQUEST_OPTIONS: '{}'}}), {credential: VALUE})`, "credential", []string{"proxy", "functionProxy", "revoked", "proxiedArray", "symbol", "arrow", "class", "cyclic",
			"bigint", "number", "nan", "true", "array", "date", "regexp", "boxed", "long", "surrogate", "lowSurrogate", "promise", "window", "document"}},
		{`client.totpSecret(VALUE)`, "step", slices.Concat(notObject, []string{"cyclic", "date"})},
		{`client.initiate({flow: 'USER_AUTH', username: 'alice', preferredChallenge: VALUE})`, "request.preferredChallenge", notText},
		{`client.initiate({flow: 'USER_AUTH', username: 'alice', session: VALUE})`, "request.session", notText},
		{`(async () => client.resume({...step.toJSON(), choices: VALUE}))()`, "saved.choices", []string{"proxy", "revoked", "proxiedArray", "number", "cyclic"}},
		{`(async () => client.resume({...step.toJSON(), choices: [VALUE]}))()`, "saved.choices", notText},
		{`client.initiateAuth(VALUE)`, "input", notObject},
		{`client.initiateAuth({AuthFlow: VALUE})`, "input.AuthFlow", notText},
		{`client.initiateAuth({AuthFlow: 'USER_AUTH', AuthParameters: VALUE})`, "input.AuthParameters", notObject},
		{`client.initiateAuth({AuthFlow: 'USER_AUTH', AuthParameters: {USERNAME: VALUE}})`, "input.AuthParameters.USERNAME", notText},
		{`client.initiateAuth({AuthFlow: 'USER_AUTH', Session: VALUE})`, "input.Session", notText},
		{`client.respondToAuthChallenge(VALUE)`, "input", notObject},
		{`client.respondToAuthChallenge({ChallengeName: VALUE})`, "input.ChallengeName", notText},
		{`client.respondToAuthChallenge({ChallengeName: 'SMS_MFA', ChallengeResponses: {SMS_MFA_CODE: VALUE}})`, "input.ChallengeResponses.SMS_MFA_CODE", notText},
		// resume gives no promise, so it throws.
		{`(async () => client.resume(VALUE))()`, "saved", slices.Concat(notObject, []string{"boxed"})},
		{`(async () => client.resume({...step.toJSON(), username: VALUE}))()`, "saved.username", notText},
		{`(async () => client.resume({...step.toJSON(), parameters: {a: VALUE}}))()`, "saved.parameters.a", notText},
		{`(async () => client.resume({...step.toJSON(), requiredAttributes: VALUE}))()`, "saved.requiredAttributes", []string{"proxy", "revoked", "proxiedArray", "number", "cyclic"}},
		{`(async () => client.resume({...step.toJSON(), requiredAttributes: [VALUE]}))()`, "saved.requiredAttributes", notText},
	}
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			browser.Eval[any](page, "void ("+hostile+")")
			browser.Eval[any](page, `void (step = client.resume({version: 1, userPoolId: '`+s.pool.ID+`', clientId: '`+s.pool.ClientID+`', username: 'alice', challenge: 'SMS_MFA'}))`)
			s.tap.Forget()
			for _, place := range places {
				for _, value := range place.values {
					call := strings.ReplaceAll(place.call, "VALUE", "hostile."+value)
					do(page, call).want(t, call, "InvalidArgument", place.name)
				}
				// The same behind a getter.
				if before, member, ok := strings.Cut(place.call, ": VALUE}"); ok && !strings.Contains(before, `\0`) {
					open := max(strings.LastIndex(before, "{"), strings.LastIndex(before, ", "))
					name := strings.Trim(before[open+1:], " ")
					call := before[:open+1] + "get " + name + "() { throw new Error('from the page') }}" + member
					do(page, call).want(t, call, "InvalidArgument", place.name+": could not be read")
				}
			}
			if calls := s.tap.Calls(""); len(calls) != 0 {
				t.Errorf("%d calls arrived, want none", len(calls))
			}
			signIn(page).wantDone(t, "alice")
		})
	}
}

// The same for what createClient takes.
func TestHostileOptions(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := s.open(t, usual)
	browser.Eval[any](page, "void ("+hostile+")")
	s.tap.Forget()
	for _, value := range slices.Concat(notObject, []string{"class"}) {
		do(page, "openClient(hostile."+value+")").want(t, value, "InvalidArgument")
	}
	do(page, "openClient()").want(t, "nothing", "InvalidArgument", "options: expected an object, not undefined")
	noFunction := []string{"proxy", "revoked", "symbol", "cyclic", "bigint", "number", "true", "array", "long", "boxed"}
	noFlag := []string{"proxy", "revoked", "symbol", "arrow", "cyclic", "bigint", "number", "array", "long", "boxed"}
	for name, values := range map[string][]string{
		"userPoolId": notText, "clientId": notText, "clientSecret": notText, "region": notText,
		"useFipsEndpoint": noFlag, "useDualstackEndpoint": noFlag, "deviceTracking": noFlag,
		"endpoint":          {"proxy", "functionProxy", "revoked", "symbol", "arrow", "cyclic", "bigint", "number", "true", "array", "long", "surrogate", "stringable"},
		"maxAttempts":       {"proxy", "revoked", "symbol", "cyclic", "bigint", "nan", "array", "long", "date"},
		"storage":           {"proxy", "revoked", "symbol", "cyclic", "number", "array", "long"},
		"clientMetadata":    notObject,
		"analyticsMetadata": notObject,
		"log":               noFunction, "userContextData": noFunction,
		"wasm":   {"proxy", "functionProxy", "revoked", "symbol", "arrow", "cyclic", "bigint", "number", "true", "array", "proxiedArray", "proxiedBytes", "detached", "shared", "stringable"},
		"worker": {"proxy", "functionProxy", "revoked", "symbol", "arrow", "class", "cyclic", "bigint", "number", "array", "stringable"},
	} {
		for _, value := range values {
			option := name + ": hostile." + value
			s.create(page, option).want(t, option, "InvalidArgument", name)
		}
		s.create(page, "get "+name+"() { throw new Error('from the page') }").want(t, "getter of "+name, "InvalidArgument")
		// A spread reads its source at once, so the getter is set behind it.
		call := "openClient(Object.defineProperty(" + s.options(nil) + ", '" + name + "', {get() { throw new Error('from the page') }}))"
		do(page, call).want(t, call, "InvalidArgument", name+": could not be read")
	}
	do(page, "client.initiate({username: 'alice', password: 'x'})").want(t, "still the first client", "NotAuthorizedException")

	// What the page's function gives for each call is read like everything else.
	for _, value := range notObject {
		if got := s.create(page, "userContextData: () => hostile."+value); !got.OK {
			t.Fatal(got.describe())
		}
		signIn(page).want(t, "userContextData gives "+value, "InvalidArgument", "userContextData()")
		do(page, "client.close()")
	}
	s.create(page, "userContextData: () => { throw new Error('from the page') }")
	signIn(page).want(t, "userContextData throws", "InvalidArgument", "userContextData: the function threw")
}

// Odd values that are fine: they are read once and mean what they say.
func TestOddValues(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := s.open(t, usual)
	browser.Eval[any](page, "void ("+hostile+")")
	for _, call := range []string{
		`client.initiate(Object.assign(Object.create(null), {username: 'alice', password: 'Local-Cognito-1'}), Object.create(null))`,
		`client.initiate({username: 'alice', password: 'Local-Cognito-1', more: hostile.proxy, get other() { throw 1 }})`,
		`client.initiate(new class { username = 'alice'; get password() { return 'Local-Cognito-1' } })`,
		`client.initiate(Object.defineProperty({username: 'alice'}, 'password', Object.getOwnPropertyDescriptor(hostile.fickle('password', 'Local-Cognito-1'), 'password')))`,
		`client.initiate({username: 'alice', password: 'Local-Cognito-1', flow: undefined}, null)`,
		`client.initiate({username: 'alice', password: 'Local-Cognito-1', flow: null}, {signal: null, clientMetadata: undefined})`,
		`client.initiate({username: 'alice', password: new Uint8Array(new TextEncoder().encode('xxLocal-Cognito-1').buffer, 2)})`,
		`client.initiate({username: 'alice', password: new (class extends Uint8Array {})(new TextEncoder().encode('Local-Cognito-1'))})`,
		`client.initiate({username: 'alice', password: Uint8Array.from(new TextEncoder().encode('Local-Cognito-1'))}, {clientMetadata: Object.assign(Object.create(null), {a: 'b'})})`,
		`client.initiate({username: 'alice', password: (() => { const view = new Uint8Array(hostile.shared, 0, 15); view.set(new TextEncoder().encode('Local-Cognito-1')); return view })()})`,
		`client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {clientMetadata: JSON.parse('{"__proto__": "p", "constructor": "c", "": "empty", "a.b": "d"}')})`,
	} {
		if got := do(page, call); !got.OK || !got.Step.Done {
			t.Errorf("%s: got %s, want tokens", call, got.describe())
		}
	}
	calls := s.tap.Calls("RespondToAuthChallenge")
	got := quote(calls[len(calls)-1].Body["ClientMetadata"])
	if want := quote(map[string]string{"__proto__": "p", "constructor": "c", "": "empty", "a.b": "d"}); got != want {
		t.Errorf("sent the metadata %s, want %s", got, want)
	}
	// NUL is well-formed Unicode, and for Cognito to refuse.
	do(page, `client.initiate({username: 'ali\0ce', password: 'Local\0Cognito'})`).wantError(t, "InvalidParameterException")
	do(page, `client.initiate({username: 'alice', password: 'Local\0Cognito'})`).wantError(t, "NotAuthorizedException")
}
