package guides

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/requests.md", "TestHeadersGuide", "Headers of your own")
	noteExecuted("docs/requests.md", "TestSDKGuide", "Through an AWS SDK")
	noteExecuted("docs/requests.md", "TestCallGuide", "Any other operation")
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

// The program of the guide signs in as an administrator, with credentials that are
// right alone.
func TestSDKGuide(t *testing.T) {
	t.Parallel()
	cognito, err := localcognito.Start(localcognito.Options{
		FirstPoolID: "eu-west-1_AbC123xyz", FirstClientID: "1example23456789",
		Credentials: map[string]string{"local": "local", "AKIAEXAMPLE": "the secret key"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cognito.Close() })
	pool, err := provision.NewPool(t.Context(), provision.Client(cognito.URL()), provision.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.AddUser(t.Context(), provision.User{Name: "alice"}); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	clients, err := filepath.Abs("../peers/node_modules/@aws-sdk")
	if err != nil {
		t.Fatal(err)
	}
	modules := filepath.Join(folder, "node_modules")
	for name, target := range map[string]string{"@aws-sdk": clients, "cognito-wasm": filepath.Join(dist, "npm")} {
		if err := os.MkdirAll(modules, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(modules, name)); err != nil {
			t.Fatal(err)
		}
	}
	b := sectionOf(t, "docs/requests.md", "Through an AWS SDK")[0]
	if err := os.WriteFile(filepath.Join(folder, b.file), []byte(b.text), 0o644); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"the secret key": "signed in as alice\n", "another key": "InvalidSignatureException"} {
		node := exec.CommandContext(t.Context(), "node", b.file, "alice", provision.Password)
		node.Dir = folder
		node.Env = append(os.Environ(), "AWS_ENDPOINT_URL="+cognito.URL(), "AWS_ACCESS_KEY_ID=AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY="+key)
		var complaints strings.Builder // of the SDK's too, about the version of Node
		node.Stderr = &complaints
		output, err := node.Output()
		if right := key == "the secret key"; right && string(output) != want || !right && (err == nil || !strings.Contains(complaints.String(), want)) {
			t.Errorf("with %s: %v\n%s%s", key, err, output, &complaints)
		}
	}
}

// The line of the guide asks for the user.
func TestCallGuide(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	pages := site.New(t, dist)
	b := sectionOf(t, "docs/requests.md", "Any other operation")[0]
	pages.Page("/call.html", `<script src="cognito-wasm.js"></script><script type="module">
		const client = CognitoWasm.createClient({userPoolId: '`+testrun.UserPoolID+`', clientId: '`+testrun.ClientID+`', endpoint: '`+cognito.Endpoint+`'});
		const step = await client.initiate({username: 'alice', password: 'Local-Cognito-1'});
		`+b.text+`
		globalThis.signedIn = user.Username;
	</script>`)
	page := chromium.Page(t)
	page.Open(pages.URL + "/call.html")
	if got := browser.Eval[string](page, `new Promise((resolve) => { const look = () => (globalThis.signedIn ? resolve(signedIn) : setTimeout(look)); look() })`); got != "alice" {
		t.Errorf("got %q, want alice", got)
	}
}
