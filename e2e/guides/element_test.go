package guides

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

const elementGuide = "docs/element.md"

const twoLines = "A sign-in form in two lines"

// elementClient is what the element has of the local Cognito wherever it stands in
// the documents. Tests put its address beside it.
const elementClient = `client-id="` + exampleClient + `"`

func init() {
	noteExecuted("README.md", "TestTwoLines", twoLines)
	noteExecuted(elementGuide, "TestElementPages", "The two lines", "After the sign-in", "Slots", "A challenge of your own", "Theming", "Languages")
	noteExecuted(elementGuide, "TestSessionGuide", "React", "Vue", "Svelte")
	noteExecuted(elementGuide, "TestPaths", "Next.js")
}

// From an empty folder, three steps lead to a form that signs in every user of the
// command, through every challenge that they have, with what is wrong and then with
// what is right; that signs somebody up, and that changes a forgotten password.
func TestTwoLines(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	r.follow("README.md", twoLines)
	if r.steps != 3 {
		t.Errorf("%d steps, want 3", r.steps)
	}
	const wrongPassword, wrongCode = "The user name or the password is wrong. Check both and try again.", "The code is wrong. Check it and try again."
	const weak = "This password is not strong enough. Choose a longer one, with letters, digits and special characters."
	e := toElement(t, r.address)
	enters := func(name string) {
		t.Helper()
		e.open(r.address)
		e.shows("Sign in", "")
		e.enter(`{username: ` + quote(name) + `, password: 'wrong'}`)
		e.shows("Sign in", wrongPassword)
		e.enter(`{password: 'Local-Cognito-1'}`)
	}
	arrives := func(name string) {
		t.Helper()
		browser.Eval[any](e.page, signedIn)
		if got := browser.Eval[string](e.page, `document.querySelector('cognito-sign-in').step.username`); got != name {
			t.Errorf("%s is signed in, want %s", got, name)
		}
		// WebKitGTK keeps its console to itself.
		if got := strings.Join(e.page.Console(), "\n"); chromium.Engine.HasConsole() && !strings.Contains(got, name) {
			t.Errorf("the console says %q, want what the listener wrote", got)
		}
	}
	answers := func(title, code, more string) {
		t.Helper()
		e.shows(title, "")
		e.enter(`{code: ` + quote(otherCode(code)) + more + `}`)
		e.shows(title, wrongCode)
		e.enter(`{code: ` + quote(code) + more + `}`)
	}

	enters("alice")
	arrives("alice")

	enters("bob")
	e.shows("Choose a new password", "")
	e.enter(`{'new-password': 'weak'}`)
	e.shows("Choose a new password", weak)
	e.enter(`{'new-password': 'Another-Passw0rd'}`)
	arrives("bob")

	for _, name := range []string{"carol", "dave"} { // by text message, by email
		enters(name)
		e.shows("Enter the code", "")
		answers("Enter the code", r.lastCode(), "")
		arrives(name)
	}

	secret := regexp.MustCompile(`erin .* with the secret (\S+)`).FindStringSubmatch(r.said)
	if secret == nil {
		t.Fatalf("the command has not told erin's secret:\n%s", r.said)
	}
	enters("erin")
	code, err := totp.GenerateCode(secret[1], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	answers("Enter the code", code, "")
	arrives("erin")

	e.open(r.address)
	e.shows("Sign in", "")
	e.press("signUp")
	e.shows("Create your account", "")
	e.enter(`{username: 'alice', 'new-password': 'Local-Cognito-1', email: 'zoe@example.com'}`)
	e.shows("Create your account", "There is an account with this name already. Sign in, or choose another name.")
	e.enter(`{username: 'zoe', 'new-password': 'Local-Cognito-1', email: 'zoe@example.com'}`)
	e.shows("Confirm your account", "")
	answers("Confirm your account", r.lastCode(), "")
	arrives("zoe")

	e.open(r.address)
	e.shows("Sign in", "")
	e.press("forgot")
	e.shows("Reset your password", "")
	e.enter(`{username: 'alice'}`)
	e.shows("Choose a new password", "")
	answers("Choose a new password", r.lastCode(), `, 'new-password': 'Another-Passw0rd'`)
	e.shows("Sign in", "Your password has been changed. Sign in with the new one.")
	e.enter(`{username: 'alice', password: 'Local-Cognito-1'}`)
	e.shows("Sign in", wrongPassword)
	e.enter(`{password: 'Another-Passw0rd'}`)
	arrives("alice")
}

// lastCode is that of the newest message of the reader's local Cognito.
func (r *reader) lastCode() string {
	r.t.Helper()
	codes := regexp.MustCompile(`"code":\s*"(\d+)"`).FindAllStringSubmatch(get(r.t, "http://"+r.endpoint+"/_local/outbox"), -1)
	if len(codes) == 0 {
		r.t.Fatal("no code was sent")
	}
	return codes[len(codes)-1][1]
}

// otherCode is a code of the same length that is not it.
func otherCode(code string) string {
	other := []byte(code)
	other[0] = '0' + (other[0]-'0'+1)%10
	return string(other)
}

// The section of the README that shows the element is read at a glance.
func TestTwoLinesAreShort(t *testing.T) {
	_, section, found := strings.Cut(read(t, filepath.Join(root, "README.md")), "## "+twoLines+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	lines := 1 // the heading
	for line := range strings.Lines(section) {
		if strings.TrimSpace(line) != "" {
			lines++
		}
	}
	if !found || lines > 15 {
		t.Errorf("the section %q has %d lines, want 15 at most", twoLines, lines)
	}
}

// inElement is somebody before a page with the element.
type inElement struct {
	t    *testing.T
	page *browser.Page
}

const (
	signedIn = `until(() => document.querySelector('cognito-sign-in').dataset.state === 'signed-in')`
)

func toElement(t *testing.T, url string) inElement {
	t.Helper()
	page := chromium.LastingPage(t, time.Minute)
	page.Expect(`404 .*favicon.ico`)
	page.Expect(`^(log|info) `)
	e := inElement{t, page}
	e.open(url)
	return e
}

func (e inElement) open(url string) {
	e.t.Helper()
	e.page.Open(url)
	browser.Eval[any](e.page, `{ `+until+`
		window.until = until;
		window.shownForm = () => document.querySelector('cognito-sign-in > form.cognito-form');
	}`)
}

// shows waits for a form with a heading and an error.
func (e inElement) shows(title, wrong string) {
	e.t.Helper()
	got := browser.Eval[[2]string](e.page, `until(() => {
		const form = shownForm();
		if (!form || form.getAttribute('aria-busy') === 'true') return;
		return [form.querySelector('.cognito-heading').textContent, [...form.querySelectorAll('.cognito-error')].map((at) => at.checkVisibility() ? at.textContent : '').join('')];
	})`)
	if got != [2]string{title, wrong} {
		e.t.Errorf("the form is %q with the error %q, want %q and %q", got[0], got[1], title, wrong)
	}
}

// enter fills in the form and sends it. It waits until it can be filled in.
func (e inElement) enter(values string) {
	e.t.Helper()
	browser.Eval[any](e.page, `until(() => shownForm() && shownForm().getAttribute('aria-busy') !== 'true').then(() => {
		for (const [name, value] of Object.entries(`+values+`)) shownForm().elements[name].value = value;
		shownForm().querySelector('[type=submit]').click();
	})`)
}

// press presses one of the further buttons.
func (e inElement) press(name string) {
	e.t.Helper()
	browser.Eval[any](e.page, `void shownForm().querySelector('button[name=`+name+`]').click()`)
}

// elementPage opens a page of the guide as it stands there, but for the address of
// the local Cognito. more comes after it.
func elementPage(t *testing.T, cognito *testrun.Cognito, section, file, more string) inElement {
	t.Helper()
	pages := site.New(t, dist)
	for _, b := range sectionOf(t, elementGuide, section) {
		if b.file == file {
			pages.Page("/"+file, `<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,">`+
				replaced(t, b.text, elementClient, elementClient+` endpoint="`+cognito.Endpoint+`"`)+more)
			return toElement(t, pages.URL+"/"+file)
		}
	}
	t.Fatalf("%s has no %s under %q", elementGuide, file, section)
	return inElement{}
}

// The pages of the guide do what the guide says of them.
func TestElementPages(t *testing.T) {
	t.Parallel()
	cognito := testrun.StartPool(t, "", testrun.AllFlows, provision.User{Name: "alice"})
	cognito.Server.SetTriggers(cognito.Pool.ID, testrun.Riddle)
	const alice = `{username: 'alice', password: 'Local-Cognito-1'}`
	for _, file := range []string{"two-lines.html", "classic.html"} {
		t.Run(file, func(t *testing.T) {
			e := elementPage(t, cognito, "The two lines", file, "")
			e.shows("Sign in", "")
			e.enter(alice)
			browser.Eval[any](e.page, signedIn)
		})
	}
	t.Run("after the sign-in", func(t *testing.T) {
		e := elementPage(t, cognito, "After the sign-in", "after-the-sign-in.html", "")
		greets := func(when string) {
			t.Helper()
			if got := browser.Eval[string](e.page, `until(() => document.querySelector('output').checkVisibility() && document.querySelector('output').value)`); got != "alice" {
				t.Errorf("%s the page greets %q", when, got)
			}
		}
		e.enter(alice)
		greets("after the sign-in")
		e.open(browser.Eval[string](e.page, "location.href")) // the session is kept
		greets("after a reload")
		browser.Eval[any](e.page, `void document.querySelector('p button').click()`)
		e.shows("Sign in", "")
	})
	t.Run("slots", func(t *testing.T) {
		e := elementPage(t, cognito, "Slots", "slots.html", "")
		e.shows("Sign in", "")
		seen := `Object.fromEntries(['header', 'footer', 'terms'].map((name) => [name, document.querySelector('[slot=' + name + ']').checkVisibility()]))`
		if got := browser.Eval[map[string]bool](e.page, seen); !got["header"] || !got["footer"] || got["terms"] {
			t.Errorf("at the sign-in, shown are %v", got)
		}
		e.press("signUp")
		e.shows("Create your account", "")
		if got := browser.Eval[map[string]bool](e.page, seen); !got["terms"] {
			t.Errorf("at the sign-up, shown are %v", got)
		}
	})
	t.Run("a challenge of your own", func(t *testing.T) {
		e := elementPage(t, cognito, "A challenge of your own", "a-challenge-of-your-own.html", "")
		e.enter(alice)
		const asked = `until(() => document.querySelector('[slot=custom-challenge]').checkVisibility() && document.querySelector('[slot=custom-challenge] output').value)`
		if got := browser.Eval[string](e.page, asked); got != "who goes there?" {
			t.Errorf("the page asks %q", got)
		}
		browser.Eval[any](e.page, `{ const form = document.querySelector('[slot=custom-challenge]'); form.answer.value = 'friend'; form.querySelector('button').click(); }`)
		browser.Eval[any](e.page, signedIn)
	})
	t.Run("theming", func(t *testing.T) {
		theme := sectionOf(t, elementGuide, "Theming")[0].text
		e := elementPage(t, cognito, "The two lines", "two-lines.html", "<style>"+theme+"</style>")
		e.shows("Sign in", "")
		got := browser.Eval[map[string]string](e.page, `(() => {
			const element = document.querySelector('cognito-sign-in'), button = getComputedStyle(shownForm().querySelector('.cognito-primary'));
			const heading = getComputedStyle(shownForm().querySelector('.cognito-heading'));
			const frame = getComputedStyle(element.shadowRoot.querySelector('[part=frame]'));
			return { accent: button.backgroundColor, text: button.color, radius: button.borderRadius, font: heading.fontFamily, weight: heading.fontWeight, shadow: frame.boxShadow, opacity: getComputedStyle(element).opacity };
		})()`)
		want := map[string]string{
			"accent": "rgb(15, 118, 110)", "text": "rgb(255, 255, 255)", "radius": "0px", "font": "Georgia, serif", "weight": "400", "shadow": "none", "opacity": "1",
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		e.enter(alice)
		browser.Eval[any](e.page, `until(() => getComputedStyle(document.querySelector('cognito-sign-in')).opacity === '0.8')`)
		browser.Eval[any](e.page, signedIn)
	})
	t.Run("languages", func(t *testing.T) {
		e := elementPage(t, cognito, "Languages", "languages.html", "")
		e.shows("Anmelden", "")
	})
}

// elementRecipes are the pages of TestSessionGuide's site with the element, and how
// the form there is called.
var elementRecipes = map[string]string{"react": "Sign in", "vue": "Sign in", "svelte": "Sign in", "messages": "Willkommen"}

// hasElementRecipes writes them, and the files of the guide that they are for.
func (r *reader) hasElementRecipes() {
	r.t.Helper()
	for _, section := range []string{"React", "Vue", "Svelte", "Languages"} {
		r.files(elementGuide, section)
	}
	const element = `<cognito-sign-in user-pool-id="eu-west-1_AbC123xyz" ` + elementClient + `><p>Signed in as <output>alice</output></p></cognito-sign-in>`
	for name, html := range map[string]string{
		"react": mounted(`import { createElement } from 'react';
			import { createRoot } from 'react-dom/client';
			import { SignIn } from './SignIn.jsx';
			createRoot(document.querySelector('main')).render(createElement(SignIn));`),
		"vue": mounted(`import { createApp } from 'vue';
			import SignIn from './SignIn.vue';
			createApp(SignIn).mount('main');`),
		"svelte": mounted(`import { mount } from 'svelte';
			import SignIn from './SignIn.svelte';
			mount(SignIn, { target: document.querySelector('main') });`),
		"messages": `<!doctype html><link rel="icon" href="data:,">` + element + `<script type="module" src="messages.js"></script>`,
	} {
		r.write("element-"+name+".html", html)
	}
}

// signsInByElement signs in where a framework has the element, which says who it
// is by then.
func signsInByElement(t *testing.T, url, title string) {
	t.Helper()
	e := toElement(t, url)
	e.shows(title, "")
	e.enter(`{username: 'alice', password: 'Local-Cognito-1'}`)
	if got := browser.Eval[string](e.page, `until(() => document.querySelector('cognito-sign-in output')?.checkVisibility() && document.querySelector('cognito-sign-in output').textContent)`); got != "alice" {
		t.Errorf("the page greets %q, want alice", got)
	}
}

// manifest is what custom-elements.json says of the element.
type manifest struct {
	Attributes, Slots, CSSParts, CSSStates, CSSProperties []named
	Events, Members                                       []named
}

type named struct {
	Name, FieldName, Kind, Description string
	Type                               struct{ Text string }
	Parameters                         []struct{ Name string }
}

// The guide's tables are those of the manifest that editors read, and the defaults
// of the custom properties those of the style sheet.
func TestElementTables(t *testing.T) {
	var whole struct {
		Modules []struct{ Declarations []manifest }
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(root, "web/npm/custom-elements.json"))), &whole); err != nil {
		t.Fatal(err)
	}
	m := whole.Modules[0].Declarations[0]
	sheet := read(t, filepath.Join(root, "web/src/element/frame.css"))
	want := map[string][][]string{}
	row := func(header string, cells ...string) {
		// Marks of code are for readers of the guide.
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], "`", "")
		}
		want[header] = append(want[header], cells)
	}
	reflected := map[string]bool{}
	for _, a := range m.Attributes {
		reflected[a.FieldName] = true
		row("attribute", a.Name, a.Description)
	}
	for _, member := range m.Members {
		if member.Kind == "method" {
			var names []string
			for _, p := range member.Parameters {
				names = append(names, p.Name)
			}
			row("method", member.Name+"("+strings.Join(names, ", ")+")", member.Description)
		} else if !reflected[member.Name] {
			row("property", member.Name, member.Description)
		}
	}
	for _, event := range m.Events {
		row("event", event.Name, strings.TrimSuffix(strings.TrimPrefix(event.Type.Text, "CustomEvent<"), ">"), event.Description)
	}
	for _, slot := range m.Slots {
		if slot.Name == "" {
			slot.Name = "none"
		}
		row("slot", slot.Name, slot.Description)
	}
	for _, property := range m.CSSProperties {
		found := regexp.MustCompile(`: (?:var\(` + property.Name + `, (.+)\));`).FindStringSubmatch(sheet)
		if found == nil {
			t.Fatalf("the style sheet has no %s", property.Name)
		}
		row("custom property", property.Name, property.Description, found[1])
	}
	for _, part := range m.CSSParts {
		row("part, state", "::part("+part.Name+")", part.Description)
	}
	for _, state := range m.CSSStates {
		row("part, state", ":state("+state.Name+")", state.Description)
	}
	if got := tables(t, filepath.Join(root, elementGuide)); !reflect.DeepEqual(got, want) {
		for header := range want {
			if !reflect.DeepEqual(got[header], want[header]) {
				t.Errorf("%s: the guide has\n%q, the manifest\n%q", header, got[header], want[header])
			}
		}
		if len(got) != len(want) {
			t.Errorf("the guide has %d tables, want %d", len(got), len(want))
		}
	}
}

