package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// Directories of wrappers, one file for each client.
const (
	signInWrappers  = "e2e/bench/clients"
	srpWrappers     = "e2e/bench/srp"
	sessionWrappers = "e2e/bench/session"
	peersDirectory  = "e2e/peers"
)

// buildFiles builds everything that pages load, by paths such as amplify/client.js.
func buildFiles(ctx context.Context, root string) (map[string][]byte, error) {
	if err := build.Installed(ctx, peersDirectory); err != nil {
		return nil, err
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temporary)
	if err := build.All(ctx, temporary); err != nil {
		return nil, err
	}
	// What it is compared with is inlined like our own arithmetic.
	measure := filepath.Join(temporary, "measure.wasm")
	if err := build.Wasm(ctx, build.Measure, measure, "-gcflags=math/big=", "-gcflags=filippo.io/bigmod="); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, file := range map[string]string{
		ourID + "/" + build.ClassicFile: filepath.Join(temporary, build.ClassicFile),
		ourID + "/" + build.WorkerFile:  filepath.Join(temporary, build.WorkerFile),
		ourID + "/" + build.ModuleFile:  filepath.Join(temporary, build.ModuleFile),
		"bench/measure.wasm":            measure,
	} {
		if files[name], err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	if files["bench/wasm_exec.js"], err = build.Support(ctx); err != nil {
		return nil, err
	}
	if err := ownScripts(ctx, files); err != nil {
		return nil, err
	}
	for _, c := range clients {
		if files[c.id+"/client.js"], err = bundle(root, filepath.Join(signInWrappers, c.id+".js")); err != nil {
			return nil, err
		}
	}
	for _, c := range peers {
		if files[c.id+"/srp.js"], err = bundle(root, filepath.Join(srpWrappers, c.id+".js")); err != nil {
			return nil, err
		}
	}
	for _, id := range keepers {
		if id == ourID {
			continue // a script of the page does it
		}
		if files[id+"/session.js"], err = bundle(root, filepath.Join(sessionWrappers, id+".js")); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// bundle makes one script of a wrapper and what it imports, as for production.
// The wrapper's exports become the global Client.
func bundle(root, wrapper string) ([]byte, error) {
	return build.BundleMinified(api.BuildOptions{
		AbsWorkingDir: root,
		EntryPoints:   []string{wrapper},
		NodePaths:     []string{filepath.Join(root, peersDirectory, "node_modules")},
		Format:        api.FormatIIFE,
		GlobalName:    "Client",
		LegalComments: api.LegalCommentsNone,
		Define:        map[string]string{"global": "globalThis", "process.env.NODE_ENV": `"production"`},
	})
}
