package guides

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

const cspGuide = "docs/csp.md"

// served is what the blocks of one section say of a page and of the files that
// it loads.
type served struct {
	headers map[string]http.Header // of page, worker and cdn
	html    string
}

// policed is a section of the guide: how its page signs in.
type policed struct {
	section string
	options string // of createClient, beside the pool
	html    string // where the section has none
	// signIn is an expression with a client `client` that gives a step.
	signIn string
	// prepare is done to the page before it is opened.
	prepare func(*testing.T, *browser.Page)
	// inForce is an expression that is true under the headers of the section.
	inForce string
	// breaks are changes, by name, after which no page may sign in, beside that
	// any source of a policy is missing.
	breaks map[string]func(*served)
}

var policies = []policed{
	{section: "With the worker"},
	{section: "The worker's own response"},
	{section: "Trusted Types"},
	{section: "Without a worker", options: "worker: false"},
	{section: "A script from another origin", html: `<script crossorigin src="` + exampleCDN + `/cognito-wasm.js"></script>`, breaks: map[string]func(*served){
		"no CORS at the CDN": func(s *served) { s.headers["cdn"].Del("Access-Control-Allow-Origin") },
	}},
	{section: "Nonces"},
	{section: "Strict policies", html: `<script nonce="cGFnZSBudW1iZXIgMQ" src="/cognito-wasm.js"></script>`},
	{section: "Subresource Integrity", breaks: map[string]func(*served){
		"no hash":      func(s *served) { s.html = strings.Replace(s.html, "integrity=", "data-without=", 1) },
		"another hash": func(s *served) { s.html = strings.Replace(s.html, "sha256-", "sha256-AAAA", 1) },
	}},
	{section: "Cross-origin isolation", inForce: "crossOriginIsolated", breaks: map[string]func(*served){
		"worker without COEP": func(s *served) { s.headers["worker"].Del("Cross-Origin-Embedder-Policy") },
	}},
	{
		section: "Passkeys", prepare: func(_ *testing.T, page *browser.Page) { page.AddAuthenticator() },
		signIn: `(await client.initiate({username: 'alice', password: 'Local-Cognito-1'}), await client.registerPasskey(),
			await client.respond(await client.initiate({flow: 'USER_AUTH', username: 'alice', preferredChallenge: 'WEB_AUTHN'}), {}))`,
		inForce: "!document.featurePolicy.allowsFeature('camera')",
		breaks: map[string]func(*served){
			"no get":    func(s *served) { s.disallow("publickey-credentials-get") },
			"no create": func(s *served) { s.disallow("publickey-credentials-create") },
		},
	},
	{section: "All together"},
}

func init() {
	for _, p := range policies {
		noteExecuted(cspGuide, "TestPolicies", p.section)
	}
}

// A page with the headers of each section signs in, without a word on the
// console. Without any one of the sources in a policy it does not: nothing there
// is too much.
func TestPolicies(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	for _, p := range policies {
		t.Run(p.section, func(t *testing.T) {
			t.Parallel()
			whole := p.read(t)
			if got := p.visit(t, p.page(t), cognito, whole); got.Code != "" {
				t.Fatalf("got %s: %s, want tokens", got.Code, got.Message)
			} else {
				wantToken(t, cognito, got.AccessToken, "alice")
			}
			breaks := whole.withoutSources()
			maps.Copy(breaks, p.breaks)
			page := p.page(t) // whose console may show anything
			page.Expect(".*")
			for name, damage := range breaks {
				if p.prepare != nil { // each visit needs a page that is prepared
					page = p.page(t)
					page.Expect(".*")
				}
				damaged := p.read(t)
				damage(&damaged)
				if got := p.visit(t, page, cognito, damaged); got.Code == "" {
					t.Errorf("%s: it is not needed: the page has signed in", name)
				}
			}
		})
	}
}

// read gives what the blocks of the section say.
func (p policed) read(t *testing.T) served {
	t.Helper()
	s := served{headers: map[string]http.Header{"page": {}, "worker": {}, "cdn": {}}, html: p.html}
	for _, b := range sectionOf(t, cspGuide, p.section) {
		switch {
		case b.language == "html":
			s.html = b.text
		case b.language == "http" && s.headers[b.file] != nil:
			for line := range strings.Lines(b.text) {
				name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
				if !found {
					t.Fatalf("%s: %q is no header", b, line)
				}
				s.headers[b.file].Set(name, value)
			}
		default:
			t.Fatalf("%s: expected html, or the http of page, worker or cdn", b)
		}
	}
	if s.html == "" {
		s.html = "<script src=/cognito-wasm.js></script>"
	}
	return s
}

