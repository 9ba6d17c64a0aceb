package preinit_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build"
	"github.com/cognito-wasm/cognito-wasm/web/build/internal/modtest"
	"github.com/cognito-wasm/cognito-wasm/web/build/preinit"
)

// linked builds a program of testdata.
func linked(t *testing.T, name string) []byte {
	t.Helper()
	return modtest.Build(t, "./web/build/preinit/testdata/"+name)
}

// run runs a module in Node with the toolchain's wasm_exec.js, and gives what a host
// sees of it.
func run(t *testing.T, module []byte) string {
	t.Helper()
	support, err := build.Support(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	file, script := filepath.Join(directory, "module.wasm"), filepath.Join(directory, "wasm_exec.cjs")
	for name, content := range map[string][]byte{file: module, script: support} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	output, err := exec.Command("node", "testdata/run.mjs", file, script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return string(output)
}

// A host sees the same of both: the values that the program refers to, how often,
// its functions, and what they do.
func TestSameBehaviour(t *testing.T) {
	module := linked(t, "waits")
	started, err := preinit.Module(t.Context(), module)
	if err != nil {
		t.Fatal(err)
	}
	want, got := run(t, module), run(t, started)
	if got != want {
		t.Errorf("started ahead of time:\n%s\nas linked:\n%s", got, want)
	}
	for _, part := range []string{"started 100 ", "deep 5001 ", "recovered on purpose ", "random 0 ", "made 3 99 ", "calls 3 𝄞𝄞𝄞"} {
		if !strings.Contains(want, part) {
			t.Errorf("the program told %s, want %q in it", want, part)
		}
	}
}

// The same module gives the same bytes, and one that is started already itself.
func TestStable(t *testing.T) {
	module := linked(t, "waits")
	started, err := preinit.Module(t.Context(), module)
	if err != nil {
		t.Fatal(err)
	}
	for name, module := range map[string][]byte{"again": module, "twice": started} {
		if got, err := preinit.Module(t.Context(), module); err != nil || !bytes.Equal(got, started) {
			t.Errorf("%s: %d bytes, want the %d of before (%v)", name, len(got), len(started), err)
		}
	}
}

// What depends on where and when a program runs is refused by name.
func TestUnforeseenIsRefused(t *testing.T) {
	for name, want := range map[string]string{"panics": "runtime.wasmWrite", "looks": "it looks into a value for prototype"} {
		if _, err := preinit.Module(t.Context(), linked(t, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q in it", name, err, want)
		}
	}
}

func TestUnknownIsRefused(t *testing.T) {
	module := linked(t, "waits")
	for name, module := range map[string][]byte{
		"empty":          {},
		"no WebAssembly": []byte("GIF89a, and more than eight bytes"),
		"no sections":    module[:8],
		"half a module":  module[:len(module)/2],
	} {
		if _, err := preinit.Module(t.Context(), module); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// Whatever the bytes are, there is an error or a module.
func FuzzModule(f *testing.F) {
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x07\x01\x00\x41\x00\x0b\x01x"))
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x06\x06\x01\x7f\x01\x41\x00\x0b"))
	f.Fuzz(func(t *testing.T, module []byte) {
		if got, err := preinit.Module(t.Context(), module); err == nil && len(got) == 0 {
			t.Error("no module and no error")
		}
	})
}
