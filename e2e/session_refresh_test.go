package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// hurry shortens a page's waits between attempts, which are 1 to 3 seconds.
const hurry = `void (globalThis.setTimeout = ((set) => (work, ms, ...more) => set(work, ms >= 1000 && ms <= 3000 ? ms / 50 : ms, ...more))(setTimeout))`

// strange is what browsers write of the answers and connections that these tests spoil.
const strange = serverErrors + `|^error network: Failed to load resource: the server responded with a status of 4\d\d|blocked by CORS policy|Cross-Origin Request Blocked`

// renewed has the page ask for the session, and gives the code of the error or
// "renewed" or "kept" by the access token before.
func renewed(page *browser.Page, options, before string) string {
	return browser.Eval[string](page, `client.session(`+options+`).then((session) => session === null ? 'out' : session.tokens.accessToken === `+quote(before)+` ? 'kept' : 'renewed', (error) => error.code + (error.retryable ? ', retryable' : ''))`)
}

// What is no answer of Cognito's, or says nothing of the session, ends none: the
// tokens are given for as long as they last, the page hears once of the outage,
// and is signed in when it is over.
func TestOutagesEndNoSession(t *testing.T) {
	const portal = "<!doctype html><title>Welcome</title><form>Accept our terms</form>"
	silent := func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { // a gateway's, without CORS headers
		http.Error(w, `{"message":"Endpoint request timed out"}`, http.StatusGatewayTimeout)
	}
	exception := func(name string) wiretap.Fault { return wiretap.Exception(400, name, "for a test") }
	const malformed, network, retryable = "MalformedResponse", "NetworkError", ", retryable"
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Expect(strange)
		s.openIn(page, v, `storage: 'local', maxAttempts: 1`)
		browser.Eval[any](page, hurry)
		signIn(page).wantDone(t, "alice")
		forgetHeard(page, 1)
		for name, tt := range map[string]struct {
			fault wiretap.Fault
			want  string
		}{
			"500":                      {wiretap.Reply(500, "application/json", `{}`), malformed + retryable},
			"500 of Cognito's":         {wiretap.Exception(500, "InternalErrorException", "for a test"), "InternalErrorException" + retryable},
			"503 HTML":                 {wiretap.Reply(503, "text/html", proxyPage), malformed + retryable},
			"a portal's 200 HTML":      {wiretap.Reply(200, "text/html", portal), malformed},
			"no CORS headers":          {silent, network + retryable},
			"WAF's 403 HTML":           {wiretap.Reply(403, "text/html", proxyPage), malformed},
			"WAF's ForbiddenException": {wiretap.Exception(403, "ForbiddenException", "Request not allowed due to WAF block."), "ForbiddenException"},
			"a service worker's 503":   {wiretap.Reply(503, "text/plain", "Offline"), malformed + retryable},
			"401 of a proxy":           {wiretap.Reply(401, "text/html", proxyPage), malformed},
			"404 JSON":                 {wiretap.Reply(404, "application/json", `{"error":"NotAuthorizedException"}`), malformed},
			"a redirect":               {redirect(s.site.URL + "/"), network + retryable},
			"no connection":            {wiretap.Drop, network + retryable},
			"half an answer":           {wiretap.LoseAnswer, network + retryable},
			"no tokens":                {wiretap.Reply(200, "application/json", `{}`), malformed},
			"throttled":                {exception("TooManyRequestsException"), "TooManyRequestsException" + retryable},
			"a failing Lambda":         {exception("UserLambdaValidationException"), "UserLambdaValidationException"},
			"a broken Lambda":          {exception("UnexpectedLambdaException"), "UnexpectedLambdaException"},
			"a Lambda's nonsense":      {exception("InvalidLambdaResponseException"), "InvalidLambdaResponseException"},
			"no such client":           {exception("ResourceNotFoundException"), "ResourceNotFoundException"},
			"not enabled":              {exception("OperationNotEnabledException"), "OperationNotEnabledException"},
			"what nobody knows yet":    {exception("BrandNewException"), "BrandNewException"},
		} {
			before := token(page)
			s.tap.Fail("GetTokensFromRefreshToken", repeat(40, tt.fault)...)
			// With half a minute left; then with none.
			s.pass(59*time.Minute+30*time.Second, page)
			if got := renewed(page, "", before); got != "kept" {
				t.Errorf("%s, with tokens that last: got %s", name, got)
			}
			code, _, _ := strings.Cut(tt.want, ",")
			wantHeard(t, page, "refreshFailed "+code)
			s.pass(2*time.Minute, page) // past the pause as well
			if got := renewed(page, "", before); got != tt.want {
				t.Errorf("%s, with tokens that have ended: got %s, want %s", name, got, tt.want)
			}
			if got := browser.Eval[string](page, `client.session({refresh: false}).then((session) => session.username + ' ' + (session === client.snapshot()))`); got != "alice true" {
				t.Errorf("%s: who is signed in without an answer: %s", name, got)
			}
			wantHeard(t, page, "refreshFailed "+code)
			s.tap.Clear()
			s.pass(2*time.Minute, page)
			if got := renewed(page, "", before); got != "renewed" {
				t.Errorf("%s, when it was over: got %s", name, got)
			}
			wantHeard(t, page, "refreshFailed "+code, "tokensRefreshed")
			browser.Eval[any](page, `void (changes.length = 0)`)
		}
	})
}

