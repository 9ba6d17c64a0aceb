package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// quick clients give up soon: the lock after eight seconds.
const quick = local + `, timeout: 3000`

// A script that holds the lock for ever costs valid tokens nothing, and expired ones
// a wait.
func TestLockHeldForEver(t *testing.T) {
	t.Parallel()
	s := newRotatingStage(t, usual, grace)
	page := s.signedInTab(t, usual, quick)
	other := s.siblingTab(page, usual, quick)
	name := fmt.Sprintf(`cognito-wasm.%s.%s.1`, s.pool.ClientID, s.stored(page).SID)
	browser.Eval[any](page, `new Promise((held) => navigator.locks.request(`+quote(name)+`, () => (held(), new Promise(() => {}))))`)
	first := s.stored(page).Tokens.AccessToken
	ask(page)
	if answered(page) != first {
		t.Error("valid tokens were not given")
	}
	s.wantRefreshes(t, 0)
	s.pass(61*time.Minute, page, other)
	asked := time.Now()
	ask(page)
	ask(other)
	if a, b := answered(page), answered(other); a == first || a != b || len(a) < 100 {
		t.Error("the tabs were not given the same new tokens")
	}
	if waited := time.Since(asked); waited < 5*time.Second {
		t.Errorf("the lock was waited for for %v: is it another one?", waited)
	}
	s.wantRefreshes(t, 1) // they take turns
	s.wantOne(t, 1, page, other)
}

// A tab is frozen between the request and the answer. The others wait for its lock
// for a while, and one of them refreshes; the frozen one takes what it finds.
func TestFrozenWhileRefreshing(t *testing.T) {
	t.Parallel()
	s := newRotatingStage(t, usual, grace)
	first := s.signedInTab(t, usual, quick)
	frozen, other := s.siblingTab(first, usual, quick), s.siblingTab(first, usual, quick)
	s.pass(61*time.Minute, first, frozen, other)
	made, release := make(chan struct{}, 1), make(chan struct{})
	s.tap.Fail("GetTokensFromRefreshToken", wiretap.Keep(made, release))
	ask(frozen)
	<-made
	frozen.Freeze()
	for _, tab := range []*browser.Page{first, other} {
		ask(tab)
	}
	if a, b := answered(first), answered(other); a != b || len(a) < 100 {
		t.Error("the tabs were not given the same tokens")
	}
	s.wantRefreshes(t, 2)
	close(release)
	s.cognito.Clock().Advance(2 * grace) // what is sent now ends the session
	frozen.Thaw()
	if got := answered(frozen); got != answered(first) {
		t.Error("the frozen tab has other tokens, or none")
	}
	browser.Eval[any](frozen, `client.session({refresh: 'force'}).then(() => {})`)
	for _, tab := range []*browser.Page{first, frozen, other} {
		wantHeard(t, tab, "tokensRefreshed", "tokensRefreshed")
	}
	s.wantRefreshes(t, 3)
	s.wantOne(t, 2, first, frozen, other)
}

// A page that is left in the middle of a refresh, for the back/forward cache where
// there is one, does not hold the others up, and comes back to what is stored.
func TestLeftWhileRefreshing(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		other := s.signedInTab(t, v, quick)
		left := s.siblingTab(other, v, quick)
		s.pass(61*time.Minute, left, other)
		made, release := make(chan struct{}, 1), make(chan struct{})
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.Keep(made, release))
		ask(left)
		<-made
		left.Open(s.site.URL + "/elsewhere")
		ask(other)
		if got := answered(other); len(got) < 100 {
			t.Error("no tokens:", got)
		}
		close(release)
		s.pass(61*time.Minute, other)
		ask(other)
		if got := answered(other); len(got) < 100 {
			t.Error("no tokens:", got)
		}
		s.comeBack(left, v, quick)
		ask(left)
		if answered(left) != answered(other) {
			t.Error("the page that came back has other tokens, or none")
		}
		s.wantRefreshes(t, 3)
		s.wantOne(t, 2, left, other)
	})
}

// comeBack returns to a page that was left, and makes a client where the browser has
// not kept it. It says whether it was kept.
func (s *stage) comeBack(page *browser.Page, v variant, options string) bool {
	s.t.Helper()
	// Before, for what the page does when it comes back; and after, because Firefox shows it the sessionStorage it left with.
	move := fmt.Sprintf(`sessionStorage.setItem('ahead', %d)`, s.cognito.Clock().Offset().Milliseconds())
	browser.Eval[any](page, move)
	page.Back("/" + v.script)
	browser.Eval[any](page, move)
	if browser.Eval[bool](page, `client !== undefined`) {
		return true
	}
	engine.Lacks(s.t.Name(), "the page as it was left: it is loaded anew")
	s.client(page, v, options)
	browser.Eval[any](page, `client.session({refresh: false}).then(() => void listen())`)
	return false
}

