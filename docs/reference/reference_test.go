// Package reference has what writes docs/api.md, the API reference, from the
// types: "make reference".
package reference

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// The reference is that of the types as they are now.
func TestReferenceIsCurrent(t *testing.T) {
	if err := build.Installed(t.Context(), "docs/reference"); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if output, err := exec.Command("npx", "--no-install", "typedoc", "--out", out).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	want, err := os.ReadFile(filepath.Join(out, "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../api.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("docs/api.md is not what the types say: run make reference")
	}
}
