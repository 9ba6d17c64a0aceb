package guides

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
)

// start is the folder of the pages that lead from nothing to tokens.
const start = "docs/start/"

// most is the number of steps within which they do.
const most = 5

// starts are the pages of docs/start. Each is a way, and its first section the
// whole of it.
var starts = []way{
	{name: "script-tag", sections: [][2]string{{start + "script-tag.md", "Script tag"}}, arrived: staysSignedIn},
	{name: "element", sections: [][2]string{{start + "element.md", "The element"}}, most: 3, arrived: keepsElement},
	{name: "vite", sections: [][2]string{{start + "vite.md", "Vite"}}, arrived: staysSignedIn,
		further: [2]string{"docs/bundlers.md", "Vite, for production"}, again: signsIn},
	{name: "react", sections: [][2]string{{start + "react.md", "React"}}, arrived: staysSignedIn},
	{name: "nextjs", sections: [][2]string{{start + "nextjs.md", "Next.js"}}, arrived: isRenderedAndStaysSignedIn,
		further: [2]string{"docs/bundlers.md", "Next.js, for production"}, again: isRenderedAndSignsIn,
		with: [][2]string{{elementGuide, "React"}, {elementGuide, "Next.js"}}, finally: hasElement},
	{name: "vue", sections: [][2]string{{start + "vue.md", "Vue"}}, arrived: staysSignedIn},
	{name: "svelte", sections: [][2]string{{start + "svelte.md", "Svelte"}}, arrived: staysSignedIn},
	{name: "angular", sections: [][2]string{{start + "angular.md", "Angular"}}, needs: [2]int{20, 19}, arrived: staysSignedIn, finally: buildsExample},
	{name: "node", sections: [][2]string{{start + "node.md", "Node"}}, arrived: printed("Signed in as alice"),
		further: [2]string{start + "node.md", "Over the AWS SDK, as an administrator"}, again: printed("signed in as alice")},
	{name: "go", sections: [][2]string{{start + "go.md", "Go"}}, arrived: printed("alice has a Bearer token")},
	{name: "chromedp", sections: [][2]string{{start + "chromedp.md", "A test run with chromedp"}}, arrived: printed("ok")},
	{name: "playwright", sections: [][2]string{{start + "playwright.md", "A test run with Playwright"}}, arrived: printed("1 passed")},
}

func init() {
	for _, w := range starts {
		for _, section := range append(w.sections, w.further) {
			if strings.HasPrefix(section[0], start) {
				noteExecuted(section[0], "TestStart", section[1])
			}
		}
	}
}

// Each page of docs/start leads from an empty folder to tokens.
func TestStart(t *testing.T) {
	for _, w := range starts {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			if w.most == 0 {
				w.most = most
			}
			w.take(t)
		})
	}
}

// inApp is somebody before a page of an example.
type inApp struct {
	t    *testing.T
	page *browser.Page
}

func toApp(t *testing.T, url string) inApp {
	t.Helper()
	a := inApp{t, chromium.LastingPage(t, time.Minute)}
	a.open(url)
	return a
}

func (a inApp) open(url string) {
	a.t.Helper()
	a.page.Expect(`^(warning|info) .*(React DevTools|HMR)`)
	a.page.Expect(`404 .*favicon.ico`)
	a.page.Expect(`^error .*status of 400 `) // Cognito's answer to a wrong password
	a.page.Open(url)
	browser.Eval[any](a.page, `{ `+until+` window.until = until; }`)
}

// asks waits for the form.
func (a inApp) asks() {
	a.t.Helper()
	browser.Eval[bool](a.page, `until(() => document.querySelector('form')?.checkVisibility() && !document.querySelector('output')?.checkVisibility())`)
}

// enters waits until the form can be filled in, and sends it.
func (a inApp) enters(username, password string) {
	a.t.Helper()
	browser.Eval[any](a.page, `until(() => document.forms[0]?.checkVisibility() && document.querySelector('form button:not([disabled])')).then((button) => {
		for (const [name, value] of Object.entries({ username: `+quote(username)+`, password: `+quote(password)+` })) {
			const input = document.forms[0].elements[name];
			input.value = value;
			input.dispatchEvent(new Event('input', { bubbles: true }));
		}
		button.click();
	})`)
}

// complains waits for an error that has the text in it.
func (a inApp) complains(text string) {
	a.t.Helper()
	browser.Eval[bool](a.page, `until(() => document.querySelector('[role=alert]')?.textContent.includes(`+quote(text)+`))`)
}