// While a page sleeps, its user signs out and in again, and then somebody else does:
// it wakes with their session.
func TestSleepOverAnotherSession(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		s.user(provision.User{Name: "bob"})
		awake := s.signedInTab(t, v, local)
		asleep := s.siblingTab(awake, v, local)
		before := browser.Eval[string](asleep, `client.snapshot().id`)
		var changes []string
		for i, name := range []string{"alice", "bob"} {
			asleep.Open(s.site.URL + "/elsewhere")
			do(awake, `client.signOut()`).wantOK(t)
			initiate(awake, `{username: `+quote(name)+`, `+password+`}`).wantDone(t, name)
			if !s.comeBack(asleep, v, local) {
				changes = nil // a page that is loaded anew finds the session
			} else {
				if i > 0 { // somebody else, not the same user with another session
					changes = append(changes, "signedOut replaced")
				}
				changes = append(changes, "signedIn")
			}
			wantHeard(t, asleep, changes...)
			got := browser.Eval[map[string]string](asleep, `client.session().then(({id, username}) => ({id, username}))`)
			if got["id"] == before || got["username"] != name || got["id"] != s.stored(awake).SID {
				t.Errorf("the page woke with the session of %q, as before: %v", got["username"], got["id"] == before)
			}
			before = got["id"]
		}
		if got := do(asleep, `client.getUser()`).wantOK(t).Value.(map[string]any)["Username"]; got != "bob" {
			t.Error("a call was made with the tokens of", got)
		}
	})
}

// Somebody else signs in in another tab, while a call of the first user's waits for
// tokens: it is rejected, and made with nobody's.
func TestAnotherUserSignsInElsewhere(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		s.user(provision.User{Name: "bob"})
		page := s.signedInTab(t, v, local)
		other := s.siblingTab(page, v, local)
		s.pass(61*time.Minute, page, other)
		arrived, release := make(chan struct{}, 1), make(chan struct{})
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.Hold(arrived, release))
		browser.Eval[any](page, `void (globalThis.asked = outcome(() => client.getUser()))`)
		<-arrived
		initiate(other, `{username: 'bob', `+password+`}`).wantDone(t, "bob")
		wantHeard(t, page, "signedOut replaced", "signedIn")
		browser.Eval[outcome](page, `asked`).wantError(t, "SignedOut")
		close(release)
		if calls := s.tap.Calls("GetUser"); len(calls) != 0 {
			t.Error("the call was made")
		}
		for _, tab := range []*browser.Page{page, other} {
			if got := do(tab, `client.getUser()`).wantOK(t).Value.(map[string]any)["Username"]; got != "bob" {
				t.Error("a call was made with the tokens of", got)
			}
		}
		// What came too late for the first user is revoked.
		s.tap.Settle()
		browser.Eval[any](page, `client.session({refresh: 'force'}).then(() => {})`)
		if calls := s.tap.Calls("RevokeToken"); len(calls) != 1 {
			t.Errorf("%d tokens were revoked, want the one that nobody needs", len(calls))
		}
	})
}

// With 'memory' each tab is signed in by itself, and signs out by itself.
func TestMemoryOfTabs(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		const memory = `storage: 'memory'`
		page := s.signedInTab(t, v, memory)
		other := s.siblingTab(page, v, memory)
		if got := browser.Eval[string](other, `client.session().then(String)`); got != "null" {
			t.Error("another tab has the session")
		}
		signIn(other).wantDone(t, "alice")
		wantHeard(t, other, "signedIn")
		id := `client.session().then((session) => session?.id ?? 'none')`
		first, second := browser.Eval[string](page, id), browser.Eval[string](other, id)
		if first == second {
			t.Error("two tabs have one session")
		}
		do(page, `client.signOut()`).wantOK(t)
		wantHeard(t, page, "signedOut asked")
		if browser.Eval[string](page, id) != "none" || browser.Eval[string](other, id) != second {
			t.Error("after signing out in one tab, it is still signed in, or the other is not")
		}
		s.pass(61*time.Minute, other)
		browser.Eval[any](other, `client.session().then(({username}) => username)`)
		wantHeard(t, other, "signedIn", "tokensRefreshed")
		s.wantRefreshes(t, 1)
	})
}
