package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

const local = `storage: 'local'`

// newRotatingStage has refresh tokens replaced, and all tokens of a sign-in ended
// where one is used after the grace period.
func newRotatingStage(t *testing.T, v variant, grace time.Duration) *stage {
	t.Helper()
	rotation := rotating()
	rotation.RetryGracePeriodSeconds = aws.Int32(int32(grace.Seconds()))
	s := newStageAt(t, provision.Options{Secret: v.worker, Rotation: rotation}, dist, localcognito.Options{CORS: ourHeaders, Rotation: localcognito.Rotation{ReuseEndsFamily: true}})
	s.user(provision.User{Name: "alice"})
	s.site.Page("/elsewhere", "<p>elsewhere")
	return s
}

// signedInTab opens a tab in which alice signs in.
func (s *stage) signedInTab(t *testing.T, v variant, options string) *browser.Page {
	t.Helper()
	page := engine.Page(t)
	page.Expect(serverErrors)
	s.openIn(page, v, options)
	signIn(page).wantDone(t, "alice")
	wantHeard(t, page, "signedIn")
	browser.Eval[any](page, `void (changes.length = 0)`)
	s.generation = s.stored(page).Gen
	s.tap.Forget()
	return page
}

// siblingTab opens another tab, with a client that has read the storage.
func (s *stage) siblingTab(page *browser.Page, v variant, options string) *browser.Page {
	s.t.Helper()
	other := page.Sibling()
	other.Expect(serverErrors)
	other.Open(s.site.URL + "/" + v.script)
	browser.Eval[any](other, fmt.Sprintf(`sessionStorage.setItem('ahead', %d)`, s.cognito.Clock().Offset().Milliseconds()))
	s.client(other, v, options)
	browser.Eval[any](other, `client.session({refresh: false}).then(() => void listen())`)
	return other
}

// ask asks for the session, and answered gives its access token, or the code of an
// error: "null" where nobody is signed in.
func ask(page *browser.Page) {
	browser.Eval[any](page, `void (globalThis.asked = client.session().then((session) => session?.tokens.accessToken ?? 'null', ({code}) => code))`)
}

func answered(page *browser.Page) string { return browser.Eval[string](page, `asked`) }

// wantOne wants all tabs to have the tokens that are stored, those after so many
// refreshes.
func (s *stage) wantOne(t *testing.T, refreshes int, tabs ...*browser.Page) {
	t.Helper()
	gen := s.generation + refreshes
	for i, tab := range tabs {
		if stored := s.stored(tab); stored.Gen != gen || stored.SID == "" || stored.Pending {
			t.Errorf("tab %d: generation %d is stored, of a session: %v, refreshing: %v; want %d", i, stored.Gen, stored.SID != "", stored.Pending, gen)
		} else if browser.Eval[string](tab, `client.snapshot()?.tokens.accessToken ?? 'none'`) != stored.Tokens.AccessToken {
			t.Errorf("tab %d has other tokens than those that are stored", i)
		}
	}
}

func (s *stage) wantRefreshes(t *testing.T, requests int, refusals ...string) {
	t.Helper()
	if got := s.refreshes(); got != requests {
		t.Errorf("%d requests for new tokens, want %d", got, requests)
	}
	if got := s.tap.Refusals(); !slices.Equal(got, refusals) {
		t.Errorf("Cognito refused: %q, want %q", got, refusals)
	}
}

// closeWhileRefreshing closes a tab after Cognito has made the tokens and before they
// came, and so long after that. It gives a page of the same browser, without a client.
func closeWhileRefreshing(t *testing.T, s *stage, v variant, after time.Duration) *browser.Page {
	t.Helper()
	first := s.signedInTab(t, v, local)
	closing := s.siblingTab(first, v, local)
	first.Open(s.site.URL + "/elsewhere") // or it would refresh at once
	s.pass(61*time.Minute, first, closing)
	made := make(chan struct{}, 1)
	s.tap.Fail("GetTokensFromRefreshToken", wiretap.Keep(made, nil))
	ask(closing)
	<-made
	s.cognito.Clock().Advance(after)
	closing.Close()
	return first
}

// Whoever comes within the grace period asks once more.
func TestClosedWhileRefreshing(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		first := closeWhileRefreshing(t, s, v, 0)
		reopened := s.siblingTab(first, v, local)
		show(reopened, true)
		wantHeard(t, reopened, "tokensRefreshed") // though nobody has asked there
		s.wantRefreshes(t, 2)
		s.wantOne(t, 1, reopened)
	})
}

// After the grace period nothing can save the session, and each tab says so once.
func TestClosedWhileRefreshingForLong(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		first := closeWhileRefreshing(t, s, v, grace+time.Second)
		arrived, release := make(chan struct{}, 1), make(chan struct{})
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.Hold(arrived, release)) // or the session may have ended before the second tab is there
		reopened, another := s.siblingTab(first, v, local), s.siblingTab(first, v, local)
		close(release)
		for _, tab := range []*browser.Page{reopened, another} {
			ask(tab)
		}
		for _, tab := range []*browser.Page{reopened, another} {
			if got := answered(tab); got != "null" {
				t.Error("somebody is signed in, or the call failed:", got)
			}
			wantHeard(t, tab, "sessionExpired RefreshTokenReuseException")
		}
		if engine.Engine != browser.Firefox {
			s.wantRefreshes(t, 2, "RefreshTokenReuseException")
		} else if got := s.tap.Refusals(); got[0] != "RefreshTokenReuseException" || len(got) > 2 {
			// A tab may get the lock before it sees what the one before has stored.
			t.Errorf("Cognito refused: %q", got)
		}
		if stored := s.stored(another); stored.Ended == "" || stored.Code != "RefreshTokenReuseException" || stored.Tokens.RefreshToken != "" {
			t.Errorf("stored is the end of a session: %v, with the code %q", stored.Ended != "", stored.Code)
		}
	})
}

