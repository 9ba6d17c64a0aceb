package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// issued collects the tokens that Cognito issues.
type issued struct {
	mu     sync.Mutex
	tokens []string
}

// watch begins to collect. The tap's other faults of these operations come after.
func (i *issued) watch(s *stage) *issued {
	for _, operation := range []string{"InitiateAuth", "RespondToAuthChallenge", "GetTokensFromRefreshToken"} {
		s.tap.Fail(operation, slices.Repeat([]wiretap.Fault{i.fault}, 50)...)
	}
	return i
}

func (i *issued) fault(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
	recorder := httptest.NewRecorder()
	cognito.ServeHTTP(recorder, r)
	var answer struct {
		AuthenticationResult struct{ AccessToken, IDToken, RefreshToken string }
	}
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer) // an error holds none
	i.mu.Lock()
	for _, token := range []string{answer.AuthenticationResult.AccessToken, answer.AuthenticationResult.IDToken, answer.AuthenticationResult.RefreshToken} {
		if token != "" {
			i.tokens = append(i.tokens, token)
		}
	}
	i.mu.Unlock()
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	w.Write(recorder.Body.Bytes())
}

// all gives those of one kind and the others, at least so many.
func (i *issued) all(t *testing.T, atLeast int) []string {
	t.Helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.tokens) < atLeast {
		t.Fatalf("Cognito issued %d tokens, want at least %d: nothing is shown so", len(i.tokens), atLeast)
	}
	return slices.Clone(i.tokens)
}

// search looks in a text for tokens, and for pieces of what makes them good: of
// JWTs, whose claims the page may read, that is the signature.
func (i *issued) search(t *testing.T, where, text string, atLeast int) {
	t.Helper()
	for _, token := range i.all(t, atLeast) {
		secret := token
		if parts := strings.Split(token, "."); len(parts) == 3 {
			secret = parts[2]
		}
		if strings.Contains(text, token) {
			t.Errorf("%s shows a token", where)
		}
		for at := 0; at+20 <= len(secret); at += 20 {
			if strings.Contains(text, secret[at:at+20]) {
				t.Errorf("%s shows a piece of a token", where)
				break
			}
		}
	}
}

const isolated = `tokens: 'worker'`

// inIsolatedModes runs a test with each script, in a worker.
func inIsolatedModes(t *testing.T, test func(t *testing.T, v variant)) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", true}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			test(t, v)
		})
	}
}

const signInAlice = `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`

