// Package preinit starts a Go program before it is shipped. What comes out is a
// module that begins where the program waits for its first event: a browser then
// neither starts Go's runtime nor initialises packages, and has none of the code to
// compile that does. For modules of other languages there is Wizer:
// https://github.com/bytecodealliance/wizer
package preinit

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
)

// pageSize is that of WebAssembly's memory, in bytes.
const pageSize = 65_536

// Module gives a module that does the same as one that the Go linker has made for
// js/wasm, and begins where that waits for its first event. Its function run makes
// the system calls again that a host has to have seen by then; it takes no arguments
// and no environment. The same module gives the same bytes anywhere and at any time.
//
// It fails for a program that cannot be started ahead of time, because what it does
// depends on where it runs: it reads more than the constructors of values from its
// global object, sets a timer, or takes random numbers of its own.
func Module(ctx context.Context, module []byte) ([]byte, error) {
	started, err := start(ctx, module)
	if err != nil {
		return nil, fmt.Errorf("preinit: %w", err)
	}
	return started, nil
}

func start(ctx context.Context, module []byte) ([]byte, error) {
	p, err := parse(module)
	if err != nil {
		return nil, err
	}
	shown, names, err := p.shown()
	if err != nil {
		return nil, err
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter().WithCloseOnContextDone(true))
	defer runtime.Close(ctx)
	compiled, err := runtime.CompileModule(ctx, shown)
	if err != nil {
		return nil, err
	}
	var h host
	if err := h.serve(ctx, runtime, compiled.ImportedFunctions()); err != nil {
		return nil, err
	}
	instance, err := runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithStartFunctions())
	if err != nil {
		return nil, err
	}
	run, getsp := instance.ExportedFunction("run"), instance.ExportedFunction("getsp")
	if run == nil || getsp == nil || instance.Memory() == nil {
		return nil, errUnknown
	}
	if _, err := run.Call(ctx, 0, scratch); err != nil {
		var reason unforeseen
		if errors.As(err, &reason) {
			err = reason // without a stack of nameless functions
		}
		return nil, fmt.Errorf("the program cannot be started ahead of time: %w", err)
	}
	globals := make([]uint64, len(names))
	for i, name := range names {
		globals[i] = instance.ExportedGlobal(name).Get()
	}
	if sp, err := getsp.Call(ctx); err != nil || p.globals[stackPointer] != typeI32 || sp[0] != globals[stackPointer] {
		return nil, errUnknown
	}
	memory, ok := instance.Memory().Read(0, instance.Memory().Size())
	if !ok {
		return nil, errors.New("the program has no memory")
	}
	clear(memory[min(scratch, len(memory)):min(scratchEnd, len(memory))])
	body, err := replay(h.calls, p.imports)
	if err != nil {
		return nil, err
	}
	started, err := p.started(memory, globals, body)
	if err != nil {
		return nil, err
	}
	if _, err := runtime.CompileModule(ctx, started); err != nil {
		return nil, fmt.Errorf("what came out is no module: %w", err)
	}
	return started, nil
}
