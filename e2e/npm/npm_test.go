// Package npm judges the npm package as its users get it: packed, and installed
// into an empty folder.
package npm

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// What all tests share, made by TestMain.
var (
	tarball   string // the package, packed
	installed string // the folder where it was installed, and nothing else
)

func TestMain(m *testing.M) {
	temporary, err := os.MkdirTemp("", "cognito-wasm-npm-")
	code := 1
	if err == nil {
		if err = install(temporary); err == nil {
			code = m.Run()
		}
		os.RemoveAll(temporary)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "npm:", err)
	}
	os.Exit(code)
}

func install(temporary string) error {
	if err := build.Installed(context.Background(), "e2e/npm"); err != nil {
		return err
	}
	started := time.Now()
	fmt.Println("npm: installing the package …")
	dist := filepath.Join(temporary, "dist")
	if err := build.Take(context.Background(), build.Shipped, dist); err != nil {
		return err
	}
	tarball = build.Tarball(dist)
	installed = filepath.Join(temporary, "empty")
	if err := os.Mkdir(installed, 0o755); err != nil {
		return err
	}
	command := exec.Command("npm", "install", tarball, "--no-audit", "--no-fund", "--loglevel=error")
	command.Dir = installed
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("npm install: %w\n%s", err, output)
	}
	fmt.Printf("npm: installed after %.1f s\n", time.Since(started).Seconds())
	return nil
}

