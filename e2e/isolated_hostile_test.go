package e2e

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// spy records, in the page, every text that crosses between it and the worker, or
// that a patched function of the page's gets to see.
//
//go:embed testdata/spy.js
var spy string

// spied opens a page with the spy in it and makes a client.
func (s *stage) spied(t *testing.T, options string) *browser.Page {
	path := "/spied" + strings.ReplaceAll(t.Name(), "/", "-")
	s.site.Page(path, "<script>"+spy+"</script>"+scripts["classic"]+"<script src=/harness.js></script>")
	t.Helper()
	page := engine.Page(t)
	page.Open(s.site.URL + path)
	s.client(page, usual, options+`, log: (entry) => JSON.stringify(entry)`)
	browser.Eval[any](page, `void listen()`)
	return page
}

// all gives what it has recorded, and what anybody can read in the page.
func allSeen(page *browser.Page) string {
	return browser.Eval[string](page, `[...seen].join('\n') + '\n' + JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.documentElement.outerHTML])`) +
		strings.Join(page.Console(), "\n")
}

// echoes answer with the request, as a success and as errors, in several forms.
func echoes() []wiretap.Fault {
	echo := func(make func(body string, token string) (status int, kind string, answer any)) wiretap.Fault {
		return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			body, _ := io.ReadAll(r.Body)
			var input map[string]any
			_ = json.Unmarshal(body, &input)
			token, _ := input["AccessToken"].(string)
			status, kind, answer := make(string(body), token)
			text, _ := json.Marshal(answer)
			w.Header().Set("x-amzn-requestid", token[len(token)-100:])
			w.Header().Set("x-amzn-errortype", kind)
			wiretap.Reply(status, amzJSON, string(text))(w, r, nil)
		}
	}
	twice := func(text string) string {
		once, _ := json.Marshal(text)
		twice, _ := json.Marshal(string(once))
		return string(twice)
	}
	return []wiretap.Fault{
		echo(func(body, token string) (int, string, any) { return 200, "", json.RawMessage(body) }),
		echo(func(body, token string) (int, string, any) {
			return 200, "", map[string]any{
				"Username": body, "UserAttributes": []any{map[string]any{"Name": token, "Value": twice(body)}}, token: map[string]any{"a " + token: token},
				"Cut": token[:len(token)-3], "Rest": token[len(token)-60:], "AuthenticationResult": map[string]any{"AccessToken": token, "Other": "Bearer " + token},
			}
		}),
		echo(func(body, token string) (int, string, any) {
			return 400, "", map[string]any{"__type": "InvalidParameterException", "message": "in " + body, "AccessToken": token}
		}),
		echo(func(body, token string) (int, string, any) {
			return 400, token, map[string]any{"__type": token, "message": twice(body)}
		}),
		echo(func(body, token string) (int, string, any) { return 500, "", body }),
	}
}

