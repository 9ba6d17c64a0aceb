// Package build makes what a page loads: the module and the scripts around it.
// It is the only place that knows flags; make, the tests and the demo build
// through it, so that none of them can run something that nobody ships.
package build

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/web/build/overlay"
	"github.com/cognito-wasm/cognito-wasm/web/build/preinit"
	"github.com/cognito-wasm/cognito-wasm/web/build/slim"
)

// Packages of the module that are compiled to WebAssembly.
const (
	Program = "./wasm"
	Empty   = "./web/build/empty"
	// Measure is for measurements of the mathematics alone; nobody ships it.
	Measure = "./srp/internal/measure"
)

// wasmFlags keep names of paths and times of builds out, and inlining too: a
// call is cheap in WebAssembly's bytes and a copy of its target is not
// (docs/decisions). Never -B, which would leave out the checks of bounds.
var wasmFlags = []string{
	"-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=",
	"-gcflags=all=-l",
}

// inlined are the packages in which the time of a sign-in is spent, and those
// whose functions have to be inlined there: what is compiled with -l cannot be
// inlined anywhere, and without math/bits a sign-in takes five times as long.
var inlined = []string{
	"encoding/binary",
	"github.com/cognito-wasm/cognito-wasm/srp/internal/digest",
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp",
	"math/bits",
}

// Wasm compiles a package of this module, such as Program, into the file out.
// extra are further flags of go build.
func Wasm(ctx context.Context, pkg, out string, extra ...string) error {
	args := append([]string{"build"}, wasmFlags...)
	for _, path := range inlined {
		args = append(args, "-gcflags="+path+"=")
	}
	args = append(append(args, extra...), "-o", out, pkg)
	return run(ctx, forWasm, "go", args...)
}

// overlayFlags gives the flags of go build that leave out of the runtime what a page
// has no use for, and writes what they name into a directory.
func overlayFlags(ctx context.Context, directory string) ([]string, error) {
	root, err := goroot(ctx)
	if err != nil {
		return nil, err
	}
	version, err := goEnv(ctx, "GOVERSION")
	if err != nil {
		return nil, err
	}
	return overlaid(root, version, directory), nil
}

// overlaid does that for a toolchain. There are no flags for one that package overlay
// does not know: that is told, and over the budget of the module's size.
func overlaid(goroot, version, directory string) []string {
	flag, err := overlay.Write(goroot, version, directory)
	if err != nil {
		fmt.Fprintf(os.Stderr, "the module has all of the runtime: %v\n", err)
		return nil
	}
	return []string{flag}
}

// finished writes a module that is smaller, does the same, and is started already.
// One of a toolchain that package slim does not know is written as it is: that is
// told, and over the budget of its size.
func finished(ctx context.Context, linked, out string) error {
	module, err := os.ReadFile(linked)
	if err != nil {
		return err
	}
	version, err := goEnv(ctx, "GOVERSION")
	if err != nil {
		return err
	}
	smaller, err := slim.Module(module, version)
	if err != nil {
		fmt.Fprintf(os.Stderr, "the module stays as large as the linker made it: %v\n", err)
		return os.WriteFile(out, module, 0o644)
	}
	started, err := preinit.Module(ctx, smaller)
	if err != nil {
		return err
	}
	return os.WriteFile(out, started, 0o644)
}

// forWasm has the go command work for WebAssembly.
var forWasm = []string{"GOOS=js", "GOARCH=wasm"}

// atRoot gives a command that works at the root of this module.
func atRoot(ctx context.Context, env []string, name string, args ...string) (*exec.Cmd, error) {
	root, err := Root(ctx)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = root
	command.Env = append(os.Environ(), env...)
	return command, nil
}

// run runs a command at the root of this module.
func run(ctx context.Context, env []string, name string, args ...string) error {
	command, err := atRoot(ctx, env, name, args...)
	if err != nil {
		return err
	}
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, args[0], err, output)
	}
	return nil
}

// Root gives the directory of go.mod, wherever in the module the caller runs.
func Root(ctx context.Context) (string, error) {
	file, err := goEnv(ctx, "GOMOD")
	return filepath.Dir(file), err
}

// goroot gives the toolchain's own directory.
func goroot(ctx context.Context) (string, error) { return goEnv(ctx, "GOROOT") }

// goEnv gives what the go command says of itself.
func goEnv(ctx context.Context, name string) (string, error) {
	output, err := exec.CommandContext(ctx, "go", "env", name).Output()
	if err != nil {
		return "", fmt.Errorf("go env %s: %w", name, err)
	}
	return strings.TrimSpace(string(output)), nil
}
