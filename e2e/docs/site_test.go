// Package docs builds the documents' static site and reads it in a browser.
package docs

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

const root = "../.."

// axeScript is axe-core, which the demo's tests have.
const axeScript = root + "/e2e/demo/node_modules/axe-core/axe.min.js"

// repository is where links lead to files that are not in the site.
const repository = "https://github.com/cognito-wasm/cognito-wasm/blob/main/"

var (
	chromium *browser.Browser
	folder   string // of the site
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	for _, directory := range []string{"docs/site", "e2e/demo"} {
		if err := build.Installed(context.Background(), directory); err != nil {
			return 1, err
		}
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-docs-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(temporary)
	folder = filepath.Join(temporary, "site")
	started := time.Now()
	command := exec.Command("npx", "--no-install", "vitepress", "build", "--outDir", folder)
	command.Dir = filepath.Join(root, "docs/site")
	if output, err := command.CombinedOutput(); err != nil {
		return 1, fmt.Errorf("building the site: %w\n%s", err, output)
	}
	fmt.Printf("docs: built in %.1f s; starting Chromium …\n", time.Since(started).Seconds())
	if chromium, err = browser.Start(); err != nil {
		return 1, err
	}
	defer chromium.Close()
	return m.Run(), nil
}

// serve publishes the site below a path, and gives its address.
func serve(t *testing.T, path string) string {
	t.Helper()
	public := t.TempDir()
	parent := filepath.Join(public, filepath.Dir(path))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, filepath.Join(public, path)); err != nil {
		t.Fatal(err)
	}
	return site.New(t, public).URL + path + "/"
}

// Every link within the site leads to a page and, where it names one, to an anchor
// of it; every other link to the project is one to a file that is there.
func TestLinks(t *testing.T) {
	url := serve(t, "/docs")
	page := chromium.Page(t)
	page.Open(url)
	names, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(names) < 40 {
		t.Fatalf("%d pages, %v", len(names), err)
	}
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	type result struct {
		Links   int
		Broken  []string
		Outside map[string]string // by address, a page with it
	}
	got := browser.Eval[result](page, `(async (names) => {
		const parse = async (name) => [name, new DOMParser().parseFromString(await (await fetch(name)).text(), 'text/html')];
		const pages = new Map(await Promise.all(names.map(parse)));
		const result = { Links: 0, Broken: [], Outside: {} };
		for (const [name, html] of pages) {
			for (const link of html.querySelectorAll('a[href]')) {
				const to = new URL(link.getAttribute('href'), location.origin + '/docs/' + name);
				result.Links++;
				if (to.origin !== location.origin) {
					result.Outside[to.href] = name;
					continue;
				}
				const target = pages.get(to.pathname.replace('/docs/', '') || 'index.html');
				const anchor = decodeURIComponent(to.hash.slice(1));
				if (!target || (anchor && !target.getElementById(anchor))) result.Broken.push(name + ' links to ' + to.pathname + to.hash);
			}
		}
		return result;
	})(`+list(names)+`)`)
	for _, broken := range got.Broken {
		t.Error(broken)
	}
	if got.Links < 2000 {
		t.Errorf("only %d links: does the test still read them?", got.Links)
	}
	for address, from := range got.Outside {
		file, ours := strings.CutPrefix(address, repository)
		file, _, _ = strings.Cut(file, "#")
		if _, err := os.Stat(filepath.Join(root, file)); ours && err != nil {
			t.Errorf("%s links to %s, which is not in the project", from, file)
		}
	}
}