// With tokens: 'worker' a page has everything but the tokens.
func TestIsolated(t *testing.T) {
	inIsolatedModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.script == "classic"})
		s.user(provision.User{Name: "alice"})
		cognito := new(issued).watch(s)
		page := engine.Page(t)
		s.openIn(page, v, isolated+`, log: (entry) => (globalThis.entries ??= []).push(entry)`)
		var shown strings.Builder
		see := func(name, expression string) string {
			t.Helper()
			text := browser.Eval[string](page, expression+`.then((value) => JSON.stringify(value), (error) => String(error))`)
			fmt.Fprintln(&shown, text)
			return text
		}
		if got := see("initiate", signInAlice); got != `{"done":true,"username":"alice"}` {
			t.Errorf("initiate gave %s", got)
		}
		wantHeard(t, page, "signedIn")
		type session struct {
			Same             bool
			Names            []string
			ID, Username     string
			Sub, Use, Issuer string
			ExpiresAt        float64
		}
		const described = `client.session().then((session) => ({
			same: session === client.snapshot() && session === changes.at(-1).session, names: Object.keys(session).sort(), id: session.id, username: session.username,
			sub: session.claims.sub, use: session.claims.token_use, issuer: session.claims.iss, expiresAt: session.expiresAt.getTime() - Date.now(),
		}))`
		first := browser.Eval[session](page, described)
		if !first.Same || !slices.Equal(first.Names, []string{"claims", "expiresAt", "id", "username"}) || len(first.ID) != 32 || first.Username != "alice" ||
			first.Sub == "" || first.Use != "id" || !strings.HasSuffix(first.Issuer, s.pool.ID) || first.ExpiresAt < 59*60_000 {
			t.Errorf("got the session %+v", first)
		}

		// Operations, by their methods and by name.
		if got := see("getUser", `client.getUser()`); !strings.Contains(got, `"Username":"alice"`) {
			t.Errorf("getUser gave %s", got)
		}
		const byHand = `({AuthFlow: 'USER_PASSWORD_AUTH', ClientId: '', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`
		if got := see("initiateAuth", `client.initiateAuth`+byHand); got != `{"AuthenticationResult":{"ExpiresIn":3600,"TokenType":"Bearer"},"ChallengeParameters":{}}` {
			t.Errorf("initiateAuth gave %s", got)
		}
		if v.script == "module" { // without a secret
			raw := strings.Replace(byHand, `ClientId: ''`, `ClientId: '`+s.pool.ClientID+`'`, 1)
			if got := see("call", `client.call('InitiateAuth', `+raw+`)`); !strings.Contains(got, `"AuthenticationResult":{"ExpiresIn":3600,"TokenType":"Bearer"}`) {
				t.Errorf("call('InitiateAuth') gave %s", got)
			}
		}
		do(page, `client.call('AdminGetUser', {})`).want(t, "an operation that is no method", "InvalidArgument", "operation: expected one of those that are methods")

		// A refresh, asked for and due.
		if got := see("refresh", `client.initiate({flow: 'REFRESH_TOKEN_AUTH'})`); got != `{"done":true,"username":"alice"}` {
			t.Errorf("initiate with REFRESH_TOKEN_AUTH gave %s", got)
		}
		s.pass(2*time.Hour, page)
		see("session", `client.session()`)
		wantHeard(t, page, "signedIn", "tokensRefreshed", "tokensRefreshed")
		again := browser.Eval[session](page, described)
		if !again.Same || again.ID != first.ID || again.ExpiresAt < 59*60_000 || s.refreshes() != 2 {
			t.Errorf("got the session %+v, after %d refreshes", again, s.refreshes())
		}

		shown.WriteString(browser.Eval[string](page, `JSON.stringify([changes, entries, {...localStorage}, {...sessionStorage}, document.cookie])`))
		cognito.search(t, "the page", shown.String(), 8)
		if kept := browser.Eval[string](page, `Object.keys(localStorage) + Object.keys(sessionStorage) + document.cookie`); kept != "ahead" {
			t.Errorf("the page's storage has %q", kept)
		}

		// Signing out tells Cognito of the token itself, and the worker forgets it.
		tokens := cognito.all(t, 8)
		if got := see("signOut", `client.signOut()`); got != `{"revoked":true}` {
			t.Errorf("signOut gave %s", got)
		}
		revoked := s.tap.Calls("RevokeToken")
		if len(revoked) != 1 || !slices.Contains(tokens, revoked[0].Body["Token"].(string)) {
			t.Errorf("RevokeToken was called with %v", revoked)
		}
		if got := see("session", `client.session()`); got != "null" {
			t.Errorf("after the sign-out the session is %s", got)
		}
		do(page, `client.getUser()`).want(t, "after the sign-out", "SignedOut")
		// A refresh token that the page has from elsewhere goes in, and does not come back.
		if got := see("initiate", `client.initiate({flow: 'REFRESH_TOKEN_AUTH', refreshToken: `+quote(tokens[5])+`, username: 'alice'})`); got != `{"done":true,"username":"alice"}` {
			t.Errorf("initiate with a refresh token gave %s", got)
		}
		see("session", `client.session()`)
		see("getUser", `client.getUser()`)
		cognito.search(t, "the page", shown.String(), 11)
	})
}

// guarded is an API that wants an access token which it has not refused.
type guarded struct {
	mu      sync.Mutex
	refused map[string]bool
	calls   []http.Header
	bodies  []string
}

