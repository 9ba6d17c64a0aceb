package e2e

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// resource is a service that wants tokens, and tells what it was sent.
type resource struct {
	mu      sync.Mutex
	asked   []asked
	refused map[string]bool // tokens; "all" refuses every one
	// held keeps answers until it is closed, arrived tells of requests; nil keeps nothing.
	held    chan struct{}
	arrived chan struct{}
}

type asked struct{ method, path, token, body, kind string }

// String has the name of a token that is known, and no token.
func (a asked) String() string {
	if len(a.token) > 6 {
		a.token = "another"
	}
	return fmt.Sprintf("%s %s with %q, %q and the token %q", a.method, a.path, a.body, a.kind, a.token)
}

func describeAll(all []asked) string {
	var texts []string
	for _, a := range all {
		texts = append(texts, a.String())
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func (r *resource) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
	r.mu.Lock()
	r.asked = append(r.asked, asked{request.Method, request.URL.Path, token, string(body), request.Header.Get("X-Kind")})
	refused, held, arrived := r.refused[token] || r.refused["all"], r.held, r.arrived
	r.mu.Unlock()
	if arrived != nil {
		arrived <- struct{}{}
	}
	if held != nil {
		select {
		case <-held:
		case <-request.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
	if refused {
		w.WriteHeader(http.StatusUnauthorized)
	}
	fmt.Fprint(w, "answer")
}

// refuse has the resource refuse tokens from now on, and forget what it was asked.
func (r *resource) refuse(tokens ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked, r.refused = nil, map[string]bool{}
	for _, token := range tokens {
		r.refused[token] = true
	}
}

// hold keeps the answers until the function is called.
func (r *resource) hold() (arrived <-chan struct{}, release func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	held, in := make(chan struct{}), make(chan struct{}, 99)
	r.held, r.arrived = held, in
	return in, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.held, r.arrived = nil, nil
		close(held)
	}
}

func (r *resource) requests() []asked {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

// foreign serves a handler on another origin, which lets pages of all others send
// tokens.
func foreign(t *testing.T, handler http.Handler) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "authorization")
		if r.Method != http.MethodOptions {
			handler.ServeHTTP(w, r)
		}
	})}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
}

// resourceErrors is what browsers write of a resource's 401 and of requests that end.
const resourceErrors = `^error network: Failed to load resource: (the server responded with a status of 401|net::ERR_)`

// fetching is a stage with a resource at /api, and alice signed in.
func fetching(t *testing.T, v variant, more string) (s *stage, page *browser.Page, api *resource, first step) {
	t.Helper()
	s = newStage(t, provision.Options{Secret: v.worker})
	s.user(provision.User{Name: "alice"})
	api = &resource{}
	s.site.Handle("/api/", api.ServeHTTP)
	page = engine.Page(t)
	page.Expect(resourceErrors)
	s.openIn(page, v, `storage: 'local'`+more)
	first = signIn(page).wantDone(t, "alice")
	s.tap.Forget()
	return s, page, api, first
}

// token gives the access token that the page has now.
func token(page *browser.Page) string {
	return browser.Eval[string](page, `client.snapshot().tokens.accessToken`)
}