// tables reads the tables of a document, by their first header, without markup.
func tables(t *testing.T, file string) map[string][][]string {
	t.Helper()
	found, header := map[string][][]string{}, ""
	walk(t, file, func(n ast.Node, source []byte) {
		var cells []string
		for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, plain(cell, source))
		}
		switch n.Kind() {
		case east.KindTableHeader:
			header = cells[0]
		case east.KindTableRow:
			found[header] = append(found[header], cells)
		}
	})
	return found
}

// Every class that the guide names for themes is one of the form's.
func TestElementClasses(t *testing.T) {
	sheet := read(t, filepath.Join(root, "web/src/element/form.css"))
	named := regexp.MustCompile("`(cognito-[a-z-]+)`").FindAllStringSubmatch(read(t, filepath.Join(root, elementGuide)), -1)
	seen := 0
	for _, match := range named {
		if match[1] == "cognito-sign-in" {
			continue
		}
		seen++
		if !strings.Contains(sheet, "."+match[1]+" ") && !strings.Contains(sheet, "."+match[1]+",") && !strings.Contains(sheet, "."+match[1]+":") {
			t.Errorf("the form has no %s", match[1])
		}
	}
	if seen < 10 {
		t.Errorf("the guide names %d classes, want 10 at least", seen)
	}
}