// The package has these files and no others.
func TestFiles(t *testing.T) {
	want := []string{
		"CHANGELOG.md", "LICENSE", "NOTICE", "README.md", "api.d.ts", "cognito-auth.wasm", "cognito-wasm.js", "cognito-wasm.mjs",
		"cognito-wasm.worker.js", "custom-elements.json", "element.d.ts", "element/messages/en.d.ts", "operations.gen.d.ts", "package.json",
		"worker.d.ts",
	}
	want = append(want, build.ElementFiles()...)
	for _, language := range build.Languages {
		want = append(want, "element/"+language+".d.ts")
	}
	slices.Sort(want)
	var got []string
	folder := filepath.Join(installed, "node_modules", "cognito-wasm")
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(folder, path)
			got = append(got, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got the files\n%q, want\n%q", got, want)
	}
	others, err := os.ReadDir(filepath.Join(installed, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range others {
		if name := other.Name(); name != "cognito-wasm" && !strings.HasPrefix(name, ".") {
			t.Errorf("the package brought %s along", name)
		}
	}
}

// A server renders pages that import the element: there it defines nothing, and
// asks for nothing of the browser's.
func TestElementOnServer(t *testing.T) {
	const program = `
		const { CognitoSignIn } = await import('cognito-wasm/element');
		const { default: de } = await import('cognito-wasm/element/de');
		console.log(typeof CognitoSignIn, typeof customElements, de['lang'], de['signIn.title']);`
	command := exec.Command("node", "--input-type=module", "-e", program)
	command.Dir = installed
	output, err := command.CombinedOutput()
	if got := strings.TrimSpace(string(output)); err != nil || got != "function undefined de Anmelden" {
		t.Errorf("got %q (%v)", got, err)
	}
}

// What editors read of the element is what there is.
func TestCustomElementsManifest(t *testing.T) {
	folder := filepath.Join(installed, "node_modules", "cognito-wasm")
	var manifest struct {
		Modules []struct {
			Path         string
			Declarations []struct{ Attributes, Members, Events, Slots, CSSProperties, CSSParts []struct{ Name string } }
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, "custom-elements.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(folder, manifest.Modules[0].Path))
	if err != nil {
		t.Fatal(err)
	}
	types, err := os.ReadFile(filepath.Join(folder, "element.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	found := manifest.Modules[0].Declarations[0]
	for _, list := range [][]struct{ Name string }{found.Attributes, found.Events, found.Slots, found.CSSProperties, found.CSSParts} {
		for _, named := range list {
			if !strings.Contains(string(script), named.Name) {
				t.Errorf("the element knows nothing of %s", named.Name)
			}
		}
	}
	// The other way round: members of the type, and properties of the style sheet.
	for _, match := range regexp.MustCompile(`(?m)^  (?:readonly )?(\w+)(?:\(.*\))?: .*;$`).FindAllStringSubmatch(strings.Split(string(types), "addEventListener")[0], -1) {
		if !slices.ContainsFunc(found.Members, func(m struct{ Name string }) bool { return m.Name == match[1] }) {
			t.Errorf("the manifest lacks %s", match[1])
		}
	}
	for _, name := range regexp.MustCompile(`var\((--cognito-[\w-]+)`).FindAllStringSubmatch(string(script), -1) {
		if !slices.ContainsFunc(found.CSSProperties, func(m struct{ Name string }) bool { return m.Name == name[1] }) {
			t.Errorf("the manifest lacks %s", name[1])
		}
	}
}

// What the package's README says of hashes and sizes is so.
func TestReadme(t *testing.T) {
	folder := filepath.Join(installed, "node_modules", "cognito-wasm")
	readme, err := os.ReadFile(filepath.Join(folder, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(readme), "{{") {
		t.Error("the README has places that are not filled in")
	}
	for _, name := range []string{build.ModuleFile, build.ClassicFile, build.ESMFile, build.WorkerFile} {
		output, err := exec.Command("node", "-p", `'sha256-' + crypto.createHash('sha256').update(fs.readFileSync(process.argv[1])).digest('base64')`, filepath.Join(folder, name)).Output()
		if err != nil {
			t.Fatal(err)
		}
		if hash := strings.TrimSpace(string(output)); !strings.Contains(string(readme), hash) {
			t.Errorf("the README does not have the hash of %s, %s", name, hash)
		}
	}
}

// tool runs one of the tools of package.json and gives what it printed.
func tool(t *testing.T, directory, name string, args ...string) (string, error) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("node_modules", ".bin", name))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, args...)
	command.Dir = directory
	command.Env = append(os.Environ(), "NO_COLOR=1", "FORCE_COLOR=0")
	// A file, because attw ends before a pipe has taken all that it says.
	file, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	command.Stdout, command.Stderr = file, file
	failed := command.Run()
	output, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(output), failed
}

// entry is what a name leads to: a script and its types, or any file.
type entry struct{ Types, Default string }

func (e *entry) UnmarshalJSON(text []byte) error {
	type conditions entry
	if json.Unmarshal(text, &e.Default) == nil {
		return nil
	}
	return json.Unmarshal(text, (*conditions)(e))
}

// entries are those of the package by their names, such as "./element".
func entries(t *testing.T) map[string]entry {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(installed, "node_modules", "cognito-wasm", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Exports map[string]entry }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest.Exports) < 10 {
		t.Fatalf("package.json has the entries %v: does the test still read them?", manifest.Exports)
	}
	return manifest.Exports
}

// Whatever is code has types, and both are there.
func TestEntries(t *testing.T) {
	for name, files := range entries(t) {
		if script := strings.HasSuffix(files.Default, "js"); script == (files.Types == "") {
			t.Errorf("%s: %s has the types %q", name, files.Default, files.Types)
		}
		command := exec.Command("node", "--input-type=module", "-e", `process.stdout.write(String((await import('node:fs')).existsSync(new URL(import.meta.resolve(process.argv[1])))))`, filepath.ToSlash(filepath.Join("cognito-wasm", name)))
		command.Dir = installed
		if output, err := command.CombinedOutput(); err != nil || string(output) != "true" {
			t.Errorf("%s: %v, %s", name, err, output)
		}
		if _, err := os.Stat(filepath.Join(installed, "node_modules", "cognito-wasm", files.Types)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// publint finds nothing to say, nor to suggest.
func TestPublint(t *testing.T) {
	output, err := tool(t, ".", "publint", "run", tarball, "--strict")
	if err != nil || !strings.Contains(output, "All good!") {
		t.Errorf("%v\n%s", err, output)
	}
}

// The types are found as the code is. That require() gets an ES module is meant
// so, and the only finding.
func TestTypesAreFound(t *testing.T) {
	output, err := tool(t, ".", "attw", tarball, "--format", "json", "--exclude-entrypoints", "cognito-auth.wasm")
	var report struct {
		Analysis struct {
			Problems    []struct{ Kind, Entrypoint, ResolutionKind string }
			Entrypoints map[string]struct{ HasTypes bool }
		}
	}
	if jsonErr := json.Unmarshal([]byte(output), &report); jsonErr != nil {
		t.Fatalf("%v, %v\n%s", err, jsonErr, output)
	}
	for name, files := range entries(t) {
		if files.Types != "" && !report.Analysis.Entrypoints[name].HasTypes {
			t.Errorf("no types of %s were found", name)
		}
	}
	found := false
	for _, problem := range report.Analysis.Problems {
		if problem.Kind != "CJSResolvesToESM" {
			t.Errorf("%s: %s, by %s", problem.Entrypoint, problem.Kind, problem.ResolutionKind)
		}
		found = found || problem.Kind == "CJSResolvesToESM"
	}
	if !found {
		t.Error("attw does not find that the package is for ES modules only: does it look at the package at all?")
	}
}

// Programs compile that should, and none that should not, under each way to
// resolve modules.
func TestTypes(t *testing.T) {
	for _, resolution := range []struct{ name, module string }{{"bundler", "esnext"}, {"node16", "node16"}, {"nodenext", "nodenext"}} {
		t.Run(resolution.name, func(t *testing.T) {
			folder := t.TempDir()
			for name, source := range map[string]string{"node_modules": filepath.Join(installed, "node_modules"), "src": "types"} {
				if err := os.CopyFS(filepath.Join(folder, name), os.DirFS(source)); err != nil {
					t.Fatal(err)
				}
			}
			settings := map[string]any{
				"include": []string{"src"},
				"compilerOptions": map[string]any{
					"module": resolution.module, "moduleResolution": resolution.name, "target": "es2022", "lib": []string{"es2023", "dom"},
					"types": []string{}, "strict": true, "noEmit": true, "noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true,
					"skipLibCheck": false,
				},
			}
			text, err := json.Marshal(settings)
			if err != nil {
				t.Fatal(err)
			}
			for name, content := range map[string]string{"tsconfig.json": string(text), "package.json": `{"type": "module"}`} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if output, err := tool(t, folder, "tsc", "-p", "."); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
}

// require() works where the README says so, and nowhere else.
func TestRequire(t *testing.T) {
	command := exec.Command("node", "-p", `const [major, minor] = process.versions.node.split('.').map(Number);
		let loaded;
		try { loaded = typeof require('cognito-wasm').createClient } catch (error) { loaded = error.code }
		JSON.stringify([major === 20 && minor >= 19 || major === 22 && minor >= 12 || major > 22, loaded])`)
	command.Dir = installed
	output, err := command.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(output)), "\n") // Node may warn that it is experimental
	if got := lines[len(lines)-1]; err != nil || got != `[true,"function"]` && got != `[false,"ERR_REQUIRE_ESM"]` {
		t.Errorf("%v: %s", err, output)
	}
	readme, err := os.ReadFile(filepath.Join(installed, "node_modules", "cognito-wasm", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "`require` works in Node ≥ 20.19 and ≥ 22.12"; !strings.Contains(string(readme), want) {
		t.Errorf("the README does not say %q", want)
	}
}

// Importing does nothing: no global, no fetch, nothing that keeps Node running.
func TestImportDoesNothing(t *testing.T) {
	program := `
		const before = Object.getOwnPropertyNames(globalThis).sort();
		globalThis.fetch = () => { throw new Error('fetched') };
		const library = await import('cognito-wasm');
		const after = Object.getOwnPropertyNames(globalThis).sort();
		console.log(JSON.stringify([after.filter((name) => !before.includes(name)), Object.keys(library).sort()]));`
	command := exec.Command("node", "--input-type=module", "-e", program)
	command.Dir = installed
	output, err := command.CombinedOutput()
	if want := `[[],["CognitoAuthError","createClient","preload"]]`; err != nil || strings.TrimSpace(string(output)) != want {
		t.Errorf("%v: got %s, want %s", err, output, want)
	}
}

// Node prints the line of the script that an error came from and then the error.
// What is longer than a pipe is lost while nobody reads.
func TestUncaughtErrorIsTold(t *testing.T) {
	const program = `process.emitWarning('a process that has written to its pipe before');
		import('cognito-wasm').then(({createClient}) => setTimeout(createClient, 0, {region: 1}))`
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	command := exec.Command("node", "--input-type=module", "-e", program)
	command.Dir, command.Stderr = installed, write
	err = command.Run() // nothing is read before Node has ended
	write.Close()
	told, readErr := io.ReadAll(read)
	if err == nil || readErr != nil || !strings.Contains(string(told), "code: 'InvalidArgument',\n") {
		t.Errorf("Node ended with %v (reading: %v) and said %d bytes, want the error InvalidArgument at the end of them, got %q", err, readErr, len(told), told[max(0, len(told)-300):])
	}
}