// Requests have the token that was asked for, whatever they are made of, and are
// otherwise those of fetch.
func TestFetchSendsTheToken(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		_, page, api, _ := fetching(t, v, "")
		for call, want := range map[string]asked{
			`'/api/a'`:                    {"GET", "/api/a", "access", "", ""},
			`new URL('/api/b', location)`: {"GET", "/api/b", "access", "", ""},
			`'/api/c', {token: 'id'}`:     {"GET", "/api/c", "id", "", ""},
			`'/api/d', {token: 'access'}`: {"GET", "/api/d", "access", "", ""},
			`'/api/e', {method: 'POST', body: 'text', headers: {'x-kind': 'mine'}}`: {"POST", "/api/e", "access", "text", "mine"},
			`'/api/f', {headers: {Authorization: 'Basic eDp5'}}`:                    {"GET", "/api/f", "access", "", ""},
			`'/api/g', {headers: new Headers({authorization: 'Basic eDp5'})}`:       {"GET", "/api/g", "access", "", ""},
			`'/api/h', {redirect: 'follow'}`:                                        {"GET", "/api/h", "access", "", ""},
			`new Request('/api/i')`:                                                 {"GET", "/api/i", "access", "", ""},
			`new Request('/api/j', {method: 'PUT', body: 'text', headers: {'x-kind': 'mine', authorization: 'Basic eDp5'}})`: {"PUT", "/api/j", "access", "text", "mine"},
			`new Request('/api/k', {method: 'PUT', body: 'text'}), {body: 'other', token: 'id'}`:                             {"PUT", "/api/k", "id", "other", ""},
			`'/api/l', new Request('/', {method: 'DELETE', headers: {'x-kind': 'of a Request'}})`:                            {"DELETE", "/api/l", "access", "", "of a Request"},
		} {
			sent := func() []asked {
				tokens := browser.Eval[map[string]string](page, `({access: client.snapshot().tokens.accessToken, id: client.snapshot().tokens.idToken})`)
				got := api.requests()
				for i := range got {
					for name, token := range tokens {
						if got[i].token == token {
							got[i].token = name
						}
					}
				}
				return got
			}
			api.refuse()
			if got := browser.Eval[string](page, `client.fetch(`+call+`).then((response) => response.text())`); got != "answer" {
				t.Errorf("%s: got %q", call, got)
			}
			if got := sent(); !slices.Equal(got, []asked{want}) {
				t.Errorf("%s: sent %s, want %s", call, describeAll(got), want)
			}
			// The same once more after a refusal, with all that it had.
			old := token(page)
			browser.Eval[any](page, `client.session({refresh: 'force'}).then(() => null)`)
			tokens := browser.Eval[[]string](page, `[client.snapshot().tokens.accessToken, client.snapshot().tokens.idToken]`)
			if tokens[0] == old {
				t.Fatal("no new tokens")
			}
			api.refuse(tokens...)
			if got := browser.Eval[string](page, `client.fetch(`+call+`).then(async (response) => response.status + await response.text())`); got != "200answer" {
				t.Errorf("%s, refused: got %q", call, got)
			}
			got := sent()
			if len(got) == 2 && slices.Contains(tokens, got[0].token) {
				got[0].token = want.token
			}
			if !slices.Equal(got, []asked{want, want}) {
				t.Errorf("%s, refused: sent %s, want twice %s", call, describeAll(got), want)
			}
		}
	})
}

// A token goes where the page said that it may, and follows nobody.
func TestFetchKeepsTheToken(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		elsewhere := &resource{}
		url := foreign(t, elsewhere)
		s, page, api, first := fetching(t, v, "")
		s.site.Handle("/moved", func(w http.ResponseWriter, r *http.Request) {
			api.ServeHTTP(httptest.NewRecorder(), r)
			http.Redirect(w, r, "/api/new", http.StatusFound)
		})
		refused := "InvalidArgument"
		for call, want := range map[string]string{
			quote(url):                             refused,
			`new Request(` + quote(url) + `)`:      refused,
			`'//localhost:1/'`:                     refused,
			`'https://' + location.host`:           refused,
			`'data:text/plain,x'`:                  refused,
			`URL.createObjectURL(new Blob(['x']))`: "OK", // of the page's origin, and without a request
			`'/api/x', {token: 'refresh'}`:         refused,
			`'/api/x', {token: '__proto__'}`:       refused,
		} {
			got := do(page, `client.fetch(`+call+`)`)
			if (want == "OK") != got.OK || (!got.OK && (got.Error.Code != want || !got.Error.IsCognitoAuthError)) {
				t.Errorf("%s: got %s, want %s", call, got.describe(), want)
			}
		}
		if calls := append(api.requests(), elsewhere.requests()...); len(calls) != 0 {
			t.Errorf("what was refused was sent: %s", describeAll(calls))
		}
		for _, call := range []string{`'/moved'`, `'/moved', {redirect: 'follow'}`, `new Request('/moved', {redirect: 'manual'})`} {
			api.refuse()
			if got := do(page, `client.fetch(`+call+`)`); got.OK || got.Error.Name != "TypeError" {
				t.Errorf("%s, which redirects: got %s, want fetch's TypeError", call, got.describe())
			}
			if calls := api.requests(); len(calls) != 1 || calls[0].path != "/moved" {
				t.Errorf("%s, which redirects: sent %s", call, describeAll(calls))
			}
		}
		// Where other origins are named, they alone get it.
		s.client(page, v, `storage: 'local', fetchOrigins: [`+quote(url)+`]`)
		if got := browser.Eval[float64](page, `client.fetch(`+quote(url+"/api")+`).then(({status}) => status)`); got != 200 {
			t.Errorf("an origin of fetchOrigins: got status %v", got)
		}
		if calls := elsewhere.requests(); len(calls) != 1 || calls[0].token != first.Tokens.AccessToken {
			t.Errorf("an origin of fetchOrigins: sent %s", describeAll(calls))
		}
		do(page, `client.fetch('/api/x')`).want(t, "the page's origin, which is not named", "InvalidArgument", "fetchOrigins")
	})
}

