package build

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Any change of a source gives another hash, and so does another toolchain.
func TestHashOfSources(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{
		"go.mod", "NOTICE", "srp/srp.go", "srp/srp_test.go", "web/src/page/client.ts", "web/node_modules/.package-lock.json",
		"web/node_modules/lean-qr/index.mjs", "e2e/main_test.go", "docs/testing.md", "dist/cognito-wasm.js", "new/e2e/file.go",
	} {
		write(t, filepath.Join(root, name), name)
	}
	hash := func(settings string) string {
		t.Helper()
		sum, err := hashSources(root, []byte(settings))
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	last := hash("go1.26.8")
	if again := hash("go1.26.8"); again != last {
		t.Error("the hash of the same differs")
	}
	if hash("go1.26.9") == last {
		t.Error("another toolchain has the same hash")
	}
	for _, test := range []struct {
		name    string
		change  func(file string)
		differs bool
	}{
		{"go.mod", func(file string) { write(t, file, "other") }, true},
		{"NOTICE", func(file string) { write(t, file, "other") }, true},
		{"web/src/page/client.ts", func(file string) { write(t, file, "other") }, true},
		{"web/node_modules/.package-lock.json", func(file string) { write(t, file, "other") }, true},
		{"new/e2e/file.go", func(file string) { write(t, file, "other") }, true},
		{"srp/srp.go", func(file string) { os.Remove(file) }, true},
		{"srp/added.go", func(file string) { write(t, file, "") }, true},
		{"srp/added.go", func(file string) { os.Rename(file, filepath.Join(root, "srp/renamed.go")) }, true},
		{"srp/srp_test.go", func(file string) { write(t, file, "other") }, false},
		{"e2e/main_test.go", func(file string) { write(t, file, "other") }, false},
		{"dist/cognito-wasm.js", func(file string) { write(t, file, "other") }, false},
		{"docs/added.md", func(file string) { write(t, file, "other") }, false},
	} {
		test.change(filepath.Join(root, test.name))
		now := hash("go1.26.8")
		if (now != last) != test.differs {
			t.Errorf("%s: the hash differs: %v, want %v", test.name, now != last, test.differs)
		}
		last = now
	}
}

// Nothing is built from the directories whose changes need no other build.
func TestApart(t *testing.T) {
	root, err := Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, target := range []struct {
		env []string
		pkg string
	}{{nil, "./web/build/webbuild"}, {forWasm, Program}} {
		list, err := atRoot(t.Context(), target.env, "go", "list", "-deps", "-f", "{{.Dir}}", target.pkg)
		if err != nil {
			t.Fatal(err)
		}
		output, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		used = append(used, strings.Fields(string(output))...)
	}
	for _, file := range packageFiles {
		used = append(used, filepath.Join(root, file.source))
	}
	inside := 0
	for _, path := range used {
		name, err := filepath.Rel(root, path)
		if err != nil || strings.HasPrefix(name, "..") {
			continue
		}
		inside++
		if first, _, _ := strings.Cut(filepath.ToSlash(name), "/"); slices.Contains(apart, first) {
			t.Errorf("%s is built from, so a change of it has to count", name)
		}
	}
	if inside < 20 {
		t.Errorf("only %d files and directories: does the test still read them?", inside)
	}
}

// What was built before is taken only if it was built from these sources, and whole.
func TestTake(t *testing.T) {
	sources, err := sourcesHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	part := Part{func(_ context.Context, out string) error {
		write(t, filepath.Join(out, "script.js"), "built")
		return nil
	}, "dist", nil}
	const path = "dist/script.js"
	for name, test := range map[string]struct {
		prepare func(directory string, m *prebuiltManifest)
		want    string
	}{
		"these sources":        {func(string, *prebuiltManifest) {}, "prebuilt"},
		"other sources":        {func(_ string, m *prebuiltManifest) { m.Sources = "other" }, "built"},
		"another file":         {func(directory string, _ *prebuiltManifest) { write(t, filepath.Join(directory, path), "changed") }, "built"},
		"no file":              {func(directory string, _ *prebuiltManifest) { os.Remove(filepath.Join(directory, path)) }, "built"},
		"an unknown directory": {func(directory string, _ *prebuiltManifest) { os.RemoveAll(directory) }, "built"},
	} {
		t.Run(name, func(t *testing.T) {
			directory, out := filepath.Join(t.TempDir(), "prebuilt"), filepath.Join(t.TempDir(), "out")
			write(t, filepath.Join(directory, path), "prebuilt")
			m := prebuiltManifest{sources, map[string]string{path: hashOf([]byte("prebuilt"))}}
			test.prepare(directory, &m)
			text, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(directory); err == nil {
				write(t, filepath.Join(directory, prebuiltManifestFile), string(text))
			}
			t.Setenv(PrebuiltVariable, directory)
			if err := Take(t.Context(), part, out); err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(filepath.Join(out, "script.js")); err != nil || string(got) != test.want {
				t.Errorf("took what says %q (%v), want %q", got, err, test.want)
			}
		})
	}
	t.Run("none named", func(t *testing.T) {
		t.Setenv(PrebuiltVariable, "")
		out := t.TempDir()
		if err := Take(t.Context(), part, out); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(out, "script.js")); err != nil || string(got) != "built" {
			t.Errorf("took what says %q (%v)", got, err)
		}
	})
}

// Whoever loads a part takes it, so that it is built once.
func TestPartsAreTaken(t *testing.T) {
	root, err := Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	grep := exec.CommandContext(t.Context(), "git", "grep", "-nE", `build\.(All|Dist|Element|Pack)\(`, "--", "*_test.go")
	grep.Dir = root
	// git ends with 1 where it finds nothing.
	if output, err := grep.Output(); err == nil || len(output) > 0 {
		t.Errorf("want build.Take:\n%s (%v)", output, err)
	}
}
