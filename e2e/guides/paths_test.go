package guides

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
)

func init() {
	noteExecuted(sessionGuide, "TestPaths", "Next.js")
	for _, w := range shortest {
		for _, page := range w.sections {
			noteExecuted(page[0], "TestPaths", page[1])
		}
	}
	noteExecuted("docs/bundlers.md", "TestPaths", "Vite, for production", "webpack 5", "esbuild", "Node", "Next.js, for production")
	noteExecuted("docs/testing.md", "TestPaths", "As a command", "Faults and the clock", "With Playwright", "With Jest")
}

// most is the number of steps within which a page of docs/start leads to tokens.
const most = 5

// A way through a document, from an empty folder to tokens.
type way struct {
	name     string
	sections [][2]string // document and heading
	arrived  func(r *reader)
	further  [2]string   // where it goes on from there, to tokens again
	with     [][2]string // files that are there by then, too
	finally  func(r *reader)
}

// start is the folder of the pages that lead from nothing to tokens.
const start = "docs/start/"

var localCognito = [2]string{"docs/testing.md", "As a command"}

// shortest are the ways of docs/start, others those of the guides.
var (
	shortest = []way{
		{name: "script tag", sections: [][2]string{{start + "script-tag.md", "Script tag"}}, arrived: signsIn},
		{name: "Vite", sections: [][2]string{{start + "vite.md", "Vite"}}, arrived: signsIn, further: [2]string{"docs/bundlers.md", "Vite, for production"}},
		{name: "Next.js", sections: [][2]string{{start + "nextjs.md", "Next.js"}}, arrived: isRenderedAndSignsIn, further: [2]string{"docs/bundlers.md", "Next.js, for production"},
			with: [][2]string{{sessionGuide, "Next.js"}, {elementGuide, "React"}, {elementGuide, "Next.js"}}, finally: hasAccountAndElement},
		{name: "Go", sections: [][2]string{{start + "go.md", "Go"}}, arrived: printed("alice has a Bearer token")},
		{name: "chromedp", sections: [][2]string{{start + "chromedp.md", "A test run with chromedp"}}, arrived: printed("ok")},
	}
	others = []way{
		{name: "webpack", sections: [][2]string{localCognito, {"docs/bundlers.md", "webpack 5"}}, arrived: signsIn},
		{name: "esbuild", sections: [][2]string{localCognito, {"docs/bundlers.md", "esbuild"}}, arrived: signsIn},
		{name: "Node", sections: [][2]string{localCognito, {"docs/bundlers.md", "Node"}}, arrived: printed("Signed in as alice")},
		{name: "Jest", sections: [][2]string{localCognito, {"docs/testing.md", "With Jest"}}, arrived: runsInJest},
		{name: "the local Cognito", sections: [][2]string{{"docs/testing.md", "As a command"}}, arrived: hasOutbox},
		{name: "faults and the clock", sections: [][2]string{{"docs/testing.md", "As a command"}, {"docs/testing.md", "Faults and the clock"}}, arrived: hasFaultAndMovedClock},
	}
)

func TestPaths(t *testing.T) {
	for _, w := range shortest {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			w.take(t, most)
		})
	}
	for _, w := range others {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			w.take(t, 2*most)
		})
	}
}

// An example that is short is read: 15 lines, beside what gofmt and imports need.
func TestExamplesAreShort(t *testing.T) {
	for _, w := range shortest {
		for _, section := range w.sections {
			for _, b := range sectionOf(t, section[0], section[1]) {
				count := 0
				for line := range strings.Lines(imports.ReplaceAllString(b.text, "")) {
					if strings.TrimSpace(line) != "" {
						count++
					}
				}
				if count > 15 {
					t.Errorf("%s has %d lines, want 15 at most", b, count)
				}
			}
		}
	}
}

// imports is the head of a Go file.
var imports = regexp.MustCompile(`(?s)\Apackage .*?\n\)\n`)

func (w way) take(t *testing.T, most int) {
	t.Helper()
	r := newReader(t)
	for _, section := range w.sections {
		r.follow(section[0], section[1])
	}
	if r.steps > most {
		t.Errorf("%d steps, want %d at most", r.steps, most)
	}
	w.arrived(r)
	r.replace = strings.NewReplacer(elementClient, elementClient+` endpoint="http://localhost:9229"`)
	for _, section := range w.with {
		r.files(section[0], section[1])
	}
	if w.further[0] != "" {
		r.follow(w.further[0], w.further[1])
		w.arrived(r)
	}
	if w.finally != nil {
		w.finally(r)
	}
}

// until waits in the page for a condition, by its changes.
const until = `const until = (condition) => new Promise((resolve) => {
	const look = () => { const value = condition(); if (value) { observer.disconnect(); resolve(value); } };
	const observer = new MutationObserver(look);
	observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
	look();
});`

