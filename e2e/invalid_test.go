package e2e

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Bad input is refused before anything is sent, by a message that says which
// value and what was expected. The limits are those of Cognito's model.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	const username, password = "username: expected 1 to 128 characters", "password: expected 1 to 256 characters"
	page := s.open(t, usual)
	resume := func(challenge string) {
		t.Helper()
		do(page, `keep(client.resume({version: 1, userPoolId: '`+s.pool.ID+`', clientId: '`+s.pool.ClientID+`', username: 'alice', challenge: '`+challenge+`', session: 'x'}))`).wantStep(t, challenge)
	}
	s.tap.Forget()
	for call, want := range map[string]string{
		`client.initiate()`:                                                                     "request: expected an object, not undefined",
		`client.initiate({})`:                                                                   username,
		`client.initiate({password: 'x'})`:                                                      username,
		`client.initiate({username: '', password: 'x'})`:                                        username,
		`client.initiate({username: 'é'.repeat(129), password: 'x'})`:                           username,
		`client.initiate({username: 'alice'})`:                                                  password,
		`client.initiate({username: 'alice', password: ''})`:                                    password,
		`client.initiate({username: 'alice', password: new Uint8Array(0)})`:                     password,
		`client.initiate({username: 'alice', password: 'é'.repeat(257)})`:                       password,
		`client.initiate({username: 'alice', password: new Uint8Array(257).fill(65)})`:          password,
		`client.initiate({username: 'alice', password: new Uint8Array([65, 0xff])})`:            "password: expected valid UTF-8",
		`client.initiate({username: 'alice', password: new Uint8Array([0xed, 160, 128])})`:      "password: expected valid UTF-8", // a surrogate
		`client.initiate({username: 'a\ud800', password: 'x'})`:                                 "request.username: expected well-formed Unicode, without lone surrogates",
		`client.initiate({username: 'alice', password: '\udfff'})`:                              "request.password: expected well-formed Unicode, without lone surrogates",
		`client.initiate({flow: 'USER_PASSWORD_AUTH', username: '', password: 'x'})`:            username,
		`client.initiate({flow: 'USER_PASSWORD_AUTH', username: 'alice', password: ''})`:        password,
		`client.initiate({flow: 'NO_SUCH_FLOW', username: 'alice', password: 'x'})`:             `flow: expected one of Cognito's flows, such as USER_SRP_AUTH, not "NO_SUCH_FLOW"`,
		`client.initiate({flow: 'user_srp_auth', username: 'alice', password: 'x'})`:            `flow: expected one of Cognito's flows`,
		`client.initiate({flow: 'ADMIN_NO_SRP_AUTH', username: 'alice', password: 'x'})`:        "flow: ADMIN_NO_SRP_AUTH is for servers",
		`client.initiate({flow: 'ADMIN_USER_PASSWORD_AUTH', username: 'alice', password: 'x'})`: "flow: ADMIN_USER_PASSWORD_AUTH is for servers",
		`client.initiate({flow: 'CUSTOM_AUTH'})`:                                                username,
		`client.initiate({flow: 'CUSTOM_AUTH', password: 'x'})`:                                 username,
		`client.initiate({flow: 'CUSTOM_AUTH', username: 'alice', password: 'é'.repeat(257)})`:  password,
		`client.initiate({flow: 'USER_AUTH'})`:                                                  username,
		`client.totpSecret(null)`:                                                               "step: expected a challenge step",
		`client.totpSecret({done: false})`:                                                      "step: expected a challenge step",
		`client.initiate({flow: 'REFRESH_TOKEN_AUTH'})`:                                         "refreshToken: expected the refresh token of an earlier sign-in",
		`client.initiate({flow: 'REFRESH_TOKEN', refreshToken: ''})`:                            "refreshToken: expected the refresh token of an earlier sign-in",
		`client.initiateAuth({})`:                                                               "input.AuthFlow: expected a value, which InitiateAuth needs",
		`client.initiateAuth({AuthFlow: 'ADMIN_NO_SRP_AUTH'})`:                                  "ADMIN_NO_SRP_AUTH is for servers",
		`client.initiateAuth({AuthFlow: 'ADMIN_USER_PASSWORD_AUTH'})`:                           "ADMIN_USER_PASSWORD_AUTH is for servers",
		`client.respondToAuthChallenge({})`:                                                     "input.ChallengeName: expected a value, which RespondToAuthChallenge needs",
		`client.respond()`:                                                                      "step: expected a challenge step from initiate, respond or resume",
		`client.respond(null, {code: '123456'})`:                                                "step: expected a challenge step",
		`client.respond({done: true}, {code: '123456'})`:                                        "step: expected a challenge step",
	} {
		do(page, call).want(t, call, "InvalidArgument", want)
	}
	for challenge, tests := range map[string]map[string]string{
		"SMS_MFA": {
			`undefined`:                "answer: expected an object, not undefined",
			`{}`:                       "answer: expected {code} for SMS_MFA",
			`{newPassword: 'x'}`:       "answer: expected {code} for SMS_MFA",
			`{code: ''}`:               "code: expected 1 to 2048 characters",
			`{code: '1'.repeat(2049)}`: "code: expected 1 to 2048 characters",
			`{code: 123456}`:           "answer.code: expected a string, not a number",
		},
		"SOFTWARE_TOKEN_MFA": {`{newPassword: 'x'}`: "answer: expected {code} for SOFTWARE_TOKEN_MFA"},
		"EMAIL_OTP":          {`{answer: 'x'}`: "answer: expected {code} for EMAIL_OTP"},
		"NEW_PASSWORD_REQUIRED": {
			`{code: '123456'}`:                     "answer: expected {newPassword, attributes?} for NEW_PASSWORD_REQUIRED",
			`{attributes: {}}`:                     "answer: expected {newPassword, attributes?} for NEW_PASSWORD_REQUIRED",
			`{newPassword: ''}`:                    "newPassword: expected 1 to 256 characters",
			`{newPassword: 'x'.repeat(257)}`:       "newPassword: expected 1 to 256 characters",
			`{newPassword: new Uint8Array([255])}`: "newPassword: expected valid UTF-8",
		},
	} {
		resume(challenge)
		for answer, want := range tests {
			respond(page, answer).want(t, challenge+" "+answer, "InvalidArgument", want)
		}
	}
	if calls := s.tap.Calls(""); len(calls) != 0 {
		t.Errorf("%d calls arrived, want none", len(calls))
	}

	// The limits themselves are good.
	for _, call := range []string{
		`client.initiate({username: 'é'.repeat(128), password: 'x'})`,
		`client.initiate({username: '🙂'.repeat(128), password: 'é'.repeat(256)})`,
		`client.initiate({username: 'nobody', password: '🙂'.repeat(256)})`,
	} {
		do(page, call).want(t, call, "NotAuthorizedException")
	}
	signIn(page).wantDone(t, "alice")
}

