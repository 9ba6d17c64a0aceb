package overlay_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build/internal/modtest"
	"github.com/cognito-wasm/cognito-wasm/web/build/overlay"
	"github.com/cognito-wasm/cognito-wasm/web/build/slim"
)

// program builds the program of testdata.
func program(t *testing.T, flags ...string) []byte {
	t.Helper()
	return modtest.Build(t, "./web/build/overlay/testdata/program", flags...)
}

// overlaid builds it without the parts.
func overlaid(t *testing.T) []byte {
	t.Helper()
	flag, err := overlay.Write(modtest.Env(t, "GOROOT"), modtest.Env(t, "GOVERSION"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return program(t, flag)
}

// modules are the program with all of the runtime, and as it would be shipped.
func modules(t *testing.T) (whole, shipped []byte) {
	t.Helper()
	shipped, err := slim.Module(overlaid(t), modtest.Env(t, "GOVERSION"))
	if err != nil {
		t.Fatal(err)
	}
	return program(t), shipped
}

// The program does the same without the parts: stacks grow, the collector keeps up,
// finalizers and timers run, and JavaScript's values are let go of.
func TestSameBehaviour(t *testing.T) {
	whole, shipped := modules(t)
	want, complaints, failed := modtest.Run(t, whole)
	if failed || strings.Count(want, "\n") != 12 || strings.Contains(want, "false") || strings.Contains(want, "left") {
		t.Fatalf("the whole program wrote %q and %q", want, complaints)
	}
	if got, complaints, failed := modtest.Run(t, shipped); failed || got != want {
		t.Errorf("without the parts it wrote %q and %q, want %q", got, complaints, want)
	}
}

// What ends a program is told as ever, without a traceback.
func TestEnds(t *testing.T) {
	whole, shipped := modules(t)
	for end, want := range map[string]string{
		"error":    "panic: an error\n",
		"text":     "panic: a text\n\tof two lines\n",
		"integer":  "panic: -42\n",
		"stringer": "panic: by its method\n",
		"own text": "of its own type",
		"nil map":  "panic: assignment to entry in nil map\n",
		"index":    "panic: runtime error: index out of range [2] with length 0\n",
		"nil":      "panic: panic called with nil argument\n",
		"again":    "panic: first [recovered]\n\tpanic: again: first\n",
		"both":     "panic: first\n\tpanic: second\n",
		"mutex":    "fatal error: sync: unlock of unlocked mutex\n",
		"stack":    "fatal error: stack overflow\n",
	} {
		for name, module := range map[string][]byte{"whole": whole, "shipped": shipped} {
			if name == "whole" && end != "error" && end != "stack" { // what Go's own tests show
				continue
			}
			_, complaints, failed := modtest.Run(t, module, end)
			if !failed || !strings.Contains(complaints, want) {
				t.Errorf("%s, %s: wrote %q, want %q", name, end, complaints, want)
			}
			if has := strings.Contains(complaints, "goroutine 1"); has != (name == "whole") {
				t.Errorf("%s, %s: there is a traceback: %v", name, end, has)
			}
		}
	}
}

// What the parts need is not in the program, and what is left is the same each time.
func TestReproducible(t *testing.T) {
	whole, first, second := program(t), overlaid(t), overlaid(t)
	if !bytes.Equal(first, second) {
		t.Error("the same sources gave two programs")
	}
	for _, function := range []string{"runtime.traceAdvance", "runtime.schedtrace", "runtime.typesEqual", "runtime.traceback2", "runtime.(*pageAlloc).scavengeOne", "runtime.stkbucket"} {
		if !bytes.Contains(whole, []byte(function+"\x00")) || bytes.Contains(first, []byte(function+"\x00")) {
			t.Errorf("want %s in the whole program alone", function)
		}
	}
}

// A release that nobody has read is refused.
func TestUnknownRelease(t *testing.T) {
	for _, other := range []string{"go1.25.9", "go1.27", "go1.260.1", "devel go1.27-abcdef", ""} {
		directory := t.TempDir()
		if flag, err := overlay.Write(modtest.Env(t, "GOROOT"), other, directory); err == nil || flag != "" || !strings.Contains(err.Error(), "nobody has read") {
			t.Errorf("%q: got %q and %v, want a release that nobody has read", other, flag, err)
		}
		if written, err := os.ReadDir(directory); err != nil || len(written) > 0 {
			t.Errorf("%q: %d files are written (%v)", other, len(written), err)
		}
	}
}

// Sources that have changed since they were read are refused, and the error says
// which.
func TestChangedSources(t *testing.T) {
	runtime := filepath.Join(modtest.Env(t, "GOROOT"), "src", "runtime")
	sources, err := filepath.Glob(filepath.Join(runtime, "*.go"))
	if err != nil || len(sources) < 100 {
		t.Fatalf("%d files in %s (%v)", len(sources), runtime, err)
	}
	for i, change := range []struct{ file, from, to, complaint string }{
		{"trace.go", "func traceAdvance(stopTrace bool) {", "func traceAdvance(stopTrace bool) {\n\tbeforeAll()", "trace.go, traceAdvance"},
		{"trace.go", "func traceAdvance(", "func traceGoOn(", "trace.go has no function traceAdvance"},
		{"trace.go", "func traceAdvance(", "func (t *tracer) traceAdvance(", "trace.go has no function traceAdvance"},
		{"mgc.go", "if debug.gctrace > 1 {", "if debug.gctrace > 1 && debug.gctrace < 9 {", "debug.gctrace is read 1"},
		{"mgcscavenge.go", "(s *scavengeIndex) nextGen()", "(s scavengeIndex) nextGen()", "(*scavengeIndex).nextGen"},
		{"mgc.go", "package runtime", "package", "mgc.go"},
	} {
		goroot := t.TempDir()
		copied := filepath.Join(goroot, "src", "runtime")
		if err := os.MkdirAll(copied, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, source := range sources {
			if filepath.Base(source) == change.file {
				continue
			}
			if err := os.Symlink(source, filepath.Join(copied, filepath.Base(source))); err != nil {
				t.Fatal(err)
			}
		}
		original, err := os.ReadFile(filepath.Join(runtime, change.file))
		if err != nil || !bytes.Contains(original, []byte(change.from)) {
			t.Fatalf("%s has no %q (%v)", change.file, change.from, err)
		}
		write := func(from, to string) (string, error) {
			changed := bytes.Replace(original, []byte(from), []byte(to), 1)
			if err := os.WriteFile(filepath.Join(copied, change.file), changed, 0o644); err != nil {
				t.Fatal(err)
			}
			return overlay.Write(goroot, "go1.26.8", t.TempDir())
		}
		if flag, err := write(change.from, change.to); err == nil || flag != "" || !strings.Contains(err.Error(), change.complaint) {
			t.Errorf("%q: got %q and %v, want a complaint of %s", change.to, flag, err, change.complaint)
		}
		if i > 0 {
			continue
		}
		if _, err := write("", ""); err != nil {
			t.Errorf("%s unchanged: %v", change.file, err)
		}
	}
}

const before = `package p

import (
	"fmt"
	"strings"
	_ "unsafe"
)

var debug struct{ trace int }

var pointer = &debug.trace

func left() { fmt.Println("gone") }

func (t *T) method(n int) string {
	if n == 0 {
		return ""
	}
	return strings.ToUpper("gone")
}

func reads() int {
	debug.trace = debug.trace + 1
	debug.trace++
	trace := T{field: debug.trace}
	if debug.trace > 0 && enabled() {
		return trace.field
	}
	return x.debug.trace
}
`

const after = `package p

import (
	
	
	_ "unsafe"
)

var debug struct{ trace int }

var pointer = &debug.trace

func left() {  }

func (t *T) method(n int) string { return "less" }






func reads() int {
	debug.trace = 0 + 1
	debug.trace++
	trace := T{field: 0}
	if 0 > 0 && false {
		return trace.field
	}
	return x.debug.trace
}
`

// Expressions are replaced where they are read, bodies as a whole, imports that
// nothing uses go, and lines stay where they are.
func TestRewrite(t *testing.T) {
	part := overlay.Part{
		Constants: []overlay.Constant{{"debug.trace", "0", 3}, {"enabled()", "false", 1}},
		Bodies: []overlay.Body{
			// printf %s "$declaration" | sha256sum
			{"p.go", "left", "e4f3b8b6", ""},
			{"p.go", "(*T).method", "75ccd11d", `return "less"`},
		},
	}
	files := map[string][]byte{"p.go": []byte(before), "other.go": []byte("package p\n")}
	got, err := overlay.Rewrite(files, []overlay.Part{part})
	if err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, []string{"p.go"}) {
		t.Errorf("got the files %q, want the one that differs", names)
	}
	if string(got["p.go"]) != after {
		t.Errorf("got\n%s\nwant\n%s", got["p.go"], after)
	}
	if string(files["p.go"]) != before {
		t.Error("the source itself is changed")
	}
}
