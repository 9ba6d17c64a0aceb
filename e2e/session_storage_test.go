package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// There is no room for the tokens of a rotation: the session goes on in memory, the
// dead token is not left behind, and the next refresh is stored again.
func TestNoRoomForRotatedTokens(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := s.signedInTab(t, v, local)
		old := s.stored(page).Tokens
		browser.Eval[any](page, `void (Storage.prototype.setItem = ((set) => function (key, value) {
			if (this === localStorage && globalThis.full && !JSON.parse(value).pending) throw new DOMException('full', 'QuotaExceededError');
			return set.call(this, key, value);
		})(Storage.prototype.setItem))`)
		s.pass(61*time.Minute, page)
		browser.Eval[any](page, `void (globalThis.full = true)`)
		ask(page)
		renewed := answered(page)
		if renewed == old.AccessToken || len(renewed) < 100 {
			t.Fatal("no new tokens")
		}
		wantHeard(t, page, "tokensRefreshed")
		if got := browser.Eval[string](page, `changes[0].storageError?.code ?? 'none'`); got != "StorageError" {
			t.Error("the change tells of the storage:", got)
		}
		if left := browser.Eval[string](page, `JSON.stringify(localStorage)`); strings.Contains(left, old.RefreshToken) {
			t.Error("the refresh token that was used is still stored")
		}
		// Neither a look at the storage nor a call makes it forget.
		browser.Eval[any](page, `void dispatchEvent(new StorageEvent('storage', {key: null}))`)
		ask(page)
		if answered(page) != renewed {
			t.Error("the session does not go on")
		}
		browser.Eval[any](page, `void (globalThis.full = false)`)
		s.pass(61*time.Minute, page)
		ask(page)
		if got := answered(page); got == renewed || got != s.stored(page).Tokens.AccessToken {
			t.Error("the next tokens are not stored, or not given")
		}
		wantHeard(t, page, "tokensRefreshed", "tokensRefreshed")
		s.wantRefreshes(t, 2)
	})
}

// A storage that never answers costs a session no more than its deadline, and a
// sign-in nothing but what is to be kept.
func TestStorageOfSessionHangs(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := engine.Page(t)
		s.openIn(page, v, `timeout: 3000, storage: {get: () => new Promise(() => {}), set: () => new Promise(() => {}), remove: () => new Promise(() => {})}`)
		do(page, `client.session()`).want(t, "session()", "StorageError", "the storage did not answer within")
		if got := browser.Eval[string](page, `String(client.snapshot())`); got != "undefined" {
			t.Error("a storage that was not read has the snapshot", got)
		}
		if done := signIn(page).wantDone(t, "alice"); done.StorageError != "StorageError" {
			t.Error("the step tells of the storage:", done.StorageError)
		}
		for range 2 {
			s.pass(61*time.Minute, page)
			if got := browser.Eval[string](page, `client.session().then(({username}) => username, String)`); got != "alice" {
				t.Error("the session does not go on:", got)
			}
		}
		s.wantRefreshes(t, 2)
	})
}

// duplicate opens a tab with a copy of the page's session storage, as browsers do
// that duplicate one.
func (s *stage) duplicate(page *browser.Page, v variant, options string) *browser.Page {
	s.t.Helper()
	other := page.Sibling()
	other.Expect(serverErrors)
	other.Open(s.site.URL + "/" + v.script)
	browser.Eval[any](other, `void Object.assign(sessionStorage, `+browser.Eval[string](page, `JSON.stringify(sessionStorage)`)+`)`)
	s.client(other, v, options)
	browser.Eval[any](other, `client.session({refresh: false}).then(() => void listen())`)
	return other
}