// A trigger of the pool that fails, or says what cannot be, ends no session either:
// Cognito's own answers, not ones that were made up.
func TestFailingTriggerEndsNoSession(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker, Rotation: rotating()})
		s.user(provision.User{Name: "alice"})
		page := s.signedInTab(t, v, local)
		browser.Eval[any](page, hurry)
		type (
			v1 = events.CognitoEventUserPoolsPreTokenGen
			v2 = events.CognitoEventUserPoolsPreTokenGenV2_0
		)
		for code, failing := range map[string]localcognito.Triggers{
			"UserLambdaValidationException": {PreTokenGeneration: func(_ context.Context, event v1) (v1, error) { return event, errors.New("the directory is down") }},
			"UnexpectedLambdaException":     {PreTokenGeneration: func(context.Context, v1) (v1, error) { panic("for a test") }},
			"InvalidLambdaResponseException": {PreTokenGenerationV2: func(_ context.Context, event v2) (v2, error) {
				event.Response.ClaimsAndScopeOverrideDetails.AccessTokenGeneration.ScopesToAdd = []string{"two words"}
				return event, nil
			}},
		} {
			before := token(page)
			if err := s.cognito.SetTriggers(s.pool.ID, failing); err != nil {
				t.Fatal(err)
			}
			s.pass(61*time.Minute, page)
			if got := renewed(page, "", before); got != code {
				t.Errorf("with the trigger failing: got %s, want %s", got, code)
			}
			wantHeard(t, page, "refreshFailed "+code)
			if err := s.cognito.SetTriggers(s.pool.ID, localcognito.Triggers{}); err != nil {
				t.Fatal(err)
			}
			s.pass(2*time.Minute, page) // past the pause
			if got := renewed(page, "", before); got != "renewed" {
				t.Errorf("after %s, when it was over: got %s", code, got)
			}
			wantHeard(t, page, "refreshFailed "+code, "tokensRefreshed")
			browser.Eval[any](page, `void (changes.length = 0)`)
		}
	})
}

// Ten tabs that are told to slow down do: each asks as often as one call may, and
// not again before a pause is over.
func TestThrottlingSlowsTabsDown(t *testing.T) {
	const attempts = 3
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		tabs := []*browser.Page{engine.Page(t)}
		s.openIn(tabs[0], v, `storage: 'local'`)
		signIn(tabs[0]).wantDone(t, "alice")
		for len(tabs) < 10 {
			tab := tabs[0].Sibling()
			s.openIn(tab, v, `storage: 'local'`)
			tabs = append(tabs, tab)
		}
		s.tap.Fail("GetTokensFromRefreshToken", repeat(1000, wiretap.Exception(400, "TooManyRequestsException", "Rate exceeded"))...)
		// The pause lasts for as long as the test says.
		for _, tab := range tabs {
			browser.Eval[any](tab, `void (Date.now = ((start) => () => start + Number(sessionStorage.getItem('ahead')))(Date.now() - Number(sessionStorage.getItem('ahead'))))`)
		}
		ask := func() {
			t.Helper()
			for _, tab := range tabs {
				start(tab, "asked", `client.session()`)
			}
			for _, tab := range tabs {
				finish(tab, "asked").want(t, "a throttled refresh", "TooManyRequestsException")
			}
		}
		s.pass(2*time.Hour, tabs...)
		ask()
		first := s.refreshes()
		if first > attempts*len(tabs) {
			t.Errorf("%d tabs made %d requests, want at most %d each", len(tabs), first, attempts)
		}
		for range 5 {
			ask()
		}
		if got := s.refreshes(); got != first {
			t.Errorf("%d tabs made %d more requests in the pause", len(tabs), got-first)
		}
		s.tap.Clear()
		s.pass(2*time.Minute, tabs...)
		for _, tab := range tabs {
			if got := renewed(tab, "", ""); got != "renewed" {
				t.Errorf("after the throttling: got %s", got)
			}
		}
		if got := s.refreshes(); got != first+1 {
			t.Errorf("after the throttling %d tabs made %d requests, want one", len(tabs), got-first)
		}
	})
}

