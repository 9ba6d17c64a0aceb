package guides

import (
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
)

var (
	ofClient = regexp.MustCompile(`\bclient\.(\w+)\(`)
	// ours is the last column of the tables in the guides on moving.
	ours       = regexp.MustCompile(`(?m)\| ([^|\n]+) \|$`)
	methodCall = regexp.MustCompile("`(\\w+)\\(")
)

// Every method that a document calls is there, in tables as well.
func TestMethodsAreThere(t *testing.T) {
	t.Parallel()
	found := map[string]string{}
	for _, document := range documents(t) {
		for _, call := range ofClient.FindAllStringSubmatch(read(t, root+"/"+document), -1) {
			found[call[1]] = document
		}
	}
	for _, g := range guides {
		_, section, _ := strings.Cut(read(t, root+"/"+g.document), "\n## The account\n")
		section, _, _ = strings.Cut(section, "\n## ")
		for _, row := range ours.FindAllStringSubmatch(section, -1) {
			for _, call := range methodCall.FindAllStringSubmatch(row[1], -1) {
				found[call[1]] = g.document
			}
		}
	}
	if len(found) < 30 {
		t.Errorf("found %d methods in the documents, want 30 at least", len(found))
	}
	// Those of other things that are called client there: the Go package's.
	for _, name := range []string{"Initiate", "Respond"} {
		delete(found, name)
	}
	pages := site.New(t, dist)
	pages.Page("/methods.html", `<script src="cognito-wasm.js" data-user-pool-id="eu-west-1_AbC123xyz" data-client-id="`+exampleClient+`" data-load="on-demand"></script>`)
	page := chromium.Page(t)
	page.Open(pages.URL + "/methods.html")
	for name, document := range found {
		if got := browser.Eval[string](page, `typeof CognitoWasm.client[`+quote(name)+`]`); got != "function" {
			t.Errorf("%s calls %s, which is of the type %s", document, name, got)
		}
	}
}
