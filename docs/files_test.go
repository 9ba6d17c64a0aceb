// Package docs tests the documents for those who work on this project. Package
// e2e/guides follows those for users.
package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the root of the project.
const root = ".."

var (
	span = regexp.MustCompile("`([^`\n]+)`")
	link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	// path is a file or a directory from the root, * being any text in a name.
	path = regexp.MustCompile(`^[\w.*-]+(/[\w.*-]+)+$|^[\w*-]+\.(ts|go|md)$`)
	// oneTest is a command that runs one test or one fuzz target.
	oneTest = regexp.MustCompile(`^go test \./(\S+) -(?:run|fuzz) (\w+)$`)
	inCode  = regexp.MustCompile(`<text class="file"[^>]*>([^<]+)<`)
)

// Every file that the documents name is there, and so is every test that they run.
func TestNamedFiles(t *testing.T) {
	for _, document := range []string{"CONTRIBUTING.md", "docs/architecture.md"} {
		text, files := read(t, document), 0
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			files++
			exists(t, document, filepath.Join(filepath.Dir(document), match[1]))
		}
		for _, match := range span.FindAllStringSubmatch(text, -1) {
			if command := oneTest.FindStringSubmatch(match[1]); command != nil {
				files++
				hasTest(t, document, command[1], command[2])
			} else if path.MatchString(match[1]) && !strings.HasPrefix(match[1], "dist/") { // which make builds
				files++
				exists(t, document, match[1])
			}
		}
		if files < 20 {
			t.Errorf("%s: only %d files are named: does the test still read it?", document, files)
		}
	}
}

// What the picture shows the text explains, so that TestNamedFiles holds for both.
func TestPicture(t *testing.T) {
	text := read(t, "docs/architecture.md")
	stations := inCode.FindAllStringSubmatch(read(t, "docs/architecture.svg"), -1)
	if len(stations) < 10 {
		t.Errorf("only %d stations in the picture: does the test still read it?", len(stations))
	}
	for _, station := range stations {
		if name := station[1]; !strings.Contains(text, "["+name+"](") && !strings.Contains(text, "`"+name+"`") {
			t.Errorf("the picture shows %s, of which the text does not tell", name)
		}
	}
}

func exists(t *testing.T, document, name string) {
	t.Helper()
	if found, err := filepath.Glob(filepath.Join(root, name)); err != nil || len(found) == 0 {
		t.Errorf("%s: there is no %s", document, name)
	}
}

func hasTest(t *testing.T, document, directory, name string) {
	t.Helper()
	sources, err := filepath.Glob(filepath.Join(root, directory, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if content, err := os.ReadFile(source); err == nil && strings.Contains(string(content), "\nfunc "+name+"(") {
			return
		}
	}
	t.Errorf("%s: there is no %s in %s", document, name, directory)
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