func (r *guarded) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	w.Header().Set("access-control-allow-origin", "*")
	w.Header().Set("access-control-allow-headers", "authorization, content-type, x-page")
	w.Header().Set("access-control-allow-methods", "PUT")
	w.Header().Set("access-control-expose-headers", "x-resource, x-echo")
	if request.Method == http.MethodOptions {
		return
	}
	body, _ := io.ReadAll(request.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, request.Header.Clone())
	r.bodies = append(r.bodies, request.Method+" "+string(body))
	token, ok := strings.CutPrefix(request.Header.Get("authorization"), "Bearer ")
	if !ok || r.refused[token] || request.URL.Query().Has("refuse") {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header().Set("x-resource", "alice's")
	w.Header().Set("x-echo", request.Header.Get("authorization"))
	switch {
	case request.URL.Query().Has("redirect"):
		http.Redirect(w, request, request.URL.Query().Get("redirect"), http.StatusFound)
	case request.URL.Query().Has("nothing"):
		w.WriteHeader(http.StatusNoContent)
	case request.URL.Query().Has("large"):
		for i := range 64 {
			w.Write([]byte(strings.Repeat(string(rune('a'+i%26)), 1<<14)))
			w.(http.Flusher).Flush()
		}
	case request.URL.Query().Has("halt"):
		io.WriteString(w, "begun")
		w.(http.Flusher).Flush()
		r.mu.Unlock()
		<-request.Context().Done()
		r.mu.Lock()
	default:
		io.WriteString(w, `{"of":"alice"}`)
	}
}

// refuseAll refuses the tokens that came so far.
func (r *guarded) refuseAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, header := range r.calls {
		r.refused[strings.TrimPrefix(header.Get("authorization"), "Bearer ")] = true
	}
}

func (r *guarded) arrived() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.calls)
}

