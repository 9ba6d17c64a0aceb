package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// grace is what the tests with rotation allow: a refresh token that was used may be
// used again for so long.
const grace = 10 * time.Second

func rotating() *types.RefreshTokenRotationType {
	return &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(int32(grace.Seconds()))}
}

// lockless takes Web Locks away before the library's script runs.
const lockless = "<script>Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})</script>"

const tenTabs = "ten tabs that are seen at a time: those behind others are hidden and slow"

// In all tabs together each expiry costs one request and each fault one more, and no
// tab is signed out: over lost answers and requests, failing and throttling servers,
// tabs that are closed in the middle of a refresh, frozen or in the back/forward
// cache, and clocks that are moved. $COGNITO_WASM_EXPIRIES says how many expiries,
// and $COGNITO_WASM_SEED which ones.
func TestExpiriesInManyTabs(t *testing.T) {
	t.Parallel()
	if engine.Engine != browser.Chromium {
		engine.Skip(t, tenTabs)
	}
	count, patience := 8, 3*time.Minute
	if text := os.Getenv("COGNITO_WASM_EXPIRIES"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatal("COGNITO_WASM_EXPIRIES:", err)
		}
		patience += time.Duration(count) * 3 * time.Second
	}
	for _, hasLocks := range []bool{true, false} {
		for _, rotates := range []bool{true, false} {
			t.Run(fmt.Sprintf("locks=%v/rotation=%v", hasLocks, rotates), func(t *testing.T) {
				t.Parallel()
				seed := rand.Uint64()
				if text := os.Getenv("COGNITO_WASM_SEED"); text != "" {
					var err error
					if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
						t.Fatal("COGNITO_WASM_SEED:", err)
					}
				}
				t.Log("COGNITO_WASM_SEED", seed)
				random := rand.New(rand.NewPCG(seed, 0))
				options := provision.Options{}
				if rotates {
					options.Rotation = rotating()
				}
				// Either way is possible at Cognito; nobody has documented it.
				undocumented := localcognito.Rotation{SameSuccessor: random.IntN(2) == 0, ReuseEndsFamily: true}
				s := newStageAt(t, options, dist, localcognito.Options{CORS: ourHeaders, Rotation: undocumented})
				s.lastForYears(options)
				s.user(provision.User{Name: "alice"})
				path := "/classic"
				if !hasLocks {
					path = "/lockless"
					s.site.Page(path, lockless+scripts["classic"]+"<script src=/harness.js></script>")
				}
				s.site.Page("/away", "<p>elsewhere")
				e := &expiries{stage: s, random: random, path: path, hasLocks: hasLocks, v: variant{"classic", random.IntN(2) == 0}, isLong: count > 100}
				e.begin(t, patience)
				for i := range count {
					e.expire(i)
				}
				e.wantAll(count)
			})
		}
	}
}

