package e2e

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// answerLater lets Cognito do what it was asked, gives its answer to the test, and
// passes it on when the channel is closed.
func answerLater(done chan<- string, release <-chan struct{}) wiretap.Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		recorder := httptest.NewRecorder()
		cognito.ServeHTTP(recorder, r)
		done <- recorder.Body.String()
		<-release
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		w.Write(recorder.Body.Bytes())
	}
}

// refreshed gives the error of a refresh that the test makes itself, nil if there
// is none.
func (s *stage) refreshed(token string) error {
	in := &cip.GetTokensFromRefreshTokenInput{ClientId: &s.pool.ClientID, RefreshToken: &token}
	if s.pool.ClientSecret != "" {
		in.ClientSecret = &s.pool.ClientSecret
	}
	_, err := s.pool.API.GetTokensFromRefreshToken(s.t.Context(), in)
	return err
}

// keepsNothing reports tokens that the page's storage still has.
func keepsNothing(t *testing.T, name string, page *browser.Page, tokens ...string) {
	t.Helper()
	kept := browser.Eval[string](page, `JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), decodeURIComponent(document.cookie)])`)
	for i, token := range tokens {
		if strings.Contains(kept, token) {
			t.Errorf("%s: token %d of %d is still stored", name, i+1, len(tokens))
		}
	}
	if got := browser.Eval[string](page, `client.session().then((session) => session + ' ' + client.snapshot())`); got != "null null" {
		t.Errorf("%s: the session and its snapshot are %s", name, got)
	}
}

// forgetHeard waits until the page's listener has heard so much, and forgets it.
func forgetHeard(page *browser.Page, count int) {
	heard(page, count)
	browser.Eval[any](page, `void (changes.length = 0)`)
}

// signedOut signs out and gives what the result says.
func signedOut(page *browser.Page, options string) string {
	return browser.Eval[string](page, `client.signOut(`+options+`).then(({revoked, error}) => revoked + ' ' + error?.code)`)
}

// Tokens that arrive after a sign-out bring nobody back in, in no tab, and are
// revoked: the pool spares them when their ancestor is.
func TestSignOutDuringRefresh(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStageAt(t, provision.Options{Secret: v.worker, Rotation: rotating()}, dist,
			localcognito.Options{CORS: ourHeaders, Rotation: localcognito.Rotation{RevokeEndsOne: true}})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		s.openIn(page, v, `storage: 'local'`)
		for _, by := range []string{"the same tab", "the other tab"} {
			first := signIn(page).wantDone(t, "alice")
			other := page.Sibling()
			s.openIn(other, v, `storage: 'local'`)
			browser.Eval[any](other, `client.session().then(() => null)`)
			forgetHeard(page, 1)
			s.tap.Forget()
			done, release, revoked := make(chan string, 1), make(chan struct{}), make(chan struct{}, 4)
			s.tap.Fail("GetTokensFromRefreshToken", answerLater(done, release))
			s.tap.Fail("RevokeToken", repeat(4, func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
				cognito.ServeHTTP(w, r)
				revoked <- struct{}{}
			})...)
			s.pass(2*time.Hour, page, other)
			start(page, "waiting", `client.session()`)
			var answer struct{ AuthenticationResult struct{ RefreshToken string } }
			if err := json.Unmarshal([]byte(<-done), &answer); err != nil {
				t.Fatal(err)
			}
			late := answer.AuthenticationResult.RefreshToken
			if late == "" || late == first.Tokens.RefreshToken {
				t.Fatal("the pool does not rotate")
			}
			out := map[string]*browser.Page{"the same tab": page, "the other tab": other}[by]
			if got := signedOut(out, ""); got != "true undefined" {
				t.Errorf("%s: signOut() gave %s", by, got)
			}
			if got := finish(page, "waiting"); !got.OK || got.Value != nil {
				t.Errorf("%s: whoever waited for the session got %s", by, got.describe())
			}
			close(release)
			for range 2 {
				await(t, page, revoked, "RevokeToken")
			}
			if s.refreshed(late) == nil || s.refreshed(first.Tokens.RefreshToken) == nil {
				t.Errorf("%s: a refresh token is still good", by)
			}
			for _, tab := range []*browser.Page{page, other} {
				keepsNothing(t, by, tab, late, first.Tokens.RefreshToken)
				// Firefox may show a tab what was stored before for a while, which then refreshes it in vain.
				got := browser.Eval[[]string](tab, `until(() => changes.at(-1)?.type === 'signedOut').then(() => changes.map(({type}) => type))`)
				if len(got) != 1 && (engine.Engine != browser.Firefox || len(got) > 2) {
					t.Errorf("%s: heard %q", by, got)
				}
			}
			forgetHeard(page, 1)
			s.tap.Clear()
			other.Close()
		}
	})
}

