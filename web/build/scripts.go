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
		if err := writeScript(root, filepath.Join(out, script.file), api.BuildOptions{
			EntryPoints: []string{script.entry}, Format: script.format, Define: constants,
		}); err != nil {
			return err
		}
	}
	return nil
}

// writeScript bundles what is shipped into a file. Paths in the options are from root.
func writeScript(root, file string, options api.BuildOptions) error {
	options.AbsWorkingDir, options.LegalComments = root, api.LegalCommentsInline
	content, err := BundleMinified(options)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
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
	if err := smallest(ctx, filepath.Join(out, ModuleFile), extra); err != nil {
		return err
	}
	return Scripts(ctx, out)
}

// writeLinked builds the module with all that the toolchain gives it, for whoever
// debugs it, into the directory out.
func writeLinked(ctx context.Context, out string) error {
	file, err := filepath.Abs(filepath.Join(out, LinkedFile))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return Wasm(ctx, Program, file)
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
