package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// pass lets time pass for Cognito and for pages, those that they load later too.
func (s *stage) pass(d time.Duration, pages ...*browser.Page) {
	s.t.Helper()
	s.cognito.Clock().Advance(d)
	for _, page := range pages {
		browser.Eval[any](page, fmt.Sprintf(`sessionStorage.setItem('ahead', Number(sessionStorage.getItem('ahead')) + %d)`, d.Milliseconds()))
	}
}

// openIn opens a page of a variant in a tab with a client that is not waited for:
// it loads the module when it wants it.
func (s *stage) openIn(page *browser.Page, v variant, options string) {
	s.t.Helper()
	page.Open(s.site.URL + "/" + v.script)
	s.client(page, v, options)
	browser.Eval[any](page, `void listen()`)
}

// client makes one, of the page's tab, that is not waited for either.
func (s *stage) client(page *browser.Page, v variant, options string) {
	s.t.Helper()
	browser.Eval[any](page, fmt.Sprintf(`void (client = CognitoWasm.createClient({...%s, worker: %v, %s}))`, s.options(nil), v.worker, options))
}

// heard gives what the page's listener has heard, once there is so much of it:
// types, with reasons and codes.
func heard(page *browser.Page, count int) []string {
	return browser.Eval[[]string](page, fmt.Sprintf(`until(() => changes.length >= %d).then(() => changes.map(({type, reason, error}) => [type, reason, error?.code].filter(Boolean).join(' ')))`, count))
}

func wantHeard(t *testing.T, page *browser.Page, want ...string) {
	t.Helper()
	if got := heard(page, len(want)); !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

// refreshes counts the requests for new tokens.
func (s *stage) refreshes() int { return len(s.tap.Calls("GetTokensFromRefreshToken")) }

// A session lasts over reloads without a request, is refreshed once for all tabs,
// and ends in all of them.
func TestSession(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		const local = `storage: 'local'`
		s.openIn(page, v, local)
		if got := browser.Eval[string](page, `client.session().then((session) => session + ' ' + client.snapshot())`); got != "null null" {
			t.Errorf("before anybody signs in the session and its snapshot are %s", got)
		}
		done := signIn(page).wantDone(t, "alice")
		wantHeard(t, page, "signedIn")
		const described = `client.session().then((session) => ({
			same: session === client.snapshot(), id: session.id, username: session.username, sub: session.claims.sub, use: session.claims.token_use,
			accessToken: session.tokens.accessToken, refreshToken: session.tokens.refreshToken, expiresAt: session.expiresAt.getTime() - Date.now(), frozen: Object.isFrozen(session),
		}))`
		type session struct {
			Same, Frozen                                      bool
			ID, Username, Sub, Use, AccessToken, RefreshToken string
			ExpiresAt                                         float64
		}
		first := browser.Eval[session](page, described)
		if !first.Same || !first.Frozen || len(first.ID) != 32 || first.Username != "alice" || first.Sub == "" || first.Use != "id" ||
			first.AccessToken != done.Tokens.AccessToken || first.RefreshToken != done.Tokens.RefreshToken || first.ExpiresAt < 59*60_000 || first.ExpiresAt > 60*60_000 {
			t.Errorf("got the session %+v", first)
		}

		// A reload costs nothing.
		s.tap.Forget()
		s.openIn(page, v, local)
		again := browser.Eval[session](page, described)
		if again.ID != first.ID || again.AccessToken != first.AccessToken {
			t.Errorf("after a reload: got the session %+v", again)
		}
		other := page.Sibling()
		s.openIn(other, v, local)
		if got := browser.Eval[session](other, described); got.ID != first.ID || got.AccessToken != first.AccessToken {
			t.Errorf("in another tab: got the session %+v", got)
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("a session that is good made %d requests", len(calls))
		}

		// What is about to end is given, and renewed behind it.
		s.pass(59*time.Minute+30*time.Second, page, other)
		if got := browser.Eval[session](page, described); got.AccessToken != first.AccessToken {
			t.Error("tokens with half a minute left were not given")
		}
		wantHeard(t, page, "tokensRefreshed")
		wantHeard(t, other, "tokensRefreshed")
		renewed := browser.Eval[session](other, described)
		if renewed.ID != first.ID || renewed.AccessToken == first.AccessToken || s.refreshes() != 1 {
			t.Errorf("after a refresh in the other tab: got the session %+v, after %d refreshes", renewed, s.refreshes())
		}
		// What has ended is waited for, by all tabs together.
		s.pass(2*time.Hour, page, other)
		for _, tab := range []*browser.Page{page, other} {
			browser.Eval[any](tab, `void (globalThis.asked = [client.session(), client.session()])`)
		}
		var tokens []string
		for _, tab := range []*browser.Page{page, other} {
			tokens = append(tokens, browser.Eval[[]string](tab, `Promise.all(asked).then((sessions) => sessions.map(({tokens}) => tokens.accessToken))`)...)
		}
		if slices.Sort(tokens); tokens[0] != tokens[3] || tokens[0] == renewed.AccessToken || s.refreshes() != 2 {
			t.Errorf("four that asked were given %d tokens, after %d refreshes", len(slices.Compact(tokens)), s.refreshes())
		}
		wantHeard(t, page, "tokensRefreshed", "tokensRefreshed")
		wantHeard(t, other, "tokensRefreshed", "tokensRefreshed")

		// Out is out, everywhere.
		if got := browser.Eval[string](other, `client.signOut().then(({revoked, error}) => revoked + ' ' + error)`); got != "true undefined" {
			t.Errorf("signOut() gave %s", got)
		}
		wantHeard(t, other, "tokensRefreshed", "tokensRefreshed", "signedOut asked")
		wantHeard(t, page, "tokensRefreshed", "tokensRefreshed", "signedOut asked")
		if got := browser.Eval[string](page, `client.session().then((session) => session + ' ' + client.snapshot())`); got != "null null" {
			t.Errorf("after signing out in the other tab the session and its snapshot are %s", got)
		}
		do(page, `client.getUser()`).want(t, "after signing out", "SignedOut", "GetUser: expected a user who is signed in")
		if kept := browser.Eval[string](page, `JSON.stringify(localStorage)`); strings.Contains(kept, first.RefreshToken) {
			t.Error("the refresh token is still stored")
		}
		s.client(page, v, local)
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH', refreshToken: `+quote(first.RefreshToken)+`, username: 'alice'}`).wantError(t, "NotAuthorizedException")
	})
}
