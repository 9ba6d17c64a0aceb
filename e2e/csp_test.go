package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// strictPolicy is that of a page which allows its own scripts and nothing more.
const strictPolicy = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'"

// A page under a Content-Security-Policy signs in. The worker fetches the module
// and calls Cognito, under the policy of its own file; so the page's policy
// needs neither 'wasm-unsafe-eval' nor any connect-src. Where the program runs
// on the page's thread, it needs both, connect-src with the site (for the
// module) and with Cognito.
func TestContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	// Cognito and the worker's file are on policies of their own; that of the
	// worker allows what the worker does and nothing more.
	workerFile := site.Files(dist)
	s.site.Handle("/strict/cognito-wasm.worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("content-security-policy", "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self' "+s.tap.URL)
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/strict")
		workerFile.ServeHTTP(w, r)
	})
	for _, test := range []struct {
		name, policy, options string
		want                  []string // parts of the LoadError; none for success
		console               string   // what the page's console is to show
	}{
		{name: "strict", policy: strictPolicy},
		{name: "strict, with connect-src", policy: strictPolicy + "; connect-src 'self' " + s.tap.URL},
		{name: "strict worker", policy: strictPolicy, options: "worker: '/strict/cognito-wasm.worker.js'"},
		{name: "named policy", policy: strictPolicy + "; trusted-types cognito-wasm"},
		{
			name: "other policies", policy: strictPolicy + "; trusted-types something-else",
			want: []string{"worker: ", "trusted-types", "cognito-wasm"}, console: `Creating a TrustedTypePolicy named 'cognito-wasm' violates|blocked creating a Trusted Types policy`,
		},
		{
			name: "no worker-src", policy: strictPolicy + "; worker-src 'none'",
			want: []string{"worker: ", "worker-src"}, console: `worker-src 'none'`,
		},
		{
			name: "own thread without wasm", policy: strictPolicy + "; connect-src 'self' " + s.tap.URL, options: "worker: false",
			want: []string{"wasm: ", "Content-Security-Policy lacks 'wasm-unsafe-eval'"}, console: noWasm,
		},
		{
			name: "own thread without connect-src", policy: strictPolicy + "; script-src-elem 'self'", options: "worker: false",
			want: []string{"wasm: ", "no answer from " + s.site.URL + "/cognito-auth.wasm"}, console: `connect-src|Fetch API cannot load|default-src`,
		},
		{
			name:    "own thread",
			policy:  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; connect-src 'self' " + s.tap.URL,
			options: "worker: false",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			page := policedPage(t, s, test.policy)
			if test.want != nil {
				page.Expect(test.console)
				s.create(page, test.options).want(t, test.name, "LoadError", test.want...)
				return
			}
			requestsUnder(page, test.policy, 2)
			// A page may make many clients, though a policy that it names only once.
			for range 2 {
				if got := s.create(page, test.options); !got.OK {
					t.Fatalf("got %s, want a client", got.describe())
				}
				initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			}
		})
	}
}

// Cognito that the page's connect-src leaves out cannot be told from one that
// does not answer, and the message says so.
func TestCognitoNotInConnectSrc(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	page := policedPage(t, s, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'")
	page.Expect(`connect-src|Content Security Policy`)
	s.tap.Forget()
	s.makeClient(page, map[string]any{"worker": false, "maxAttempts": 1})
	initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).want(t, "connect-src", "NetworkError", "connect-src")
	if calls := s.tap.Calls(""); len(calls) != 0 {
		t.Errorf("%d calls arrived", len(calls))
	}
}

// policedPage opens the classic page under a policy.
func policedPage(t *testing.T, s *stage, policy string) *browser.Page {
	t.Helper()
	path := "/" + strings.ReplaceAll(t.Name(), " ", "_")
	s.site.Page(path, scripts["classic"]+"<script src=/harness.js></script>", "content-security-policy", policy)
	page := engine.Page(t)
	page.Open(s.site.URL + path)
	return page
}