const csp = "Content-Security-Policy"

// sourced are the directives of which every source has to be needed. The others
// forbid what the library does not do.
var sourced = []string{"script-src", "connect-src", "worker-src", "trusted-types"}

// withoutSources gives for each source of each policy the change that leaves it out.
func (s served) withoutSources() map[string]func(*served) {
	changes := map[string]func(*served){}
	for of, headers := range s.headers {
		directives := strings.Split(headers.Get(csp), "; ")
		for i, directive := range directives {
			words := strings.Fields(directive)
			if len(words) == 0 || !slices.Contains(sourced, words[0]) {
				continue
			}
			for j := 1; j < len(words); j++ {
				left := slices.Clone(directives)
				left[i] = strings.Join(slices.Delete(slices.Clone(words), j, j+1), " ")
				policy := strings.Join(left, "; ")
				changes[of+" without "+words[0]+" "+words[j]] = func(s *served) { s.headers[of].Set(csp, policy) }
			}
		}
	}
	return changes
}

// disallow takes a feature away from the page.
func (s *served) disallow(feature string) {
	const name = "Permissions-Policy"
	s.headers["page"].Set(name, strings.Replace(s.headers["page"].Get(name), feature+"=(self)", feature+"=()", 1))
}

// result is how a sign-in in a page ended.
type result struct{ AccessToken, Code, Message string }

// page opens a page, prepared for the section.
func (p policed) page(t *testing.T) *browser.Page {
	t.Helper()
	page := chromium.Page(t)
	if p.prepare != nil {
		p.prepare(t, page)
	}
	return page
}

// visit serves the page, each time at a new origin, and signs in there.
func (p policed) visit(t *testing.T, page *browser.Page, cognito *testrun.Cognito, s served) result {
	t.Helper()
	own, cdn := site.New(t, dist), site.New(t, dist)
	hash, err := build.Integrity(dist + "/" + build.ClassicFile)
	if err != nil {
		t.Fatal(err)
	}
	ours := strings.NewReplacer(exampleRegion, cognito.Endpoint, exampleCDN, cdn.URL, "sha256-…", hash)
	send := func(headers http.Header, handler http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for name := range headers {
				w.Header().Set(name, ours.Replace(headers.Get(name)))
			}
			handler.ServeHTTP(w, r)
		}
	}
	own.Handle("/page", send(s.headers["page"], http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "text/html; charset=utf-8")
		w.Write([]byte("<!doctype html><title>page</title>" + ours.Replace(s.html)))
	})))
	own.Handle("/"+build.WorkerFile, send(s.headers["worker"], site.Files(dist)))
	for _, file := range []string{build.ClassicFile, build.WorkerFile, build.ModuleFile} {
		cdn.Handle("/"+file, send(s.headers["cdn"], site.Files(dist)))
	}
	page.Open(own.URL + "/page")
	if p.inForce != "" && !browser.Eval[bool](page, p.inForce) {
		t.Errorf("the headers have no effect: %s is false", p.inForce)
	}
	signIn := p.signIn
	if signIn == "" {
		signIn = "await client.initiate({username: 'alice', password: 'Local-Cognito-1'})"
	}
	return browser.Eval[result](page, `(async () => {
		const client = await CognitoWasm.createClient({
			userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: `+quote(cognito.Endpoint)+`, maxAttempts: 1, `+p.options+`
		});
		const step = `+signIn+`;
		return {AccessToken: step.tokens.accessToken};
	})().catch((error) => ({Code: String(error.code ?? error.name), Message: String(error.message)}))`)
}

// A script from elsewhere says once on the console why it has no worker.
func TestPolicyOfCDNIsSaid(t *testing.T) {
	t.Parallel()
	own, cdn := site.New(t, dist), site.New(t, dist)
	own.Page("/page", "<script src="+cdn.URL+"/cognito-wasm.js></script>")
	for _, file := range []string{build.WorkerFile, build.ModuleFile} {
		cdn.Handle("/"+file, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("access-control-allow-origin", "*")
			site.Files(dist).ServeHTTP(w, r)
		})
	}
	page := chromium.Page(t)
	page.Open(own.URL + "/page")
	browser.Eval[any](page, `Promise.all([1, 2].map(() => CognitoWasm.createClient({userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789'}).ready())).then(() => 0)`)
	if got := page.Console(); len(got) != 1 || !strings.Contains(got[0], "runs in the page, not in a worker") {
		t.Errorf("the console says %q, want one line of why", got)
	}
}
