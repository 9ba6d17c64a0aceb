package e2e

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// chromedpItself is what package testrun is for.
const chromedpItself = "chromedp"

// A session that a test run has put into the browser is one for the page: with
// each storage, and whatever the user had to answer.
func TestTestRun(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "",
		provision.User{Name: "alice"},
		provision.User{Name: "bob", Temporary: true},
		provision.User{Name: "carol", MFA: "SMS_MFA"},
		provision.User{Name: "dave", MFA: "EMAIL_OTP"},
		provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"})
	pages := site.New(t, dist)
	pages.Page("/page", scripts["classic"]+"<script src=/harness.js></script>")
	pages.Handle("/harness.js", serveScript(harness))
	client := func(storage string) string {
		return "makeClient({userPoolId: '" + testrun.UserPoolID + "', clientId: '" + testrun.ClientID + "', endpoint: " + quote(cognito.Endpoint) + ", storage: '" + storage + "'})"
	}
	for _, name := range []string{"alice", "bob", "carol", "dave", "erin"} {
		page := engine.Page(t)
		if err := cognito.SignIn(page.Chromedp(chromedpItself), pages.URL, name); err != nil {
			t.Fatal(name, err)
		}
		page.Open(pages.URL + "/page")
		do(page, client("local")).wantOK(t)
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, name)
	}
	for _, storage := range []testrun.Storage{testrun.Local, testrun.Session, testrun.Cookie} {
		page := engine.Page(t)
		step, err := testrun.SignIn(page.Chromedp(chromedpItself), testrun.Options{
			Origin: pages.URL, UserPoolID: testrun.UserPoolID, ClientID: testrun.ClientID, Endpoint: cognito.Endpoint,
			Username: "alice", Password: provision.Password, Storage: storage,
		})
		if err != nil {
			t.Fatal(storage, err)
		}
		page.Open(pages.URL + "/page")
		do(page, client(string(storage))).wantOK(t)
		done := initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
		if done.Tokens.RefreshToken != step.Tokens.RefreshToken {
			t.Errorf("%s: the page has another session", storage)
		}
		page.Open(pages.URL + "/page")
		do(page, client("memory")).wantOK(t)
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantError(t, "InvalidArgument")
	}
}

// A device that Cognito tracks goes with the session: the page needs no second
// factor after it.
func TestTestRunWithDevice(t *testing.T) {
	t.Parallel()
	s := newStage(t, remembering(provision.Options{}))
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := engine.Page(t)
	_, err := testrun.SignIn(page.Chromedp(chromedpItself), testrun.Options{
		Origin: s.site.URL, UserPoolID: s.pool.ID, ClientID: s.pool.ClientID, Endpoint: s.tap.URL, Username: "carol", Password: provision.Password,
		Answer: s.phone,
	})
	if err != nil {
		t.Fatal(err)
	}
	page.Open(s.site.URL + "/classic")
	s.create(page, `storage: 'local'`).wantOK(t)
	initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
}

func TestTestRunFails(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := engine.Page(t)
	right := testrun.Options{Origin: s.site.URL, UserPoolID: s.pool.ID, ClientID: s.pool.ClientID, Endpoint: s.tap.URL, Username: "carol", Password: provision.Password}
	answered := errors.New("no phone")
	for name, test := range map[string]struct {
		change func(*testrun.Options)
		want   string
	}{
		"wrong password": {func(o *testrun.Options) { o.Password = "wrong" }, "Incorrect username or password."},
		"no answer":      {func(*testrun.Options) {}, "Cognito asks for SMS_MFA, and there is no Options.Answer"},
		"answer fails": {func(o *testrun.Options) {
			o.Answer = func(context.Context, *auth.Step) (auth.Answer, error) { return nil, answered }
		}, "no phone"},
		"no pool":    {func(o *testrun.Options) { o.UserPoolID = "nonsense" }, "UserPoolID: expected"},
		"no origin":  {func(o *testrun.Options) { o.Origin, o.Answer = "localhost", s.phone }, "expected one such as http://localhost:3000"},
		"no storage": {func(o *testrun.Options) { o.Storage, o.Answer = "memory", s.phone }, "expected local, session or cookie"},
	} {
		options := right
		test.change(&options)
		if _, err := testrun.SignIn(page.Chromedp(chromedpItself), options); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
	// The tab goes on.
	page.Open(s.site.URL + "/classic")
	browser.Eval[bool](page, "true")
}

// phone answers with the last code to carol.
func (s *stage) phone(context.Context, *auth.Step) (auth.Answer, error) {
	return auth.Code(s.lastCode("carol")), nil
}
