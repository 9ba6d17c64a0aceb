package guides

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/site"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

func init() { noteExecuted(hostingGuide, "TestBeforeItIsNeeded", "Before it is needed") }

// Each page of the section has asked for the module, once, before it has a use
// for it; and uses it.
func TestBeforeItIsNeeded(t *testing.T) {
	t.Parallel()
	for _, b := range sectionOf(t, hostingGuide, "Before it is needed") {
		t.Run(b.file, func(t *testing.T) {
			t.Parallel()
			cognito := startCognito(t, usual, provision.User{Name: "alice"})
			host := site.New(t, dist)
			host.Handle(release, http.StripPrefix(release, site.Files(dist)).ServeHTTP)
			asked := make(chan struct{}, 9)
			host.Handle(release+build.ModuleFile, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("cache-control", "no-store")
				http.StripPrefix(release, site.Files(dist)).ServeHTTP(w, r)
				asked <- struct{}{}
			})
			endpoint := "endpoint: " + quote(cognito.URL())
			host.Page("/page", b.text)
			page := chromium.Page(t)
			page.Open(host.URL + "/page")
			if b.file == "with-a-worker.html" {
				if len(asked) != 0 {
					t.Error("the module is asked for before the user does anything")
				}
				page.Do(chromedp.Click(chromedp.CSS("[name=username]")))
			}
			select {
			case <-asked:
			case <-page.Ctx.Done():
				t.Fatal("the module is not asked for")
			}
			options := `{userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', worker: ` + quote(b.file == "with-a-worker.html") + `, ` + endpoint + `}`
			token := browser.Eval[string](page, `CognitoWasm.createClient(`+options+`)
				.then((client) => client.initiate({username: 'alice', password: 'Local-Cognito-1'})).then((step) => step.tokens.accessToken)`)
			cognito.wantToken(t, token, "alice")
			if n := len(asked); n != 0 {
				t.Errorf("the module is asked for %d times more", n)
			}
		})
	}
}
