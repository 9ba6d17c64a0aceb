package main

import (
	"fmt"
	"os"
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
				if scheme != visitor.Schemes[0] && device != devices[0] {
					continue // dark colours are the same ones at any width
				}
				page.Do(visitor.Appears(scheme, device))
				checkAccessibility(t, page, state, scheme, device)
			}
		}
		page.Do(visitor.Appears(visitor.Schemes[0], visitor.Devices[0])) // where the next one goes on
	}
}

func checkAccessibility(t *testing.T, page *browser.Page, state visitor.State, scheme visitor.Scheme, device visitor.Device) {
	t.Helper()
	where := fmt.Sprintf("%s, %s, %s", state.Name, scheme, device.Name)
	context, options, rules := "document", "{resultTypes: ['violations']}", 20
	if state.Follows { // the rest is as it was
		context, rules = "{include: [['#stage'], ['#side']]}", 10
	}
	if scheme != visitor.Schemes[0] { // nothing else differs
		options, rules = "{resultTypes: ['violations'], runOnly: ['color-contrast']}", 1
	}
	result := browser.Eval[struct {
		Passes     int
		Violations []violation
	}](page, `axe.run(`+context+`, `+options+`).then(({passes, violations}) => ({Passes: passes.length, Violations: violations.map(({id, help, nodes}) =>
		({ID: id, Help: help, Nodes: nodes.map(({target, failureSummary}) => ({Target: target, FailureSummary: failureSummary}))}))}))`)
	if result.Passes < rules { // a page that shows nothing violates nothing
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