// client.fetch with tokens that the page does not have.
func TestIsolatedFetch(t *testing.T) {
	inIsolatedModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		cognito := new(issued).watch(s)
		api := &guarded{refused: map[string]bool{}}
		s.site.Handle("/api", api.ServeHTTP)
		foreign := httptest.NewServer(api)
		t.Cleanup(foreign.Close)
		page := engine.Page(t)
		page.Expect(`401|Failed to fetch|redirect|CORS|cross-origin|Load cannot|access control|NetworkError`)
		s.openIn(page, v, isolated+`, fetchOrigins: [location.origin, '`+foreign.URL+`']`)
		do(page, `client.fetch('/api')`).want(t, "before the sign-in", "SignedOut")
		do(page, signInAlice).wantOK(t)

		type response struct {
			Status             int
			OK, Redirected     bool
			URL, Text, Of, Own string
			Echo               string
		}
		get := func(arguments string) response {
			t.Helper()
			return browser.Eval[response](page, `client.fetch(`+arguments+`).then(async (response) => ({
				status: response.status, ok: response.ok, redirected: response.redirected, url: response.url, text: await response.text(),
				own: response.headers.get('x-resource') ?? '', echo: response.headers.get('x-echo') ?? '',
			}))`)
		}
		if got := get(`'/api'`); got.Status != 200 || !got.OK || got.Redirected || got.URL != s.site.URL+"/api" || got.Text != `{"of":"alice"}` || got.Own != "alice's" {
			t.Errorf("got %+v", got)
		} else if got.Echo != "[redacted]" {
			t.Errorf("the header in which the resource echoes the token is %q", got.Echo)
		}
		if got := get(`'` + foreign.URL + `/api'`); got.Status != 200 || got.Text != `{"of":"alice"}` {
			t.Errorf("from the other origin: got %+v", got)
		}
		tokens := cognito.all(t, 3)
		for _, header := range api.calls {
			if got := strings.TrimPrefix(header.Get("authorization"), "Bearer "); got != tokens[0] {
				t.Errorf("the resource was sent %q, want the access token", got)
			}
		}
		get(`'/api', {token: 'id'}`)
		if got := strings.TrimPrefix(api.calls[2].Get("authorization"), "Bearer "); got != tokens[1] {
			t.Errorf("with token: 'id' the resource was sent %q", got)
		}

		// Requests as they were made.
		get(`new Request('/api', {method: 'PUT', headers: {'X-Page': 'a', 'Content-Type': 'text/x'}, body: 'größe'})`)
		if got, header := api.bodies[3], api.calls[3]; got != "PUT größe" || header.Get("x-page") != "a" || header.Get("content-type") != "text/x" {
			t.Errorf("the resource was sent %q with %v", got, header)
		}
		get(`'/api', {method: 'POST', body: new URLSearchParams({a: 'b c'})}`)
		if got, header := api.bodies[4], api.calls[4]; got != "POST a=b+c" || header.Get("content-type") != "application/x-www-form-urlencoded;charset=UTF-8" {
			t.Errorf("the resource was sent %q with %v", got, header)
		}
		get(`'/api', {method: 'POST', body: new Uint8Array([1, 2, 3])}`)
		if got := api.bodies[5]; got != "POST \x01\x02\x03" {
			t.Errorf("the resource was sent %q", got)
		}
		get(`'/api', {method: 'POST'}`)
		if got, header := api.bodies[6], api.calls[6]; got != "POST " || header.Get("content-type") != "" {
			t.Errorf("without a body the resource was sent %q with %v", got, header)
		}

		// Chromium uploads streams, and by HTTP/2 alone: see TestStreamUp. Others send the bytes.
		if engine.Engine != browser.Chromium {
			get(`'/api', {method: 'POST', body: new Response('in pieces').body}`)
			if got := api.bodies[7]; got != "POST in pieces" {
				t.Errorf("the resource was sent %q", got)
			}
		}

		// Answers as they came.
		if got := get(`'/api?large'`); len(got.Text) != 1<<20 || !strings.HasPrefix(got.Text, "aaa") || !strings.HasSuffix(got.Text, "lll") {
			t.Errorf("got %d bytes of a large answer", len(got.Text))
		}
		if got := get(`'/api?nothing'`); got.Status != 204 || got.Text != "" {
			t.Errorf("got %+v for an answer without a body", got)
		}

		// The signal ends it, before the answer and within.
		if got := browser.Eval[string](page, `client.fetch('/api', {signal: AbortSignal.abort()}).catch((error) => error.code)`); got != "AbortError" {
			t.Errorf("an aborted request gave %s", got)
		}
		if got := browser.Eval[string](page, `(async () => {
			const controller = new AbortController();
			const response = await client.fetch('/api?halt', {signal: controller.signal});
			const reader = response.body.getReader();
			const first = new TextDecoder().decode((await reader.read()).value);
			const next = reader.read();
			controller.abort();
			return first + ' ' + await next.catch((error) => error.name);
		})()`); got != "begun AbortError" {
			t.Errorf("a request that was aborted within its answer gave %q", got)
		}
		// So does closing the client; a stream without an end would be waited for.
		s.client(page, v, isolated)
		do(page, signInAlice).wantOK(t)
		if got := browser.Eval[string](page, `(async () => {
			const reader = (await client.fetch('/api?halt')).body.getReader();
			await reader.read();
			const next = reader.read();
			client.close();
			return next.catch((error) => error.code);
		})()`); got != "Closed" {
			t.Errorf("an answer whose client was closed gave %q", got)
		}

		// What has to fail does, and the token goes nowhere else.
		s.client(page, v, isolated)
		do(page, signInAlice).wantOK(t)
		before := api.arrived()
		if got := browser.Eval[string](page, `client.fetch('/api?redirect=`+foreign.URL+`').catch((error) => error.name)`); got != "TypeError" {
			t.Errorf("a redirect gave %s", got)
		}
		if got := browser.Eval[string](page, `client.fetch('http://localhost:1/', {}).catch((error) => error.message)`); !strings.Contains(got, "input: expected an address of the page's origin") {
			t.Errorf("a foreign origin gave %s", got)
		}
		if got := api.arrived() - before; got != 1 {
			t.Errorf("%d requests arrived, want the one that was redirected", got)
		}

		// One refresh and one repetition after a 401, and none of what cannot be sent again.
		refreshes := s.refreshes()
		api.refuseAll()
		if got := get(`'/api', {method: 'PUT', body: 'again'}`); got.Status != 200 || s.refreshes() != refreshes+1 || !slices.Equal(api.bodies[len(api.bodies)-2:], []string{"PUT again", "PUT again"}) {
			t.Errorf("after a 401: got %+v after %d refreshes and %q", got, s.refreshes()-refreshes, api.bodies[len(api.bodies)-2:])
		}
		before = api.arrived()
		if got := get(`'/api?refuse'`); got.Status != 401 || s.refreshes() != refreshes+2 && s.refreshes() != refreshes+1 || api.arrived()-before > 2 {
			t.Errorf("a lasting 401: got %+v after %d refreshes", got, s.refreshes()-refreshes)
		}
		browser.Eval[any](page, `changes.length = 0, void client.subscribe((change) => changes.push(change))`)
		cognito.search(t, "the page", browser.Eval[string](page, `JSON.stringify([changes, {...localStorage}, {...sessionStorage}, document.cookie])`), 9)
	})
}

