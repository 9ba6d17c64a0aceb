package preinit

import (
	"context"
	"fmt"
	"math"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The host's half of Go's system calls, as far as a program needs it until it waits.
// web/src/host/go.ts is the whole of it, and tells of arguments and references.

// The upper half of a reference is nan and a type.
const (
	nan      = 0x7ff80000
	object   = 1
	function = 4
)

// The ids that Go knows by heart, and the first of those that are given.
const (
	globalID = 5
	goID     = 6
	firstID  = 7
)

// globals are the types of what the program finds in its global object: see
// sealedGlobal in web/src/host/program.ts, and hostName in jsbridge/program.go.
// All else is undefined.
var globals = map[string]byte{"Object": function, "Array": function, "Uint8Array": function, hostName: object}

const hostName = "cognitoWasmHost"

// call is a system call as the program makes it: words from 8 bytes above its stack
// pointer on, of which some are addresses.
type call struct {
	name string
	args []any // uint64, string or []uint64
}

// host answers a program, and keeps what would have to be done again where another
// host has to know the same.
type host struct {
	calls []call
	given uint32 // how many ids, from firstID on
	named map[string]uint32
}

// unforeseen is what the program does that cannot be done again elsewhere.
type unforeseen string

func (u unforeseen) Error() string { return "it does what cannot be repeated: " + string(u) }

// seed is how many random bytes the runtime asks for where it starts. They order
// maps; what has to be secret comes from srp/internal/entropy.
const seed = 32

// serve gives the program its imports.
func (h *host) serve(ctx context.Context, runtime wazero.Runtime, imports []api.FunctionDefinition) error {
	h.named = map[string]uint32{}
	foreseen := map[string]func(*frame){
		"runtime.resetMemoryDataView": func(*frame) {},
		// When it starts is told by the clock that it finds later; zero is none.
		"runtime.nanotime1": func(f *frame) { f.set(8, 1) },
		"runtime.getRandomData": func(f *frame) {
			if f.word(16) > seed {
				panic(unforeseen("it takes random numbers"))
			}
		},
		"syscall/js.valueGet":    h.get,
		"syscall/js.valueSet":    h.put,
		"syscall/js.valueDelete": h.remove,
		"syscall/js.valueCall":   h.wrap,
	}
	builder := runtime.NewHostModuleBuilder(importModule)
	for _, imported := range imports {
		module, name, _ := imported.Import()
		answer, isForeseen := foreseen[name]
		if !isForeseen || module != importModule {
			answer = func(*frame) { panic(unforeseen(name)) }
		}
		builder.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, m api.Module, stack []uint64) {
			answer(&frame{m.Memory(), uint32(stack[0])})
		}), imported.ParamTypes(), imported.ResultTypes()).Export(name)
	}
	_, err := builder.Instantiate(ctx)
	return err
}

// get answers valueGet(v ref, p string) ref.
func (h *host) get(f *frame) {
	name := f.text(16)
	if f.word(8) != reference(globalID, object) {
		panic(unforeseen("it looks into a value for " + name))
	}
	kind, isThere := globals[name]
	if !isThere {
		f.set(32, 0) // undefined, here and in each other host
		return
	}
	h.calls = append(h.calls, call{"syscall/js.valueGet", []any{f.word(8), name}})
	id, isKnown := h.named[name]
	if !isKnown {
		id = h.next()
		h.named[name] = id
	}
	f.set(32, reference(id, kind))
}

// put answers valueSet(v ref, p string, x ref): functions become the host's members.
func (h *host) put(f *frame) {
	name := f.text(16)
	if f.word(8) != h.host() || f.word(32)&^math.MaxUint32 != reference(0, function) {
		panic(unforeseen("it sets " + name))
	}
	h.calls = append(h.calls, call{"syscall/js.valueSet", []any{f.word(8), name, f.word(32)}})
}

// remove answers valueDelete(v ref, p string).
func (h *host) remove(f *frame) {
	name := f.text(16)
	if f.word(8) != reference(globalID, object) {
		panic(unforeseen("it deletes " + name))
	}
	h.calls = append(h.calls, call{"syscall/js.valueDelete", []any{f.word(8), name}})
}

// wrap answers valueCall(v ref, m string, args []ref) (ref, bool), which makes a
// function of JavaScript's of one of Go's.
func (h *host) wrap(f *frame) {
	name := f.text(16)
	if f.word(8) != reference(goID, object) || name != "_makeFuncWrapper" || f.word(40) != 1 {
		panic(unforeseen("it calls " + name))
	}
	args := []uint64{f.at(f.word(32))}
	h.calls = append(h.calls, call{"syscall/js.valueCall", []any{f.word(8), name, args}})
	f.set(56, reference(h.next(), function))
	f.set(64, 1)
}

// host is the reference to the host, 0 before the program has it.
func (h *host) host() uint64 {
	if id, isKnown := h.named[hostName]; isKnown {
		return reference(id, object)
	}
	return 0
}

// next is the id of a value that the program has not had before.
func (h *host) next() uint32 {
	h.given++
	return firstID + h.given - 1
}

func reference(id uint32, kind byte) uint64 { return (nan|uint64(kind))<<32 | uint64(id) }

// frame is the stack of a system call: arguments and results are at distances from
// the stack pointer.
type frame struct {
	memory api.Memory
	sp     uint32
}

func (f *frame) at(address uint64) uint64 {
	n, ok := f.memory.ReadUint64Le(uint32(address))
	if !ok {
		panic(unforeseen(fmt.Sprintf("it reads address %d", address)))
	}
	return n
}

func (f *frame) word(offset uint64) uint64 { return f.at(uint64(f.sp) + offset) }

func (f *frame) set(offset uint32, n uint64) { f.memory.WriteUint64Le(f.sp+offset, n) }

func (f *frame) text(offset uint64) string {
	text, ok := f.memory.Read(uint32(f.word(offset)), uint32(f.word(offset+8)))
	if !ok {
		panic(unforeseen("it reads a text out of its memory"))
	}
	return string(text)
}