// What a sign-out says is what it has done, and nothing is left on the device
// whatever became of it at Cognito.
func TestSignOutSaysWhatItDid(t *testing.T) {
	const everywhere = `{everywhere: true}`
	const refresh, revoke, global = "GetTokensFromRefreshToken", "RevokeToken", "GlobalSignOut"
	offline := func(operations ...string) func(*stage, step) {
		return func(s *stage, _ step) {
			for _, operation := range operations {
				s.tap.Fail(operation, repeat(9, wiretap.Drop)...)
			}
		}
	}
	throttled := func(s *stage, _ step) {
		s.tap.Fail(global, repeat(9, wiretap.Exception(400, "TooManyRequestsException", "Too many requests"))...)
	}
	revoked := func(s *stage, signedIn step) {
		if _, err := s.pool.API.RevokeToken(s.t.Context(), s.revocation(signedIn.Tokens.RefreshToken)); err != nil {
			s.t.Fatal(err)
		}
		s.tap.Forget()
	}
	nothing := func(*stage, step) {}
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page, abroad := engine.Page(t), engine.Page(t)
		page.Expect(serverErrors)
		abroad.Expect(serverErrors)
		s.openIn(page, v, `storage: 'local'`)
		s.openIn(abroad, v, `storage: 'local'`)
		for name, tt := range map[string]struct {
			before  func(*stage, step)
			later   time.Duration
			options string
			want    string
			// Whether this session's refresh token, and that of another device, are good afterwards.
			ours, theirs bool
			calls        []string // first ones of each kind
		}{
			"online":                           {nothing, 0, "", "true undefined", false, true, []string{revoke}},
			"offline":                          {offline(revoke), 0, "", "false NetworkError", true, true, []string{revoke}},
			"expired":                          {nothing, 2 * time.Hour, "", "true undefined", false, true, []string{revoke}},
			"revoked":                          {revoked, 0, "", "true undefined", false, true, []string{revoke}},
			"everywhere":                       {nothing, 0, everywhere, "true undefined", false, false, []string{global}},
			"everywhere, expired":              {nothing, 2 * time.Hour, everywhere, "true undefined", false, false, []string{refresh, global}},
			"everywhere, offline":              {offline(revoke, global), 0, everywhere, "false NetworkError", true, true, []string{global, revoke}},
			"everywhere, expired, offline":     {offline(refresh, revoke), 2 * time.Hour, everywhere, "false NetworkError", true, true, []string{refresh, revoke}},
			"everywhere, throttled":            {throttled, 0, everywhere, "false TooManyRequestsException", false, true, []string{global, revoke}},
			"everywhere, with a revoked token": {revoked, 0, everywhere, "true undefined", false, true, []string{global, refresh}},
			"everywhere, with a revoked token, expired": {revoked, 2 * time.Hour, everywhere, "true undefined", false, true, []string{refresh}},
		} {
			signedIn, other := signIn(page).wantDone(t, "alice"), signIn(abroad).wantDone(t, "alice")
			forgetHeard(page, 1)
			s.pass(tt.later, page, abroad)
			s.tap.Forget()
			tt.before(s, signedIn)
			if got := signedOut(page, tt.options); got != tt.want {
				t.Errorf("%s: got %s, want %s", name, got, tt.want)
			}
			var calls []string
			for _, call := range s.tap.Calls("") {
				if !slices.Contains(calls, call.Operation) {
					calls = append(calls, call.Operation)
				}
			}
			if !slices.Equal(calls, tt.calls) {
				t.Errorf("%s: sent %q, want %q", name, calls, tt.calls)
			}
			s.tap.Clear()
			keepsNothing(t, name, page, signedIn.Tokens.RefreshToken, signedIn.Tokens.AccessToken, signedIn.Tokens.IDToken)
			wantHeard(t, page, "signedOut asked")
			forgetHeard(page, 1)
			if got := s.refreshed(signedIn.Tokens.RefreshToken) == nil; got != tt.ours {
				t.Errorf("%s: the refresh token is good: %v, want %v", name, got, tt.ours)
			}
			if got := s.refreshed(other.Tokens.RefreshToken) == nil; got != tt.theirs {
				t.Errorf("%s: another device's refresh token is good: %v, want %v", name, got, tt.theirs)
			}
		}
	})
}

