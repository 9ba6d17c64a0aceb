// Package wasmfile takes WebAssembly modules apart and puts them together, as far as
// the steps after the linker need that.
package wasmfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// preamble is the magic and the version that a module begins with.
// https://webassembly.github.io/spec/core/binary/modules.html#binary-module
var preamble = []byte("\x00asm\x01\x00\x00\x00")

// The ids of sections.
// https://webassembly.github.io/spec/core/binary/modules.html#sections
const (
	Custom    = 0
	Imports   = 2
	Memory    = 5
	Globals   = 6
	Exports   = 7
	Code      = 10
	Data      = 11
	DataCount = 12
)

// Section is a part of a module: what it is, and its bytes.
type Section struct {
	ID       byte
	Contents []byte
}

var errTruncated = errors.New("the module ends in the middle of a number or a section")

// Parse takes a module apart.
func Parse(module []byte) ([]Section, error) {
	rest, found := bytes.CutPrefix(module, preamble)
	if !found {
		return nil, errors.New("no WebAssembly module of version 1")
	}
	var sections []Section
	r := &Reader{Rest: rest}
	for len(r.Rest) > 0 {
		id := r.Bytes(1)
		contents := r.Bytes(r.Unsigned())
		if r.Failed {
			return nil, errTruncated
		}
		sections = append(sections, Section{id[0], contents})
	}
	return sections, nil
}

// Assemble puts a module together, with other data.
func Assemble(sections []Section, data []Segment) []byte {
	module := slices.Clone(preamble)
	for _, s := range sections {
		switch s.ID {
		case Data:
			s.Contents = encodeSegments(data)
		case DataCount:
			s.Contents = binary.AppendUvarint(nil, uint64(len(data)))
		}
		module = append(module, s.ID)
		module = binary.AppendUvarint(module, uint64(len(s.Contents)))
		module = append(module, s.Contents...)
	}
	return module
}

// Reader reads what modules are made of. After the end it gives nothing, and Failed
// is set.
type Reader struct {
	Rest   []byte
	Failed bool
}

// Bytes takes the next n bytes.
func (r *Reader) Bytes(n uint64) []byte {
	if r.Failed || n > uint64(len(r.Rest)) {
		r.Failed = true
		return make([]byte, 1)
	}
	taken := r.Rest[:n:n]
	r.Rest = r.Rest[n:]
	return taken
}

// Unsigned reads LEB128, which is what encoding/binary calls a uvarint.
func (r *Reader) Unsigned() uint64 {
	value, n := binary.Uvarint(r.Rest)
	if n <= 0 {
		r.Failed = true
		return 0
	}
	r.Bytes(uint64(n))
	return value
}

// Signed reads LEB128 of a signed number of 32 bits.
// https://webassembly.github.io/spec/core/binary/values.html#integers
func (r *Reader) Signed() int32 {
	var value int64
	for shift := 0; shift < 35; shift += 7 {
		b := r.Bytes(1)[0]
		value |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				value |= -1 << (shift + 7)
			}
			return int32(value)
		}
	}
	r.Failed = true
	return 0
}

// AppendSigned writes what Signed reads.
func AppendSigned(to []byte, value int64) []byte {
	for {
		b := byte(value & 0x7f)
		value >>= 7
		if (value == 0 && b&0x40 == 0) || (value == -1 && b&0x40 != 0) {
			return append(to, b)
		}
		to = append(to, b|0x80)
	}
}