// A script of the page's that sees all that the page sees, and says to the worker
// what it likes, gets no token with tokens: 'worker'.
func TestHostilePage(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "bob"})
	cognito := new(issued).watch(s)
	var mu sync.Mutex
	var stolen strings.Builder
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("access-control-allow-origin", "*")
		w.Header().Set("access-control-allow-headers", r.Header.Get("access-control-request-headers"))
		w.Header().Set("content-type", "application/wasm")
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(&stolen, r.Method, r.URL, r.Header, string(body))
	}))
	t.Cleanup(foreign.Close)
	api := &guarded{refused: map[string]bool{}}
	s.site.Handle("/api", api.ServeHTTP)

	t.Run("the spy sees tokens where there are some", func(t *testing.T) {
		page := s.spied(t, `tokens: 'page'`)
		initiate(page, `{username: 'bob', password: 'Local-Cognito-1'}`).wantDone(t, "bob")
		text := allSeen(page)
		for i, token := range cognito.all(t, 3) {
			if !strings.Contains(text, token) {
				t.Errorf("the token %d was not seen", i)
			}
		}
	})

	page := s.spied(t, isolated)
	page.Expect(serverErrors + `|redirect|Failed to fetch|CORS|cross-origin|access control|Load cannot`)
	run := func(expression string) string {
		t.Helper()
		return browser.Eval[string](page, `(async () => JSON.stringify(await (`+expression+`)) ?? '')().catch((error) => 'rejected ' + error)`)
	}
	want := func(name, expression, part string) {
		t.Helper()
		if got := run(expression); !strings.Contains(got, part) {
			t.Errorf("%s gave %s, want %s", name, got, part)
		}
	}
	want("initiate", signInAlice, `"done":true`)
	want("a refresh", `client.session({refresh: 'force'})`, `"username":"alice"`)
	cognito.search(t, "the page, signed in,", allSeen(page), 8)
	// The handles are no secret: here they are.
	browser.Eval[any](page, `void (globalThis.handles = [...seen].filter((text) => /^\.[\w-]*\.[\w-]+$/.test(text)), globalThis.handle = handles.findLast((text) => atob(text.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')).includes('"access"')),
		globalThis.refresh = handles.findLast((text) => text.startsWith('..')))`)
	if got := browser.Eval[int](page, `handles.length`); got != 5 {
		t.Fatalf("found %d handles, want those of two access, two ID and one refresh token", got)
	}

	want("the method", `client.getUser()`, `"Username":"alice"`)
	want("the operation", `tell({type: 'send', operation: 'GetUser', input: {AccessToken: handle}, options: {}})`, `"Username":"alice"`)
	want("the raw operation", `tell({type: 'raw', operation: 'GetUser', input: {AccessToken: handle}})`, `"Username":"alice"`)
	want("an unknown operation", `tell({type: 'raw', operation: 'GetUser2', input: {AccessToken: handle}})`, `InvalidArgument`)
	want("a signed operation", `tell({type: 'raw', operation: 'AdminGetUser', input: {AccessToken: handle}})`, `InvalidArgument`)
	want("a name of Object.prototype", `tell({type: 'raw', operation: 'constructor', input: {AccessToken: handle}})`, `InvalidArgument`)
	want("a refresh", `tell({type: 'refresh', request: {refreshToken: refresh}, options: {}})`, `"refreshToken":".`)
	want("a refresh by hand", `tell({type: 'raw', operation: 'InitiateAuth', input: {AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: '`+s.pool.ClientID+`', AuthParameters: {REFRESH_TOKEN: refresh}}})`, `"ExpiresIn":3600`)
	want("a sign-in by hand", `client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`, `"ExpiresIn":3600`)
	want("an unknown handle", `tell({type: 'send', operation: 'GetUser', input: {AccessToken: '..1'}, options: {}})`, `SignedOut`)

	// A handle is exchanged where a token belongs and nowhere else.
	want("a handle as an attribute", `tell({type: 'send', operation: 'UpdateUserAttributes', input: {AccessToken: handle, UserAttributes: [{Name: 'nickname', Value: refresh}]}, options: {}})`, `"CodeDeliveryDetailsList"`)
	want("what is kept of it", `tell({type: 'send', operation: 'GetUser', input: {AccessToken: handle}, options: {}})`, `"Value":".`)
	want("a handle in a sign-in", `tell({type: 'call', name: 'initiate', call: {request: {flow: 'USER_SRP_AUTH', username: refresh, password: new Uint8Array([65])}, options: {}}})`, `NotAuthorizedException`)

	// Cognito, or what is in front of it, sends back what it was sent.
	for _, ask := range []string{
		`client.getUser().then(JSON.stringify, (error) => Promise.reject(error))`, `tell({type: 'send', operation: 'GetUser', input: {AccessToken: handle}, options: {}})`,
		`tell({type: 'raw', operation: 'GetUser', input: {AccessToken: handle, AuthParameters: {REFRESH_TOKEN: refresh}}})`,
	} {
		for i, fault := range echoes() {
			s.tap.Clear()
			s.tap.Fail("GetUser", fault, fault, fault)
			if got := run(ask); got == "" {
				t.Errorf("%s and the echo %d gave nothing", ask, i)
			}
		}
	}
	s.tap.Clear()
	cognito.watch(s)

	// Another start, another module, another address.
	browser.Eval[any](page, `workers.at(-1).postMessage({type: 'start', settings: {endpoint: '`+foreign.URL+`', region: 'eu-west-1', maxAttempts: 1, timeout: 1000, client: {userPoolId: '`+s.pool.ID+`', clientId: 'x'}}, log: true, headers: true, send: true}),
		until(() => replies.has('refused'))`)
	want("after a second start", `tell({type: 'send', operation: 'GetUser', input: {AccessToken: handle}, options: {}})`, `"Username":"alice"`)
	browser.Eval[any](page, `workers.at(-1).postMessage({type: 'load', wanted: {source: '`+foreign.URL+`/evil.wasm'}, timeout: 1000})`)
	want("after another module", `tell({type: 'send', operation: 'GetUser', input: {AccessToken: handle}, options: {}})`, `"Username":"alice"`)
	fetched := func(name, url, more, part string) {
		t.Helper()
		want(name, `tell({type: 'fetch', url: `+url+`, token: handle, init: {}, headers: []`+more+`})`, part)
	}
	fetched("the page's origin", `location.origin + '/api'`, ``, `"status":200`)
	fetched("a foreign origin", quote(foreign.URL), ``, `InvalidArgument`)
	fetched("a foreign origin behind a name", `location.origin.replace('//', '//x@') .replace('localhost', 'localhost:1')`, ``, `message`)
	fetched("a blob", `URL.createObjectURL(new Blob(['x']))`, ``, `{`)
	fetched("a redirect", `location.origin + '/api?redirect=`+foreign.URL+`'`, ``, `{}`)
	fetched("a redirect that is to be followed", `location.origin + '/api?redirect=`+foreign.URL+`'`, `, init: {redirect: 'follow', headers: {'x-page': handle}}, redirect: 'follow', origins: ['`+foreign.URL+`']`, `{}`)
	fetched("its own header", `location.origin + '/api'`, `, headers: [['authorization', handle], ['x-page', handle]]`, `"status":200`)
	fetched("what is no method", `location.origin + '/api'`, `, init: {method: 'A B'}`, `{}`)
	want("an answer to nobody's question", `(workers.at(-1).postMessage({type: 'answer', id: 1, value: {key: 'x'}}), tell({type: 'send', operation: 'GetUser', input: {AccessToken: handle}, options: {}}))`, `"Username":"alice"`)

	s.pass(2*time.Hour, page)
	want("two hours later", `client.session()`, `"username":"alice"`)
	want("the resource", `client.fetch('/api').then((response) => response.text())`, `alice`)
	want("signing out", `client.signOut({everywhere: true})`, `"revoked":true`)
	want("a handle after the sign-out", `tell({type: 'send', operation: 'GetUser', input: {AccessToken: [...seen].findLast((text) => /^\.[\w-]+\.[\w-]+$/.test(text))}, options: {}})`, `SignedOut`)

	cognito.search(t, "the page", allSeen(page), 12)
	// A token that the page has from elsewhere goes in, and does not come back.
	want("a token of the page's", `tell({type: 'refresh', request: {refreshToken: `+quote(cognito.all(t, 3)[2])+`}, options: {}})`, `"refreshToken":"..`)
	mu.Lock()
	defer mu.Unlock()
	if stolen.Len() != 0 {
		t.Errorf("the foreign origin was sent %s", stolen.String())
	}
	for _, header := range api.calls {
		if got := header.Get("x-page"); got != "" && !strings.HasPrefix(got, ".") {
			t.Errorf("a header of the page's became %s", got)
		}
	}
}