// Options of createClient that cannot be right, by option and JavaScript.
func TestBadOptions(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	const pool, client = "userPoolId: expected region_id", "clientId: expected 1 to 128 letters, digits, _ or +"
	s.tap.Forget()
	for option, want := range map[string]string{
		`userPoolId: undefined`:                         pool,
		`userPoolId: ''`:                                pool,
		`userPoolId: 'eu-west-1'`:                       pool,
		`userPoolId: 'eu-west-1_'`:                      pool,
		`userPoolId: '_AbC123xyz'`:                      pool,
		`userPoolId: 'eu-west-1_AbC-123'`:               pool,
		`userPoolId: 'eu west_AbC123xyz'`:               pool,
		`userPoolId: 'eu-west-1_' + 'x'.repeat(46)`:     pool,
		`clientId: undefined`:                           client,
		`clientId: ''`:                                  client,
		`clientId: 'with space'`:                        client,
		`clientId: 'x'.repeat(129)`:                     client,
		`endpoint: ''`:                                  "endpoint: expected an absolute http or https address without credentials",
		`endpoint: '/path'`:                             "endpoint: expected",
		`endpoint: 'ftp://example.com'`:                 "endpoint: expected",
		`endpoint: 'https://user:password@example.com'`: "endpoint: expected",
		`endpoint: undefined, region: 'EU'`:             `region: expected a name such as "eu-west-1"`,
		`endpoint: undefined, region: 'evil.example/'`:  `region: expected a name such as "eu-west-1"`,
		`useFipsEndpoint: 'yes'`:                        "useFipsEndpoint: expected true or false, not a string",
		`useDualstackEndpoint: 1`:                       "useDualstackEndpoint: expected true or false, not a number",
		`timeout: 0`:                                    "timeout: expected milliseconds, from 1 to 3600000",
		`timeout: 3_600_001`:                            "timeout: expected milliseconds, from 1 to 3600000",
		`timeout: Infinity`:                             "timeout: expected a whole number, not a number",
		`load: 'lazy'`:                                  "load: expected auto, now, on-demand",
		`clientID: 'x'`:                                 `options: expected clientId, not "clientID"`,
		`user_pool_id: 'x'`:                             `options: expected userPoolId, not "user_pool_id"`,
		`dualStack: true`:                               `options: expected useDualstackEndpoint, not "dualStack"`,
		`fips: true`:                                    `options: expected useFipsEndpoint, not "fips"`,
		`polls: 3`:                                      `options: expected no option called "polls"`,
		`['x'.repeat(1000)]: 3`:                         `options: expected no option called "` + strings.Repeat("x", 40) + `"`,
		`maxAttempts: 0`:                                "maxAttempts: expected a whole number from 1 to 10",
		`maxAttempts: -1`:                               "maxAttempts: expected a whole number from 1 to 10",
		`maxAttempts: 11`:                               "maxAttempts: expected a whole number from 1 to 10",
		`maxAttempts: 1.5`:                              "maxAttempts: expected a whole number",
		`maxAttempts: NaN`:                              "maxAttempts: expected a whole number",
		`maxAttempts: Infinity`:                         "maxAttempts: expected a whole number",
		`maxAttempts: '3'`:                              "maxAttempts: expected a whole number, not a string",
		`storage: 'Local'`:                              "storage: expected 'memory', 'session', 'local', 'cookie' or an object with get, set and remove",
		`storage: 'toString'`:                           "storage: expected 'memory'",
		`storage: localStorage`:                         "storage: expected 'memory'",
		`storage: {get() {}, set() {}}`:                 "storage: expected 'memory'",
		`deviceTracking: 'no'`:                          "deviceTracking: expected true or false, not a string",
		`srpOnly: 'yes'`:                                "srpOnly: expected true or false, not a string",
		`send: {}`:                                      "send: expected a function",
		`send() {}`:                                     "endpoint: expected nothing beside send, whose own affair it is",
		`endpoint: undefined, send() {}, region: 'eu-west-1'`:        "region: expected nothing beside send",
		`endpoint: undefined, send() {}, useFipsEndpoint: false`:     "useFipsEndpoint: expected nothing beside send",
		`endpoint: undefined, send() {}, useDualstackEndpoint: true`: "useDualstackEndpoint: expected nothing beside send",
		`endpoint: undefined, send() {}, maxAttempts: 3`:             "maxAttempts: expected nothing beside send",
		`endpoint: undefined, send() {}, headers() {}`:               "headers: expected nothing beside send",
		`admin: true`:                          "admin: expected send beside it",
		`admin: {}`:                            "admin: expected send beside it",
		`admin: 'yes'`:                         "admin: expected true, false or { contextData }",
		`admin: {context: {}}`:                 "admin: expected true, false or { contextData }",
		`admin: {contextData: 'x'}`:            "admin.contextData: expected an object, not a string",
		`admin: {contextData: {IpAddress: 1}}`: "admin.contextData.IpAddress: expected a string, not a number",
		`admin: {contextData: {HttpHeaders: [() => {}]}}`: "admin.contextData.HttpHeaders.0: expected plain data",
		`log: 'console'`:         "log: expected a function",
		`userContextData: {}`:    "userContextData: expected a function",
		`clientMetadata: ['x']`:  "clientMetadata: expected an object of strings, not an array",
		`clientMetadata: {a: 1}`: "clientMetadata.a: expected a string, not a number",
		`analyticsMetadata: 'x'`: "analyticsMetadata: expected an object, not a string",
	} {
		for _, worker := range []string{"true", "false"} {
			s.create(page, option+", worker: "+worker).want(t, option, "InvalidArgument", want)
		}
	}
	if calls := s.tap.Calls(""); len(calls) != 0 {
		t.Errorf("%d calls arrived, want none", len(calls))
	}
	if got := s.create(page, "maxAttempts: 10"); !got.OK {
		t.Errorf("got %s, want a client", got.describe())
	}
}

