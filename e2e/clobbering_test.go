package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// identifier finds what can be a name in a script.
var identifier = regexp.MustCompile(`[A-Za-z_$][A-Za-z0-9_$]*`)

// names gives every word of the built scripts: all that they read by name, of the
// page's global object, of its document and of any other object, and more.
func names(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, file := range []string{build.ClassicFile, build.ESMFile, build.WorkerFile} {
		content, err := os.ReadFile(filepath.Join(dist, file))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, identifier.FindAllString(string(content), -1)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// named are the ways in which HTML gives elements names; NAME is the name, and
// DATA the attributes of a script tag.
var named = map[string]string{
	"images":     `<img name="NAME" id="NAME" src="/cognito-wasm.js" DATA>`,
	"pairs":      `<a id="NAME" name="NAME" href="ELSEWHERE"></a><a id="NAME" name="NAME" href="ELSEWHERE"></a>`,
	"forms":      `<form id="NAME" name="NAME" action="ELSEWHERE"><input name="getData"><input name="createPolicy"><input name="src" value="ELSEWHERE"><input name="dataset"></form>`,
	"embeds":     `<embed name="NAME" id="NAME" DATA>`,
	"frames":     `<iframe name="NAME" srcdoc="<form id=getData></form><form id=createPolicy></form>"></iframe>`,
	"HTML alone": `<img name="currentScript" src="ELSEWHERE/cognito-wasm.js" data-storage="local" data-wasm="ELSEWHERE/a.wasm" DATA>`,
}

// optional finds the globals that the sources read only where the page has them.
var optional = regexp.MustCompile(`\bglobal\('(\w+)'\)`)

// optionalNames gives those. All others are in every window, where no element
// hides them.
func optionalNames(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, source := range scriptSources(t) {
		content, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range optional.FindAllSubmatch(content, -1) {
			found = append(found, string(match[1]))
		}
	}
	return found
}

// scriptSources gives the sources of the scripts.
func scriptSources(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"../web/src/*.ts", "../web/src/*/*.ts"} {
		sources, err := filepath.Glob(pattern)
		if err != nil || len(sources) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(sources), err)
		}
		found = append(found, sources...)
	}
	return found
}

// Elements that somebody else's HTML brings into a page decide nothing, whatever
// they are called: where a password goes, what code is run, what is kept where.
func TestNamedElements(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	elsewhere := wiretap.Listen(t, s.cognito)
	all := names(t)
	for _, name := range []string{"currentScript", "createElement", "head", "cookie", "baseURI", "trustedTypes", "AmazonCognitoAdvancedSecurityData"} {
		if !slices.Contains(all, name) {
			t.Errorf("the built scripts do not say %s, which they read", name)
		}
	}
	for kind, element := range named {
		var html strings.Builder
		wanted := all
		if kind == "frames" {
			wanted = optionalNames(t) // each is a page
		}
		for _, name := range wanted {
			html.WriteString(strings.NewReplacer("NAME", name, "ELSEWHERE", elsewhere.URL, "DATA",
				`data-user-pool-id="`+s.pool.ID+`" data-client-id="`+s.pool.ClientID+`" data-endpoint="`+elsewhere.URL+`"`).Replace(element))
			if !strings.Contains(element, "NAME") {
				break
			}
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			page := engine.Page(t)
			for _, attributes := range []string{``, `data-worker="false" data-storage="cookie"`} {
				s.openTag(page, t.Name()+attributes, html.String()+s.tag("/cognito-wasm.js", attributes))
				initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
				if got := browser.Eval[int](page, `localStorage.length`); got != 0 {
					t.Errorf("localStorage has %d entries, want none", got)
				}
			}
			// A tag that describes no client.
			s.openTag(page, t.Name()+" alone", html.String()+scripts["classic"])
			if !browser.Eval[bool](page, `CognitoWasm.client === undefined`) {
				t.Error("an element that is no script describes a client")
			}
			// The ES module, with a session in the cookie that a page before has stored.
			s.openTag(page, t.Name()+" and module", html.String()+scripts["module"])
			s.create(page, `storage: 'cookie', wasm: 'cognito-auth.wasm'`).wantOK(t)
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
		})
	}
	t.Cleanup(func() { // after the parallel ones
		if calls := elsewhere.Calls(""); len(calls) != 0 {
			t.Errorf("%d calls went where the page's HTML said", len(calls))
		}
	})
}

// An element <base> says where relative addresses lead, as everywhere, unless it
// leads to another origin.
func TestBase(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	elsewhere := site.New(t, dist, "access-control-allow-origin", "*")
	const relative = `wasm: 'cognito-auth.wasm', worker: 'cognito-wasm.worker.js'`
	for name, test := range map[string]struct{ base, code, want string }{
		"of another origin": {base: elsewhere.URL + "/"},
		"no address":        {base: "https://["},
		"a data: address":   {base: "data:text/html,"},
		"of the page's own": {base: "/sub/", code: "LoadError", want: s.site.URL + "/sub/cognito-wasm.worker.js"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := s.tagPage(t, scripts["classic"])
			page.Expect("may not be used as base URLs")
			browser.Eval[any](page, `void document.body.append(Object.assign(document.createElement('base'), {href: '`+test.base+`'}))`)
			if test.code != "" {
				page.Expect("404|MIME type")
				s.create(page, relative).want(t, name, test.code, test.want)
				return
			}
			s.create(page, relative).wantOK(t)
			if browser.Eval[bool](page, `performance.getEntriesByType('resource').some((entry) => entry.name.startsWith('`+elsewhere.URL+`'))`) {
				t.Error("the page asked the other origin for a file")
			}
		})
	}
}
