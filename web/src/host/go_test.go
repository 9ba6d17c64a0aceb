package host_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build"
	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// goScript starts go.ts in Node, and builds a program for it.
func goScript(t *testing.T, pkg string) (*tstest.Process, string) {
	t.Helper()
	t.Parallel()
	file := filepath.Join(t.TempDir(), "program.wasm")
	if err := build.Wasm(t.Context(), pkg, file); err != nil {
		t.Fatal(err)
	}
	return tstest.Start(t, "testdata/go.mjs"), file
}

const goProgram = "./web/src/host/testdata/program"

// TestGoImports compares what the module that is shipped calls with what go.ts has.
func TestGoImports(t *testing.T) {
	node, file := goScript(t, build.Program)
	got := tstest.Ask[struct{ Offered, Wanted []string }](t, node, "imports", file)()
	for _, name := range got.Wanted {
		if !slices.Contains(got.Offered, name) {
			t.Errorf("the module imports %s: add it to web/src/host/go.ts, as the toolchain's lib/wasm/wasm_exec.js has it", name)
		}
	}
	for _, name := range got.Offered {
		if !slices.Contains(got.Wanted, name) {
			t.Errorf("the module does not import %s: delete it from web/src/host/go.ts", name)
		}
	}
	if len(got.Wanted) == 0 {
		t.Error("the module imports nothing")
	}
}

func TestGoValues(t *testing.T) {
	node, file := goScript(t, goProgram)
	if changed := tstest.Ask[[]int](t, node, "values", file)(); len(changed) > 0 {
		t.Errorf("the values %d of crossing in testdata/go.mjs do not come back from Go as they are", changed)
	}
}

// TestGoNested has Go call JavaScript that calls Go, which moves Go's stack and has
// its memory grow under the first call.
func TestGoNested(t *testing.T) {
	node, file := goScript(t, goProgram)
	got := tstest.Ask[[]string](t, node, "nested", file)()
	if want := []string{"a 10000 33554432!", "b 10000 33554432!"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGoMeetsNoPrototype(t *testing.T) {
	node, file := goScript(t, goProgram)
	got := tstest.Ask[struct{ Met, Made []string }](t, node, "polluted", file)()
	if len(got.Met) > 0 {
		t.Errorf("met %q", got.Met)
	}
	if want := []string{"3", "undefined"}; !slices.Equal(got.Made, want) {
		t.Errorf("Go has made %q of three elements, want %q", got.Made, want)
	}
}

func TestGoTimers(t *testing.T) {
	node, file := goScript(t, goProgram)
	tstest.Ask[bool](t, node, "waits", file)()
}

// TestGoCrash ends a program while one of its timers runs, and inside of a call
// from another call: nothing of it may run on, nor keep the event loop busy.
func TestGoCrash(t *testing.T) {
	node, file := goScript(t, goProgram)
	type outcome struct{ Gone, Ended, After, Again bool }
	want := outcome{Gone: true, Ended: true, After: false, Again: true}
	for i, got := range tstest.Ask[[]outcome](t, node, "crashes", file)() {
		if got != want {
			t.Errorf("crash %d: got %+v, want %+v", i, got, want)
		}
	}
}