// says waits for the page's output.
func (a inApp) says(want string) {
	a.t.Helper()
	if got := browser.Eval[string](a.page, `until(() => document.querySelector('output')?.checkVisibility() && document.querySelector('output').textContent)`); got != want {
		a.t.Errorf("the page says %q, want %q", got, want)
	}
}

// signsIn signs in on the page of an example, whose module runs in a worker.
func signsIn(r *reader) {
	r.t.Helper()
	a := toApp(r.t, r.address)
	a.enters("alice", "Local-Cognito-1")
	a.says("Hello alice")
	a.inWorker()
}

func (a inApp) inWorker() {
	a.t.Helper()
	// What a worker fetches is not among the page's own requests.
	if browser.Eval[bool](a.page, `performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('.wasm'))`) {
		a.t.Error("the module does not run in a worker")
	}
}

// staysSignedIn does so after a wrong password and with a user of whom Cognito asks
// more, both of which the page says. A reload and a second tab then know who is
// signed in, and the tab signs out.
func staysSignedIn(r *reader) {
	r.t.Helper()
	a := toApp(r.t, r.address)
	a.enters("alice", "wrong")
	a.complains("Incorrect username or password")
	a.enters("carol", "Local-Cognito-1")
	a.complains("SMS_MFA")
	a.enters("alice", "Local-Cognito-1")
	a.says("Hello alice")
	a.inWorker()
	a.open(r.address)
	a.says("Hello alice")
	other := inApp{r.t, a.page.Sibling()}
	other.open(r.address)
	other.says("Hello alice")
	browser.Eval[any](other.page, `void [...document.querySelectorAll('button')].find((button) => button.textContent === 'Sign out').click()`)
	other.asks()
	a.asks()
}

// keepsElement does the same with the element, whose errors other tests see.
func keepsElement(r *reader) {
	r.t.Helper()
	e := toElement(r.t, r.address)
	e.enter(`{username: 'alice', password: 'Local-Cognito-1'}`)
	a := inApp{r.t, e.page}
	a.says("alice")
	e.open(r.address)
	a.says("alice")
	browser.Eval[any](e.page, `void [...document.querySelectorAll('button')].find((button) => button.textContent === 'Sign out').click()`)
	e.shows("Sign in", "")
}

// isRenderedAndStaysSignedIn looks at what the server sends: a page that does not
// know yet who is signed in, so that no form is sent before there is a script.
func isRenderedAndStaysSignedIn(r *reader) {
	r.t.Helper()
	isRendered(r)
	staysSignedIn(r)
}

func isRenderedAndSignsIn(r *reader) {
	r.t.Helper()
	isRendered(r)
	signsIn(r)
}

func isRendered(r *reader) {
	r.t.Helper()
	if html := get(r.t, r.address); !strings.Contains(html, "<p>…</p>") || strings.Contains(html, "<form") {
		r.t.Errorf("the server has not rendered a page that knows nobody: %.500s", html)
	}
}

// hasElement looks at the page with the element, which the server renders.
func hasElement(r *reader) {
	r.t.Helper()
	if html := get(r.t, r.address+"/sign-in"); !strings.Contains(html, "<cognito-sign-in") {
		r.t.Errorf("the server has not rendered the element: %.500s", html)
	}
	signsInByElement(r.t, r.address+"/sign-in", "Sign in")
}

// buildsExample builds the whole example, whose files besides the page's are fewer
// than those that Angular's CLI makes.
func buildsExample(r *reader) {
	r.t.Helper()
	made, example := manifestIn(r.t, r.folder), manifestIn(r.t, filepath.Join(root, examples, "angular"))
	maps.Copy(made.Dependencies, made.DevDependencies)
	maps.Copy(example.Dependencies, example.DevDependencies)
	for name, version := range example.Dependencies {
		major, _, _ := strings.Cut(strings.TrimLeft(version, "~^"), ".")
		if got := strings.TrimLeft(made.Dependencies[name], "~^"); name != "cognito-wasm" && got != major && !strings.HasPrefix(got, major+".") {
			r.t.Errorf("the example wants %s %s, Angular's CLI %q", name, version, got)
		}
	}
	for _, name := range exampleFiles(r.t, "angular") {
		r.write(name, read(r.t, filepath.Join(root, examples, "angular", name)))
	}
	r.run("npx ng build --configuration development") // to optimise takes most of a build
	r.address = site.New(r.t, filepath.Join(r.folder, "dist", "example", "browser")).URL
	signsIn(r)
}