func (s *stage) revocation(token string) *cip.RevokeTokenInput {
	in := &cip.RevokeTokenInput{ClientId: &s.pool.ClientID, Token: &token}
	if s.pool.ClientSecret != "" {
		in.ClientSecret = &s.pool.ClientSecret
	}
	return in
}

// A page that is left straight after signOut() has told Cognito all the same: with
// a host that runs, and with none, which a page whose user is signed in has not
// started; and though the browser has yet to ask Cognito whether it may.
func TestSignOutAndLeave(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		gate := newGate(t, s.tap)
		there := make(chan struct{}, 1)
		s.site.Page("/left", `<script>fetch('/there')</script>`)
		s.site.Handle("/there", func(http.ResponseWriter, *http.Request) { there <- struct{}{} })
		for name, tt := range map[string]struct{ options, operation, before string }{
			"no host":                 {"", "RevokeToken", ""},
			"a host":                  {"", "RevokeToken", `client.getUser()`},
			"everywhere":              {"{everywhere: true}", "GlobalSignOut", ""},
			"everywhere, with a host": {"{everywhere: true}", "GlobalSignOut", `client.getUser()`},
		} {
			page := engine.Page(t)
			page.Expect(serverErrors)
			s.openIn(page, v, `storage: 'local'`)
			token := signIn(page).wantDone(t, "alice").Tokens.RefreshToken
			s.openIn(page, v, `storage: 'local', endpoint: `+quote(gate.url))
			browser.Eval[any](page, `client.session().then(() => null)`)
			if tt.before != "" {
				do(page, tt.before).wantOK(t)
			}
			arrived := make(chan struct{}, 9)
			s.tap.Fail(tt.operation, repeat(9, func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
				cognito.ServeHTTP(w, r)
				arrived <- struct{}{}
			})...)
			release := gate.close()
			browser.Eval[any](page, `void setTimeout(() => { client.signOut(`+tt.options+`); location.href = '/left' })`)
			await(t, page, there, "the next page")
			release()
			await(t, page, arrived, name+": "+tt.operation)
			if s.refreshed(token) == nil {
				t.Errorf("%s: the refresh token is still good", name)
			}
			s.tap.Clear()
		}
	})
}

// gate holds the questions that browsers ask before their requests (OPTIONS).
type gate struct {
	url  string
	open chan chan struct{}
}

func newGate(t *testing.T, behind http.Handler) *gate {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	always := make(chan struct{})
	close(always)
	g := &gate{"http://" + strings.Replace(listener.Addr().String(), "127.0.0.1", "localhost", 1), make(chan chan struct{}, 1)}
	g.open <- always
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			open := <-g.open
			g.open <- open
			<-open
			// Nothing is remembered for the next time.
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Access-Control-Allow-Headers", "content-type,x-amz-target")
			w.Header().Set("Access-Control-Max-Age", "-1")
			io.WriteString(w, "")
			return
		}
		behind.ServeHTTP(w, r)
	})}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return g
}

// close holds what comes from now on, until the function is called.
func (g *gate) close() (open func()) {
	<-g.open
	held := make(chan struct{})
	g.open <- held
	return func() { close(held) }
}
