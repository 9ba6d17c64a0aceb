package guides

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// examples is the folder of the examples, in which each page of docs/start has the
// one of its name.
const examples = "examples/"

// quoted says for sections of other documents of which example their files are:
// whole, or some lines of them. The pages of docs/start have them whole.
var quoted = map[[2]string]string{
	{sessionGuide, "One client for the page"}:  "vite",
	{sessionGuide, "Without a framework"}:      "vite",
	{sessionGuide, "React"}:                    "react",
	{sessionGuide, "Vue"}:                      "vue",
	{sessionGuide, "Svelte"}:                   "svelte",
	{sessionGuide, "Next.js"}:                  "nextjs",
	{"docs/bundlers.md", "Angular"}:            "angular",
	{"docs/requests.md", "Through an AWS SDK"}: "node",
	{"docs/testing.md", "With Playwright"}:     "playwright",
}

func init() {
	for _, w := range starts {
		if document := examples + w.name + "/README.md"; w.name != "go" {
			noteExecuted(document, "TestExamples", titleOf(w))
		} else {
			noteExecuted(document, "TestStart", titleOf(w))
		}
	}
}

// titleOf is the heading of a page of docs/start, and of the example's README.
func titleOf(w way) string { return w.sections[0][1] }

var update = flag.Bool("update", false, "copy the files of the examples to the pages of docs/start, to be read and committed")

// The documents show the examples as they are.
func TestQuotes(t *testing.T) {
	for _, w := range starts {
		for _, b := range blocks(t, start+w.name+".md") {
			if b.file == "" {
				continue
			}
			want := read(t, filepath.Join(root, examples, w.name, b.file))
			if b.text != want && *update {
				b.rewrite(t, want)
			} else if b.text != want {
				t.Errorf("%s is not that of %s%s: this test copies it with -update", b, examples, w.name)
			}
		}
	}
	for section, example := range quoted {
		for _, b := range sectionOf(t, section[0], section[1]) {
			if b.file == "" {
				continue
			}
			if whole := read(t, filepath.Join(root, examples, example, b.file)); !strings.Contains("\n"+whole, "\n"+b.text) {
				t.Errorf("%s is not in the file of %s%s", b, examples, example)
			}
		}
	}
}

// rewrite gives a block another text.
func (b block) rewrite(t *testing.T, text string) {
	t.Helper()
	name, fence := filepath.Join(root, b.document), "```"+b.language+" "+b.file+"\n"
	page := strings.Replace(read(t, name), fence+b.text+"```", fence+text+"```", 1)
	if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

// An example is what its page says: the same files, the same packages, the same
// command.
func TestExamples(t *testing.T) {
	var ways []string
	for _, w := range starts {
		ways = append(ways, w.name)
	}
	slices.Sort(ways)
	for _, pattern := range []string{examples + "*/README.md", start + "*.md"} {
		var found []string
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if folder := filepath.Base(filepath.Dir(name)); folder != filepath.Base(start) {
				found = append(found, folder)
			} else if page := strings.TrimSuffix(filepath.Base(name), ".md"); page != "README" {
				found = append(found, page)
			}
		}
		if slices.Sort(found); !slices.Equal(found, ways) {
			t.Errorf("%s are %q, and the tests take %q", pattern, found, ways)
		}
	}
	for _, w := range starts {
		t.Run(w.name, func(t *testing.T) {
			isAsItsPageSays(t, w)
		})
	}
}