// Sign-outs that meet trouble, which end the session all the same.
func TestIsolatedSignOut(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{Rotation: &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled}})
	s.user(provision.User{Name: "alice"})
	cognito := new(issued).watch(s)
	page := engine.Page(t)
	page.Expect(serverErrors + `|net::ERR|NetworkError|access control|CORS`)
	s.openIn(page, usual, isolated+`, maxAttempts: 1, log: (entry) => (globalThis.entries ??= []).push(entry)`)
	signOut := func(options string) string {
		t.Helper()
		return browser.Eval[string](page, `client.signOut(`+options+`).then(({revoked, error}) => [revoked, error?.code, client.snapshot()].join(' '))`)
	}
	do(page, signInAlice).wantOK(t)
	s.tap.Fail("RevokeToken", wiretap.LoseAnswer)
	if got := signOut(""); got != "false NetworkError " {
		t.Errorf("signOut without an answer gave %q", got)
	}
	do(page, signInAlice).wantOK(t)
	if got := signOut(`{everywhere: true}`); got != "true  " {
		t.Errorf("signOut everywhere gave %q", got)
	}
	// With an access token that has ended, another one is asked for.
	do(page, signInAlice).wantOK(t)
	s.pass(2*time.Hour, page)
	if got := signOut(`{everywhere: true}`); got != "true  " || s.refreshes() != 1 {
		t.Errorf("signOut everywhere with a token that has ended gave %q after %d refreshes", got, s.refreshes())
	}
	// During a refresh, to which Cognito has answered: what that brings is revoked too.
	do(page, signInAlice).wantOK(t)
	s.pass(2*time.Hour, page)
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	s.tap.Clear()
	s.tap.Fail("GetTokensFromRefreshToken", cognito.answersLate(arrived, release))
	start(page, "pending", `client.session()`)
	await(t, page, arrived, "GetTokensFromRefreshToken")
	s.tap.Forget()
	browser.Eval[any](page, `void (globalThis.entries = [])`)
	if got := signOut(""); got != "true  " {
		t.Errorf("signOut during a refresh gave %q", got)
	}
	close(release)
	if got := finish(page, "pending"); got.OK && got.Value != nil {
		t.Errorf("whoever waited for the refresh was given %v", got.Value)
	}
	browser.Eval[any](page, `until(() => entries.filter(({operation}) => operation === 'RevokeToken').length === 2)`)
	if got := browser.Eval[string](page, `client.session().then(String)`); got != "null" {
		t.Errorf("after the sign-out the session is %s", got)
	}
	tokens := cognito.all(t, 9)
	var revoked []string
	for _, call := range s.tap.Calls("RevokeToken") {
		revoked = append(revoked, call.Body["Token"].(string))
	}
	if last := tokens[len(tokens)-1]; len(revoked) != 2 || !slices.Contains(tokens, revoked[0]) || revoked[1] != last {
		t.Errorf("RevokeToken was called for %q, want the session's and then the late one %q", revoked, last)
	}
}

