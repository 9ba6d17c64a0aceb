package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// virtualAuthenticator is what only the DevTools protocol has.
const virtualAuthenticator = "a virtual authenticator"

// phone is a virtual authenticator with discoverable passkeys and a user who is
// always verified.
type phone struct {
	t    *testing.T
	page *browser.Page
	id   webauthn.AuthenticatorID
}

func newPhone(t *testing.T, page *browser.Page) *phone {
	t.Helper()
	return &phone{t, page, page.AddAuthenticator()}
}

func set[P any](p *phone, setting cdp.Command[P, cdp.Empty], params P) {
	p.t.Helper()
	command(p.t, p.page, setting, params)
}

// present says whether somebody touches the phone.
func (p *phone) present(yes bool) {
	p.t.Helper()
	set(p, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: p.id, Enabled: yes})
}

// verified says whether the phone knows its user.
func (p *phone) verified(yes bool) {
	p.t.Helper()
	set(p, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: p.id, IsUserVerified: yes})
}

// forges makes it sign with zeros.
func (p *phone) forges(yes bool) {
	p.t.Helper()
	set(p, webauthn.SetResponseOverrideBits, webauthn.SetResponseOverrideBitsParams{AuthenticatorID: p.id, IsBogusSignature: &yes})
}

// passkeyStage is a stage whose pool has passkeys, and alice with one in the
// phone of the page.
func passkeyStage(t *testing.T, v variant, options provision.Options) (*stage, *browser.Page, *phone) {
	t.Helper()
	s := newStage(t, allFactors(options))
	s.user(provision.User{Name: "alice"})
	page := s.open(t, v)
	p := newPhone(t, page)
	signIn(page).wantDone(t, "alice")
	do(page, `client.registerPasskey()`).wantOK(t)
	return s, page, p
}

const beginPasskey = `{flow: 'USER_AUTH', username: 'alice', preferredChallenge: 'WEB_AUTHN'}`

// Registration, sign-in and all that a signed-in user does about passkeys.
func TestPasskey(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, _ := passkeyStage(t, v, provision.Options{Secret: v.worker})
		passkeys := passkeysOf(t, page)
		if len(passkeys) != 1 {
			t.Fatalf("got %d passkeys, want 1", len(passkeys))
		}
		passkey := passkeys[0].(map[string]any)
		if passkey["RelyingPartyId"] != "localhost" || passkey["CredentialId"] == "" || passkey["FriendlyCredentialName"] == "" ||
			!slices.Equal(passkey["AuthenticatorTransports"].([]any), []any{"internal"}) {
			t.Errorf("got the passkey %v", passkey)
		}
		if young := browser.Eval[bool](page, `client.listWebAuthnCredentials().then(({Credentials: [{CreatedAt}]}) => CreatedAt instanceof Date && Math.abs(Date.now() - CreatedAt) < 60_000)`); !young {
			t.Error("CreatedAt is no date of this minute")
		}
		factors := do(page, `client.getUserAuthFactors()`).wantOK(t).Value.(map[string]any)
		if factors["Username"] != "alice" || !slices.Contains(factors["ConfiguredUserAuthFactors"].([]any), any("WEB_AUTHN")) {
			t.Errorf("got the factors %v, want WEB_AUTHN among them", factors)
		}
		again := do(page, `client.registerPasskey()`)
		again.want(t, "a second passkey in the same phone", "PasskeyError", "InvalidStateError")

		// By preference, by choice, and after a reload.
		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		s.reload(page, v)
		do(page, `keep(client.resume(sessionStorage.getItem('step')))`).wantStep(t, "WEB_AUTHN")
		respond(page, `{}`).wantDone(t, "alice")
		step := initiate(page, `{flow: 'USER_AUTH', username: 'alice'}`).wantStep(t, "SELECT_CHALLENGE")
		if !slices.Contains(step.Choices, "WEB_AUTHN") {
			t.Errorf("got choices %v, want WEB_AUTHN among them", step.Choices)
		}
		respond(page, `{choice: 'WEB_AUTHN'}`).wantStep(t, "WEB_AUTHN")
		respond(page, `{mediation: 'required'}`).wantDone(t, "alice")

		// Autofill; the virtual user takes the only passkey that there is.
		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		respond(page, `{mediation: 'conditional'}`).wantDone(t, "alice")

		// The page can ask by itself, and give the credential or the JSON of it.
		for _, credential := range []string{"credential", "credential.toJSON()", "JSON.parse(JSON.stringify(credential))"} {
			initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
			do(page, `(async () => {
				const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(step.parameters.CREDENTIAL_REQUEST_OPTIONS));
				const credential = await navigator.credentials.get({publicKey});
				return keep(client.respond(step, {credential: `+credential+`}));
			})()`).wantDone(t, "alice")
		}

		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		s.tap.Forget()
		for answer, want := range map[string]string{
			`{code: '123456'}`:        "answer: expected {credential} for WEB_AUTHN",
			`{credential: {}}`:        "credential: expected an AuthenticationResponseJSON",
			`{credential: {id: ''}}`:  "credential: expected an AuthenticationResponseJSON",
			`{credential: 'x'}`:       "credential: expected an AuthenticationResponseJSON",
			`{credential: []}`:        "credential: expected an AuthenticationResponseJSON",
			`{mediation: 'imagined'}`: "answer.mediation: expected conditional, optional, required, silent",
		} {
			respond(page, answer).want(t, answer, "InvalidArgument", want)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}

		do(page, `client.deleteWebAuthnCredential({CredentialId: 'no passkey of hers'})`).wantError(t, "ResourceNotFoundException")
		do(page, `client.deleteWebAuthnCredential({CredentialId: `+quote(passkey["CredentialId"])+`})`).wantOK(t)
		if left := passkeysOf(t, page); len(left) != 0 {
			t.Errorf("%d passkeys are left, want none", len(left))
		}
		initiate(page, beginPasskey).wantStep(t, "SELECT_CHALLENGE")
	})
}

