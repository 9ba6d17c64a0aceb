package e2e

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// tag is a script tag that describes the stage's client, with more attributes.
func (s *stage) tag(src, more string) string {
	return `<script src="` + src + `" data-user-pool-id="` + s.pool.ID + `" data-client-id="` + s.pool.ClientID + `" data-endpoint="` + s.tap.URL + `" ` + more + `></script>`
}

// tagPage opens a page with one script tag, and the harness with its client.
func (s *stage) tagPage(t *testing.T, tag string, headers ...string) *browser.Page {
	t.Helper()
	page := engine.Page(t)
	s.openTag(page, t.Name(), tag, headers...)
	return page
}

// openTag does the same in a page that there is, under a name of its own.
func (s *stage) openTag(page *browser.Page, name, tag string, headers ...string) {
	s.t.Helper()
	path := "/" + strings.NewReplacer(" ", "_", `"`, "", "/", "-").Replace(name)
	s.site.Page(path, tag+"<script src=/harness.js></script>", headers...)
	page.Open(s.site.URL + path)
	browser.Eval[any](page, "void (client = CognitoWasm.client)")
}

// runsInPage tells whether the module does: the page has fetched it then, not a
// worker.
func runsInPage(page *browser.Page) bool {
	return browser.Eval[bool](page, `performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('.wasm'))`)
}

// A page with no code of its own beside what it asks of CognitoWasm.client.
func TestTag(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	attributesOf := []string{
		``, `data-worker="false"`, `data-worker`, `data-worker="/cognito-wasm.worker.js"`, `data-wasm="/cognito-auth.wasm"`,
		`data-storage="local" data-max-attempts="1" data-device-tracking="false" data-region="eu-west-1" data-unknown="x"`,
	}
	t.Run("attributes", func(t *testing.T) {
		t.Parallel()
		page := engine.Page(t)
		for i, attributes := range attributesOf {
			s.openTag(page, fmt.Sprintf("attributes-%d", i), s.tag("/cognito-wasm.js", attributes))
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
			do(page, `client.getUserAuthFactors()`).wantOK(t)
			initiate(page, `{username: 'alice', password: 'wrong'}`).wantError(t, "NotAuthorizedException")
			if want := attributes == `data-worker="false"`; runsInPage(page) != want {
				t.Errorf("with %s it runs in the page: %v, want %v", attributes, !want, want)
			}
		}
	})
	t.Run("a step over a reload", func(t *testing.T) {
		t.Parallel()
		page := s.tagPage(t, s.tag("/cognito-wasm.js", ""))
		initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
		browser.Eval[any](page, `void (step = client.resume(JSON.stringify(step)))`)
		respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
	})
	t.Run("closed", func(t *testing.T) {
		t.Parallel()
		page := s.tagPage(t, s.tag("/cognito-wasm.js", ""))
		browser.Eval[any](page, `void (globalThis.pending = outcome(() => client.initiate({username: 'alice', password: 'Local-Cognito-1'})), client.close(), client.close())`)
		finish(page, "pending").wantError(t, "Closed")
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantError(t, "Closed")
	})
	t.Run("after scripts that extend prototypes", func(t *testing.T) {
		t.Parallel()
		page := s.tagPage(t, "<script>"+pollution+"</script>"+s.tag("/cognito-wasm.js", ""))
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
	})
	t.Run("no client", func(t *testing.T) {
		t.Parallel()
		const ids = `<script>for (const name of ['userPoolId', 'clientId']) Object.defineProperty(Object.prototype, name, {value: 'polluted', writable: true})</script>`
		page := s.tagPage(t, ids+scripts["classic"])
		if !browser.Eval[bool](page, `CognitoWasm.client === undefined`) {
			t.Error("a tag without attributes makes a client")
		}
	})
}

