package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// otherDomains is what only a flag of Chromium's gives.
const otherDomains = "domains that lead to this machine"

// domains starts a Chromium for which every name below .test is this machine, and
// every certificate good.
func domains(t *testing.T) *browser.Browser {
	t.Helper()
	if engine.Engine != browser.Chromium {
		engine.Skip(t, otherDomains)
	}
	running, err := browser.Start(chromedp.Flag("host-resolver-rules", "MAP *.test 127.0.0.1"), chromedp.Flag("ignore-certificate-errors", true))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(running.Close)
	return running
}

// at gives the address of the stage's pages under another host name, and another
// one of them on https.
func (s *stage) at(t *testing.T, host string) (plain, secure string) {
	t.Helper()
	address, err := url.Parse(s.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(address) }})
	t.Cleanup(proxy.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(proxy.URL, "https://"), ":")
	return "http://" + host + ":" + address.Port(), "https://" + host + ":" + port
}

// A page of another host of the domain, or of another path, sets a cookie that
// reaches this page too. It never becomes this page's session.
func TestCookiesOfOthers(t *testing.T) {
	t.Parallel()
	chromium := domains(t)
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "mallory"})
	const storage = `storage: 'cookie'`
	plain, secure := s.at(t, "app.example.test")
	// The session of another user, as that user has it, in all the ways to set it.
	plant := func(page *browser.Page) {
		t.Helper()
		s.create(page, `storage: 'local'`).wantOK(t)
		initiate(page, `{username: 'mallory', password: 'Local-Cognito-1'}`).wantDone(t, "mallory")
		browser.Eval[any](page, `void (() => {
			const [[key, value]] = Object.entries(localStorage).filter(([key]) => key.endsWith('.session'));
			localStorage.clear();
			const cookie = encodeURIComponent(key) + '=' + encodeURIComponent(value);
			for (const name of ['', '__Host-', '__host-', '=', '=__Host-']) {
				for (const where of ['Domain=example.test; Path=/', 'Domain=example.test; Path=/classic', 'Path=/classic']) document.cookie = name + cookie + '; Secure; ' + where;
				for (const where of ['Domain=example.test; Path=/', 'Path=/classic']) document.cookie = name + cookie + '; ' + where;
			}
		})()`)
	}
	for _, test := range []struct {
		name, url, sibling, code, message string
	}{
		{"https", secure, strings.Replace(secure, "app.", "elsewhere.", 1), "", ""},
		{"http", plain, strings.Replace(plain, "app.", "elsewhere.", 1), "StorageError", "the storage failed"},
	} {
		page := chromium.Page(t)
		page.Open(test.sibling + "/classic")
		plant(page)
		page.Open(test.url + "/classic")
		plant(page)
		if test.code == "" && !strings.Contains(browser.Eval[string](page, `document.cookie`), ".session=") {
			t.Errorf("%s: no cookie of the others has come", test.name)
		}
		s.create(page, storage).wantOK(t)
		if test.code == "" {
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, test.name, "InvalidArgument", "refreshToken: expected the refresh token of an earlier sign-in")
		}
		done := signIn(page).wantDone(t, "alice")
		if done.StorageError != test.code {
			t.Errorf("%s: got the storage error %q, want %q", test.name, done.StorageError, test.code)
		}
		page.Open(test.url + "/classic")
		s.create(page, storage).wantOK(t)
		if got := initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`); test.code == "" {
			got.wantDone(t, "alice")
		} else {
			got.want(t, test.name, test.code, test.message)
		}
	}
	t.Run("and what a test run has put there", func(t *testing.T) {
		page := chromium.Page(t)
		_, err := testrun.SignIn(page.Chromedp(chromedpItself), testrun.Options{
			Origin: secure, UserPoolID: s.pool.ID, ClientID: s.pool.ClientID, Endpoint: s.tap.URL,
			Username: "alice", Password: provision.Password, Storage: testrun.Cookie,
		})
		if err != nil {
			t.Fatal(err)
		}
		page.Open(secure + "/classic")
		s.create(page, storage).wantOK(t)
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
	})
}

// A page without TLS has no crypto.subtle, and its files are checked all the
// same.
func TestIntegrityWithoutTLS(t *testing.T) {
	t.Parallel()
	chromium := domains(t)
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	for _, name := range []string{build.ModuleFile, build.WorkerFile} {
		s.site.File("/changed/"+name, http.StatusOK, contentTypes[name], changedFile(t, name))
	}
	hash, err := build.Integrity(filepath.Join(dist, build.ModuleFile))
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := s.at(t, "app.example.test")
	page := chromium.Page(t)
	page.Expect("integrity|digest|404")
	page.Open(plain + "/classic")
	if browser.Eval[bool](page, `isSecureContext`) {
		t.Fatal("the page counts as secure")
	}
	module := `integrity: {wasm: ` + quote(hash) + `}`
	for _, worker := range []string{"worker: true", "worker: false"} {
		for name, test := range map[string]struct{ options, code, want string }{
			"right":          {options: worker},
			"a given hash":   {options: worker + `, wasm: '/cognito-auth.wasm', ` + module},
			"changed module": {worker + `, wasm: '/changed/cognito-auth.wasm', ` + module, "IntegrityError", "wasm: "},
			"missing module": {worker + `, wasm: '/no-such-file.wasm', ` + module, "LoadError", "HTTP status 404"},
			"bytes":          {worker + `, wasm: await (await fetch('/cognito-auth.wasm')).arrayBuffer(), ` + module, "InvalidArgument", "integrity.wasm: expected an address in wasm"},
			"a response":     {worker + `, wasm: await fetch('/changed/cognito-auth.wasm'), ` + module, "InvalidArgument", "integrity.wasm: expected an address in wasm"},
		} {
			got := do(page, "(async () => makeClient({..."+s.options(nil)+", "+test.options+"}))()")
			if test.code != "" {
				got.want(t, worker+", "+name, test.code, test.want)
				continue
			}
			got.wantOK(t)
			signIn(page).wantDone(t, "alice")
		}
	}
}
