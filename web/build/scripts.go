package build

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/evanw/esbuild/pkg/api"
)

// Names of the files that a page loads. They lie side by side.
const (
	ModuleFile  = "cognito-auth.wasm"
	ClassicFile = "cognito-wasm.js"
	ESMFile     = "cognito-wasm.mjs"
	WorkerFile  = "cognito-wasm.worker.js"
)

// scripts are the bundles and their formats. A script of a page has the hashes of
// the files that it loads, so it is built after them.
var scripts = []struct {
	entry, file string
	format      api.Format
	hashes      map[string]string // the constant in the script, and the file
}{
	{"web/src/host/worker.ts", WorkerFile, api.FormatIIFE, nil},
	{
		"web/src/page/classic.ts", ClassicFile, api.FormatIIFE,
		map[string]string{"WASM_INTEGRITY": ModuleFile, "WORKER_INTEGRITY": WorkerFile},
	},
	{"web/src/page/module.ts", ESMFile, api.FormatESModule, map[string]string{"WASM_INTEGRITY": ModuleFile}},
}

// Scripts bundles the scripts into the directory out, where the module is
// already. esbuild is a library here: building needs Go alone.
func Scripts(ctx context.Context, out string) error {
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	support := filepath.Join(temporary, "wasm_exec.js")
	if err := supportScript(ctx, support); err != nil {
		return err
	}
	for _, script := range scripts {
		constants := map[string]string{}
		for name, file := range script.hashes {
			hash, err := Integrity(filepath.Join(out, file))
			if err != nil {
				return err
			}
			constants[name] = strconv.Quote(hash)
		}
		content, err := BundleMinified(api.BuildOptions{
			AbsWorkingDir: root, EntryPoints: []string{script.entry}, Format: script.format,
			Alias: map[string]string{"wasm_exec": support}, Define: constants, LegalComments: api.LegalCommentsInline,
		})
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, script.file), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Support gives the toolchain's wasm_exec.js, the script that runs a Go program
// which that toolchain has built.
func Support(ctx context.Context) ([]byte, error) {
	root, err := goroot(ctx)
	if err != nil {
		return nil, err
	}
	source, err := os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("the Go toolchain's support for WebAssembly: %w", err)
	}
	return source, nil
}

// supportScript wraps the toolchain's wasm_exec.js, which has to be that of the
// toolchain that built the module. What it calls globalThis and fs become
// parameters, so that it defines nothing in the page's global object and the
// program finds only what it is given (sealedGlobal in program.ts).
func supportScript(ctx context.Context, file string) error {
	source, err := Support(ctx)
	if err != nil {
		return err
	}
	if source, err = withoutDefaults(source); err != nil {
		return err
	}
	wrapped := "/*! wasm_exec.js is part of Go. Copyright 2018 The Go Authors; BSD-style licence, see NOTICE. */\n" +
		"export function defineGo(globalThis, fs) {\n" + string(source) + "\nreturn globalThis.Go;\n}\n"
	return os.WriteFile(file, []byte(wrapped), 0o644)
}

// defaults are what wasm_exec.js defines, or asks for, where a global is missing:
// a file system that only says no, for instance. Our program has all that it needs
// in its sealed global object, and need.ts says what a page lacks.
var (
	defaults     = regexp.MustCompile(`(?ms)^\tif \(!globalThis\.(\w+)\) \{\n.*?^\t\}\n\n`)
	defaultNames = []string{"fs", "process", "path", "crypto", "performance", "TextEncoder", "TextDecoder"}
)

// withoutDefaults leaves those out, a quarter of the script.
func withoutDefaults(source []byte) ([]byte, error) {
	var names []string
	for _, found := range defaults.FindAllSubmatch(source, -1) {
		names = append(names, string(found[1]))
	}
	if !slices.Equal(names, defaultNames) {
		return nil, fmt.Errorf("the toolchain's wasm_exec.js has defaults for %q, expected %q: read it, and change defaults in web/build/scripts.go", names, defaultNames)
	}
	return defaults.ReplaceAll(source, nil), nil
}

// All builds the module and the scripts into the directory out, which it makes.
// extra are further flags of go build for the module.
func All(ctx context.Context, out string, extra ...string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if err := Wasm(ctx, Program, filepath.Join(out, ModuleFile), extra...); err != nil {
		return err
	}
	return Scripts(ctx, out)
}
