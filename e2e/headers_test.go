package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Headers of the page's own go with every attempt, each asked for anew, and show
// nowhere.
func TestHeadersOfThePage(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStageAt(t, provision.Options{Secret: v.worker}, dist, localcognito.Options{
			CORS: localcognito.StrictCORS("content-type", "x-amz-target", "x-aws-waf-token", "x-operation"),
		})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		page.Expect(serverErrors)
		browser.Eval[any](page, `void (globalThis.entries = [], globalThis.asked = 0)`)
		for kind, function := range map[string]string{
			"at once":   `(operation) => ({'X-Aws-Waf-Token': 'token-number-' + ++asked, 'x-operation': operation, none: undefined})`,
			"a promise": `async (operation) => Object.assign(Object.create({inherited: 'x'}), {'x-aws-waf-token': 'token-number-' + ++asked, 'x-operation': operation})`,
		} {
			s.create(page, `headers: `+function+`, log: (entry) => entries.push(JSON.stringify(entry)), worker: `+quote(v.worker)).wantOK(t)
			s.tap.Forget()
			s.tap.Fail("InitiateAuth", wiretap.Reply(429, "text/html", proxyPage))
			signIn(page).wantDone(t, "alice")
			do(page, `client.getUserAuthFactors()`).wantOK(t)
			var tokens []string
			for _, call := range s.tap.Calls("") {
				tokens = append(tokens, call.Header.Get("x-aws-waf-token"))
				if got := call.Header.Get("x-operation"); got != call.Operation {
					t.Errorf("%s: asked for the headers of %q before %s", kind, got, call.Operation)
				}
			}
			if distinct := slices.Compact(slices.Sorted(slices.Values(tokens))); len(distinct) != 4 || len(tokens) != 4 {
				t.Errorf("%s: sent the tokens %q, want four different ones", kind, tokens)
			}
		}
		if log := browser.Eval[string](page, `entries.join()`); strings.Contains(log, "token-number-") || !strings.Contains(log, "GetUserAuthFactors") {
			t.Error("the log shows a header's value, or nothing at all")
		}

		// What is no header is said, and sent nowhere.
		s.tap.Forget()
		for function, want := range map[string]string{
			`() => { throw new Error('token-number-1') }`:         "headers: the function failed",
			`() => Promise.reject(new Error('token-number-1'))`:   "headers: the function failed",
			`() => 'token-number-1'`:                              "headers: expected an object of strings, not a string",
			`() => ({'x-aws-waf-token': 42})`:                     "headers.x-aws-waf-token: expected a string, not a number",
			`() => ({'a b': 'token-number-1'})`:                   `names of further headers, not "a b"`,
			`() => ({'X-Amz-Target': 'token-number-1'})`:          `names of further headers, not "X-Amz-Target"`,
			`() => ({'content-type': 'token-number-1'})`:          `names of further headers, not "content-type"`,
			`() => ({'x-operation': 'token-number-1\r\nx: y'})`:   "headers().x-operation: expected the characters that a header can have",
			`() => ({'x-operation': 'token-number-1 \u{1f600}'})`: "headers().x-operation: expected the characters that a header can have",
		} {
			s.create(page, `headers: `+function+`, worker: `+quote(v.worker)).wantOK(t)
			got := signIn(page)
			got.want(t, function, "InvalidArgument", want)
			if strings.Contains(got.Error.Text, "token-number-") {
				t.Errorf("%s: the error shows the value", function)
			}
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls arrived, want none", len(calls))
		}
		// Nothing is an answer too.
		s.create(page, `headers: () => undefined, worker: `+quote(v.worker)).wantOK(t)
		signIn(page).wantDone(t, "alice")
		s.create(page, `headers: () => new Promise(() => {}), timeout: 5000, worker: `+quote(v.worker)).wantOK(t)
		signIn(page).want(t, "a function that never answers", "TimeoutError", "the function headers did not answer within 5000 ms")
	})
}
