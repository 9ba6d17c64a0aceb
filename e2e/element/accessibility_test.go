package element

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// axeScript is axe-core, which the demo's tests have.
const axeScript = "../demo/node_modules/axe-core/axe.min.js"

// treeFile has the accessibility tree of each state, as somebody has read it.
const treeFile = "testdata/accessibility.txt"

var update = flag.Bool("update", false, "write "+treeFile+", to be read and committed")

// narrow is the width of the smallest phone, at which nothing may be cut off or
// scroll sideways, as at four times the size of a desktop (WCAG 2.2, 1.4.10).
const narrow = `{
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('body { margin: 0; background: light-dark(#fff, #000) } :root { color-scheme: light dark } main { inline-size: 320px }');
	document.adoptedStyleSheets.push(sheet);
}`

// axe-core has nothing to say about any state, in light and dark; what a screen
// reader gets is what is written down; nothing scrolls sideways at 320 pixels; and
// everything can be hit with a finger.
func TestAccessibility(t *testing.T) {
	s := newStage(t)
	v := s.touring()
	schemes := []string{"light"}
	if engine.Engine == browser.Chromium { // the others have no command for it
		schemes = append(schemes, "dark")
	}
	var trees strings.Builder
	s.tour(v, nil, func(name string) {
		t.Helper()
		for _, scheme := range schemes {
			if engine.Engine == browser.Chromium {
				v.prefers("prefers-color-scheme", scheme)
			}
			checkAxe(t, v.Page, name+", "+scheme)
		}
		checkSizes(t, v.Page, name)
		if engine.Engine == browser.Chromium {
			fmt.Fprintf(&trees, "== %s\n%s\n", name, v.tree())
		}
	})
	if engine.Engine != browser.Chromium {
		engine.Lacks(t.Name()+", the tree", "a command for the accessibility tree")
		return
	}
	if *update {
		if err := os.WriteFile(treeFile, []byte(trees.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(treeFile)
	if err != nil {
		t.Fatal(err)
	}
	have, wanted := strings.Split(trees.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(have), len(wanted)) {
		if i >= len(have) || i >= len(wanted) || have[i] != wanted[i] {
			t.Fatalf("%s differs at line %d: got\n%s", treeFile, i+1, strings.Join(have[max(0, i-3):min(len(have), i+3)], "\n"))
		}
	}
}

// prefers has the browser say that its user prefers something.
func (v *visit) prefers(feature, value string) {
	v.t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: feature, Value: value}}}
	if _, err := chromedp.Call(v.Ctx, emulation.SetEmulatedMedia, params); err != nil {
		v.t.Fatal(err)
	}
}

func checkAxe(t *testing.T, page *browser.Page, where string) {
	t.Helper()
	result := browser.Eval[struct {
		Passes     int
		Violations []string
	}](page, `axe.run(element, {resultTypes: ['violations']}).then(({passes, violations}) => ({Passes: passes.length, Violations: violations.flatMap(({id, help, nodes}) =>
		nodes.map(({target, failureSummary}) => [id, target, help, failureSummary].join(' ')))}))`)
	if result.Passes < 10 && !strings.HasPrefix(where, "signed-in") { // a page that shows nothing violates nothing
		t.Errorf("%s: only %d rules applied", where, result.Passes)
	}
	for _, violation := range result.Violations {
		t.Errorf("%s: %s", where, violation)
	}
}

// checkSizes finds what is cut off or too small: 24 pixels by WCAG 2.2, 2.5.8, and
// 16 for the text of an input, under which phones zoom in.
func checkSizes(t *testing.T, page *browser.Page, where string) {
	t.Helper()
	for _, wrong := range browser.Eval[[]string](page, `(({left}) => [
		...(element.scrollWidth > 320 ? ['the element is ' + element.scrollWidth + ' pixels wide'] : []),
		...[...element.querySelectorAll('form *')].filter((part) => !part.matches('.cognito-user, .cognito-qr *') && part.getBoundingClientRect().width > 0 && (part.getBoundingClientRect().right - left > 320.5 || part.getBoundingClientRect().left - left < -0.5)).map(({className}) => className + ' is cut off'),
		...[...element.querySelectorAll('button, a, label:has(input)')].filter((part) => part.getClientRects().length > 0 && part.getBoundingClientRect().height < 24).map(({className}) => className + ' is too small'),
		...[...element.querySelectorAll('.cognito-input')].filter((input) => parseFloat(getComputedStyle(input).fontSize) < 16).map(({name}) => name + ' has small text'),
	])(element.parentElement.getBoundingClientRect())`) {
		t.Errorf("%s: %s", where, wrong)
	}
}

// once is what differs from one run to the next.
var once = regexp.MustCompile(`\b(?:[A-Z2-7]{4} ){7,}[A-Z2-7]{1,4}|\+\*+\d{4}|\b\d+ s\b`)

// tree gives what a screen reader gets of the element: roles, names, descriptions
// and states, nested as they are.
func (v *visit) tree() string {
	v.t.Helper()
	result, err := chromedp.Call(v.Ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		v.t.Fatal(err)
	}
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, node := range result.Nodes {
		nodes[node.NodeID] = node
	}
	text := func(value *accessibility.Value) string {
		if value == nil || value.Value == nil {
			return ""
		}
		var text any
		_ = json.Unmarshal(value.Value, &text)
		return fmt.Sprint(text)
	}
	told := []string{"invalid", "required", "pressed", "checked", "disabled", "focused", "busy", "live", "atomic", "level"}
	var lines []string
	var walk func(node *accessibility.Node, depth int)
	walk = func(node *accessibility.Node, depth int) {
		role := text(node.Role)
		if !node.Ignored && !slices.Contains([]string{"RootWebArea", "none", "generic", "InlineTextBox", "main", "LabelText"}, role) {
			line := strings.Repeat("  ", depth) + role
			if name := text(node.Name); name != "" {
				line += " " + fmt.Sprintf("%q", name)
			}
			if description := text(node.Description); description != "" {
				line += fmt.Sprintf(" described as %q", description)
			}
			for _, property := range node.Properties {
				if value := text(property.Value); slices.Contains(told, string(property.Name)) && value != "false" && value != "off" {
					line += fmt.Sprintf(" %s=%s", property.Name, value)
				}
			}
			if depth++; role == "StaticText" {
				line = strings.Repeat("  ", depth-1) + text(node.Name)
			}
			lines = append(lines, once.ReplaceAllString(line, "…"))
			if role == "StaticText" || role == "button" || role == "link" || role == "heading" {
				return
			}
		}
		for _, id := range node.ChildIDs {
			if child := nodes[id]; child != nil {
				walk(child, depth)
			}
		}
	}
	walk(result.Nodes[0], 0)
	return strings.Join(lines, "\n")
}