// A refusal is believed when it is repeated, and ends the session in every tab,
// with what Cognito said.
func TestRefusalsEndASession(t *testing.T) {
	refused := func(name string, count int) func(*stage, step) {
		return func(s *stage, _ step) {
			s.tap.Fail("GetTokensFromRefreshToken", repeat(count, wiretap.Exception(400, name, "for a test"))...)
		}
	}
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		page := engine.Page(t)
		s.openIn(page, v, `storage: 'local'`)
		browser.Eval[any](page, hurry)
		other := page.Sibling()
		s.openIn(other, v, `storage: 'local'`)
		i := 0
		for name, tt := range map[string]struct {
			before func(*stage, step)
			code   string // empty where the session goes on
		}{
			"NotAuthorizedException, once":   {refused("NotAuthorizedException", 1), ""},
			"NotAuthorizedException, twice":  {refused("NotAuthorizedException", 2), "NotAuthorizedException"},
			"RefreshTokenReuseException":     {refused("RefreshTokenReuseException", 9), "RefreshTokenReuseException"},
			"UserNotConfirmedException":      {refused("UserNotConfirmedException", 9), "UserNotConfirmedException"},
			"PasswordResetRequiredException": {refused("PasswordResetRequiredException", 9), "PasswordResetRequiredException"},
			"the user was disabled": {func(s *stage, signedIn step) {
				s.admin(s.pool.API.AdminDisableUser(s.t.Context(), &cip.AdminDisableUserInput{UserPoolId: &s.pool.ID, Username: &signedIn.Username}))
			}, "NotAuthorizedException"},
			"the user was deleted": {func(s *stage, signedIn step) {
				s.admin(s.pool.API.AdminDeleteUser(s.t.Context(), &cip.AdminDeleteUserInput{UserPoolId: &s.pool.ID, Username: &signedIn.Username}))
			}, "UserNotFoundException"},
			"the user was signed out everywhere": {func(s *stage, signedIn step) {
				s.admin(s.pool.API.AdminUserGlobalSignOut(s.t.Context(), &cip.AdminUserGlobalSignOutInput{UserPoolId: &s.pool.ID, Username: &signedIn.Username}))
			}, "NotAuthorizedException"},
			"the token was revoked": {func(s *stage, signedIn step) {
				s.admin(s.pool.API.RevokeToken(s.t.Context(), s.revocation(signedIn.Tokens.RefreshToken)))
			}, "NotAuthorizedException"},
			"the token has ended": {func(s *stage, _ step) { s.pass(31*24*time.Hour, page, other) }, "NotAuthorizedException"},
		} {
			i++
			user := fmt.Sprintf("user%d", i)
			s.user(provision.User{Name: user})
			signedIn := initiate(page, `{username: '`+user+`', `+password+`}`).wantDone(t, user)
			forgetHeard(page, 1)
			forgetHeard(other, 1)
			tt.before(s, signedIn)
			s.pass(2*time.Hour, page, other)
			if tt.code == "" {
				if got := renewed(page, "", signedIn.Tokens.AccessToken); got != "renewed" {
					t.Errorf("%s: got %s", name, got)
				}
				wantHeard(t, page, "tokensRefreshed")
				wantHeard(t, other, "tokensRefreshed")
				browser.Eval[any](page, `client.signOut().then(() => null)`)
				forgetHeard(page, 2)
				forgetHeard(other, 2)
				continue
			}
			if got := renewed(page, "", signedIn.Tokens.AccessToken); got != "out" {
				t.Errorf("%s: got %s, want nobody to be signed in", name, got)
			}
			for _, tab := range []*browser.Page{page, other} {
				wantHeard(t, tab, "sessionExpired "+tt.code)
				keepsNothing(t, name, tab, signedIn.Tokens.RefreshToken, signedIn.Tokens.AccessToken, signedIn.Tokens.IDToken)
				browser.Eval[any](tab, `void (changes.length = 0)`)
			}
			s.tap.Clear()
		}
	})
}

