// Package slim makes a WebAssembly module of the Go linker's smaller, without
// changing what it does: data that lie close together become one segment, and what
// only a traceback would show goes.
package slim

import (
	"fmt"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/web/build/wasmfile"
)

// toolchain is the release whose layout linetable.go knows. The magic of the line
// table says less: runtime functions change between releases that share one.
const toolchain = "go1.26"

// Module gives a smaller module that does the same, from one that the toolchain of
// the given version (go env GOVERSION) has linked for js/wasm. A panic tells its
// message; its traceback has neither names nor lines.
//
// It fails for a toolchain or a module whose layout it does not know, and changes
// nothing then.
func Module(module []byte, version string) ([]byte, error) {
	if version != toolchain && !strings.HasPrefix(version, toolchain+".") {
		return nil, fmt.Errorf("slim: the layout of %s is not known, that of %s is: compare runtime/symtab.go of both, and runtime2.go's _func", version, toolchain)
	}
	sections, err := wasmfile.Parse(module)
	if err != nil {
		return nil, fmt.Errorf("slim: %w", err)
	}
	memory, err := wasmfile.Load(sections)
	if err != nil {
		return nil, fmt.Errorf("slim: %w", err)
	}
	if err := emptyLineTable(memory); err != nil {
		return nil, fmt.Errorf("slim: %w", err)
	}
	return wasmfile.Assemble(sections, wasmfile.Segments(memory)), nil
}