// A program that ends takes no token with it. A worker does, and the page hears
// of it.
func TestIsolatedCrash(t *testing.T) {
	t.Parallel()
	s := newStageAt(t, provision.Options{}, crashing, localcognito.Options{CORS: ourHeaders})
	s.user(provision.User{Name: "alice"})
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	browser.Eval[any](page, `void (globalThis.Worker = class extends Worker { constructor(...given) { super(...given); (globalThis.workers ??= []).push(this); } })`)
	s.client(page, usual, isolated+`, timeout: 3000`)
	browser.Eval[any](page, `void listen()`)
	do(page, signInAlice).wantOK(t)
	s.pass(2*time.Hour, page)
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	s.tap.Fail("GetTokensFromRefreshToken", wiretap.Hold(arrived, release))
	start(page, "pending", `client.session().then(({username}) => username)`)
	await(t, page, arrived, "GetTokensFromRefreshToken")
	do(page, `client.initiate({username: 'crash', password: 'x'})`).want(t, "crash", "RuntimeExited")
	close(release)
	if got := finish(page, "pending"); !got.OK || got.Value != "alice" {
		t.Errorf("the refresh during which the program crashed gave %s", got.describe())
	}
	do(page, `client.getUser()`).wantOK(t)
	wantHeard(t, page, "signedIn", "tokensRefreshed")

	browser.Eval[any](page, `workers.at(-1).terminate()`)
	do(page, `client.getUser()`).want(t, "with the worker gone", "SignedOut")
	wantHeard(t, page, "signedIn", "tokensRefreshed", "sessionExpired SignedOut")
	if got := browser.Eval[string](page, `client.session().then(String)`); got != "null" {
		t.Errorf("with the worker gone the session is %s", got)
	}
	do(page, signInAlice).wantOK(t)
	do(page, `client.getUser()`).wantOK(t)
}

// Every way to the worker and the module, which are fixed at the start.
func TestIsolatedPlaces(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := engine.Page(t)
	for _, options := range []string{
		`worker: '/cognito-wasm.worker.js'`, `worker: () => new Worker('/cognito-wasm.worker.js')`, `wasm: '/cognito-auth.wasm'`,
		`wasm: await (await fetch('/cognito-auth.wasm')).arrayBuffer()`, `wasm: await WebAssembly.compileStreaming(fetch('/cognito-auth.wasm'))`, `load: (await CognitoWasm.preload(), 'now')`,
	} {
		page.Open(s.site.URL + "/classic")
		o := do(page, `(async () => { client = CognitoWasm.createClient({...`+s.options(nil)+`, `+isolated+`, `+options+`}); return `+signInAlice+`.then(JSON.stringify) })()`)
		if o.Value != `{"done":true,"username":"alice"}` {
			t.Errorf("with %s: got %v, %s", options, o.Value, o.describe())
		}
		do(page, `client.getUser()`).wantOK(t)
	}
}

// What does not go together is refused at once.
func TestIsolatedOptions(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	for _, options := range []string{
		isolated + `, worker: false`, isolated + `, storage: 'local'`, isolated + `, storage: {get() {}, set() {}, remove() {}}`, isolated + `, endpoint: undefined, send: async () => ({})`, isolated + `, adopt: 'amplify'`,
		`tokens: 'nowhere'`, `tokens: 1`,
	} {
		o := do(page, `(async () => CognitoWasm.createClient({...`+s.options(nil)+`, `+options+`}))()`)
		o.want(t, options, "InvalidArgument", "tokens: expected")
	}
	do(page, `(async () => { delete globalThis.Worker; CognitoWasm.createClient({...`+s.options(nil)+`, `+isolated+`}) })()`).want(t, "without workers", "InvalidArgument", "tokens: expected page, or a worker")
}

// The secrets of remembered devices stay in the worker too.
func TestIsolatedDevice(t *testing.T) {
	t.Parallel()
	s := newStage(t, remembering(provision.Options{}))
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	cognito := new(issued).watch(s)
	page := s.spied(t, isolated)
	do(page, `keep(client.initiate({username: 'carol', password: 'Local-Cognito-1'}))`).wantStep(t, "SMS_MFA")
	o := do(page, `keep(client.respond(step, {code: '`+s.lastCode("carol")+`'}))`).wantOK(t)
	if o.Step.NewDevice == nil || o.Step.NewDevice.Error != "" {
		t.Fatalf("got the new device %+v", o.Step.NewDevice)
	}
	s.tap.Forget()
	do(page, `client.initiate({username: 'carol', password: 'Local-Cognito-1'})`).wantOK(t)
	if got := s.challengesOf(); !slices.Equal(got, []string{"PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"}) {
		t.Errorf("the second sign-in met %q", got)
	}
	do(page, `client.session({refresh: 'force'})`).wantOK(t)
	if got := s.deviceKeys(); got[len(got)-1] != o.Step.NewDevice.Key {
		t.Errorf("the refresh named the device %q, want %q", got[len(got)-1], o.Step.NewDevice.Key)
	}
	cognito.search(t, "the page", allSeen(page), 6)
	if asked := browser.Eval[bool](page, `seen.has('store')`); asked {
		t.Error("the page was asked for a device")
	}
}