// admin checks a call of the test's own.
func (s *stage) admin(_ any, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// A refresh token is a device's: the key that Cognito wants is found wherever it
// is, and without one the session ends as any that is refused.
func TestRefreshFindsTheDevice(t *testing.T) {
	const kept, gone = "renewed", "out"
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{Secret: v.worker}))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		for name, tt := range map[string]struct {
			session, device string // JavaScript that changes the stored entries
			forgotten       bool
			want            string
		}{
			"as it was":                       {want: kept},
			"no key in the session":           {session: `delete entry.tokens.deviceKey`, want: kept},
			"another key in the session":      {session: `entry.tokens.deviceKey = 'eu-west-1_00000000-0000-4000-8000-000000000000'`, want: kept},
			"no device beside the session":    {device: `null`, want: kept},
			"another device beside it":        {device: `{key: 'eu-west-1_00000000-0000-4000-8000-000000000000', groupKey: 'g', password: 'p'}`, want: kept},
			"no key and no device":            {session: `delete entry.tokens.deviceKey`, device: `null`, want: gone},
			"forgotten at Cognito":            {forgotten: true, want: gone},
			"forgotten, and no device either": {forgotten: true, device: `null`, want: gone},
		} {
			page := s.local(t, v, "")
			browser.Eval[any](page, hurry)
			signedIn := s.withMFA(t, page, "carol")
			if tt.forgotten {
				s.forget(signedIn.Tokens.AccessToken, signedIn.Tokens.DeviceKey)
			}
			browser.Eval[any](page, `void ((name) => {
				const entry = JSON.parse(localStorage.getItem(name + 'session'));
				`+tt.session+`;
				localStorage.setItem(name + 'session', JSON.stringify(entry));
			})(`+quote("cognito-wasm."+s.pool.ClientID+".")+`)`)
			switch tt.device {
			case "":
			case "null":
				browser.Eval[any](page, `localStorage.removeItem(`+quote("cognito-wasm."+s.pool.ClientID+".device.carol")+`)`)
			default:
				s.keep(page, "device.carol", tt.device)
			}
			s.pass(2*time.Hour, page)
			s.openIn(page, v, `storage: 'local'`)
			browser.Eval[any](page, hurry)
			if got := renewed(page, "", signedIn.Tokens.AccessToken); got != tt.want {
				t.Errorf("%s: got %s, want %s", name, got, tt.want)
			}
			if tt.want == gone {
				wantHeard(t, page, "sessionExpired NotAuthorizedException")
			}
		}
	})
}

// An hour without Cognito, and a call a minute: no more requests than three a
// call, one event, and the first answer heals it.
func TestAnHourWithoutCognito(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Expect(strange)
		s.openIn(page, v, `storage: 'local'`)
		browser.Eval[any](page, hurry)
		before := signIn(page).wantDone(t, "alice").Tokens.AccessToken
		s.tap.Fail("GetTokensFromRefreshToken", repeat(1000, wiretap.Drop)...)
		s.pass(2*time.Hour, page)
		for range 60 {
			s.pass(time.Minute, page)
			if got := renewed(page, "", before); got != "NetworkError, retryable" {
				t.Fatalf("without Cognito: got %s", got)
			}
		}
		// Browsers may ask once more where a connection was closed.
		if got := s.refreshes(); got < 60 || got > 60*3*2 {
			t.Errorf("in an hour the page made %d requests", got)
		}
		wantHeard(t, page, "signedIn", "refreshFailed NetworkError")
		s.tap.Clear()
		s.tap.Forget()
		s.pass(2*time.Minute, page)
		if got := renewed(page, "", before); got != "renewed" || s.refreshes() != 1 {
			t.Errorf("when Cognito was back: got %s after %d requests", got, s.refreshes())
		}
		wantHeard(t, page, "signedIn", "refreshFailed NetworkError", "tokensRefreshed")
	})
}

