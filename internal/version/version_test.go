package version_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/semver"

	"github.com/cognito-wasm/cognito-wasm/internal/version"
)

// root is the root of the project.
const root = "../.."

func TestNumberIsSemantic(t *testing.T) {
	if v := "v" + version.Number; !semver.IsValid(v) || semver.Canonical(v) != v {
		t.Errorf("%s is no semantic version", version.Number)
	}
}

// The manifest that is published has the number.
func TestPackage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "web/npm/package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != version.Number {
		t.Errorf("web/npm/package.json has version %s, want %s", manifest.Version, version.Number)
	}
}

// The changelog's first entry is that of the number, or of what comes after it.
func TestChangelog(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, match := range regexp.MustCompile(`(?m)^## (\S+)`).FindAllStringSubmatch(string(text), -1) {
		entries = append(entries, match[1])
	}
	if len(entries) > 0 && entries[0] == "Unreleased" {
		entries = entries[1:]
	}
	if len(entries) == 0 || entries[0] != version.Number {
		t.Errorf("CHANGELOG.md has the entries %q, want %s first, or second after Unreleased", entries, version.Number)
	}
}

// named finds the version in the names by which readers ask for a release: the tarball,
// a directory or a tag of a package, and what a package.json depends on.
var named = regexp.MustCompile(`cognito-wasm(?:-|/|@v?|": "[\^~]?)(\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)(?:\.tgz)?`)

// Whatever names a release names this one.
func TestEveryName(t *testing.T) {
	read := map[string]int{}
	for _, place := range []string{"README.md", "SECURITY.md", "CONTRIBUTING.md", "docs", "examples", "web/npm"} {
		err := filepath.WalkDir(filepath.Join(root, place), func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && slices.Contains([]string{"node_modules", "decisions", "dist"}, entry.Name()) {
				return fs.SkipDir // decisions tell of their day
			}
			if entry.IsDir() || !slices.Contains([]string{".md", ".json", ".html", ".mod", ".mjs", ".js", ".ts", ".tsx"}, filepath.Ext(path)) {
				return nil
			}
			text, err := os.ReadFile(path)
			for _, match := range named.FindAllStringSubmatch(string(text), -1) {
				read[strings.TrimPrefix(filepath.ToSlash(path), root+"/")]++
				if match[1] != version.Number {
					t.Errorf("%s: %s, want %s", path, match[0], version.Number)
				}
			}
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if read["docs/hosting.md"] == 0 {
		t.Errorf("the number was found in %v: does the test still read it?", read)
	}
}