// resume takes what toJSON gave, and the text of it, and throws at the rest.
func TestBadSteps(t *testing.T) {
	t.Parallel()
	s, other := newStage(t, provision.Options{}), newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := s.open(t, usual)
	initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
	browser.Eval[any](page, "void (globalThis.saved = step.toJSON(), globalThis.own = client)")
	s.tap.Forget()
	for value, want := range map[string]string{
		``:                           "saved: expected an object, not undefined",
		`null`:                       "saved: expected an object, not null",
		`''`:                         "saved: expected what toJSON() of a step gave, or its JSON text",
		`'{'`:                        "saved: expected what toJSON() of a step gave, or its JSON text",
		`'null'`:                     "saved: expected an object, not null",
		`'[]'`:                       "saved: expected an object, not an array",
		`{}`:                         "saved.version: expected 1, not none",
		`{...saved, version: 2}`:     "saved.version: expected 1, not 2",
		`{...saved, userPoolId: ''}`: "saved.userPoolId: expected a string that is not empty",
		`{...saved, challenge: ''}`:  "saved.challenge: expected a challenge that a user answers",
		`{...saved, challenge: 'PASSWORD_VERIFIER'}`:  "saved.challenge: expected a challenge that a user answers, not \"PASSWORD_VERIFIER\"",
		`{...saved, challenge: 'SOMETHING_NEW'}`:      "saved.challenge: expected a challenge that a user answers, not \"SOMETHING_NEW\"",
		`{...saved, username: ''}`:                    "saved.username: expected a string that is not empty",
		`{...saved, session: 42}`:                     "saved.session: expected a string, not a number",
		`{...saved, parameters: {a: {}}}`:             "saved.parameters.a: expected a string, not an object",
		`{...saved, clientId: 'another'}`:             "saved: expected a step of this client",
		`{...saved, userPoolId: 'eu-west-1_another'}`: "saved: expected a step of this client",
	} {
		got := do(page, `client.resume(`+value+`)`)
		if !got.Thrown {
			t.Errorf("resume(%s) did not throw", value)
		}
		got.Thrown = false
		got.want(t, value, "InvalidArgument", want)
	}
	browser.Eval[any](page, "makeClient("+other.options(nil)+")")
	respond(page, `{code: '123456'}`).want(t, "another client's step", "InvalidArgument", "step: expected a step of this client")
	if calls := len(s.tap.Calls("")); calls != 0 {
		t.Errorf("%d calls arrived, want none", calls)
	}
	do(page, `own.respond(own.resume(JSON.stringify(saved)), {code: '`+s.lastCode("carol")+`'})`).wantDone(t, "carol")
}

