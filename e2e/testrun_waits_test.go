package e2e

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// A service worker that answers navigations does not get in the way of a sign-in,
// whatever it answers; and afterwards it answers again.
func TestTestRunWithServiceWorker(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	for name, answer := range map[string]string{
		"from itself":      `new Response('<!doctype html><title>service worker</title>', { headers: { 'content-type': 'text/html' } })`,
		"from the network": `fetch(event.request)`,
		"never":            `new Promise(() => {})`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := site.New(t, dist)
			pages.Page("/page", scripts["classic"]+"<script src=/harness.js></script>")
			pages.Handle("/harness.js", serveScript(harness))
			pages.Page("/known-to-the-server", "")
			pages.Handle("/service-worker.js", serveScript(`
				addEventListener('activate', (event) => event.waitUntil(clients.claim()));
				addEventListener('fetch', (event) => {
					if (event.request.mode === 'navigate' && new URL(event.request.url).pathname !== '/page') event.respondWith(`+answer+`);
				});`))
			page := engine.Page(t)
			tab := page.Chromedp(chromedpItself)
			page.Open(pages.URL + "/page")
			browser.Eval[any](page, `(async () => {
				const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
				await navigator.serviceWorker.register('/service-worker.js');
				await controlled;
			})()`)
			another, cancel := chromedp.NewContext(tab) // a tab beside it, with the same storage
			defer cancel()
			for _, tab := range []context.Context{tab, another} {
				if err := cognito.SignIn(tab, pages.URL, "alice"); err != nil {
					t.Fatal(err)
				}
			}
			page.Open(pages.URL + "/page")
			do(page, "makeClient({userPoolId: '"+testrun.UserPoolID+"', clientId: '"+testrun.ClientID+"', endpoint: "+quote(cognito.Endpoint)+", storage: 'local'})").wantOK(t)
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
			if name == "from itself" {
				page.Open(pages.URL + "/known-to-the-server")
				if title := browser.Eval[string](page, "document.title"); title != "service worker" {
					t.Errorf("the service worker no longer answers: the page is called %q", title)
				}
			}
		})
	}
}

// An origin may be written in other ways than the browser's.
func TestTestRunOrigins(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	pages := site.New(t, dist)
	for name, origin := range map[string]string{
		"with a path":   pages.URL + "/app/index.html?query#fragment",
		"in upper case": strings.ToUpper(pages.URL),
		"no port":       "http://localhost:80", // the tab asks nobody
	} {
		if err := cognito.SignIn(engine.Page(t).Chromedp(chromedpItself), origin, "alice"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever SignIn waits for may be silent: then it says who.
func TestTestRunEnds(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"}, provision.User{Name: "carol", MFA: "SMS_MFA"})
	silent := site.New(t, dist)
	silent.Handle("/silent/", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	silent.Page("/page", "")
	page := engine.Page(t)
	tab := page.Chromedp(chromedpItself)
	for name, test := range map[string]struct {
		change func(*testrun.Options)
		want   string
	}{
		"endpoint": {func(o *testrun.Options) { o.Endpoint, o.Patience = silent.URL+"/silent/", 100*time.Millisecond },
			"the endpoint " + silent.URL + "/silent/ did not answer within 100ms"},
		"answer": {func(o *testrun.Options) {
			o.Username = "carol"
			o.Answer = func(ctx context.Context, _ *auth.Step) (auth.Answer, error) { <-ctx.Done(); return nil, ctx.Err() }
		}, "Options.Answer, asked for SMS_MFA, did not answer within 2s"},
		"answer that heeds nothing": {func(o *testrun.Options) {
			o.Username = "carol"
			o.Answer = func(context.Context, *auth.Step) (auth.Answer, error) { <-t.Context().Done(); return nil, nil }
		}, "Options.Answer, asked for SMS_MFA, did not answer within 2s"},
	} {
		options := testrun.Options{
			Origin: silent.URL, UserPoolID: testrun.UserPoolID, ClientID: testrun.ClientID, Endpoint: cognito.Endpoint,
			Username: "alice", Password: provision.Password, Patience: 2 * time.Second,
		}
		test.change(&options)
		if _, err := testrun.SignIn(tab, options); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
	// A tab that shows a dialog cannot be told anything.
	page.Open(silent.URL + "/page")
	opened := chromedp.Events(tab, cdppage.JavascriptDialogOpening)
	browser.Eval[any](page, "void setTimeout(() => alert('held up'), 0)")
	for _, err := range opened {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	_, err := testrun.SignIn(tab, testrun.Options{
		Origin: silent.URL, UserPoolID: testrun.UserPoolID, ClientID: testrun.ClientID, Endpoint: cognito.Endpoint,
		Username: "alice", Password: provision.Password, Patience: 2 * time.Second,
	})
	if want := "the tab, on its way to " + silent.URL; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if _, err := chromedp.Call(tab, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true}); err != nil {
		t.Error(err)
	}
}
