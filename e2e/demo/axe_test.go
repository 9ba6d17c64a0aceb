package main

import (
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

// axe-core has nothing to say about any state of the page, and no page scrolls
// sideways.
func TestAccessibility(t *testing.T) {
	axe, err := os.ReadFile(axeScript)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range visitor.States {
		t.Run(state.Name, func(t *testing.T) {
			page := chromium.Page(t)
			page.Do(visitor.Appears(visitor.Schemes[0], visitor.Devices[0]), state.Reach(running.URL))
			browser.Eval[any](page, string(axe)+"; void 0")
			for _, device := range visitor.Devices {
				for _, scheme := range visitor.Schemes {
					page.Do(visitor.Appears(scheme, device))
					checkAccessibility(t, page, string(scheme)+", "+device.Name)
				}
			}
		})
	}
}

func checkAccessibility(t *testing.T, page *browser.Page, where string) {
	t.Helper()
	result := browser.Eval[struct {
		Passes     int
		Violations []violation
	}](page, `axe.run().then(({passes, violations}) => ({Passes: passes.length, Violations: violations.map(({id, help, nodes}) =>
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
