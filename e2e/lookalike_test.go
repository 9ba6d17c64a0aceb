package e2e

import (
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// passwordManager puts itself between the page and the browser's passkeys, as the
// extensions of password managers do. It signs with the browser's authenticator
// and gives what the test's makers make of the real credential.
const passwordManager = `globalThis.passwordManager = (() => {
	const real = {get: navigator.credentials.get.bind(navigator.credentials), create: navigator.credentials.create.bind(navigator.credentials)};
	const frame = document.createElement('iframe');
	document.body.append(frame);
	const members = ({id, rawId, type, authenticatorAttachment, response}) => {
		const made = {clientDataJSON: response.clientDataJSON};
		if (response instanceof AuthenticatorAssertionResponse) {
			for (const name of ['authenticatorData', 'signature', 'userHandle']) made[name] = response[name];
		} else {
			made.attestationObject = response.attestationObject;
			for (const name of ['getTransports', 'getAuthenticatorData', 'getPublicKey', 'getPublicKeyAlgorithm']) {
				const value = response[name]();
				made[name] = () => value;
			}
		}
		return {id, rawId, type, authenticatorAttachment, response: made, getClientExtensionResults: () => ({})};
	};
	const each = (bytes) => (real) => {
		const made = members(real);
		const change = (object) => { for (const name in object) if (object[name] instanceof ArrayBuffer) object[name] = bytes(object[name]) };
		change(made);
		change(made.response);
		return made;
	};
	const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
	const prototypes = (real) => {
		const made = members(real);
		Object.setPrototypeOf(made.response, Object.getPrototypeOf(real.response));
		return Object.setPrototypeOf(made, PublicKeyCredential.prototype);
	};
	const json = (real) => JSON.parse(JSON.stringify(real));
	const fail = () => { throw new TypeError('Illegal invocation') };
	const without = (name) => (real) => {
		const made = members(real);
		Object.defineProperty(made.response, name, {get: fail});
		return made;
	};
	const makers = {
		'the browser\'s prototype': (real) => Object.setPrototypeOf(members(real), PublicKeyCredential.prototype),
		'all of its prototypes': prototypes,
		'no prototypes of its': members,
		'no prototypes at all': (real) => { const made = members(real); made.response = Object.assign(Object.create(null), made.response); return Object.assign(Object.create(null), made) },
		'getters of a class': (real) => new (class { #members = members(real); get id() { return this.#members.id } get rawId() { return this.#members.rawId }
			get type() { return 'public-key' } get response() { return this.#members.response } getClientExtensionResults() { return {} } })(),
		'typed arrays': each((buffer) => new Uint8Array(buffer)),
		'a part of a larger buffer': each((buffer) => { const large = new Uint8Array(buffer.byteLength + 9); large.set(new Uint8Array(buffer), 5); return large.subarray(5, 5 + buffer.byteLength) }),
		'views': each((buffer) => new DataView(buffer)),
		'buffers of another frame': each((buffer) => { const copy = new frame.contentWindow.ArrayBuffer(buffer.byteLength); new Uint8Array(copy).set(new Uint8Array(buffer)); return copy }),
		'base64': each(base64),
		'frozen': (real) => Object.freeze(members(real)),
		'a proxy': (real) => new Proxy(real, {get: (target, name) => { const value = Reflect.get(target, name, target); return typeof value === 'function' ? value.bind(target) : value }}),
		'JSON': json,
		'toJSON alone': (real) => ({toJSON: () => json(real)}),
		'toJSON with buffers': (real) => ({toJSON: () => members(real)}),
		'toJSON throws': (real) => ({...members(real), toJSON: fail}),
		'toJSON gives half': (real) => ({...members(real), toJSON: () => ({id: real.id, type: real.type})}),
		'toJSON gives text': (real) => ({...members(real), toJSON: () => 'credential'}),
		'toJSON of the prototype': (real) => { const made = prototypes(real); made.toJSON = PublicKeyCredential.prototype.toJSON; return made },
		'methods throw': (real) => { const made = members(real); made.getClientExtensionResults = fail; for (const name of ['getTransports', 'getPublicKey', 'getPublicKeyAlgorithm', 'getAuthenticatorData']) made.response[name] = fail; return made },
		'no methods': (real) => { const {id, rawId, response: {clientDataJSON, authenticatorData, signature, attestationObject}} = real; return {id, rawId, response: {clientDataJSON, authenticatorData, signature, attestationObject}} },
		'no rawId': (real) => ({...members(real), rawId: undefined}),
		'no id': (real) => ({...members(real), id: undefined}),
	};
	const broken = {
		'no response': (real) => ({...members(real), response: undefined}), 'no ids': (real) => ({...members(real), id: undefined, rawId: undefined}),
		'clientDataJSON': without('clientDataJSON'), 'signature': without('signature'), 'attestationObject': without('attestationObject'),
		'text': () => 'credential', 'array': () => [], 'function': () => () => {}, 'prototype alone': () => Object.create(PublicKeyCredential.prototype),
	};
	let make = (real) => real;
	for (const name of ['get', 'create']) navigator.credentials[name] = async (options) => make(await real[name](options));
	return {makers: Object.keys(makers), use: (name) => void (make = makers[name] ?? broken[name])};
})()`

// Whatever a password manager makes of a passkey, it registers and signs in.
func TestPasskeyLookAlikes(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		_, page, _ := passkeyStage(t, v, provision.Options{})
		browser.Eval[any](page, "void ("+passwordManager+")")
		makers := browser.Eval[[]string](page, "passwordManager.makers")
		if len(makers) < 20 {
			t.Fatalf("got %d makers", len(makers))
		}
		for _, maker := range makers {
			use := "passwordManager.use(" + quote(maker) + ")"
			passkeys := passkeysOf(t, page)
			for _, passkey := range passkeys { // a phone has one for each user
				do(page, `client.deleteWebAuthnCredential({CredentialId: `+quote(passkey.(map[string]any)["CredentialId"])+`})`).wantOK(t)
			}
			browser.Eval[any](page, use)
			if got := do(page, `client.registerPasskey()`); !got.OK {
				t.Errorf("%s: registration gives %s", maker, got.describe())
				browser.Eval[any](page, `passwordManager.use('JSON')`)
				do(page, `client.registerPasskey()`).wantOK(t)
				browser.Eval[any](page, use)
			}
			initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
			if got := respond(page, `{}`); !got.OK || !got.Step.Done {
				t.Errorf("%s: sign-in gives %s", maker, got.describe())
			}
			// The same where the page has asked.
			initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
			got := do(page, `(async () => {
				const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(step.parameters.CREDENTIAL_REQUEST_OPTIONS));
				return keep(client.respond(step, {credential: await navigator.credentials.get({publicKey})}));
			})()`)
			if !got.OK || !got.Step.Done {
				t.Errorf("%s: sign-in with the page's gives %s", maker, got.describe())
			}
		}
	})
}

