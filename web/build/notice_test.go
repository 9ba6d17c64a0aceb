package build

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// packagesInBundles are the npm packages in the scripts that are shipped.
func packagesInBundles(t *testing.T, root string) []string {
	t.Helper()
	entries := []string{"web/src/element/classic.ts", "web/src/element/module.ts", "web/src/element/qr.ts"}
	for _, script := range scripts {
		entries = append(entries, script.entry)
	}
	for _, language := range Languages {
		entries = append(entries, "web/src/element/messages/"+language+".ts")
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: root, EntryPoints: entries, Bundle: true, Metafile: true, Format: api.FormatESModule, Target: api.ES2022,
		Outdir: t.TempDir(), Plugins: []api.Plugin{styleSheets(false)},
	})
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors)
	}
	var made struct{ Inputs map[string]struct{} }
	if err := json.Unmarshal([]byte(result.Metafile), &made); err != nil {
		t.Fatal(err)
	}
	if len(made.Inputs) < 50 {
		t.Fatalf("only %d files are bundled: does the test still read the list?", len(made.Inputs))
	}
	var packages []string
	for input := range made.Inputs {
		if _, inside, ok := strings.Cut(input, "node_modules/"); ok {
			parts := strings.SplitN(inside, "/", 3)
			name := parts[0]
			if strings.HasPrefix(name, "@") {
				name += "/" + parts[1]
			}
			packages = append(packages, name)
		}
	}
	slices.Sort(packages)
	return slices.Compact(packages)
}

// The dependencies of web/package.json, of which a release's bill of materials is made,
// are what the scripts contain. What only works on them is a devDependency.
func TestDependencies(t *testing.T) {
	if err := Installed(t.Context(), "web"); err != nil {
		t.Fatal(err)
	}
	root, err := Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "web/package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Dependencies map[string]string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	var declared []string
	for name := range manifest.Dependencies {
		declared = append(declared, name)
	}
	slices.Sort(declared)
	if bundled := packagesInBundles(t, root); !slices.Equal(bundled, declared) {
		t.Errorf("the scripts contain %q, web/package.json depends on %q", bundled, declared)
	}
}

// NOTICE has the licence of everything of others' that reaches a browser, word by word.
func TestNotice(t *testing.T) {
	if err := Installed(t.Context(), "web"); err != nil {
		t.Fatal(err)
	}
	root, err := Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	toolchain, err := goroot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"Go": filepath.Join(toolchain, "LICENSE")}
	for _, name := range packagesInBundles(t, root) {
		texts[name] = filepath.Join(root, "web/node_modules", name, "LICENSE")
	}
	// Modules of the program, and the one that operations.gen.ts is made from.
	const sdk = "github.com/aws/aws-sdk-go-v2"
	for _, query := range []struct {
		env  []string
		args []string
	}{
		{forWasm, []string{"list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}} LICENSE{{end}}{{end}}`, Program}},
		{nil, []string{"list", "-m", "-f", "{{.Path}} {{.Dir}} NOTICE.txt", sdk}},
	} {
		list, err := atRoot(t.Context(), query.env, "go", query.args...)
		if err != nil {
			t.Fatal(err)
		}
		output, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(output)) {
			if fields := strings.Fields(line); len(fields) == 3 {
				texts[fields[0]] = filepath.Join(fields[1], fields[2])
			}
		}
	}
	if texts["lean-qr"] == "" || texts[sdk] == "" {
		t.Fatalf("the licences are of %v: does the test still find them?", texts)
	}
	words := func(file string) string {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text)), " ")
	}
	notice := words(filepath.Join(root, "NOTICE"))
	for name, file := range texts {
		if !strings.Contains(notice, words(file)) {
			t.Errorf("NOTICE lacks the text of %s, %s", name, file)
		}
	}
}