// Nobody is signed in, nobody is there, or nobody agrees.
func TestPasskeyRefusedByUser(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, phone := passkeyStage(t, v, provision.Options{WebAuthn: &types.WebAuthnConfigurationType{
			RelyingPartyId: new("localhost"), UserVerification: types.UserVerificationTypeRequired,
		}})
		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		phone.verified(false)
		respond(page, `{}`).want(t, "user not verified", "PasskeyError", "the user did not agree, or took too long (NotAllowedError)")
		phone.verified(true)

		// Nobody touches the phone: only an abort ends it.
		phone.present(false)
		for _, call := range []string{
			`client.respond(step, {}, {signal: controller.signal})`,
			`client.respond(step, {mediation: 'conditional'}, {signal: controller.signal})`,
		} {
			browser.Eval[any](page, `void (globalThis.controller = new AbortController())`)
			start(page, "pending", call)
			browser.Eval[any](page, `controller.abort('enough')`)
			finish(page, "pending").want(t, call, "AbortError", "the caller ended the call")
			do(page, strings.Replace(call, "controller.signal", "AbortSignal.abort()", 1)).want(t, call, "AbortError")
		}
		// The autofill of a page gives way to its button.
		browser.Eval[any](page, `void (globalThis.controller = new AbortController())`)
		start(page, "autofill", `client.respond(step, {mediation: 'conditional'}, {signal: controller.signal})`)
		browser.Eval[any](page, `controller.abort()`)
		finish(page, "autofill").want(t, "autofill", "AbortError")
		phone.present(true) // for requests from now on
		respond(page, `{}`).wantDone(t, "alice")
		phone.present(false)
		browser.Eval[any](page, `void (globalThis.controller = new AbortController())`)
		// alice has a passkey here already, so that another user registers.
		s.user(provision.User{Name: "bob"})
		start(page, "signedIn", `keep(client.initiate({username: 'bob', password: 'Local-Cognito-1'}))`)
		finish(page, "signedIn").wantDone(t, "bob")
		registering := make(chan struct{})
		s.tap.Fail("StartWebAuthnRegistration", func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
			cognito.ServeHTTP(w, r)
			close(registering)
		})
		start(page, "pending", `client.registerPasskey({signal: controller.signal})`)
		await(t, page, registering, "StartWebAuthnRegistration")
		browser.Eval[any](page, `controller.abort()`)
		finish(page, "pending").want(t, "registration", "AbortError")
		phone.present(true)

		// The step that was begun is as good as before.
		do(page, `keep(client.initiate(`+beginPasskey+`))`).wantStep(t, "WEB_AUTHN")
		respond(page, `{}`).wantDone(t, "alice")

		s.makeClient(page, map[string]any{"worker": v.worker})
		s.tap.Forget()
		for _, call := range []string{"registerPasskey()", "listWebAuthnCredentials()", "deleteWebAuthnCredential({CredentialId: 'x'})", "totpSecret()", "getUser()", "setUserMFAPreference({})"} {
			do(page, "client."+call).want(t, call, "SignedOut", "expected a user who is signed in")
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
	})
}