// After a 401 the tokens are refreshed once, for all requests that had them, and
// not again for a resource that refuses the new ones too.
func TestFetchAfterRefusals(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, api, first := fetching(t, v, "")
		statuses := func(count int) []float64 {
			t.Helper()
			return browser.Eval[[]float64](page, fmt.Sprintf(`Promise.all(Array.from({length: %d}, () => client.fetch('/api/'))).then((all) => all.map(({status}) => status))`, count))
		}
		api.refuse(first.Tokens.AccessToken)
		if got := statuses(20); !slices.Equal(got, slices.Repeat([]float64{200}, 20)) || s.refreshes() != 1 || len(api.requests()) != 40 {
			t.Errorf("20 refused at once: got %v, after %d refreshes and %d requests", got, s.refreshes(), len(api.requests()))
		}

		// Two tabs ask a resource that refuses everybody, over and over.
		other := page.Sibling()
		other.Expect(resourceErrors)
		s.openIn(other, v, `storage: 'local'`)
		browser.Eval[any](page, `client.session({refresh: 'force'}).then(() => null)`) // which nobody has refused
		s.tap.Forget()
		api.refuse("all")
		for i := range 3 {
			for _, tab := range []*browser.Page{page, other} {
				if got := browser.Eval[float64](tab, `client.fetch('/api/').then(({status}) => status)`); got != 401 {
					t.Errorf("refused for ever: got status %v", got)
				}
				if s.refreshes() != 1 {
					t.Errorf("refused for ever, the %d. time: %d refreshes, want 1", i+1, s.refreshes())
				}
			}
		}
		if got := statuses(20); !slices.Equal(got, slices.Repeat([]float64{401}, 20)) || s.refreshes() != 1 {
			t.Errorf("20 refused for ever: got %v, after %d refreshes", got, s.refreshes())
		}

		// A refusal that comes late, of a token that was replaced meanwhile.
		before := token(page)
		api.refuse(before)
		arrived, release := api.hold()
		start(page, "late", `client.fetch('/api/').then(({status}) => ({status}))`)
		await(t, page, arrived, "the request")
		browser.Eval[any](page, `client.session({refresh: 'force'}).then(() => null)`)
		s.tap.Forget()
		release()
		if got := finish(page, "late"); fmt.Sprint(got.Value) != "map[status:200]" || s.refreshes() != 0 {
			t.Errorf("a late refusal: got %v, after %d refreshes", got.Value, s.refreshes())
		}
		if calls := api.requests(); len(calls) != 2 || calls[0].token != before || calls[1].token != token(page) {
			t.Errorf("a late refusal: sent %d requests", len(calls))
		}

		// What cannot be sent twice is not. Chromium alone takes streams, and sends them over HTTP/2 alone,
		// so that a function of the page's is the resource.
		if browser.Eval[bool](page, `new Request('/', {method: 'POST', body: new ReadableStream(), duplex: 'half'}).headers.get('content-type') === null`) {
			browser.Eval[any](page, `void (globalThis.sent = 0, globalThis.fetched = fetch, globalThis.fetch = async (request) => (sent++, new Response(await request.text(), {status: 401})))`)
			got := browser.Eval[string](page, `client.fetch('/api/', {method: 'POST', duplex: 'half', body: new Response('streamed').body}).then(async (response) => [response.status, await response.text(), sent].join())`)
			browser.Eval[any](page, `void (globalThis.fetch = fetched)`)
			if got != "401,streamed,1" || s.refreshes() != 0 {
				t.Errorf("a stream: got %s, after %d refreshes", got, s.refreshes())
			}
		}

		// No tokens to be had: the page gets the resource's answer.
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.Exception(400, "ResourceNotFoundException", "User pool client does not exist."))
		api.refuse("all")
		if got := statuses(1); got[0] != 401 || len(api.requests()) != 1 {
			t.Errorf("refused, and no refresh to be had: got status %v, after %d requests", got, len(api.requests()))
		}
	})
}