// An answer that is lost is asked for again within the grace period.
func TestAnswerOfRotationLost(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := s.signedInTab(t, v, local)
		other := s.siblingTab(page, v, local)
		s.pass(61*time.Minute, page, other)
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.LoseAnswer)
		ask(page)
		ask(other)
		if a, b := answered(page), answered(other); a != b || len(a) < 100 {
			t.Error("the tabs were not given the same tokens")
		}
		for _, tab := range []*browser.Page{page, other} {
			wantHeard(t, tab, "tokensRefreshed")
		}
		s.wantRefreshes(t, 2)
		s.wantOne(t, 1, page, other)
	})
}

// An answer that comes after that of the repetition changes nothing.
func TestAnswerOfRotationLate(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		const options = local + `, timeout: 2000`
		page := s.signedInTab(t, v, options)
		other := s.siblingTab(page, v, options)
		s.pass(61*time.Minute, page, other)
		made, release := make(chan struct{}, 1), make(chan struct{})
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.Keep(made, release))
		ask(page)
		<-made
		if got := answered(page); len(got) < 100 {
			t.Fatal("no tokens:", got)
		}
		close(release)
		s.tap.Settle()
		for _, tab := range []*browser.Page{page, other} {
			wantHeard(t, tab, "tokensRefreshed")
		}
		s.wantRefreshes(t, 2)
		s.wantOne(t, 1, page, other)
	})
}

// Where another tab refreshes between a lost answer and its repetition, which locks
// prevent where there are any, the token of before is not sent again: the grace
// period may be over by then, as here.
func TestRepetitionIsNotNeeded(t *testing.T) {
	t.Parallel()
	v := variant{"lockless", true}
	s := newRotatingStage(t, v, grace)
	s.site.Page("/lockless", lockless+scripts["classic"]+"<script src=/harness.js></script>")
	page := s.signedInTab(t, v, local)
	other := s.siblingTab(page, v, local)
	s.pass(61*time.Minute, page, other)
	s.tap.Fail("GetTokensFromRefreshToken", wiretap.LoseAnswer)
	// The repetition is made when the test says so: Cognito's clock is moved in between.
	browser.Eval[any](page, `void (globalThis.repeat = undefined, globalThis.setTimeout = ((set) => (work, ms) => (ms === 1000 ? (repeat = work, 0) : set(work, ms)))(setTimeout))`)
	ask(page)
	browser.Eval[any](page, `until(() => repeat)`)
	ask(other)
	if got := answered(other); len(got) < 100 {
		t.Fatal("no tokens:", got)
	}
	s.cognito.Clock().Advance(2 * grace)
	browser.Eval[any](page, `until(() => localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith('.session'))).includes(`+quote(answered(other))+`)).then(repeat)`)
	if answered(page) != answered(other) {
		t.Error("the tabs were not given the same tokens")
	}
	browser.Eval[any](page, `client.session({refresh: 'force'}).then(() => {})`)
	if refusals := s.tap.Refusals(); len(refusals) != 0 {
		t.Errorf("Cognito refused: %q", refusals)
	}
	wantHeard(t, page, "tokensRefreshed", "tokensRefreshed")
}

// Without a grace period, a lost answer is the end of the session.
func TestAnswerLostWithoutGrace(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, 0)
		page := s.signedInTab(t, v, local)
		s.pass(61*time.Minute, page)
		s.tap.Fail("GetTokensFromRefreshToken", wiretap.LoseAnswer)
		ask(page)
		if got := answered(page); got != "null" {
			t.Error("somebody is signed in, or the call failed:", got)
		}
		wantHeard(t, page, "sessionExpired RefreshTokenReuseException")
		s.wantRefreshes(t, 2, "RefreshTokenReuseException")
	})
}

// Pages of a site that come one after the other refresh nothing while the tokens are
// good, and once when they are not.
func TestNavigations(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := s.signedInTab(t, v, local)
		first := s.stored(page).Tokens.AccessToken
		for range 50 {
			page.Open(s.site.URL + "/" + v.script)
			s.client(page, v, local)
			ask(page)
			if answered(page) != first {
				t.Fatal("a page was given other tokens, or none")
			}
		}
		if calls := s.tap.Calls(""); len(calls) != 0 {
			t.Errorf("50 pages made %d requests", len(calls))
		}
		s.pass(61*time.Minute, page)
		for range 3 {
			page.Open(s.site.URL + "/" + v.script)
			s.client(page, v, local)
			ask(page)
			if got := answered(page); got == first || len(got) < 100 {
				t.Fatal("a page was given old tokens, or none")
			}
		}
		s.wantRefreshes(t, 1)
	})
}