// A tab that was duplicated has a copy of the session, of which no storage event
// tells: the two refresh it together, though the token is rotated.
func TestDuplicatedTab(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		const session = `storage: 'session'`
		page := s.signedInTab(t, v, session)
		other := s.duplicate(page, v, session)
		for n := 1; n <= 3; n++ {
			s.pass(61*time.Minute, page, other)
			ask([]*browser.Page{page, other}[n%2])
			for _, tab := range []*browser.Page{page, other} {
				heard(tab, n)
			}
			ask(page)
			ask(other)
			if a, b := answered(page), answered(other); a != b || len(a) < 100 {
				t.Error("the two tabs were not given the same tokens")
			}
			s.wantOne(t, n, page, other)
		}
		s.wantRefreshes(t, 3)
		do(other, `client.signOut()`).wantOK(t)
		for _, tab := range []*browser.Page{page, other} {
			wantHeard(t, tab, "tokensRefreshed", "tokensRefreshed", "tokensRefreshed", "signedOut asked")
		}
		if s.stored(page).Tokens.RefreshToken != "" {
			t.Error("the other tab's copy is still there")
		}
	})
}

// show has a page take itself to be seen, or not: no engine's tab can be brought to
// the front by all drivers.
func show(page *browser.Page, visible bool) {
	state := map[bool]string{true: "visible", false: "hidden"}[visible]
	browser.Eval[any](page, fmt.Sprintf(`void (Object.defineProperty(Document.prototype, 'visibilityState', {configurable: true, get: () => %q}), document.dispatchEvent(new Event('visibilitychange')))`, state))
}

// Whoever clears the storage signs out the tabs that are seen, and the others when
// they are.
func TestStorageCleared(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := s.signedInTab(t, v, local)
		hidden, clearing := s.siblingTab(page, v, local), s.siblingTab(page, v, local)
		show(page, true)
		show(hidden, false)
		browser.Eval[any](hidden, `void (globalThis.events = 0, addEventListener('storage', () => events++))`)
		browser.Eval[any](clearing, `void localStorage.clear()`)
		wantHeard(t, page, "signedOut cleared")
		if got := browser.Eval[string](page, `client.session().then(String)`); got != "null" {
			t.Error("somebody is signed in:", got)
		}
		browser.Eval[any](hidden, `until(() => events > 0)`)
		if got := browser.Eval[string](hidden, `client.snapshot()?.username + changes.length`); got != "alice0" {
			t.Error("the hidden tab:", got)
		}
		show(hidden, true)
		wantHeard(t, hidden, "signedOut cleared")
		s.wantRefreshes(t, 0)
	})
}

// A storage that is cleared and written again, as some libraries do it, is not the
// end of a session.
func TestStorageClearedAndWritten(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := s.signedInTab(t, v, local)
		other := s.siblingTab(page, v, local)
		if browser.Eval[string](page, `document.visibilityState`) == "hidden" { // and its timers are slow
			page, other = other, page
		}
		show(other, true)
		browser.Eval[any](other, `void (globalThis.events = 0, addEventListener('storage', () => events++))`)
		for i, wait := range []int{0, 1, 20, 0, 1, 20} {
			browser.Eval[any](page, fmt.Sprintf(`(async () => {
				const kept = Object.entries(localStorage);
				localStorage.clear();
				if (%d > 0) await new Promise((resolve) => setTimeout(resolve, %[1]d));
				for (const [key, value] of kept) localStorage.setItem(key, value);
			})()`, wait))
			browser.Eval[any](other, fmt.Sprintf(`until(() => events >= %d)`, 2*i+2))
		}
		s.pass(61*time.Minute, page, other)
		ask(page)
		if got := answered(page); len(got) < 100 {
			t.Error("no tokens:", got)
		}
		for _, tab := range []*browser.Page{page, other} {
			wantHeard(t, tab, "tokensRefreshed")
		}
		s.wantOne(t, 1, page, other)
	})
}