// skew moves the clock of a page alone.
func skew(page *browser.Page, d time.Duration) {
	browser.Eval[any](page, fmt.Sprintf(`sessionStorage.setItem('ahead', Number(sessionStorage.getItem('ahead')) + %d)`, d.Milliseconds()))
}

// A clock that is wrong costs nothing, and one that is moved a refresh.
func TestClocksThatAreMoved(t *testing.T) {
	const day = 24 * time.Hour
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		s.openIn(page, v, `storage: 'local'`)
		for name, moved := range map[string]time.Duration{"a day behind": -day, "a year ahead": 365 * day, "right": 0} {
			skew(page, moved)
			first := signIn(page).wantOK(t).Step.Tokens.AccessToken
			s.tap.Forget()
			for range 10 {
				if got := renewed(page, "", first); got != "kept" {
					t.Errorf("%s: got %s", name, got)
				}
			}
			if left := browser.Eval[float64](page, `client.snapshot().expiresAt - Date.now()`); left < 59*60_000 || left > 60*60_000 {
				t.Errorf("%s: the tokens last for %.0f minutes, want an hour", name, left/60_000)
			}
			if s.refreshes() != 0 {
				t.Errorf("%s: %d requests", name, s.refreshes())
			}
			// In the middle of the session, over a reload too.
			for _, further := range []time.Duration{-2 * day, 365 * day, -30 * time.Minute, 20 * time.Minute} {
				s.tap.Forget()
				browser.Eval[any](page, `void (changes.length = 0)`)
				before := token(page)
				skew(page, further)
				s.openIn(page, v, `storage: 'local'`)
				for range 5 {
					browser.Eval[any](page, `client.session().then(() => null)`)
				}
				want := 1
				if further == 20*time.Minute {
					want = 0 // it looks like the time that has passed
				} else if wantHeard(t, page, "tokensRefreshed"); token(page) == before {
					t.Errorf("%s, moved by %v: got no new tokens", name, further)
				}
				for range 5 {
					browser.Eval[any](page, `client.session().then(() => null)`)
				}
				if got := s.refreshes(); got != want {
					t.Errorf("%s, moved by %v: %d refreshes, want %d", name, further, got, want)
				}
			}
			browser.Eval[any](page, `client.signOut().then(() => null)`)
		}

		// What is stored may have no times. JSON has null where a number was none.
		signIn(page).wantOK(t)
		for _, spoilt := range []string{`at: null`, `life: null`, `at: 1e15`, `life: -1`, `at: null, life: null`} {
			s.tap.Forget()
			s.spoil(page, "session", spoilt)
			s.openIn(page, v, `storage: 'local'`)
			browser.Eval[any](page, `client.session().then(() => null)`)
			wantHeard(t, page, "tokensRefreshed")
			for range 5 {
				browser.Eval[any](page, `client.session().then(() => null)`)
			}
			if got := s.refreshes(); got != 1 {
				t.Errorf("%s: %d refreshes, want 1", spoilt, got)
			}
		}
	})
}

// Two tabs that wake after a night ask Cognito once.
func TestEightHoursOfSleep(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker, Rotation: rotating()})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		s.openIn(page, v, `storage: 'local'`)
		before := signIn(page).wantDone(t, "alice").Tokens.AccessToken
		other := page.Sibling()
		s.openIn(other, v, `storage: 'local'`)
		s.pass(8*time.Hour, page, other)
		const wake = `(document.dispatchEvent(new Event('visibilitychange')), document.dispatchEvent(new Event('resume')), dispatchEvent(new Event('online')))`
		for _, tab := range []*browser.Page{page, other} {
			start(tab, "asked", wake+` && client.session()`)
		}
		for _, tab := range []*browser.Page{page, other} {
			finish(tab, "asked").wantOK(t)
		}
		if token(page) == before || token(page) != token(other) {
			t.Error("the tabs have not the same new tokens")
		}
		wantHeard(t, other, "tokensRefreshed")
		wantHeard(t, page, "signedIn", "tokensRefreshed")
		if got := s.refreshes(); got != 1 {
			t.Errorf("%d refreshes, want 1", got)
		}
	})
}