// signsIn fills in the form that every page of ours has, first with a wrong
// password where the page shows errors, and reads the output.
func signsIn(r *reader) {
	r.t.Helper()
	page := chromium.Page(r.t)
	page.Expect(`^(warning|info) .*(React DevTools|HMR)`)
	page.Expect(`404 .*favicon.ico`)
	page.Open(r.address)
	got := browser.Eval[string](page, `(async () => { `+until+`
		await until(() => document.querySelector('form button:not([disabled])'));
		const form = document.forms[0];
		form.username.value = 'alice';
		form.password.value = 'Local-Cognito-1';
		form.querySelector('button').click();
		return until(() => document.querySelector('output').textContent);
	})()`)
	if got != "Signed in as alice" {
		r.t.Errorf("the page says %q, want that alice is signed in", got)
	}
	// What a worker fetches is not among the page's own requests.
	if browser.Eval[bool](page, `performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('.wasm'))`) {
		r.t.Error("the module does not run in a worker")
	}
}

// isRenderedAndSignsIn looks for the form in what the server sends, before any
// script, and then signs in.
func isRenderedAndSignsIn(r *reader) {
	r.t.Helper()
	html := get(r.t, r.address)
	if !strings.Contains(html, `name="password"`) {
		r.t.Errorf("the server has not rendered the form: %.500s", html)
	}
	// Where a form's action is a function, React writes one that sends nothing, and
	// keeps what is submitted until the page is hydrated (react-dom/server).
	if form := formTag.FindString(html); !strings.Contains(form, `action="javascript:throw new Error(`) && !posts.MatchString(form) {
		r.t.Errorf("before it is hydrated, the form would put the password into the address: %s", form)
	}
	signsIn(r)
}

// hasAccountAndElement looks at the page of the session guide, which the server
// renders for nobody, and at that with the element.
func hasAccountAndElement(r *reader) {
	r.t.Helper()
	if html := get(r.t, r.address+"/account"); !strings.Contains(html, "<p>…</p>") {
		r.t.Errorf("the server has rendered a session: %.500s", html)
	}
	greets(r.t, r.address+"/account")
	if html := get(r.t, r.address+"/sign-in"); !strings.Contains(html, "<cognito-sign-in") {
		r.t.Errorf("the server has not rendered the element: %.500s", html)
	}
	signsInByElement(r.t, r.address+"/sign-in", "Sign in")
}

// hasOutbox reads the outbox of a local Cognito that has sent nothing yet.
func hasOutbox(r *reader) {
	r.t.Helper()
	if got := strings.TrimSpace(get(r.t, r.address+"/_local/outbox")); got != "[]" {
		r.t.Errorf("the outbox holds %q", got)
	}
}

// hasFaultAndMovedClock reads what the commands have changed.
func hasFaultAndMovedClock(r *reader) {
	r.t.Helper()
	for path, want := range map[string]string{"faults": `"action":"dropAnswer"`, "clock": `"offset":"1h30m0s"`} {
		if got := get(r.t, r.address+"/_local/"+path); !strings.Contains(got, want) {
			r.t.Errorf("/_local/%s is %s, want %s in it", path, got, want)
		}
	}
}

// get gives what an address answers.
func get(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// printed looks for a text in what the last command printed.
func printed(want string) func(*reader) {
	return func(r *reader) {
		r.t.Helper()
		if !strings.Contains(r.output, want) {
			r.t.Errorf("got %q, want %q", r.output, want)
		}
	}
}

// runsInJest reads that the tests of the guide have passed, and sees what it says
// of a test without the flag.
func runsInJest(r *reader) {
	r.t.Helper()
	printed("2 passed, 2 total")(r)
	r.write("required.test.js", "test('is required', () => { require('cognito-wasm').createClient.name; });\n")
	r.run("npx jest required || true")
	passed := strings.Contains(r.output, "1 passed, 1 total")
	refused := strings.Contains(r.output, "Must use import to load ES Module")
	r.run(`node -p 'const [major, minor] = process.versions.node.split("."); +major > 24 || +major === 24 && +minor >= 9'`)
	if newer := strings.TrimSpace(r.output) == "true"; passed != newer || refused == newer {
		r.t.Errorf("require under Jest: passed %v, refused %v; Node 24.9 or later: %v", passed, refused, newer)
	}
	// jsdom alone can import it, and says what it lacks.
	r.write("late.test.mjs", `/** @jest-environment jsdom */
		import { expect, test } from '@jest/globals';
		import { createClient } from 'cognito-wasm';
		const client = createClient({ userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789' });
		test('is imported', () => expect(client.ready()).rejects.toMatchObject({ code: 'LoadError', message: expect.stringContaining('TextEncoder') }));`)
	r.run("NODE_OPTIONS=--experimental-vm-modules npx jest late")
	printed("1 passed, 1 total")(r)
}

// Playwright signs in to a page that is served at localhost:3000 in the document:
// that of the test run with chromedp.
func TestPlaywright(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	r.follow(localCognito[0], localCognito[1])
	app := filepath.Join(r.folder, "app")
	for _, b := range sectionOf(t, start+"chromedp.md", "A test run with chromedp") {
		if b.file == "app/index.html" {
			if err := os.CopyFS(app, os.DirFS(filepath.Join(dist, "npm"))); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(app, "index.html"), []byte(r.here(b.text)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.replace = strings.NewReplacer("http://localhost:3000", site.New(t, app).URL, "/usr/bin/chromium", filepath.Join(wrapped, "chromium"))
	r.follow("docs/testing.md", "With Playwright")
	printed("Hello alice")(r)
}
