package build

import (
	"context"
	"os"
	"path/filepath"
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

// LinkedFile is the module with all of Go's runtime, as the linker wrote it: a panic
// shows a traceback with names and lines. No page loads it.
const LinkedFile = "debug/cognito-auth.wasm"

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
	support, err := Support(ctx)
	if err != nil {
		return err
	}
	if err := checkSupport(support); err != nil {
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
			Define: constants, LegalComments: api.LegalCommentsInline,
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

// All builds the module and the scripts into the directory out, which it makes,
// and the module with all that the toolchain gives it, for whoever debugs it. extra
// are further flags of go build for the module.
func All(ctx context.Context, out string, extra ...string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(out, filepath.Dir(LinkedFile)), 0o755); err != nil {
		return err
	}
	if err := Wasm(ctx, Program, filepath.Join(out, LinkedFile), extra...); err != nil {
		return err
	}
	if err := smallest(ctx, filepath.Join(out, ModuleFile), extra); err != nil {
		return err
	}
	return Scripts(ctx, out)
}

// smallest builds the module that is shipped into the file out.
func smallest(ctx context.Context, out string, extra []string) error {
	temporary, err := os.MkdirTemp("", "cognito-wasm-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	flags, err := overlayFlags(ctx, temporary)
	if err != nil {
		return err
	}
	linked := filepath.Join(temporary, "linked.wasm")
	if err := Wasm(ctx, Program, linked, slices.Concat(extra, flags)...); err != nil {
		return err
	}
	return finished(ctx, linked, out)
}
