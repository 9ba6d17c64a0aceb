package wasmfile

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Segment is what the memory holds from an address on when a program starts.
type Segment struct {
	Address int32
	Data    []byte
}

// gap is the number of zeros in a row that are worth another segment: they cost
// next to nothing after compression, and a segment a few bytes and a call of the
// browser's.
const gap = 64

// active is a segment of memory 0, at the address that follows.
// https://webassembly.github.io/spec/core/binary/modules.html#data-section
const active = 0

// Instructions of which the linker makes initial values.
// https://webassembly.github.io/spec/core/binary/instructions.html
const (
	I32Const = 0x41
	I64Const = 0x42
	End      = 0x0b
)

// largest is more than any program of ours begins with, in bytes.
const largest = 1 << 28

// Load gives the memory as a program finds it when it starts.
func Load(sections []Section) ([]byte, error) {
	var memory []byte
	found := false
	for _, s := range sections {
		if s.ID != Data {
			continue
		}
		if found {
			return nil, errors.New("the module has two data sections")
		}
		found = true
		r := &Reader{Rest: s.Contents}
		for n := r.Unsigned(); n > 0; n-- {
			kind, load := r.Unsigned(), r.Bytes(1)[0]
			address, stop := r.Signed(), r.Bytes(1)[0]
			data := r.Bytes(r.Unsigned())
			if r.Failed {
				return nil, errTruncated
			}
			if kind != active || load != I32Const || stop != End || address < 0 || int(address)+len(data) > largest {
				return nil, fmt.Errorf("a data segment of kind %d that the Go linker does not write", kind)
			}
			if grown := int(address) + len(data); grown > len(memory) {
				memory = append(memory, make([]byte, grown-len(memory))...)
			}
			copy(memory[address:], data)
		}
		if r.Failed || len(r.Rest) > 0 {
			return nil, errTruncated
		}
	}
	if !found {
		return nil, errors.New("the module has no data section")
	}
	return memory, nil
}

// Segments gives the parts of a memory that are not zero.
func Segments(memory []byte) []Segment {
	var all []Segment
	begin, last := -1, -1 // of the segment that grows
	for i, b := range memory {
		if b == 0 {
			continue
		}
		if begin < 0 || i-last > gap {
			if begin >= 0 {
				all = append(all, Segment{int32(begin), memory[begin : last+1]})
			}
			begin = i
		}
		last = i
	}
	if begin >= 0 {
		all = append(all, Segment{int32(begin), memory[begin : last+1]})
	}
	return all
}

func encodeSegments(all []Segment) []byte {
	contents := binary.AppendUvarint(nil, uint64(len(all)))
	for _, s := range all {
		contents = append(contents, active, I32Const)
		contents = AppendSigned(contents, int64(s.Address))
		contents = append(contents, End)
		contents = binary.AppendUvarint(contents, uint64(len(s.Data)))
		contents = append(contents, s.Data...)
	}
	return contents
}
