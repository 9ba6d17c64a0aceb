package build

import (
	"os"
	"path/filepath"
	"testing"
)

// What package slim does not know is shipped as the linker wrote it, and does not
// pass by its weight, which the module had before there was package slim.
func TestUnknownModuleStaysAsItIs(t *testing.T) {
	linked, out := filepath.Join(t.TempDir(), "linked"), filepath.Join(t.TempDir(), "out")
	const module = "of a linker that nobody knows"
	if err := os.WriteFile(linked, []byte(module), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := finished(t.Context(), linked, out); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(out); err != nil || string(got) != module {
		t.Errorf("got %q (%v), want the module as it was", got, err)
	}
	if err := (Size{Brotli: 523_000, Floor: 412_672}).Excess(); err == nil {
		t.Error("a module that was not slimmed is within the budget")
	}
}

// So is a module with all of the runtime of a release that package overlay does not
// know: it weighed that much, slimmed.
func TestUnknownRuntimeStaysWhole(t *testing.T) {
	root, err := goroot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if flags := overlaid(root, "go1.27", t.TempDir()); len(flags) != 0 {
		t.Errorf("got the flags %q for a release that nobody has read", flags)
	}
	if flags := overlaid(t.TempDir(), "go1.26.8", t.TempDir()); len(flags) != 0 {
		t.Errorf("got the flags %q for a toolchain without sources", flags)
	}
	if err := (Size{Brotli: 421_068, Floor: 412_672}).Excess(); err == nil {
		t.Error("a module with all of the runtime is within the budget")
	}
}