// A signal ends a request wherever it is, and a request belongs to who made it.
func TestFetchEnds(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s, page, api, first := fetching(t, v, "")
		s.user(provision.User{Name: "bob"})
		do(page, `client.fetch('/api/', {signal: AbortSignal.abort()})`).want(t, "an aborted signal", "AbortError", "")
		do(page, `client.fetch('/api/', {signal: 1})`).want(t, "no signal", "InvalidArgument", "signal")
		if calls := api.requests(); len(calls) != 0 {
			t.Errorf("sent %s", describeAll(calls))
		}
		arrived, release := api.hold()
		start(page, "request", `client.fetch('/api/', {signal: (globalThis.controller = new AbortController()).signal})`)
		await(t, page, arrived, "the request")
		browser.Eval[any](page, `controller.abort()`)
		finish(page, "request").want(t, "aborted on its way", "AbortError", "")
		start(page, "request", `client.fetch(new Request('/api/', {signal: (globalThis.controller = new AbortController()).signal}))`)
		await(t, page, arrived, "the request")
		browser.Eval[any](page, `controller.abort()`)
		if got := finish(page, "request"); got.OK || got.Error.Name != "AbortError" {
			t.Errorf("aborted by a Request's signal: got %s", got.describe())
		}
		release()

		for name, then := range map[string]string{
			"signed out":          `client.signOut().then(() => null)`,
			"somebody else is in": `client.initiate({username: 'bob', password: 'Local-Cognito-1'}).then(() => null)`,
		} {
			if !browser.Eval[bool](page, `client.snapshot()?.username === 'alice'`) {
				first = signIn(page).wantDone(t, "alice")
			}
			// Before the resource has refused the token.
			api.refuse(first.Tokens.AccessToken)
			arrived, release := api.hold()
			start(page, "request", `client.fetch('/api/').then(({status}) => ({status}))`)
			await(t, page, arrived, "the request")
			browser.Eval[any](page, then)
			s.tap.Forget()
			release()
			if got := finish(page, "request"); fmt.Sprint(got.Value) != "map[status:401]" || len(api.requests()) != 1 || s.refreshes() != 0 {
				t.Errorf("%s meanwhile: got %s %v, after %d requests and %d refreshes", name, got.describe(), got.Value, len(api.requests()), s.refreshes())
			}
			// While the tokens are refreshed.
			first = signIn(page).wantDone(t, "alice")
			api.refuse(first.Tokens.AccessToken)
			fault, asked, _ := held()
			s.tap.Fail("GetTokensFromRefreshToken", fault)
			start(page, "request", `client.fetch('/api/').then(({status}) => ({status}))`)
			await(t, page, asked, "the refresh")
			browser.Eval[any](page, then)
			if got := finish(page, "request"); fmt.Sprint(got.Value) != "map[status:401]" || len(api.requests()) != 1 {
				t.Errorf("%s during the refresh: got %s %v, after %d requests", name, got.describe(), got.Value, len(api.requests()))
			}
			if got := browser.Eval[any](page, `client.signOut().then(() => null)`); got != nil {
				t.Error(got)
			}
			do(page, `client.fetch('/api/')`).want(t, name, "SignedOut", "fetch: expected a user who is signed in")
			// Before it is sent: the tokens have ended.
			first = signIn(page).wantDone(t, "alice")
			api.refuse()
			s.pass(2*time.Hour, page)
			fault, asked, _ = held()
			s.tap.Fail("GetTokensFromRefreshToken", fault)
			start(page, "request", `client.fetch('/api/')`)
			await(t, page, asked, "the refresh")
			browser.Eval[any](page, then)
			finish(page, "request").want(t, name+" before it was sent", "SignedOut", "")
			if calls := api.requests(); len(calls) != 0 {
				t.Errorf("%s before it was sent: sent %d requests", name, len(calls))
			}
			browser.Eval[any](page, `client.signOut().then(() => null)`)
		}
	})
}