// fromElsewhere moves a credential to another origin, as a phishing page's
// would be, on its way to Cognito.
func fromElsewhere(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
	var request map[string]any
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		panic(err)
	}
	move := func(credential map[string]any) {
		response := credential["response"].(map[string]any)
		client, err := base64.RawURLEncoding.DecodeString(response["clientDataJSON"].(string))
		if err != nil {
			panic(err)
		}
		var data map[string]any
		if err := json.Unmarshal(client, &data); err != nil {
			panic(err)
		}
		data["origin"] = "https://localhost.example"
		moved, _ := json.Marshal(data)
		response["clientDataJSON"] = base64.RawURLEncoding.EncodeToString(moved)
	}
	if credential, ok := request["Credential"].(map[string]any); ok {
		move(credential)
	} else {
		responses := request["ChallengeResponses"].(map[string]any)
		var credential map[string]any
		if err := json.Unmarshal([]byte(responses["CREDENTIAL"].(string)), &credential); err != nil {
			panic(err)
		}
		move(credential)
		text, _ := json.Marshal(credential)
		responses["CREDENTIAL"] = string(text)
	}
	body, _ := json.Marshal(request)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	cognito.ServeHTTP(w, r)
}

// What Cognito does not accept, and what the browser does not do.
func TestPasskeyRefusedByCognito(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, phone := passkeyStage(t, v, provision.Options{})
		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		phone.forges(true)
		respond(page, `{}`).wantError(t, "NotAuthorizedException")
		phone.forges(false)
		respond(page, `{}`).want(t, "the same session", "NotAuthorizedException", "session can only be used once")

		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		s.tap.Fail("RespondToAuthChallenge", fromElsewhere)
		respond(page, `{}`).wantError(t, "NotAuthorizedException")
		s.user(provision.User{Name: "bob"})
		initiate(page, `{username: 'bob', password: 'Local-Cognito-1'}`).wantDone(t, "bob")
		s.tap.Fail("CompleteWebAuthnRegistration", fromElsewhere)
		do(page, `client.registerPasskey()`).wantError(t, "WebAuthnOriginNotAllowedException")

		// Answers of Cognito's that are not what they should be.
		for name, test := range map[string]struct {
			fault      wiretap.Fault
			code, text string
		}{
			"no options":     {parameter("CREDENTIAL_REQUEST_OPTIONS", nil), "MalformedResponse", "ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS"},
			"no JSON":        {parameter("CREDENTIAL_REQUEST_OPTIONS", "{"), "MalformedResponse", "ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS: expected the options of a passkey"},
			"null":           {parameter("CREDENTIAL_REQUEST_OPTIONS", "null"), "MalformedResponse", "expected the options of a passkey"},
			"no challenge":   {parameter("CREDENTIAL_REQUEST_OPTIONS", `{"rpId":"localhost"}`), "MalformedResponse", "expected the options of a passkey"},
			"no base64url":   {parameter("CREDENTIAL_REQUEST_OPTIONS", `{"challenge":"!","rpId":"localhost"}`), "MalformedResponse", "expected the options of a passkey"},
			"not a list":     {parameter("CREDENTIAL_REQUEST_OPTIONS", `{"challenge":"AAAA","allowCredentials":{}}`), "MalformedResponse", "expected the options of a passkey"},
			"another domain": {parameter("CREDENTIAL_REQUEST_OPTIONS", `{"challenge":"AAAA","rpId":"example.com"}`), "PasskeyError", "the page is not on the domain that the passkeys are for (SecurityError)"},
		} {
			s.tap.Fail("InitiateAuth", test.fault)
			do(page, `client.initiate(`+beginPasskey+`).then((step) => client.respond(step, {}))`).want(t, name, test.code, test.text)
		}
		for name, answer := range map[string]string{
			"no options": `{}`, "null": `{"CredentialCreationOptions":null}`, "text": `{"CredentialCreationOptions":"x"}`,
			"no user": `{"CredentialCreationOptions":{"challenge":"AAAA"}}`,
		} {
			s.tap.Fail("StartWebAuthnRegistration", wiretap.Reply(200, amzJSON, answer))
			do(page, `client.registerPasskey()`).want(t, name, "MalformedResponse", "CredentialCreationOptions: expected the options of a passkey")
		}
		do(page, `client.registerPasskey()`).wantOK(t)
	})
}

