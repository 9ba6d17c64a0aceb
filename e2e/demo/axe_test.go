package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// axeScript is axe-core.
const axeScript = "node_modules/axe-core/axe.min.js"

// violation is one of axe-core's results.
type violation struct {
	ID, Help string
	Nodes    []struct {
		Target         []any
		FailureSummary string
	}
}

// devices are a desktop and the narrowest screen that pages have to fit into (WCAG
// 2.2, 1.4.10).
var devices = []visitor.Device{visitor.Devices[0], {Name: "320 px", Width: 320, Height: 640, Scale: 1}}

// axe-core has nothing to say about any state of the page, and no page scrolls
// sideways.
func TestAccessibility(t *testing.T) {
	axe, err := os.ReadFile(axeScript)
	if err != nil {
		t.Fatal(err)
	}
	var page *browser.Page
	for _, state := range visitor.States {
		if !state.Follows {
			page = chromium.Page(t)
			page.Do(visitor.Appears(visitor.Schemes[0], visitor.Devices[0]))
		}
		page.Do(state.Reach(running.URL))
		browser.Eval[any](page, "if (globalThis.axe === undefined) {"+string(axe)+"}; void 0")
		for _, device := range devices {
			for _, scheme := range visitor.Schemes {
				page.Do(visitor.Appears(scheme, device))
				checkAccessibility(t, page, state, string(scheme)+", "+device.Name)
			}
		}
		page.Do(visitor.Appears(visitor.Schemes[0], visitor.Devices[0])) // where the next one goes on
	}
}

// Most of the page is what crosses the wire, which is looked at where it is new.
var wired = []string{"start", "wrong-password", "signed-in", "developers"}

func checkAccessibility(t *testing.T, page *browser.Page, state visitor.State, where string) {
	t.Helper()
	where = state.Name + ", " + where
	without := "#wire > :not(.wire-head)"
	if slices.Contains(wired, state.Name) {
		without = "template"
	}
	result := browser.Eval[struct {
		Passes     int
		Violations []violation
	}](page, `axe.run({exclude: [`+quote(without)+`]}, {resultTypes: ['violations']}).then(({passes, violations}) => ({Passes: passes.length, Violations: violations.map(({id, help, nodes}) =>
		({ID: id, Help: help, Nodes: nodes.map(({target, failureSummary}) => ({Target: target, FailureSummary: failureSummary}))}))}))`)
	if result.Passes < 20 { // a page that shows nothing violates nothing
		t.Errorf("%s: only %d rules applied", where, result.Passes)
	}
	for _, v := range result.Violations {
		for _, node := range v.Nodes {
			t.Errorf("%s: %s: %v: %s\n%s", where, v.ID, node.Target, v.Help, strings.TrimSpace(node.FailureSummary))
		}
	}
	if wide := browser.Eval[int](page, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
		t.Errorf("%s: the page scrolls sideways, by %d pixels", where, wide)
	}
}
