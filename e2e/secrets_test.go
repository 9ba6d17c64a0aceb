package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// secrets collects whatever must not be seen, by what it is.
type secrets map[string]string

// add notes secrets; values that are too short to be told from chance are a
// mistake in the test.
func (s secrets) add(t *testing.T, what string, values ...string) {
	t.Helper()
	for _, value := range values {
		if value == "" {
			continue
		}
		if len(value) < 6 {
			t.Fatalf("the %s is too short to be looked for", what)
		}
		s[value] = what
	}
}

// sent notes what stood in the requests. SECRET_BLOCK is Cognito's sealed state
// and TIMESTAMP a time; the names are no secrets either.
func (s secrets) sent(t *testing.T, calls []wiretap.Call) {
	t.Helper()
	public := map[string]bool{
		"USERNAME": true, "TIMESTAMP": true, "PASSWORD_CLAIM_SECRET_BLOCK": true, "CHALLENGE_NAME": true, "PREFERRED_CHALLENGE": true,
	}
	for _, call := range calls {
		for _, member := range []string{"AuthParameters", "ChallengeResponses"} {
			parameters, _ := call.Body[member].(map[string]any)
			for name, value := range parameters {
				if !public[name] {
					s.add(t, name, value.(string))
				}
			}
		}
		if session, ok := call.Body["Session"].(string); ok {
			s.add(t, "Session", session)
		}
	}
}

// got notes what a step holds.
func (s secrets) got(t *testing.T, o outcome) {
	t.Helper()
	s.add(t, "session", o.Step.Session)
	s.add(t, "token", o.Step.Tokens.AccessToken, o.Step.Tokens.IDToken, o.Step.Tokens.RefreshToken)
}

// digits are what a code is made of.
var digits = regexp.MustCompile(`^[0-9]{6,8}$`)

// search looks for all of them in a text.
func (s secrets) search(t *testing.T, where, text string) {
	t.Helper()
	for value, what := range s {
		shown := strings.Contains(text, value) || strings.Contains(text, strings.Trim(quote(value), `"`))
		if shown && digits.MatchString(value) { // and not a part of some number
			shown = regexp.MustCompile(`(^|[^0-9A-Za-z.])` + value + `([^0-9A-Za-z]|$)`).MatchString(text)
		}
		if shown {
			t.Errorf("%s shows a %s", where, what)
		}
	}
}

