package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// Support gives the toolchain's wasm_exec.js, the script that runs a Go program
// which that toolchain has built. The project's own scripts have web/src/host/go.ts
// in its place.
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

// The wasm_exec.js that web/src/host/go.ts was derived from, and the version of Go
// that it was read in.
const (
	supportSHA256  = "0c949f4996f9a89698e4b5c586de32249c3b69b7baadb64d220073cc04acba14"
	supportVersion = "go1.26.8"
)

// checkSupport fails where a toolchain's wasm_exec.js is another one: its programs
// may expect what go.ts does not do.
func checkSupport(source []byte) error {
	if sum := sha256.Sum256(source); hex.EncodeToString(sum[:]) != supportSHA256 {
		return fmt.Errorf("this Go toolchain's lib/wasm/wasm_exec.js is not that of %s, which web/src/host/go.ts was derived from: "+
			"compare the two, change go.ts as they differ, then set supportSHA256 in web/build/support.go to %x and supportVersion", supportVersion, sum)
	}
	return nil
}