// answersLate lets Cognito answer, tells through arrived, and passes the answer on
// when release is closed.
func (i *issued) answersLate(arrived chan<- struct{}, release <-chan struct{}) wiretap.Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		recorder := httptest.NewRecorder()
		i.fault(recorder, r, cognito)
		arrived <- struct{}{}
		<-release
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		w.Write(recorder.Body.Bytes())
	}
}

// Tokens that a call holds are known when it ends, whatever was forgotten
// meanwhile: a refresh that brings no refresh token gives back the one it was made
// with.
func TestIsolatedLateAnswer(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]string{
		"many sign-ins": `Promise.all(Array.from({length: 15}, () => client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})))`,
		"a sign-out":    `client.signOut()`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			cognito := new(issued)
			arrived, release := make(chan struct{}, 1), make(chan struct{})
			s.tap.Fail("GetTokensFromRefreshToken", cognito.answersLate(arrived, release))
			cognito.watch(s)
			page := s.spied(t, isolated)
			do(page, signInAlice).wantOK(t)
			start(page, "pending", `tell({type: 'refresh', request: {refreshToken: [...seen].find((text) => text.startsWith('..'))}, options: {}}).then(JSON.stringify)`)
			await(t, page, arrived, "GetTokensFromRefreshToken")
			do(page, meanwhile).wantOK(t)
			close(release)
			finish(page, "pending").wantOK(t)
			cognito.search(t, "the page", allSeen(page), 5)
		})
	}
}
