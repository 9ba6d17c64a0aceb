package slim_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build/internal/modtest"
	"github.com/cognito-wasm/cognito-wasm/web/build/slim"
)

// program builds the program of testdata, and gives the module as linked and the
// smaller one.
func program(t *testing.T) (linked, smaller []byte) {
	t.Helper()
	linked = modtest.Build(t, "./web/build/slim/testdata/program")
	smaller, err := slim.Module(linked, modtest.Env(t, "GOVERSION"))
	if err != nil {
		t.Fatal(err)
	}
	return linked, smaller
}

// The smaller program does what the linked one does: it grows stacks, collects,
// recovers and switches between goroutines.
func TestSameBehaviour(t *testing.T) {
	linked, smaller := program(t)
	want, _, failed := modtest.Run(t, linked)
	if failed || strings.Count(want, "\n") != 9 {
		t.Fatalf("the linked program wrote %q", want)
	}
	if got, complaints, failed := modtest.Run(t, smaller); failed || got != want {
		t.Errorf("the smaller program wrote %q and %q, want %q", got, complaints, want)
	}
}

// What a program panics with is told, without names of its functions.
func TestPanicIsTold(t *testing.T) {
	linked, smaller := program(t)
	for name, module := range map[string][]byte{"linked": linked, "smaller": smaller} {
		_, complaints, failed := modtest.Run(t, module, "for a test")
		if !failed || !strings.Contains(complaints, "panic: for a test") {
			t.Errorf("%s: wrote %q, want the panic", name, complaints)
		}
		if hasNames := strings.Contains(complaints, "main.main"); hasNames != (name == "linked") {
			t.Errorf("%s: the traceback has names: %v", name, hasNames)
		}
	}
}

// The same module gives the same bytes, and nothing is left to take out of them.
func TestStable(t *testing.T) {
	linked, smaller := program(t)
	version := modtest.Env(t, "GOVERSION")
	for name, module := range map[string][]byte{"again": linked, "twice": smaller} {
		got, err := slim.Module(module, version)
		if err != nil || !bytes.Equal(got, smaller) {
			t.Errorf("%s: %d bytes, want the %d bytes of before (%v)", name, len(got), len(smaller), err)
		}
	}
	if bytes.Contains(smaller, []byte("main.deep")) || !bytes.Contains(linked, []byte("main.deep")) {
		t.Error("want names of functions in the linked module alone")
	}
}

// What is not known is refused: a release whose layout nobody has looked at, and a
// module that is not laid out as that of the release.
func TestUnknownIsRefused(t *testing.T) {
	linked, _ := program(t)
	version := modtest.Env(t, "GOVERSION")
	for _, other := range []string{"go1.25.9", "go1.27", "go1.260.1", "devel go1.27-abcdef", ""} {
		if _, err := slim.Module(linked, other); err == nil || !strings.Contains(err.Error(), "layout") {
			t.Errorf("%q: got %v, want a layout that is not known", other, err)
		}
	}
	magic := bytes.Index(linked, []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8})
	if magic < 0 {
		t.Fatal("no line table")
	}
	changed := func(at int, to byte) []byte {
		module := bytes.Clone(linked)
		module[at] = to
		return module
	}
	for name, module := range map[string][]byte{
		"empty":                    {},
		"no WebAssembly":           []byte("GIF89a, and more than eight bytes"),
		"another version":          changed(4, 2),
		"half a module":            linked[:len(linked)/2],
		"another magic":            changed(magic, 0xf2),
		"pointers of four bytes":   changed(magic+7, 4),
		"more functions":           changed(magic+10, 0xff),
		"records before the names": changed(magic+64, 1),
	} {
		if _, err := slim.Module(module, version); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// Whatever the bytes are, there is an error or a module.
func FuzzModule(f *testing.F) {
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x07\x01\x00\x41\x00\x0b\x01x"))
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x0e\x01\x00\x41\x00\x0b\x08\xf1\xff\xff\xff\x00\x00\x01\x08"))
	f.Fuzz(func(t *testing.T, module []byte) {
		if got, err := slim.Module(module, "go1.26"); err == nil && len(got) == 0 {
			t.Error("no module and no error")
		}
	})
}