func isAsItsPageSays(t *testing.T, w way) {
	t.Helper()
	var shown, commands []string
	for _, b := range blocks(t, start+w.name+".md") {
		if b.language == "sh" {
			commands = append(commands, strings.TrimSpace(b.text))
		} else {
			shown = append(shown, b.file)
		}
	}
	var readme []string
	for _, b := range blocks(t, examples+w.name+"/README.md") {
		readme = append(readme, strings.Split(strings.TrimSpace(b.text), "\n")...)
	}
	if slices.Contains(commands, seeded) != slices.Contains(readme, seeded) {
		t.Errorf("the page begins with %q, the README with %q", commands[0], readme[0])
	}
	// What Angular's CLI makes is in the example, cut down to what a build needs.
	if w.name != "angular" {
		slices.Sort(shown)
		if want := exampleFiles(t, w.name); !slices.Equal(shown, want) {
			t.Errorf("the page has the files %q, the example %q", shown, want)
		}
	}
	if w.name == "go" { // it is a package of this module
		return
	}
	manifest := manifestIn(t, filepath.Join(root, examples, w.name))
	if !manifest.Private {
		t.Error("the package is not private")
	}
	if want := "latest"; manifest.Dependencies["cognito-wasm"] != want {
		t.Errorf("the package wants cognito-wasm %q, want %q: its version is in one place, and not here", manifest.Dependencies["cognito-wasm"], want)
	}
	runs := slices.ContainsFunc(readme, func(line string) bool { return line == "npm start" || line == "npm test" })
	if !slices.Contains(readme, "npm install") || !runs {
		t.Errorf("the README says %q, want npm install and npm start or npm test", readme)
	}
	if w.name == "angular" { // buildsExample compares
		return
	}
	packages := map[string]string{}
	var ran []string
	for _, command := range commands {
		for _, part := range strings.Split(command, " && ") {
			words := strings.Fields(part)
			switch {
			case command == seeded, strings.HasPrefix(part, "go mod "), strings.HasPrefix(part, "go get "):
			case strings.HasPrefix(part, "npm install "):
				for _, name := range words[2:] {
					packages[name] = "latest"
				}
			default:
				for len(words) > 0 && strings.Contains(words[0], "=") {
					words = words[1:]
				}
				ran = append(ran, strings.TrimPrefix(strings.Join(words, " "), "npx "))
			}
		}
	}
	if !reflect.DeepEqual(packages, manifest.Dependencies) {
		t.Errorf("the page installs %v, the example %v", packages, manifest.Dependencies)
	}
	var scripts []string
	for _, name := range []string{"start", "test", "admin"} {
		for _, part := range strings.Split(manifest.Scripts[name], " && ") {
			if part != "" {
				scripts = append(scripts, strings.TrimPrefix(part, "npx "))
			}
		}
	}
	if !slices.Equal(ran, scripts) {
		t.Errorf("the page runs %q, the example's scripts %q", ran, scripts)
	}
}

// packageManifest is a package.json.
type packageManifest struct {
	Private                                bool
	Scripts, Dependencies, DevDependencies map[string]string
}

func manifestIn(t *testing.T, folder string) (m packageManifest) {
	t.Helper()
	if err := json.Unmarshal([]byte(read(t, filepath.Join(folder, "package.json"))), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// ofOneMachine finds what would be so on one machine alone.
var ofOneMachine = regexp.MustCompile(`/(?:home|root|tmp|work|Users)/|registry|_authToken|https?://(?:localhost|127\.)`)

// What the examples name is everywhere the same: no path and no registry of a
// machine's, and of its ports those of the documents.
func TestExamplesAreOfNoMachine(t *testing.T) {
	for _, w := range starts {
		names := append(exampleFiles(t, w.name), "README.md")
		if w.name != "go" {
			names = append(names, "package.json")
		}
		for _, name := range names {
			text := read(t, filepath.Join(root, examples, w.name, name))
			text = strings.NewReplacer("http://localhost:9229", "", "http://localhost:3000", "").Replace(text)
			if found := ofOneMachine.FindString(text); found != "" {
				t.Errorf("%s%s/%s has %s in it", examples, w.name, name, found)
			}
		}
	}
}

// An example that is short is read.
func TestExamplesAreShort(t *testing.T) {
	for _, w := range starts {
		for _, name := range exampleFiles(t, w.name) {
			if count := strings.Count(read(t, filepath.Join(root, examples, w.name, name)), "\n"); count > 60 {
				t.Errorf("%s%s/%s has %d lines, want 60 at most", examples, w.name, name, count)
			}
		}
	}
}

// exampleFiles are those of an example, but for its README and its package.json.
func exampleFiles(t *testing.T, example string) []string {
	t.Helper()
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard")
	list.Dir = filepath.Join(root, examples, example)
	output, err := list.Output()
	if err != nil {
		t.Fatal("git ls-files:", err)
	}
	var names []string
	for _, name := range strings.Fields(string(output)) {
		if name != "README.md" && name != "package.json" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