// lasting makes an app client whose tokens live so long, in minutes, and the stage's
// client that one.
func (s *stage) lasting(access, id, refresh int32) {
	s.t.Helper()
	client, err := s.pool.API.CreateUserPoolClient(s.t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: &s.pool.ID, ClientName: aws.String("lasting"),
		AccessTokenValidity: &access, IdTokenValidity: &id, RefreshTokenValidity: refresh,
		TokenValidityUnits: &types.TokenValidityUnitsType{
			AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeMinutes, RefreshToken: types.TimeUnitsTypeMinutes,
		},
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.pool.ClientID, s.pool.ClientSecret = *client.UserPoolClient.ClientId, ""
}

// The earlier end of the two tokens counts, less a minute or a tenth, however far
// away it is: no timer waits for it.
func TestHowLongTokensLast(t *testing.T) {
	const hour, day = 60, 24 * 60
	inModes(t, func(t *testing.T, v variant) {
		for name, tt := range map[string]struct {
			access, id, refresh int32
			fresh, due, stale   time.Duration // since the sign-in
		}{
			"the same":              {hour, hour, 30 * day, 58 * time.Minute, 59*time.Minute + 30*time.Second, time.Hour},
			"the ID token is short": {hour, 5, 30 * day, 4 * time.Minute, 4*time.Minute + 45*time.Second, 5 * time.Minute},
			"the ID token is long":  {5, day, 30 * day, 4 * time.Minute, 4*time.Minute + 45*time.Second, 5 * time.Minute},
			"a day, and ten years":  {day, day, 3650 * day, 23*time.Hour + 58*time.Minute, 23*time.Hour + 59*time.Minute + 30*time.Second, 24 * time.Hour},
		} {
			s := newStage(t, provision.Options{})
			s.lasting(tt.access, tt.id, tt.refresh)
			s.user(provision.User{Name: "alice"})
			page := engine.Page(t)
			page.Open(s.site.URL + "/" + v.script)
			browser.Eval[any](page, `void (globalThis.delays = [], globalThis.setTimeout = ((set) => (work, ms, ...more) => (delays.push(ms), set(work, ms, ...more)))(setTimeout))`)
			s.client(page, v, `storage: 'local'`)
			browser.Eval[any](page, `void listen()`)
			signIn(page).wantOK(t)
			first := token(page)
			passed := time.Duration(0)
			to := func(d time.Duration) { s.pass(d-passed, page); passed = d }
			for _, at := range []time.Duration{0, tt.fresh} {
				to(at)
				if got := renewed(page, "", first); got != "kept" || s.refreshes() != 0 {
					t.Errorf("%s: after %v: got %s and %d refreshes", name, at, got, s.refreshes())
				}
			}
			to(tt.due)
			if got := renewed(page, "", first); got != "kept" {
				t.Errorf("%s: after %v: got %s, want what there was", name, tt.due, got)
			}
			wantHeard(t, page, "signedIn", "tokensRefreshed")
			second := token(page)
			to(tt.due + tt.stale + time.Second)
			if got := renewed(page, "", second); got != "renewed" || s.refreshes() != 2 {
				t.Errorf("%s: after %v more: got %s and %d refreshes", name, tt.stale, got, s.refreshes())
			}
			if longest := browser.Eval[float64](page, `Math.max(...delays)`); longest > 10*60_000 {
				t.Errorf("%s: a timer of %.0f ms", name, longest)
			}
		}
	})
}

// Whoever listens may call the client, throw, or never come to an end: the others
// hear all of it, in order, and nobody waits.
func TestListenersMayDoAnything(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Expect("thrown by a listener")
		s.openIn(page, v, `storage: 'local'`)
		browser.Eval[any](page, `void (globalThis.answers = [], globalThis.once = true,
			client.subscribe(() => { throw new Error('thrown by a listener') }),
			client.subscribe(() => new Promise(() => {})),
			client.subscribe(() => Promise.reject(new Error('thrown by a listener'))),
			client.subscribe(async ({session}) => answers.push((await client.session())?.id === session?.id, client.snapshot()?.id === session?.id)),
			client.subscribe(async ({type}) => {
				if (type === 'signedIn') await client.session({refresh: 'force'});
				if (type !== 'tokensRefreshed') return;
				if (once) once = false, await client.session({refresh: 'force'});
				else await client.signOut(), answers.push('signed out');
			}),
			client.subscribe(() => client.subscribe(() => {})),
			listen())`)
		signIn(page).wantDone(t, "alice")
		// listen() was called twice: before all of them, and after.
		var want []string
		for _, change := range []string{"signedIn", "tokensRefreshed", "tokensRefreshed", "signedOut asked"} {
			want = append(want, change, change)
		}
		wantHeard(t, page, want...)
		browser.Eval[any](page, `until(() => answers.includes('signed out') && answers.length >= 9).then(() => null)`)
		if s.refreshes() != 2 || browser.Eval[bool](page, `client.snapshot() !== null`) {
			t.Errorf("after %d refreshes: the session is %v", s.refreshes(), browser.Eval[any](page, `client.snapshot()`))
		}
	})
}