// What is wrong with a tag is said by the first call, and what was wrong with the
// network is forgotten by the next.
func TestTagFails(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	for name, test := range map[string]struct{ tag, want string }{
		"no app client": {`<script src=/cognito-wasm.js data-user-pool-id=eu-west-1_AbC123xyz></script>`, "clientId: expected"},
		"no user pool":  {`<script src=/cognito-wasm.js data-client-id=1example23456789></script>`, "userPoolId: expected"},
		"a bad pool":    {`<script src=/cognito-wasm.js data-user-pool-id=nonsense data-client-id=1example23456789></script>`, "userPoolId: expected"},
		"bad flag":      {s.tag("/cognito-wasm.js", `data-use-fips-endpoint="yes"`), "useFipsEndpoint: expected true or false"},
		"bad number":    {s.tag("/cognito-wasm.js", `data-max-attempts="many"`), "maxAttempts: expected a whole number"},
		"bad storage":   {s.tag("/cognito-wasm.js", `data-storage="disk"`), "storage: expected"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := "/" + strings.ReplaceAll(name, " ", "-")
			s.site.Page(path, test.tag+"<script src=/harness.js></script>")
			page := engine.Page(t)
			page.Open(s.site.URL + path)
			got := do(page, `CognitoWasm.client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
			got.Thrown = false // createClient's own way, as soon as the client is asked for
			got.want(t, name, "InvalidArgument", test.want)
		})
	}
	t.Run("the module comes late", func(t *testing.T) {
		t.Parallel()
		page := s.tagPage(t, s.tag("/cognito-wasm.js", `data-wasm="/late.wasm"`))
		page.Expect("404")
		do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`).wantError(t, "LoadError")
		files := site.Files(dist)
		s.site.Handle("/late.wasm", func(w http.ResponseWriter, r *http.Request) {
			r.URL.Path = "/" + build.ModuleFile
			files.ServeHTTP(w, r)
		})
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
	})
}

// From another origin, with SRI, the script runs in the page and says so once.
func TestTagFromAnotherOrigin(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	cdn := site.New(t, dist, "access-control-allow-origin", "*")
	hash, err := build.Integrity(filepath.Join(dist, build.ClassicFile))
	if err != nil {
		t.Fatal(err)
	}
	sri := `crossorigin="anonymous" integrity="` + hash + `"`
	const why = "cognito-wasm: runs in the page, not in a worker"
	for _, test := range []struct {
		name, attributes, policy string
		inPage                   bool
	}{
		{name: "plain", attributes: sri, inPage: true},
		{name: "with a policy", attributes: sri, policy: "default-src 'none'; script-src 'self' " + cdn.URL + " 'wasm-unsafe-eval'; connect-src " + cdn.URL + " " + s.tap.URL, inPage: true},
		{name: "with a worker of the page's", attributes: sri + ` data-worker="/cognito-wasm.worker.js"`},
		{name: "without SRI", inPage: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var headers []string
			if test.policy != "" {
				headers = []string{"content-security-policy", test.policy}
			}
			page := s.tagPage(t, s.tag(cdn.URL+"/cognito-wasm.js", test.attributes), headers...)
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			s.create(page, "").wantOK(t)
			said := 0
			for _, message := range page.Console() {
				if strings.Contains(message, why) {
					said++
				}
			}
			if want := 1; engine.Engine.HasConsole() && said != want {
				t.Errorf("the console says %d times that it runs in the page, want once (by the client without an option, at least)", said)
			}
			if inPage := runsInPage(page); inPage != test.inPage {
				t.Errorf("runs in the page: %v, want %v", inPage, test.inPage)
			}
		})
	}
	t.Run("changed", func(t *testing.T) {
		t.Parallel()
		page := engine.Page(t)
		page.Expect(`integrity|digest`)
		s.site.Page("/changed", s.tag(cdn.URL+"/cognito-wasm.js", `crossorigin integrity="sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="`))
		page.Open(s.site.URL + "/changed")
		if browser.Eval[bool](page, `'CognitoWasm' in window`) {
			t.Error("the browser ran a script with another hash")
		}
	})
	t.Run("explicitly in a worker", func(t *testing.T) {
		t.Parallel()
		page := s.tagPage(t, s.tag(cdn.URL+"/cognito-wasm.js", sri))
		page.Expect(foreignWorker)
		s.create(page, "worker: true").want(t, "worker: true", "LoadError", "from the page's own origin")
	})
}

// A nonce of the script's lets it check its worker under a policy of nonces.
func TestTagWithNonce(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	path := "/nonce"
	s.site.Page(path, s.tag("/cognito-wasm.js", "nonce=r4nd0m")+"<script src=/harness.js nonce=r4nd0m></script>",
		"content-security-policy", "default-src 'none'; script-src 'nonce-r4nd0m'; worker-src 'self'")
	page := engine.Page(t)
	page.Open(s.site.URL + path)
	browser.Eval[any](page, "void (client = CognitoWasm.client)")
	initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
}
