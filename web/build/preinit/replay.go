package preinit

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cognito-wasm/cognito-wasm/web/build/wasmfile"
)

// scratch is where calls are put together that are made again: Go keeps it free for
// the arguments of a program, which nobody looks at once it has started.
// See wasmMinDataAddr in cmd/link.
const (
	scratch    = 4096
	scratchEnd = 4096 + 8192
)

// Instructions. https://webassembly.github.io/spec/core/binary/instructions.html
const (
	callFunction = 0x10
	getLocal     = 0x20
	setLocal     = 0x21
	getGlobal    = 0x23
	setGlobal    = 0x24
	storeI64     = 0x37
)

// code is a function that makes calls again, with the third of its locals, after its
// two parameters, for the stack pointer. A call may find its frame by the stack pointer that
// it is given, or ask for that once more.
type code struct {
	bytes []byte
	next  uint64 // the first free address
	err   error
}

// replay gives the body of a function that makes the calls again. imports are the
// indices of the functions.
func replay(calls []call, imports map[string]uint64) ([]byte, error) {
	c := &code{bytes: []byte{1, 1, typeI32}}
	c.instruction(getGlobal, stackPointer)
	c.instruction(setLocal, 2)
	for _, each := range calls {
		index, ok := imports[each.name]
		if !ok {
			return nil, fmt.Errorf("the module does not import %s", each.name)
		}
		c.next = scratch
		frame := c.take(frameSize)
		at := frame + 8
		for _, arg := range each.args {
			at = c.put(at, arg)
		}
		c.constant(wasmfile.I32Const, int64(frame))
		c.instruction(setGlobal, stackPointer)
		c.constant(wasmfile.I32Const, int64(frame))
		c.instruction(callFunction, index)
	}
	c.instruction(getLocal, 2)
	c.instruction(setGlobal, stackPointer)
	c.bytes = append(c.bytes, wasmfile.End)
	return c.bytes, c.err
}

// frameSize is that of the largest system call there is, valueCall, in bytes.
const frameSize = 72

// put writes an argument and gives the address of the next one.
func (c *code) put(at uint64, arg any) uint64 {
	switch arg := arg.(type) {
	case string:
		text := append([]byte(arg), make([]byte, 7)...)
		address := c.take(uint64(len(text)))
		for i := 0; i+8 <= len(text); i += 8 {
			c.store(address+uint64(i), binary.LittleEndian.Uint64(text[i:]))
		}
		c.store(at, address)
		c.store(at+8, uint64(len(arg)))
		return at + 16
	case []uint64:
		address := c.take(8 * uint64(len(arg)))
		for i, n := range arg {
			c.store(address+8*uint64(i), n)
		}
		c.store(at, address)
		c.store(at+8, uint64(len(arg)))
		c.store(at+16, uint64(len(arg)))
		return at + 24
	default:
		c.store(at, arg.(uint64))
		return at + 8
	}
}

// take gives an address from which so many bytes are free.
func (c *code) take(size uint64) uint64 {
	address := c.next
	if c.next += (size + 7) &^ 7; c.next > scratchEnd {
		c.err = errors.New("the program's calls are too long")
	}
	return address
}

func (c *code) store(address, n uint64) {
	c.constant(wasmfile.I32Const, int64(address))
	c.constant(wasmfile.I64Const, int64(n))
	c.bytes = append(c.bytes, storeI64, 3, 0) // aligned to 2^3, at the address itself
}

func (c *code) constant(instruction byte, n int64) {
	c.bytes = wasmfile.AppendSigned(append(c.bytes, instruction), n)
}

func (c *code) instruction(instruction byte, n uint64) {
	c.bytes = binary.AppendUvarint(append(c.bytes, instruction), n)
}