// lastForYears gives the stage's pool an app client whose refresh tokens outlive the test.
func (s *stage) lastForYears(options provision.Options) {
	s.t.Helper()
	client, err := s.pool.API.CreateUserPoolClient(s.t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: &s.pool.ID, ClientName: aws.String("lasting"), RefreshTokenRotation: options.Rotation, RefreshTokenValidity: 3650,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.pool.ClientID, s.pool.ClientSecret = *client.UserPoolClient.ClientId, ""
}

const manyTabs = 10

// longest is the most that a client waits after a failure before it asks again.
const longest = time.Minute

type expiries struct {
	*stage
	random   *rand.Rand
	v        variant
	path     string
	hasLocks bool
	isLong   bool

	first  *browser.Page
	tabs   []*expiringTab
	base   int           // the generation of the session as it was signed in
	gen    int           // of the session as it should be stored
	ahead  time.Duration // how far the pages' clocks are
	faults int
	met    map[string]int // faults by their names
	slow   int
}

type expiringTab struct {
	*browser.Page
	isFrozen bool
}

func (e *expiries) begin(t *testing.T, patience time.Duration) {
	e.met = map[string]int{}
	e.first = engine.LastingPage(t, patience)
	e.openTab(e.first)
	signIn(e.first).wantDone(t, "alice")
	wantHeard(t, e.first, "signedIn")
	e.tabs = append(e.tabs, &expiringTab{Page: e.first})
	for len(e.tabs) < manyTabs {
		e.tabs = append(e.tabs, e.another())
	}
	e.base = e.stored(e.first).Gen
	e.gen = e.base
	e.tap.Forget()
}

func (e *expiries) another() *expiringTab {
	page := e.first.Sibling()
	e.openTab(page)
	return &expiringTab{Page: page}
}

func (e *expiries) openTab(page *browser.Page) {
	page.Expect(serverErrors)
	page.Open(e.site.URL + e.path)
	browser.Eval[any](page, fmt.Sprintf(`sessionStorage.setItem('ahead', %d)`, e.ahead.Milliseconds()))
	e.makeIn(page)
}

func (e *expiries) makeIn(page *browser.Page) {
	options := `storage: 'local', timeout: 2000`
	if !e.hasLocks {
		options += `, maxAttempts: 1` // see settle
	}
	e.client(page, e.v, options)
	browser.Eval[any](page, `client.session({refresh: false}).then(() => void (listen()))`)
}

// each does something in all tabs that run, at a time.
func (e *expiries) each(work func(tab *expiringTab)) {
	var all sync.WaitGroup
	for _, tab := range e.tabs {
		if !tab.isFrozen {
			all.Go(func() { work(tab) })
		}
	}
	all.Wait()
}

// passes lets time pass, for Cognito and for the clock of the computer.
func (e *expiries) passes(cognito, pages time.Duration) {
	e.cognito.Clock().Advance(cognito)
	e.ahead += pages
	e.each(e.tell)
}

func (e *expiries) tell(tab *expiringTab) {
	browser.Eval[any](tab.Page, fmt.Sprintf(`sessionStorage.setItem('ahead', %d)`, e.ahead.Milliseconds()))
}

// entry is what is stored.
type entry struct {
	Gen                             int
	SID, Ended, Code, Username, Sub string
	Pending                         bool
	Tokens                          struct{ AccessToken, RefreshToken string }
}

func (s *stage) key() string { return "cognito-wasm." + s.pool.ClientID + ".session" }

func (s *stage) stored(page *browser.Page) entry {
	s.t.Helper()
	return browser.Eval[entry](page, `JSON.parse(localStorage[`+quote(s.key())+`] ?? sessionStorage[`+quote(s.key())+`] ?? '{}')`)
}

// A fault is to meet the next refresh. It gives what is to be done after the tokens
// have ended and the victim has asked, and then after all have their tokens.
type expiryFault struct {
	name  string
	odds  int
	works func(e *expiries) bool
	begin func(e *expiries, victim *expiringTab) (asked, over func())
}

func meets(name string, odds int, faults ...wiretap.Fault) expiryFault {
	return expiryFault{name: name, odds: odds, begin: func(e *expiries, _ *expiringTab) (asked, over func()) {
		e.fail(faults...)
		return nil, nil
	}}
}

func (e *expiries) fail(faults ...wiretap.Fault) {
	e.faults += len(faults)
	e.tap.Fail("GetTokensFromRefreshToken", faults...)
}

var throttled = wiretap.Exception(http.StatusBadRequest, "TooManyRequestsException", "Rate exceeded")

var expiryFaults = []expiryFault{
	{name: "none", odds: 40},
	meets("answer lost", 8, wiretap.LoseAnswer),
	meets("answer lost twice", 2, wiretap.LoseAnswer, wiretap.LoseAnswer),
	meets("request lost", 4, wiretap.Drop),
	meets("internal error", 4, wiretap.Exception(http.StatusInternalServerError, "InternalErrorException", "Something went wrong")),
	meets("bad gateway", 4, wiretap.Reply(http.StatusBadGateway, "text/html", proxyPage)),
	meets("portal", 4, wiretap.Reply(http.StatusOK, "text/html", proxyPage)),
	meets("throttled", 4, throttled),
	meets("throttled for long", 4, repeat(3, throttled)...),
	{name: "closed", odds: 8, begin: closeVictim},
	{name: "frozen", odds: 6, works: canFreeze, begin: func(e *expiries, victim *expiringTab) (asked, over func()) {
		victim.Freeze()
		victim.isFrozen = true
		return nil, func() { e.thaw(victim) }
	}},
	// The others wait for the lock in vain, for some seconds.
	{name: "frozen in the middle", odds: 2, works: func(e *expiries) bool { return canFreeze(e) && (e.isLong || e.slow == 0) }, begin: freezeVictim},
	{name: "left and come back", odds: 6, begin: func(e *expiries, victim *expiringTab) (asked, over func()) {
		e.countHeard(victim)
		victim.Open(e.site.URL + "/away")
		victim.isFrozen = true
		return nil, func() {
			e.tell(victim) // whose clock goes on
			victim.Back(e.path)
			victim.isFrozen = false
			if !browser.Eval[bool](victim.Page, `typeof client === 'object' && client !== null`) {
				e.met["(come back to a page that was loaded anew)"]++
				e.makeIn(victim.Page)
			}
		}
	}},
	{name: "clock set back", odds: 3},
	{name: "clock set forward", odds: 3},
}

func canFreeze(*expiries) bool { return engine.Engine == browser.Chromium }

func (e *expiries) thaw(tab *expiringTab) {
	tab.isFrozen = false
	e.tell(tab) // whose clock goes on
	tab.Thaw()
}

// closeVictim closes a tab that has asked Cognito, before Cognito has been asked or
// after it has made the tokens.
func closeVictim(e *expiries, victim *expiringTab) (asked, over func()) {
	arrived, held := make(chan struct{}, 1), wiretap.Keep
	if e.random.IntN(2) == 0 {
		held = wiretap.Hold
	}
	e.fail(held(arrived, nil))
	return func() {
		<-arrived
		e.countHeard(victim)
		victim.Close()
		victim.Page = e.another().Page
	}, nil
}

func freezeVictim(e *expiries, victim *expiringTab) (asked, over func()) {
	e.slow++
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	e.fail(wiretap.Keep(arrived, release))
	return func() {
			<-arrived
			victim.Freeze()
			victim.isFrozen = true
		}, func() {
			close(release)
			e.thaw(victim)
		}
}

// countHeard keeps what a tab has heard that will not be asked any more: whatever
// ends a session fails the test.
func (e *expiries) countHeard(tab *expiringTab) {
	for _, change := range browser.Eval[[]string](tab.Page, `changes.map(({type, reason, error}) => [type, reason, error?.code].filter(Boolean).join(' '))`) {
		if name, _, _ := strings.Cut(change, " "); name == "signedOut" || name == "sessionExpired" {
			e.t.Errorf("a tab heard %q", change)
		}
	}
}

func (e *expiries) expire(number int) {
	t := e.t
	fault := e.draw()
	e.met[fault.name]++
	victim := e.tabs[1+e.random.IntN(manyTabs-1)] // the first tab is the user's, and closes with it
	var asked, over func()
	if fault.begin != nil {
		asked, over = fault.begin(e, victim)
	}
	switch fault.name {
	case "clock set back":
		e.passes(61*time.Minute, -time.Duration(e.random.Int64N(int64(24*time.Hour))))
	case "clock set forward":
		e.passes(61*time.Minute, 61*time.Minute+time.Duration(e.random.Int64N(int64(366*24*time.Hour))))
	default:
		e.passes(61*time.Minute, 61*time.Minute)
	}
	const ask = `void (globalThis.asked = client.session().then(() => '', ({code}) => code))`
	if asked != nil {
		browser.Eval[any](victim.Page, ask)
		asked()
	}
	e.gen++
	for attempt := 1; ; attempt++ {
		failed := false
		var mu sync.Mutex
		e.each(func(tab *expiringTab) { browser.Eval[any](tab.Page, ask) })
		e.each(func(tab *expiringTab) {
			code := browser.Eval[string](tab.Page, `asked`)
			mu.Lock()
			defer mu.Unlock()
			failed = failed || code != ""
		})
		if !failed {
			break
		}
		if attempt == 10 {
			t.Fatalf("expiry %d (%s): still without tokens", number, fault.name)
		}
		e.settle()
		e.passes(longest, longest)
	}
	if over != nil {
		over()
	}
	// Where a clock was set back, tokens count as due and are given; the refresh comes
	// behind. Without locks, tabs that refresh at a time store one after the other.
	gen, same := e.agree(number, fault.name)
	e.settle()
	for range 20 {
		if gen, same = e.agree(number, fault.name); same {
			break
		}
	}
	if !same {
		t.Fatalf("expiry %d (%s): the tabs have different tokens", number, fault.name)
	}
	if gen != e.gen {
		if e.hasLocks {
			t.Errorf("expiry %d (%s): generation %d, want %d", number, fault.name, gen, e.gen)
		}
		e.gen = gen
	}
}

// agree waits until each tab knows what is stored, and gives its generation, and
// whether that was the same for all. Without locks there may be more to come.
func (e *expiries) agree(number int, fault string) (gen int, same bool) {
	wait := fmt.Sprintf(`(() => {
		const stored = () => JSON.parse(localStorage[%s]);
		let late = false;
		setTimeout(() => late = true, 15000);
		return until(() => late || (stored().gen >= %d && !stored().pending && client.snapshot()?.tokens.accessToken === stored().tokens?.accessToken)).then(() => ({
			...stored(), late,
			problem: JSON.stringify({...stored(), tokens: 0, now: Date.now(), expires: client.snapshot()?.expiresAt.getTime(), visible: document.visibilityState, changes: changes.slice(-9).map(({type}) => type)}),
		}));
	})()`, quote(e.key()), e.gen)
	var mu sync.Mutex
	reached := map[string]int{}
	e.each(func(tab *expiringTab) {
		there := browser.Eval[struct {
			entry
			Late    bool
			Problem string
		}](tab.Page, wait)
		mu.Lock()
		defer mu.Unlock()
		if there.Late {
			e.t.Errorf("expiry %d (%s): %s", number, fault, there.Problem)
		}
		reached[there.Tokens.AccessToken] = there.Gen
	})
	for _, each := range reached {
		gen = max(gen, each)
	}
	return gen, len(reached) == 1
}

// settle waits until no refresh is under way. In seconds of the pages hours pass for
// Cognito: what is on its way then would come long after the grace period.
func (e *expiries) settle() {
	if e.hasLocks {
		browser.Eval[any](e.first, `until(() => navigator.locks.query().then(({held, pending}) => ![...held, ...pending].some(({name}) => name.startsWith('cognito-wasm.'+`+quote(e.pool.ClientID)+`))))`)
		return
	}
	// The host takes one call after the other, and repeats none.
	e.each(func(tab *expiringTab) { browser.Eval[any](tab.Page, `client.getUser().catch(() => {})`) })
	e.tap.Settle()
}

func (e *expiries) draw() expiryFault {
	for {
		sum := 0
		for _, fault := range expiryFaults {
			sum += fault.odds
		}
		n := e.random.IntN(sum)
		for _, fault := range expiryFaults {
			if n -= fault.odds; n < 0 {
				if fault.works != nil && !fault.works(e) {
					break
				}
				return fault
			}
		}
	}
}

func (e *expiries) wantAll(count int) {
	t := e.t
	for _, tab := range e.tabs {
		e.countHeard(tab)
	}
	requests, stored := e.refreshes(), e.stored(e.first)
	refreshes := stored.Gen - e.base
	t.Logf("%d expiries, %d requests, %d faults, %d stored refreshes; %v", count, requests, e.faults, refreshes, e.met)
	if stored.SID == "" {
		t.Error("nobody is signed in any more")
	}
	if refusals := e.tap.Refusals(); len(refusals) != 0 {
		t.Errorf("Cognito refused: %q", refusals)
	}
	if !e.hasLocks {
		return
	}
	if refreshes != count {
		t.Errorf("%d refreshes were stored in %d expiries", refreshes, count)
	}
	if engine.Engine != browser.Chromium {
		engine.Lacks(t.Name()+" (its requests)", "a storage that shows what another tab has stored before the lock is given on")
	} else if requests > count+e.faults {
		t.Errorf("%d requests for %d expiries and %d faults", requests, count, e.faults)
	}
}