// Looking at a page is no event, and each change is one event in each tab.
func TestLookingIsNoChange(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		s.openIn(page, v, `storage: 'local'`)
		signIn(page).wantDone(t, "alice")
		other := page.Sibling()
		s.openIn(other, v, `storage: 'local'`)
		s.tap.Forget()
		const look = `(async () => {
			for (let i = 0; i < 100; i++) {
				document.dispatchEvent(new Event('visibilitychange'));
				dispatchEvent(new Event('focus'));
				dispatchEvent(new Event('online'));
				dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
				dispatchEvent(new StorageEvent('storage', {key: ` + "%s" + `}));
				await client.session();
			}
			return null;
		})()`
		looks := fmt.Sprintf(look, quote("cognito-wasm."+s.pool.ClientID+".session"))
		want := map[*browser.Page][]string{page: {"signedIn"}, other: nil}
		changes := []struct{ do, heard string }{
			{`client.session({refresh: 'force'})`, "tokensRefreshed"},
			{`client.initiate({flow: 'REFRESH_TOKEN_AUTH'})`, "tokensRefreshed"},
			{`client.signOut()`, "signedOut asked"},
			{`client.initiate({username: 'alice', ` + password + `})`, "signedIn"},
			{`client.globalSignOut()`, "signedOut asked"},
		}
		for i := range len(changes) + 1 {
			for tab, all := range want {
				browser.Eval[any](tab, looks)
				if got := browser.Eval[int](tab, `changes.length`); got != len(all) {
					t.Errorf("after looking 100 times, %d changes have been heard, want %d", got, len(all))
				}
			}
			if i == 0 && len(s.tap.Calls("")) != 0 {
				t.Errorf("looking made %d requests", len(s.tap.Calls("")))
			}
			if i == len(changes) {
				break
			}
			do(page, changes[i].do).wantOK(t)
			for tab := range want {
				want[tab] = append(want[tab], changes[i].heard)
				wantHeard(t, tab, want[tab]...)
			}
		}
	})
}

// A storage that never answers costs a wait, and neither the sign-in nor the
// sign-out.
func TestStorageThatNeverAnswers(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Open(s.site.URL + "/" + v.script)
		// A storage has five seconds the first time, and then half of one.
		browser.Eval[any](page, `void (globalThis.setTimeout = ((set) => (work, ms, ...more) => set(work, ms === 5000 ? 250 : ms, ...more))(setTimeout),
			globalThis.stored = {}, globalThis.answers = false,
			globalThis.own = Object.fromEntries(['get', 'set', 'remove'].map((name) => [name, (key, value) => answers
				? Promise.resolve(name === 'get' ? stored[key] : void (stored[key] = value)) : new Promise(() => {})])))`)
		s.client(page, v, `storage: own`)
		browser.Eval[any](page, `void listen()`)
		for range 2 {
			do(page, `client.session()`).want(t, "session()", "StorageError", "the storage did not answer within")
		}
		if got := browser.Eval[string](page, `String(client.snapshot())`); got != "undefined" {
			t.Errorf("the snapshot is %s, want undefined: nobody knows", got)
		}
		done := signIn(page).wantDone(t, "alice")
		if done.StorageError != "StorageError" {
			t.Errorf("got the storage error %q", done.StorageError)
		}
		if got := renewed(page, "", done.Tokens.AccessToken); got != "kept" {
			t.Errorf("from memory: got %s", got)
		}
		s.pass(2*time.Hour, page)
		if got := renewed(page, "", done.Tokens.AccessToken); got != "renewed" {
			t.Errorf("from memory, when the tokens have ended: got %s", got)
		}
		wantHeard(t, page, "signedIn", "tokensRefreshed")
		if got := browser.Eval[string](page, `changes.map(({storageError}) => storageError?.code).join()`); got != "StorageError,StorageError" {
			t.Errorf("the events have the storage errors %s", got)
		}
		browser.Eval[any](page, `client.signOut().then(() => null)`)
		wantHeard(t, page, "signedIn", "tokensRefreshed", "signedOut asked")
		// What is stored might be somebody: nobody knows.
		do(page, `client.session()`).want(t, "session() after signing out", "StorageError")
		// It comes back.
		browser.Eval[any](page, `void (answers = true)`)
		if done := signIn(page).wantOK(t).Step; done.StorageError != "" || !browser.Eval[bool](page, `JSON.stringify(stored).includes(`+quote(done.Tokens.RefreshToken)+`)`) {
			t.Errorf("a storage that is back has not the session, with the storage error %q", done.StorageError)
		}
	})
}