// A body that is a stream goes up while it is made, with a token of the page's and
// with one of the worker's.
func TestStreamUp(t *testing.T) {
	t.Parallel()
	chromium := domains(t)
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	for _, options := range []string{`tokens: 'page'`, isolated} {
		t.Run(options, func(t *testing.T) {
			begun := make(chan string, 1)
			api := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("access-control-allow-origin", "*")
				w.Header().Set("access-control-allow-headers", "authorization")
				if r.Method == http.MethodOptions {
					return
				}
				first := make([]byte, 5)
				io.ReadFull(r.Body, first)
				begun <- string(first)
				rest, _ := io.ReadAll(r.Body)
				fmt.Fprint(w, r.Proto, " ", string(first), string(rest), " ", strings.HasPrefix(r.Header.Get("authorization"), "Bearer ey"))
			}))
			api.EnableHTTP2 = true
			api.StartTLS()
			t.Cleanup(api.Close)
			page := chromium.Page(t)
			s.openIn(page, usual, options+`, fetchOrigins: ['`+api.URL+`']`)
			do(page, `(async () => { await `+signInAlice+` })()`).wantOK(t)
			start(page, "pending", `client.fetch('`+api.URL+`', {method: 'POST', body: new ReadableStream({start(controller) {
				globalThis.more = (text) => text ? controller.enqueue(new TextEncoder().encode(text)) : controller.close();
				more('first');
			}})}).then((response) => response.text())`)
			select {
			case got := <-begun:
				if got != "first" {
					t.Errorf("the first piece is %q", got)
				}
			case <-page.Ctx.Done():
				t.Fatal("nothing arrived before the end of the stream")
			}
			browser.Eval[any](page, `void (more(' and last'), more())`)
			if got := finish(page, "pending"); got.Value != "HTTP/2.0 first and last true" {
				t.Errorf("got %v, %s", got.Value, got.describe())
			}
		})
	}
}

// A worker that is gone and does not come back is not asked for without end; when
// it does, it says that the tokens have gone.
func TestIsolatedWorkerStaysAway(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	browser.Eval[any](page, `void (globalThis.workers = [], globalThis.Worker = class extends Worker {
		constructor(...given) {
			if (globalThis.away) throw (away++, new DOMException('away', 'SecurityError'));
			super(...given);
			workers.push(this);
		}
	})`)
	s.client(page, usual, isolated+`, timeout: 2000`)
	browser.Eval[any](page, `void listen()`)
	do(page, signInAlice).wantOK(t)
	browser.Eval[any](page, `void (globalThis.away = 1, workers[0].terminate())`)
	if o := do(page, `client.getUser()`); o.OK {
		t.Error("getUser() was answered by a worker that has ended")
	}
	// What else would be asked for at once has been by then.
	browser.Eval[any](page, `client.session({refresh: 'force'}).catch(() => {}).then(() => client.session({refresh: 'force'})).catch(() => {})`)
	if got := browser.Eval[int](page, `away`); got < 2 || got > 8 {
		t.Errorf("the worker was asked for %d times", got-1)
	}
	browser.Eval[any](page, `void (away = 0)`)
	do(page, `client.getUser()`).want(t, "with the worker back", "SignedOut")
	s.pass(2*time.Minute, page)
	browser.Eval[any](page, `client.session({refresh: 'force'}).catch(() => {})`)
	browser.Eval[any](page, `until(() => changes.some(({type, error}) => type === 'sessionExpired' && error.code === 'SignedOut'))`)
}