// What cannot be read is named, and the step that was begun is as good as before.
func TestPasskeyLookAlikesThatLackSomething(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, _ := passkeyStage(t, v, provision.Options{})
		browser.Eval[any](page, "void ("+passwordManager+")")
		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		step := `client.resume(` + quote(browser.Eval[string](page, "JSON.stringify(step)")) + `)`
		s.user(provision.User{Name: "bob"})
		initiate(page, `{username: 'bob', password: 'Local-Cognito-1'}`).wantDone(t, "bob") // who has no passkey yet
		for _, test := range []struct{ maker, assertion, attestation string }{
			{"no response", "response.clientDataJSON", "response.clientDataJSON"},
			{"no ids", "id", "id"},
			{"clientDataJSON", "response.clientDataJSON", "response.clientDataJSON"},
			{"signature", "response.signature", ""},
			{"attestationObject", "", "response.attestationObject"},
			{"text", "id", "id"},
			{"array", "id", "id"},
			{"function", "id", "id"},
			{"prototype alone", "id", "id"},
		} {
			browser.Eval[any](page, "passwordManager.use("+quote(test.maker)+")")
			const why = "no passkey, or one whose "
			if test.assertion != "" {
				do(page, `client.respond(`+step+`, {})`).want(t, test.maker, "PasskeyError", why+test.assertion+" is not there")
			}
			if test.attestation != "" {
				do(page, `client.registerPasskey()`).want(t, test.maker, "PasskeyError", why+test.attestation+" is not there")
			}
		}
		passkeySent := func(call wiretap.Call) bool { return call.Body["ChallengeName"] == "WEB_AUTHN" }
		if slices.ContainsFunc(s.tap.Calls("RespondToAuthChallenge"), passkeySent) || len(s.tap.Calls("CompleteWebAuthnRegistration")) != 1 { // the stage's
			t.Error("a passkey that lacks something was sent")
		}
		browser.Eval[any](page, "passwordManager.use('JSON')")
		do(page, `client.respond(`+step+`, {})`).wantOK(t)
	})
}

// What a page has put on Object.prototype is no option of a passkey's, and no
// member of one.
func TestPasskeyUnderPollution(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{}))
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		newPhone(t, page)
		browser.Eval[any](page, pollutingScript(t, v))
		signIn(page).wantDone(t, "alice")
		for _, p := range [][2]string{{"data", "text"}, {"accessor", "function"}} {
			polluted := func(call string) outcome {
				return do(page, "polluted("+quote(p[0])+", "+quote(p[1])+", () => keep("+call+"))")
			}
			for _, passkey := range polluted(`client.listWebAuthnCredentials()`).wantOK(t).Value.(map[string]any)["Credentials"].([]any) {
				polluted(`client.deleteWebAuthnCredential({CredentialId: ` + quote(passkey.(map[string]any)["CredentialId"]) + `})`).wantOK(t)
			}
			polluted(`client.registerPasskey()`).wantOK(t)
			initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
			polluted(`client.respond(step, {})`).wantDone(t, "alice")
		}
		if noted := browser.Eval[[]string](page, "[...noted]"); len(noted) != 0 {
			t.Errorf("by way of other objects: %q", noted)
		}
	})
}
