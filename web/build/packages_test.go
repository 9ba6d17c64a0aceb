package build

import (
	"strings"
	"testing"
)

func TestMeasurePackages(t *testing.T) {
	sizes, err := MeasurePackages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]PackageSize{}
	for _, p := range sizes {
		found[p.Package] = p
	}
	const own = "github.com/cognito-wasm/cognito-wasm/"
	for _, path := range []string{own + "auth", own + "jsbridge", own + "srp", own + "srp/internal/modp"} {
		if p := found[path]; p.Module < 1000 || p.Empty != 0 {
			t.Errorf("%s: %d bytes in the module and %d in the empty program, want thousands and none", path, p.Module, p.Empty)
		}
	}
	for _, path := range []string{"runtime", "syscall/js", "(data)"} {
		if p := found[path]; p.Module < 1000 || p.Empty < 1000 {
			t.Errorf("%s: %d bytes in the module and %d in the empty program, want thousands in both", path, p.Module, p.Empty)
		}
	}
	if p := found["runtime"]; p.Module >= p.Empty {
		t.Errorf("the runtime has %d bytes in the module and %d in the empty program, want less: parts of it stay out", p.Module, p.Empty)
	}
	// A name that belongs to no package would hide what it weighs.
	if p := found["(support)"]; p.Module > 10_000 {
		t.Errorf("%d bytes of functions without a package", p.Module)
	}
}

func TestPackageWeightsRefuses(t *testing.T) {
	for name, module := range map[string]string{
		"cut off":       "\x00asm\x01\x00\x00\x00\x0a\xff",
		"without names": "\x00asm\x01\x00\x00\x00",
		"no header":     "\x00as",
	} {
		if _, err := packageWeights([]byte(module), nil); err == nil || !strings.Contains(err.Error(), "WebAssembly") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