// Wherever the site is published, the search finds a page, a link leads on, and
// nothing is asked of another server.
func TestReader(t *testing.T) {
	for _, path := range []string{"/docs", "/any/other/path"} {
		t.Run(path, func(t *testing.T) {
			url := serve(t, path)
			page := chromium.LastingPage(t, 3*time.Minute)
			appear(t, page, "light", 1440)
			page.Open(url)
			read := func(heading, file string) {
				t.Helper()
				page.Do(chromedp.WaitVisible("//main//h1[starts-with(., '" + heading + "')]"))
				if got := browser.Eval[string](page, "location.href"); !strings.HasPrefix(got, url+file) {
					t.Errorf("%q is at %s, want %s", heading, got, url+file)
				}
			}
			page.Do(
				chromedp.Click(".VPSidebar a[href$='errors.html']"),
			)
			read("Errors", "errors.html")
			page.Do(
				chromedp.Click(".DocSearch-Button"),
				chromedp.WaitVisible(".search-input"),
				chromedp.SendKeys(".search-input", "RetryGracePeriodSeconds"),
				chromedp.WaitVisible("//*[@class='results']//a[contains(., 'Refresh token rotation')]"),
				chromedp.Click("//*[@class='results']//a[contains(., 'Refresh token rotation')]"),
			)
			read("Staying signed in", "session.html#refresh-token-rotation")
			for _, asked := range browser.Eval[[]string](page, `performance.getEntriesByType('resource').map(({ name }) => name)`) {
				if !strings.HasPrefix(asked, url) && !strings.HasPrefix(asked, "data:") {
					t.Errorf("the site asks for %s", asked)
				}
			}
		})
	}
}

// A page of each kind, and the search over it.
var kinds = map[string]string{
	"index.html": "the overview", "session.html": "a guide", "errors.html": "tables", "api.html": "the reference",
	"from-amplify.html": "before and after", "architecture.html": "a picture", "decisions-2026-11-22-sha256.html": "a decision",
}

// axe-core has nothing to say about any kind of page, in light and dark, and on
// a phone.
func TestAccessibility(t *testing.T) {
	axe, err := os.ReadFile(axeScript)
	if err != nil {
		t.Fatal(err)
	}
	url := serve(t, "/docs")
	for file, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			page := chromium.LastingPage(t, 3*time.Minute)
			page.Open(url + file)
			page.Do(chromedp.WaitVisible("main h1"))
			browser.Eval[any](page, string(axe)+"; void 0")
			for _, scheme := range []string{"light", "dark"} {
				appear(t, page, scheme, 1440)
				check(t, page, scheme)
			}
			appear(t, page, "light", 360)
			check(t, page, "on a phone")
		})
	}
	t.Run("the search", func(t *testing.T) {
		t.Parallel()
		page := chromium.LastingPage(t, 3*time.Minute)
		page.Open(url)
		browser.Eval[any](page, string(axe)+"; void 0")
		page.Do(chromedp.Click(".DocSearch-Button"), chromedp.WaitVisible(".search-input"), chromedp.SendKeys(".search-input", "passkey"), chromedp.WaitVisible(".results a"))
		for _, scheme := range []string{"light", "dark"} {
			appear(t, page, scheme, 1440)
			check(t, page, scheme)
		}
	})
}

// appear waits until the page has the colours, too: they fade.
func appear(t *testing.T, page *browser.Page, scheme string, width int64) {
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if _, err := chromedp.Call(page.Ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	size := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1}
	if _, err := chromedp.Call(page.Ctx, emulation.SetDeviceMetricsOverride, size); err != nil {
		t.Fatal(err)
	}
	browser.Eval[any](page, `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
		.then(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished))).then(() => null)`)
}

func check(t *testing.T, page *browser.Page, where string) {
	t.Helper()
	only, rules := "", 20
	if where == "dark" { // nothing else differs
		only, rules = ", runOnly: ['color-contrast']", 1
	}
	got := browser.Eval[struct {
		Passes     int
		Violations []string
	}](page, `axe.run({ resultTypes: ['violations']`+only+` }).then(({ passes, violations }) => ({ Passes: passes.length, Violations: violations.map(({ id, help, nodes }) =>
		[nodes.length + ' times', id, help, nodes[0].target, nodes[0].failureSummary].join(', ')) }))`)
	if got.Passes < rules { // a page that shows nothing violates nothing
		t.Errorf("%s: only %d rules applied", where, got.Passes)
	}
	for _, violation := range got.Violations {
		t.Errorf("%s: %s", where, violation)
	}
	if browser.Eval[bool](page, `document.documentElement.scrollWidth > innerWidth`) {
		t.Errorf("%s: the page scrolls sideways", where)
	}
}

// list is a literal of JavaScript.
func list(names []string) string { return "['" + strings.Join(names, "','") + "']" }