// What is found in a storage may be anything: half of it, something of a later
// release, or what an earlier one has kept.
func TestStorageOfSession(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		page := s.signedInTab(t, v, local)
		whole := browser.Eval[string](page, `localStorage[`+quote(s.key())+`]`)
		token := s.stored(page).Tokens.RefreshToken
		for name, test := range map[string]struct {
			stored string
			want   string
		}{
			"empty":                {``, "null"},
			"no JSON":              {`{]`, "null"},
			"half":                 {whole[:len(whole)/2], "null"},
			"a number":             {`7`, "null"},
			"a list":               {`[]`, "null"},
			"a later version":      {strings.Replace(whole, `"v":1`, `"v":2`, 1), "null"},
			"members of any kind":  {`{"v":1,"sid":7,"gen":"x","tokens":[]}`, "null"},
			"no refresh token":     {`{"v":1,"sid":"a","gen":1,"tokens":{"accessToken":"x"}}`, "null"},
			"a tombstone":          {`{"v":1,"ended":"a","gen":3}`, "null"},
			"whole":                {whole, "alice"},
			"an earlier release's": {quote(map[string]string{"refreshToken": token, "username": "alice"}), "alice"},
		} {
			page.Open(s.site.URL + "/" + v.script)
			browser.Eval[any](page, `void localStorage.setItem(`+quote(s.key())+`, `+quote(test.stored)+`)`)
			s.client(page, v, local)
			got := browser.Eval[string](page, `client.session().then((session) => session === null ? 'null' : session.username + (session.claims.sub ? '' : ' without claims'), String)`)
			if got != test.want {
				t.Errorf("%s: got the session of %s, want %s", name, got, test.want)
			}
			if got == "null" {
				signIn(page).wantDone(t, "alice")
				if stored := s.stored(page); stored.SID == "" {
					t.Errorf("%s: the next sign-in was not stored", name)
				}
			}
		}
		if refusals := s.tap.Refusals(); len(refusals) != 0 {
			t.Errorf("Cognito refused: %q", refusals)
		}
	})
}

// A duplicate that has slept over refreshes asks the other tab before it uses a token
// whose grace period is over, and waits for it: a tab that nobody sees is slow.
func TestDuplicatedTabThatSlept(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		const session = `storage: 'session'`
		page := s.signedInTab(t, v, session)
		other := s.duplicate(page, v, session)
		other.Open(s.site.URL + "/elsewhere")
		for range 2 {
			s.pass(61*time.Minute, page)
			ask(page)
			if got := answered(page); len(got) < 100 {
				t.Fatal("no tokens:", got)
			}
		}
		browser.Eval[any](page, `void (BroadcastChannel.prototype.postMessage = ((post) => function (message) { setTimeout(() => post.call(this, message), 400) })(BroadcastChannel.prototype.postMessage))`)
		s.comeBack(other, v, session)
		ask(other)
		if answered(other) != answered(page) {
			t.Error("the duplicate has other tokens, or none")
		}
		s.wantRefreshes(t, 2)
		s.wantOne(t, 2, page, other)
	})
}

// A user goes back to a page that was left before the next page of the tab has
// refreshed: it has the later tokens, though the grace period is over. In Firefox
// the storage of a page from the back/forward cache has the earlier ones.
func TestBackBeforeARefresh(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newRotatingStage(t, v, grace)
		const session = `storage: 'session'`
		page := s.signedInTab(t, v, session)
		page.Open(s.site.URL + "/elsewhere")
		page.Open(s.site.URL + "/" + v.script + "?next")
		s.client(page, v, session)
		s.pass(61*time.Minute, page)
		ask(page)
		refreshed := answered(page)
		if len(refreshed) < 100 {
			t.Fatal("no tokens:", refreshed)
		}
		s.cognito.Clock().Advance(2 * grace)
		page.Back("/elsewhere")
		s.comeBack(page, v, session)
		ask(page)
		if answered(page) != refreshed {
			t.Error("the page has other tokens, or none")
		}
		s.wantRefreshes(t, 1)
	})
}

// A page that is opened reads the stored session once, whether it would take over
// another client's or not.
func TestOpeningReadsOnce(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := s.signedInTab(t, v, `storage: 'local'`)
		for _, options := range []string{``, `, adopt: 'amplify'`} {
			page.Open(s.site.URL + "/" + v.script)
			browser.Eval[any](page, `void (globalThis.reads = 0, Storage.prototype.getItem = ((get) => function (key) {
				if (key.endsWith('.session')) reads++;
				return get.call(this, key);
			})(Storage.prototype.getItem))`)
			s.client(page, v, `storage: 'local'`+options)
			if got := browser.Eval[string](page, `client.session().then(({username}) => username + ' ' + reads)`); got != "alice 1" {
				t.Errorf("with {%s} the storage was read by %s times, want alice 1", options, got)
			}
		}
	})
}