// Every path to tokens with wrong and right input, and then a search through all
// that was thrown, logged and printed for all that is secret.
func TestNoSecretIsShown(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: true})
			s.user(provision.User{Name: "alice"})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			s.user(provision.User{Name: "nora", Temporary: true})
			authenticatorSecret := s.user(provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"})
			page := s.open(t, v)
			page.Expect(serverErrors)
			if got := s.create(page, `worker: `+quote(v.worker)+`, maxAttempts: 2, log: (entry) => (globalThis.entries ??= []).push(entry)`); !got.OK {
				t.Fatal(got.describe())
			}
			found := secrets{}
			found.add(t, "client secret", s.pool.ClientSecret)
			found.add(t, "password", provision.Password, "Wrong-Password-1", "Another-Passw0rd", "weak password")
			found.add(t, "authenticator's secret", authenticatorSecret)
			s.tap.Forget()

			// Errors as a page would print them, with all that is in them.
			failed := func(call string) {
				t.Helper()
				text := browser.Eval[string](page, `(async () => {
					try {
						step = await (`+call+`);
					} catch (error) {
						console.log('a page logs', error, String(error), error.stack);
						return [error, error.message, error.stack, String(error.cause), JSON.stringify(error), JSON.stringify({...error})].join('\n');
					}
				})()`)
				if text == "" {
					t.Errorf("%s did not fail", call)
				}
				browser.Eval[any](page, "(globalThis.thrown ??= []).push("+quote(text)+")")
			}
			walk := func(o outcome) {
				t.Helper()
				if !o.OK {
					t.Fatal(o.describe())
				}
				found.got(t, o)
			}
			failed(`client.initiate({username: 'alice', password: 'Wrong-Password-1'})`)
			failed(`client.initiate({flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'Wrong-Password-1'})`)
			failed(`client.initiate({username: 'nobody', password: 'Local-Cognito-1'})`)
			failed(`client.initiate({username: 'alice', password: 'Local-Cognito-1'.repeat(20)})`)
			failed(`client.initiate({username: 'alice', password: 'Local-Cognito-1\ud800'})`)
			failed(`client.initiate({flow: 'Local-Cognito-1 ', username: 'Local-Cognito-1\ud800', password: {p: 'Local-Cognito-1'}})`)
			walk(initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`))
			walk(initiate(page, `{flow: 'USER_PASSWORD_AUTH', username: 'alice', password: 'Local-Cognito-1'}`))
			walk(initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`))
			failed(`client.initiate({flow: 'REFRESH_TOKEN_AUTH', refreshToken: 'a-refresh-token-of-nobody', username: 'alice'})`)

			walk(initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`))
			code := s.lastCode("carol")
			failed(`client.respond(step, {code: '` + wrongCode(code) + `'})`)
			failed(`client.respond(step, {code: '` + code + `'.repeat(1000)})`)
			failed(`client.respond({...step}, {code: '` + code + `'})`)
			failed(`client.resume({...step.toJSON(), clientId: 'another'})`)
			walk(respond(page, `{code: '`+code+`'}`))

			walk(initiate(page, `{username: 'erin', password: 'Local-Cognito-1'}`))
			code = authenticator(t, authenticatorSecret)
			failed(`client.respond(step, {code: '` + wrongCode(code) + `'})`)
			walk(respond(page, `{code: '`+code+`'}`))

			walk(initiate(page, `{username: 'nora', password: 'Local-Cognito-1'}`))
			failed(`client.respond(step, {newPassword: 'weak password'})`)
			walk(respond(page, `{newPassword: 'Another-Passw0rd'}`))

			// Failures of the wire, at the call that holds most.
			for _, fault := range []wiretap.Fault{
				wiretap.LoseAnswer, wiretap.Reply(200, "text/html", proxyPage), member("AuthenticationResult.ExpiresIn", nil),
				wiretap.Exception(500, "InternalErrorException", "Internal error."),
				wiretap.Reply(200, amzJSON, `{"ChallengeName":"SOMETHING_NEW","Session":"a-session-of-a-new-challenge"}`),
			} {
				s.tap.Fail("RespondToAuthChallenge", fault, fault)
				failed(`client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
				s.tap.Clear()
			}
			found.add(t, "session", "a-session-of-a-new-challenge")
			failed(`client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Wrong-Password-1'}})`)

			found.sent(t, s.tap.Calls(""))
			thrown := browser.Eval[string](page, "thrown.join('\\n')")
			found.search(t, "an error", thrown)
			found.search(t, "the console", strings.Join(page.Console(), "\n"))
			logged := browser.Eval[string](page, "JSON.stringify(entries)")
			found.search(t, "the log", logged)
			// It can be found where it is: an empty search would find nothing anywhere.
			if !strings.Contains(quote(s.tap.Calls("")), provision.Password) || !strings.Contains(thrown, "NotAuthorizedException") || len(found) < 40 {
				t.Errorf("the search has %d secrets and cannot be trusted", len(found))
			}
			for _, name := range []string{`"PASSWORD":"[redacted]"`, `"SECRET_HASH":"[redacted]"`, `"SRP_A":"[redacted]"`, `"SMS_MFA_CODE":"[redacted]"`,
				`"NEW_PASSWORD":"[redacted]"`, `"Session":"[redacted]"`, `"AccessToken":"[redacted]"`, `"RefreshToken":"[redacted]"`, `"ClientSecret":"[redacted]"`} {
				if !strings.Contains(logged, name) {
					t.Errorf("the log does not say %s", name)
				}
			}
		})
	}
}

// What the log tells of one sign-in.
func TestLog(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"module", true}, {"classic", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			page.Expect(serverErrors)
			s.create(page, `worker: `+quote(v.worker)+`, log: (entry) => (globalThis.entries ??= []).push(entry)`)
			started := browser.Eval[float64](page, "Date.now()")
			s.tap.Fail("InitiateAuth", wiretap.Exception(400, "TooManyRequestsException", "Too many requests."))
			s.tap.Fail("RespondToAuthChallenge", wiretap.LoseAnswer)
			signIn(page).wantError(t, "NetworkError")
			initiate(page, `{username: 'alice', password: 'wrong'}`).wantError(t, "NotAuthorizedException")
			type entry struct {
				Operation, Code         string
				Attempt, Status         int
				HasRequest, HasResponse bool
				DurationMs, Time        float64
				IsDate                  bool
			}
			entries := browser.Eval[[]entry](page, `entries.map((entry) => ({
				Operation: entry.operation, Code: entry.code ?? '', Attempt: entry.attempt, Status: entry.status ?? 0, DurationMs: entry.durationMs,
				HasRequest: typeof entry.request.ClientId === 'string', HasResponse: entry.response !== undefined,
				Time: entry.time.getTime(), IsDate: entry.time instanceof Date,
			}))`)
			want := []entry{
				{Operation: "InitiateAuth", Attempt: 1, Status: 400, Code: "TooManyRequestsException", HasRequest: true, HasResponse: true},
				{Operation: "InitiateAuth", Attempt: 2, Status: 200, HasRequest: true, HasResponse: true},
				{Operation: "RespondToAuthChallenge", Attempt: 1, Status: 200, Code: "NetworkError", HasRequest: true}, // broken off after its headers
				{Operation: "InitiateAuth", Attempt: 1, Status: 200, HasRequest: true, HasResponse: true},
				{Operation: "RespondToAuthChallenge", Attempt: 1, Status: 400, Code: "NotAuthorizedException", HasRequest: true, HasResponse: true},
			}
			if len(entries) != len(want) {
				t.Fatalf("%d entries, want %d: %+v", len(entries), len(want), entries)
			}
			for i, got := range entries {
				if !got.IsDate || got.Time < started || got.DurationMs <= 0 {
					t.Errorf("entry %d: time %v (a Date: %v), duration %v ms", i, got.Time, got.IsDate, got.DurationMs)
				}
				got.DurationMs, got.Time, got.IsDate = 0, 0, false
				if got != want[i] {
					t.Errorf("entry %d is %+v, want %+v", i, got, want[i])
				}
			}
		})
	}
}

