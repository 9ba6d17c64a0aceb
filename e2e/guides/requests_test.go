package guides

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/requests.md", "TestHeadersGuide", "Headers of your own")
}

// waf is AWS's script as far as the guide uses it; the real one comes from the
// customer's own address at AWS.
const waf = `<script>var AwsWafIntegration = {tokens: 0, getToken() { return Promise.resolve('token-' + ++this.tokens) }}</script>`

// The page of the guide sends a fresh token with each request.
func TestHeadersGuide(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	endpoint, err := url.Parse(cognito.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var tokens []string
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(endpoint)
		if r.In.Method == http.MethodPost {
			mu.Lock()
			defer mu.Unlock()
			tokens = append(tokens, r.In.Header.Get("x-aws-waf-token"))
		}
	}})
	t.Cleanup(proxy.Close)
	pages := site.New(t, dist)
	b := sectionOf(t, "docs/requests.md", "Headers of your own")[0]
	pages.Page("/"+b.file, waf+strings.Replace(b.text, "clientId: '1example23456789',", "clientId: '1example23456789', endpoint: '"+proxy.URL+"',", 1))
	page := chromium.Page(t)
	page.Open(pages.URL + "/" + b.file)
	if got := browser.Eval[string](page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}).then((step) => step.username)`); got != "alice" {
		t.Errorf("got %q, want tokens for alice", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if want := []string{"token-1", "token-2"}; !slices.Equal(tokens, want) {
		t.Errorf("sent the tokens %q, want %q", tokens, want)
	}
}
