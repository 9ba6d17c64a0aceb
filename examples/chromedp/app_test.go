// A test of a page that somebody is signed in to.
package example

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func TestGreeting(t *testing.T) {
	cognito := testrun.Start(t, "localhost:9229", provision.User{Name: "alice"})
	app := httptest.NewServer(http.FileServer(http.Dir("app")))
	defer app.Close()
	browser, cancel := chromedp.NewContext(t.Context())
	defer cancel()
	if err := cognito.SignIn(browser, app.URL, "alice"); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(browser, chromedp.Navigate(app.URL), chromedp.WaitVisible("//h1[. = 'Hello alice']")); err != nil {
		t.Error(err)
	}
}
