package guides

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

func init() {
	noteExecuted("README.md", "TestMakeTargets", develop)
	noteExecuted("docs/script-tag.md", "TestScriptTags", "From your own site", "From a CDN")
	noteExecuted("docs/challenges.md", "the package e2e: TestPageThatAsksForACode, TestStepOverAReload, TestWhateverComes",
		"A form that asks for a code", "Over a reload", "Whatever comes")
	noteExecuted("docs/loading.md", "the package e2e: TestPreloadLink", "The link")
	noteExecuted("web/npm/README.md", "TestPackageReadme", "cognito-wasm {{.Version}}", "With a script tag")
}

const develop = "Develop"

// What the README says to make can be made.
func TestMakeTargets(t *testing.T) {
	for _, b := range sectionOf(t, "README.md", develop) {
		for line := range strings.Lines(b.text) {
			command, _, _ := strings.Cut(line, "#")
			make := exec.Command("make", append([]string{"-C", root, "--dry-run"}, strings.Fields(command)[1:]...)...)
			if output, err := make.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line, err, output)
			}
		}
	}
}

// aTag is what a script tag in a document needs in a test: the local Cognito.
const aTag = `data-user-pool-id="eu-west-1_AbC123xyz"`

// The tags of the documents sign in, from the page's own site and from a CDN.
func TestScriptTags(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	own, cdn := site.New(t, dist), site.New(t, dist, "access-control-allow-origin", "*")
	for _, section := range []string{"From your own site", "From a CDN"} {
		for _, b := range sectionOf(t, "docs/script-tag.md", section) {
			t.Run(b.file, func(t *testing.T) {
				t.Parallel()
				signInByTag(t, own, cdn, cognito, "/"+b.file, b.text, section == "From a CDN" && !strings.Contains(b.text, "data-worker"))
			})
		}
	}
}

func signInByTag(t *testing.T, own, cdn *site.Site, cognito *testrun.Cognito, path, tag string, inPage bool) {
	t.Helper()
	hash, err := build.Integrity(filepath.Join(dist, build.ClassicFile))
	if err != nil {
		t.Fatal(err)
	}
	html := strings.NewReplacer("sha256-…", hash, "https://cdn.example", cdn.URL, aTag, aTag+` data-endpoint="`+cognito.Endpoint+`"`).Replace(tag)
	own.Page(path, html)
	page := chromium.Page(t)
	page.Open(own.URL + path)
	if got := browser.Eval[string](page, `CognitoWasm.client.initiate({username: 'alice', password: 'Local-Cognito-1'}).then((step) => step.username)`); got != "alice" {
		t.Errorf("got %q, want tokens for alice", got)
	}
	said := strings.Contains(strings.Join(page.Console(), "\n"), "runs in the page, not in a worker")
	if said != inPage {
		t.Errorf("says that it runs in the page: %v, want %v", said, inPage)
	}
}

// cdnOf finds the address of the classic script in the package's README.
var cdnOf = regexp.MustCompile(`src="(https://cdn\.example/[^"]*/)cognito-wasm\.js"`)

// The package's own README: its program in Node, its tag in a page.
func TestPackageReadme(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"}, provision.User{Name: "carol", MFA: "SMS_MFA"})
	const document = "web/npm/README.md"
	for _, b := range blocks(t, document) {
		if b.language == "js" {
			r := newReader(t)
			r.run("npm install cognito-wasm")
			program := strings.Replace(b.text, "clientId: '1example23456789'", "clientId: '1example23456789', endpoint: '"+cognito.Endpoint+"'", 1)
			if err := os.WriteFile(filepath.Join(r.folder, "program.mjs"), []byte(program), 0o644); err != nil {
				t.Fatal(err)
			}
			r.run("node program.mjs")
			printed("alice 20")(r) // and a date of this century
		}
	}
	// What is packed has the hash filled in.
	readme, err := os.ReadFile(filepath.Join(dist, "npm", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, tag, found := strings.Cut(string(readme), "```html\n")
	tag, _, closed := strings.Cut(tag, "```")
	address := cdnOf.FindStringSubmatch(tag)
	if !found || !closed || address == nil {
		t.Fatalf("the package's README has no script tag: %s", tag)
	}
	prefix, err := url.Parse(address[1])
	if err != nil {
		t.Fatal(err)
	}
	own, cdn := site.New(t, dist), site.New(t, dist, "access-control-allow-origin", "*")
	signInByTag(t, own, cdn, cognito, "/tag", strings.Replace(tag, prefix.String(), "https://cdn.example/", 1), true)
}