// A passkey as second factor, where the pool counts it as one.
func TestPasskeyAsMFA(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, _ := passkeyStage(t, v, provision.Options{WebAuthn: &types.WebAuthnConfigurationType{
			RelyingPartyId: new("localhost"), UserVerification: types.UserVerificationTypeRequired,
			FactorConfiguration: types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification,
		}})
		do(page, `client.setUserMFAPreference({WebAuthnMfaSettings: {Enabled: true}})`).wantError(t, "InvalidParameterException")
		s.tap.Forget()
		do(page, `client.setUserMFAPreference({WebAuthnMfaSettings: {Enabled: true}, SMSMfaSettings: {Enabled: true, PreferredMfa: false}})`).wantOK(t)
		sent := s.tap.Calls("SetUserMFAPreference")[0].Body
		delete(sent, "AccessToken")
		if got, want := quote(sent), `{"SMSMfaSettings":{"Enabled":true,"PreferredMfa":false},"WebAuthnMfaSettings":{"Enabled":true}}`; got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
		factors := do(page, `client.getUserAuthFactors()`).wantOK(t).Value.(map[string]any)
		if got := quote(factors["UserMFASettingList"]); got != `["SMS_MFA","WEB_AUTHN"]` {
			t.Errorf("got the settings %s, want both", got)
		}
		step := signIn(page).wantStep(t, "SELECT_MFA_TYPE")
		if !slices.Contains(step.Choices, "WEB_AUTHN") {
			t.Errorf("got choices %v, want WEB_AUTHN among them", step.Choices)
		}
		respond(page, `{choice: 'WEB_AUTHN'}`).wantStep(t, "WEB_AUTHN")
		respond(page, `{}`).wantDone(t, "alice")
		// As first factor it is both.
		initiate(page, beginPasskey).wantStep(t, "WEB_AUTHN")
		respond(page, `{}`).wantDone(t, "alice")
		do(page, `client.setUserMFAPreference({WebAuthnMfaSettings: {Enabled: false}, SMSMfaSettings: {Enabled: false}})`).wantOK(t)
		signIn(page).wantDone(t, "alice")
		for call, want := range map[string]string{
			`client.setUserMFAPreference('SMS')`:                                "input: expected an object",
			`client.setUserMFAPreference({SMSMfaSettings: true})`:               "input.SMSMfaSettings: expected an object",
			`client.setUserMFAPreference({SMSMfaSettings: {Enabled: 'yes'}})`:   "input.SMSMfaSettings.Enabled: expected true or false",
			`client.deleteWebAuthnCredential()`:                                 "input.CredentialId: expected a value, which DeleteWebAuthnCredential needs",
			`client.deleteWebAuthnCredential({CredentialId: ''})`:               "input.CredentialId: expected a value, which DeleteWebAuthnCredential needs",
			`client.deleteWebAuthnCredential({CredentialId: 42})`:               "input.CredentialId: expected a string, not a number",
			`client.listWebAuthnCredentials({}, {signal: 42})`:                  "options.signal: expected an AbortSignal",
			`client.listWebAuthnCredentials({MaxResults: '5'})`:                 "input.MaxResults: expected a whole number, not a string",
			`client.registerPasskey(42)`:                                        "options: expected an object",
			`client.getUserAuthFactors({}, {signal: {aborted: true}})`:          "options.signal: expected an AbortSignal",
			`client.getUserAuthFactors({signal: new AbortController().signal})`: "input.signal: expected plain data",
			`client.registerPasskey({signal: {}})`:                              "options.signal: expected an AbortSignal",
		} {
			do(page, call).want(t, call, "InvalidArgument", want)
		}
	})
}

// passkeysOf gives the passkeys of the user who is signed in.
func passkeysOf(t *testing.T, page *browser.Page) []any {
	t.Helper()
	return do(page, `client.listWebAuthnCredentials()`).wantOK(t).Value.(map[string]any)["Credentials"].([]any)
}