// A program that ends while the tokens are refreshed takes no session with it.
func TestCrashDuringRefresh(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStageAt(t, provision.Options{Secret: v.worker, Rotation: rotating()}, crashing, localcognito.Options{CORS: ourHeaders})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Expect(strange)
		s.openIn(page, v, `storage: 'local'`)
		browser.Eval[any](page, hurry)
		first := signIn(page).wantDone(t, "alice").Tokens.AccessToken
		s.pass(2*time.Hour, page)
		// Cognito has rotated the token, and its answer is still to come.
		answered, release := make(chan string, 1), make(chan struct{})
		s.tap.Fail("GetTokensFromRefreshToken", answerLater(answered, release))
		start(page, "asked", `client.session().then(() => null)`)
		<-answered
		do(page, `client.initiate({username: 'crash', password: 'x'})`).want(t, "crash", "RuntimeExited")
		close(release)
		finish(page, "asked").wantOK(t)
		if token(page) == first {
			t.Error("got no new tokens")
		}
		wantHeard(t, page, "signedIn", "tokensRefreshed")
		// The worker itself may be ended: the browser does so without a word.
		s.openIn(page, v, `storage: 'local'`)
		if got := renewed(page, "{refresh: 'force'}", token(page)); got != "renewed" {
			t.Errorf("after a reload: got %s", got)
		}
	})
}

// A session that is good is given from what the page knows: no message, no
// storage, and 20 µs at most in Chromium; the clocks of the others are coarse.
func TestFreshSessionCostsNothing(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		s.openIn(page, v, `storage: 'local'`)
		signIn(page).wantDone(t, "alice")
		heard(page, 1)
		s.tap.Forget()
		browser.Eval[any](page, `void (globalThis.touched = [], [
			[Storage.prototype, ['getItem', 'setItem', 'removeItem', 'key', 'clear']], [Worker.prototype, ['postMessage']], [MessagePort.prototype, ['postMessage']],
			[BroadcastChannel.prototype, ['postMessage']], [globalThis, ['postMessage', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask']],
			...(navigator.locks ? [[LockManager.prototype, ['request', 'query']]] : []),
		].forEach(([holder, names]) => names.forEach((name) => {
			const before = holder[name];
			holder[name] = function (...given) { touched.push(name); return before.apply(this, given) };
		})))`)
		got := browser.Eval[struct {
			Micros  float64
			Touched []string
			Same    bool
		}](page, `(async () => {
			Date.now = ((now) => () => now)(Date.now()); // the harness reads the storage for it
			touched.length = 0;
			const first = await client.session();
			let same = true;
			const times = [];
			for (let i = 0; i < 101; i++) {
				const begun = performance.now();
				for (let j = 0; j < 100; j++) same &&= (await client.session()) === first;
				times.push(performance.now() - begun);
			}
			return {Micros: times.sort((a, b) => a - b)[50] * 10, Touched: [...new Set(touched)], Same: same};
		})()`)
		t.Logf("%v: %.1f µs", engine.Engine, got.Micros)
		if !got.Same || len(got.Touched) != 0 || (got.Micros > 20 && engine.Engine == browser.Chromium) || len(s.tap.Calls("")) != 0 {
			t.Errorf("a fresh session takes %.1f µs, uses %q, and is the same: %v", got.Micros, got.Touched, got.Same)
		}
		// Else there would be nothing to be seen.
		browser.Eval[any](page, `client.session({refresh: 'force'}).then(() => null)`)
		if used := browser.Eval[[]string](page, `[...new Set(touched)]`); !slices.Contains(used, "getItem") || !slices.Contains(used, "postMessage") {
			t.Errorf("a refresh was seen to use %q", used)
		}
	})
}