// Where an endpoint knows InitiateAuth alone, a refresh with a client secret needs
// a name for SECRET_HASH. It is asked for GetTokensFromRefreshToken once.
func TestSecretNeedsName(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{Secret: true})
	page := s.open(t, usual)
	page.Expect(serverErrors)
	initiate(page, `{flow: 'REFRESH_TOKEN_AUTH', refreshToken: 'x'}`).wantError(t, "NotAuthorizedException")
	s.tap.Forget()
	s.tap.Fail("GetTokensFromRefreshToken", wiretap.Exception(400, "UnknownOperationException", ""))
	initiate(page, `{flow: 'REFRESH_TOKEN_AUTH', refreshToken: 'x'}`).want(t, "refresh", "InvalidArgument", "username: expected the user's real name")
	if calls := s.tap.Calls(""); len(calls) != 1 {
		t.Errorf("%d calls arrived, want one, which the endpoint does not know", len(calls))
	}
	got := initiate(page, `{flow: 'REFRESH_TOKEN_AUTH', refreshToken: 'x', username: 'nobody'}`)
	got.want(t, "refresh with a name", "NotAuthorizedException")
	if calls := s.tap.Calls(""); len(calls) != 2 || calls[1].Operation != "InitiateAuth" {
		t.Errorf("%d calls arrived, want one more, of InitiateAuth", len(calls))
	}
	if strings.Contains(quote(got.Error), s.pool.ClientSecret) {
		t.Error("the error shows the client's secret")
	}
}
