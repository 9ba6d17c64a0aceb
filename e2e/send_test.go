package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// sdkLike sends as an AWS SDK does, with answers and errors that look so.
const sdkLike = `async (operation, input, {signal}) => {
	seen.push(operation);
	const response = await fetch(ENDPOINT, {
		method: 'POST', signal, body: JSON.stringify(input),
		headers: {'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.' + operation},
	});
	const body = await response.json();
	const $metadata = {httpStatusCode: response.status, requestId: response.headers.get('x-amzn-requestid') ?? undefined};
	if (response.ok) return {...body, $metadata};
	throw Object.assign(new Error(body.message), {name: body.__type, $fault: 'client', $metadata});
}`

// Another client of the page's reaches Cognito, from the worker too.
func TestSend(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: true})
		s.user(provision.User{Name: "alice"})
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		page.Expect(serverErrors)
		with := func(send, more string) {
			t.Helper()
			s.create(page, `endpoint: undefined, send: `+send+`, worker: `+quote(v.worker)+more).wantOK(t)
			browser.Eval[any](page, `void (globalThis.seen = [], globalThis.entries = [])`)
			s.tap.Forget()
		}
		send := strings.ReplaceAll(sdkLike, "ENDPOINT", quote(s.tap.URL))
		with(send, `, log: (entry) => entries.push(entry)`)
		initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
		respond(page, `{code: '000000'}`).wantError(t, "CodeMismatchException")
		respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
		do(page, `client.initiate({flow: 'REFRESH_TOKEN_AUTH'})`).wantOK(t)
		do(page, `client.getUserAuthFactors()`).wantOK(t)
		want := "InitiateAuth RespondToAuthChallenge RespondToAuthChallenge RespondToAuthChallenge GetTokensFromRefreshToken GetUserAuthFactors"
		if got := browser.Eval[string](page, `seen.join(' ')`); got != want || len(s.tap.Calls("")) != 6 {
			t.Errorf("sent %s, want %s", got, want)
		}
		if got := browser.Eval[string](page, `entries.map(({operation, attempt, status, code}) => [operation, attempt, status, code].join()).join(' ')`); got !=
			"InitiateAuth,1,200, RespondToAuthChallenge,1,200, RespondToAuthChallenge,1,400,CodeMismatchException RespondToAuthChallenge,1,200, GetTokensFromRefreshToken,1,200, GetUserAuthFactors,1,200," {
			t.Errorf("the log has %s", got)
		}

		// A failure is the other client's to repeat.
		with(send, ``)
		s.tap.Fail("InitiateAuth", wiretap.Exception(400, "TooManyRequestsException", "slower"))
		got := signIn(page)
		got.want(t, "throttled", "TooManyRequestsException", "slower")
		if calls := s.tap.Calls(""); len(calls) != 1 || !got.Error.Retryable {
			t.Errorf("%d calls, retryable %v", len(calls), got.Error.Retryable)
		}

		// What no worker can be told, and what is no answer.
		for _, answer := range []string{`() => ({later: () => {}})`, `() => 42`, `async () => ({$metadata: {httpStatusCode: 200}, get Session() { throw new Error('no') }})`} {
			with(answer, ``)
			signIn(page).want(t, answer, "MalformedResponse", "expected a JSON object")
		}
		with(`() => { throw Object.assign(new Error('no credentials'), {name: 'CredentialsProviderError', tell() {}}) }`, ``)
		signIn(page).want(t, "before an answer", "NetworkError", "the function send failed: CredentialsProviderError: no credentials")

		// The end of a call reaches the function.
		const hangs = `(operation, input, {signal}) => new Promise((_, reject) => {
			signal.addEventListener('abort', () => { seen.push('ended'); reject(signal.reason) });
			seen.push('asked');
			asked?.();
		})`
		const ended = `new Promise((resolve) => { const look = () => (seen.join() === 'asked,ended' ? resolve() : setTimeout(look)); look() })`
		browser.Eval[any](page, `void (globalThis.asked = undefined)`)
		with(hangs, `, timeout: 5000`)
		signIn(page).want(t, "deaf", "TimeoutError", "the function send did not answer within 5000 ms")
		browser.Eval[any](page, ended)
		with(hangs, ``)
		browser.Eval[any](page, `void (globalThis.controller = new AbortController(), globalThis.asked = () => controller.abort())`)
		do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: controller.signal})`).wantError(t, "AbortError")
		browser.Eval[any](page, ended)
		with(hangs, ``)
		browser.Eval[any](page, `void (globalThis.asked = () => client.close())`)
		signIn(page).wantError(t, "Closed")
		browser.Eval[any](page, ended)
	})
}

// Any operation goes out as it is, and its answer comes as it is.
func TestCall(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: true})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		page.Expect(serverErrors)
		signIn(page).wantDone(t, "alice")
		s.tap.Forget()
		do(page, `client.call('GetUser', {AccessToken: step.tokens.accessToken}).then(({Username}) => { if (Username !== 'alice') throw Username })`).wantOK(t)
		answer := `{"List":[{"At":1700000000.5},null,"✓"],"Deep":{"er":{}}}`
		s.tap.Fail("NewOperation", wiretap.Reply(200, amzJSON, answer))
		got := do(page, `client.call('NewOperation', {A: [1, {b: 'ü'}], C: false, ClientMetadata: {a: 'b'}})`)
		if !got.OK || quote(got.Value) != answer && quote(got.Value) != `{"Deep":{"er":{}},"List":[{"At":1700000000.5},null,"✓"]}` {
			t.Errorf("got %s %s", got.describe(), quote(got.Value))
		}
		calls := s.tap.Calls("NewOperation")
		if want := `{"A":[1,{"b":"ü"}],"C":false,"ClientMetadata":{"a":"b"}}`; len(calls) != 1 || quote(calls[0].Body) != want {
			t.Errorf("sent %s, want %s", quote(calls), want)
		}

		// A lost answer is asked for again where that spends nothing.
		for call, attempts := range map[string]int{
			`client.call('NewOperation', {})`:                            1,
			`client.call('NewOperation', {}, {repeatable: false})`:       1,
			`client.call('NewOperation', {}, {repeatable: true})`:        3,
			`client.call('GetUserAuthFactors', {})`:                      3,
			`client.call('GetUserAuthFactors', {}, {repeatable: false})`: 1,
		} {
			s.tap.Forget()
			operation, _, _ := strings.Cut(strings.TrimPrefix(call, "client.call('"), "'")
			failure := wiretap.Exception(500, "InternalErrorException", "Internal server error")
			s.tap.Fail(operation, failure, failure, failure)
			do(page, call).want(t, call, "InternalErrorException", "Internal server error")
			if got := len(s.tap.Calls(operation)); got != attempts {
				t.Errorf("%s: %d attempts, want %d", call, got, attempts)
			}
			s.tap.Clear()
		}
		s.tap.Forget()
		for call, want := range map[string]string{
			`client.call()`:                                  "operation: expected the name of one of Cognito's operations",
			`client.call('')`:                                "operation: expected the name of one of Cognito's operations",
			`client.call('Get User', {})`:                    "operation: expected the name of one of Cognito's operations",
			`client.call('GetUser\r\nx: y', {})`:             "operation: expected the name of one of Cognito's operations",
			`client.call('GetUser')`:                         "input: expected an object, not undefined",
			`client.call('GetUser', {A: new Date()})`:        "input.A: expected plain data",
			`client.call('GetUser', {}, {repeatable: 'no'})`: "options.repeatable: expected true or false, not a string",
			`client.call('GetUser', {}, {signal: 'now'})`:    "options.signal: expected an AbortSignal",
		} {
			do(page, call).want(t, call, "InvalidArgument", want)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
	})
}

// Nothing that would send the password leaves the page.
func TestSRPOnly(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{
			Flows:        []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
			FirstFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
		})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		s.create(page, `srpOnly: true, worker: `+quote(v.worker)).wantOK(t)
		initiate(page, `{flow: 'USER_AUTH', username: 'alice'}`).wantStep(t, "SELECT_CHALLENGE")
		s.tap.Forget()
		for _, call := range []string{
			`client.initiate({flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'Local-Cognito-1'})`,
			`client.initiate({flow: 'USER_AUTH', username: 'alice', password: 'Local-Cognito-1', preferredChallenge: 'PASSWORD'})`,
			`client.respond(step, {choice: 'PASSWORD', password: 'Local-Cognito-1'})`,
			`client.respond(client.resume({...step.toJSON(), challenge: 'PASSWORD'}), {password: 'Local-Cognito-1'})`,
			`client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`,
			`client.respondToAuthChallenge({ChallengeName: 'PASSWORD', ChallengeResponses: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`,
			`client.call('InitiateAuth', {AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`,
		} {
			do(page, call).want(t, call, "InvalidArgument", "srpOnly: expected a flow or an answer by SRP")
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
		respond(page, `{choice: 'PASSWORD_SRP', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		signIn(page).wantDone(t, "alice")
	})
}