// A log of the page's that throws is the page's problem: it is reported there,
// and the sign-in goes on.
func TestThrowingLog(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			page.Expect(`from the page's log`)
			browser.Eval[any](page, `void addEventListener('error', () => { globalThis.reported = (globalThis.reported ?? 0) + 1 })`)
			s.create(page, `worker: `+quote(v.worker)+`, log() { throw new Error("from the page's log") }`)
			signIn(page).wantDone(t, "alice")
			if reported := browser.Eval[int](page, "reported"); reported != 2 {
				t.Errorf("%d errors reported, want one for each call", reported)
			}
		})
	}
}

// The bytes of a password stay the caller's, who may overwrite them; that of an
// answer as well.
func TestPasswordBytesAreNotTouched(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"module", true}, {"classic", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "nora", Temporary: true})
			page := s.open(t, v)
			browser.Eval[any](page, `void (globalThis.first = new TextEncoder().encode('Local-Cognito-1'), globalThis.second = new TextEncoder().encode('Another-Passw0rd'))`)
			initiate(page, `{username: 'nora', password: first}`).wantStep(t, "NEW_PASSWORD_REQUIRED")
			// Changed while the call is under way: what counts is what was handed in.
			do(page, `(() => { const pending = keep(client.respond(step, {newPassword: second})); second[0] = 66; return pending })()`).wantDone(t, "nora")
			if got := browser.Eval[string](page, `new TextDecoder().decode(first) + new TextDecoder().decode(second)`); got != "Local-Cognito-1Bnother-Passw0rd" {
				t.Error("the caller's bytes were changed")
			}
			initiate(page, `{username: 'nora', password: 'Another-Passw0rd'}`).wantDone(t, "nora")
		})
	}
}

// The same for every challenge, with a wrong answer and the right one.
func TestNoSecretOfAnyAnswerIsShown(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		for _, required := range []bool{false, true} {
			s := rowsStage(t, v, required, localcognito.Options{CORS: ourHeaders})
			page := s.open(t, v)
			s.create(page, `worker: `+quote(v.worker)+`, log: (entry) => (globalThis.entries ??= []).push(entry)`).wantOK(t)
			found := secrets{}
			found.add(t, "client secret", s.pool.ClientSecret)
			found.add(t, "password", provision.Password, "Another-Passw0rd", "weak password")
			s.tap.Forget()
			browser.Eval[any](page, "void (globalThis.thrown = [])")
			for i, r := range rowsFor(t, page, required) {
				name := fmt.Sprint("user", i)
				found.add(t, "session", r.begin(t, s, page, name).Session)
				r.answer(s, page, name) // for the secrets that making it brings about
				found.add(t, "authenticator's secret", s.authenticators[name])
				if r.wrong != "" {
					browser.Eval[any](page, `client.respond(step, `+r.wrong+`).then(() => { throw 'accepted' }, (error) => {
						console.log('a page logs', error, error.stack);
						thrown.push([error, error.message, error.stack, String(error.cause), JSON.stringify(error), JSON.stringify({...error})].join('\n'));
					})`)
				}
				r.begin(t, s, page, "again"+name)
				answer := r.answer(s, page, "again"+name)
				got := respond(page, answer)
				if !got.OK {
					t.Fatalf("%s: %s", r.name, got.describe())
				}
				found.got(t, got)
			}
			found.sent(t, s.tap.Calls(""))
			for _, call := range s.tap.Calls("VerifySoftwareToken") {
				found.add(t, "code", call.Body["UserCode"].(string))
			}
			for _, choice := range []string{"EMAIL_OTP", "PASSWORD", "PASSWORD_SRP"} { // ANSWER to SELECT_CHALLENGE
				delete(found, choice)
			}
			logged := browser.Eval[string](page, "JSON.stringify(entries)")
			found.search(t, "an error", browser.Eval[string](page, "thrown.join('\\n')"))
			found.search(t, "the console", strings.Join(page.Console(), "\n"))
			found.search(t, "the log", logged)
			want := []string{`"SECRET_BLOCK"`, `"ANSWER":"[redacted]"`, `"EMAIL_OTP_CODE":"[redacted]"`, `"SMS_OTP_CODE":"[redacted]"`}
			if engine.Engine == browser.Chromium { // whose page has a phone
				want = append(want, `"CREDENTIAL":"[redacted]"`)
			}
			if required {
				want = []string{`"SecretCode":"[redacted]"`, `"UserCode":"[redacted]"`, `"EMAIL":"[redacted]"`}
			}
			for _, name := range want {
				if !strings.Contains(logged, name) {
					t.Errorf("the log does not say %s", name)
				}
			}
			if len(found) < 10 {
				t.Errorf("the search has %d secrets and cannot be trusted", len(found))
			}
		}
	})
}
