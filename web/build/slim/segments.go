package slim

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// segment is what the memory holds from an address on when a program starts.
type segment struct {
	address int32
	data    []byte
}

// gap is the number of zeros in a row that are worth another segment: they cost
// next to nothing after compression, and a segment a few bytes and a call of the
// browser's.
const gap = 64

// What the linker writes before the bytes of a segment: memory 0, from the address
// that follows; and after the address.
// https://webassembly.github.io/spec/core/binary/modules.html#data-section
const (
	active   = 0
	i32Const = 0x41
	end      = 0x0b
)

// largest is more than any program of ours begins with, in bytes.
const largest = 1 << 28

// load gives the memory as a program finds it when it starts.
func load(sections []section) ([]byte, error) {
	var memory []byte
	found := false
	for _, s := range sections {
		if s.id != dataSection {
			continue
		}
		if found {
			return nil, errors.New("the module has two data sections")
		}
		found = true
		r := &reader{rest: s.contents}
		for n := r.unsigned(); n > 0; n-- {
			kind, load := r.unsigned(), r.bytes(1)[0]
			address, stop := r.signed(), r.bytes(1)[0]
			data := r.bytes(r.unsigned())
			if r.failed {
				return nil, errTruncated
			}
			if kind != active || load != i32Const || stop != end || address < 0 || int(address)+len(data) > largest {
				return nil, fmt.Errorf("a data segment of kind %d that the Go linker does not write", kind)
			}
			if grown := int(address) + len(data); grown > len(memory) {
				memory = append(memory, make([]byte, grown-len(memory))...)
			}
			copy(memory[address:], data)
		}
		if r.failed || len(r.rest) > 0 {
			return nil, errTruncated
		}
	}
	if !found {
		return nil, errors.New("the module has no data section")
	}
	return memory, nil
}

// segments gives the parts of a memory that are not zero.
func segments(memory []byte) []segment {
	var all []segment
	begin, last := -1, -1 // of the segment that grows
	for i, b := range memory {
		if b == 0 {
			continue
		}
		if begin < 0 || i-last > gap {
			if begin >= 0 {
				all = append(all, segment{int32(begin), memory[begin : last+1]})
			}
			begin = i
		}
		last = i
	}
	if begin >= 0 {
		all = append(all, segment{int32(begin), memory[begin : last+1]})
	}
	return all
}

func encodeSegments(all []segment) []byte {
	contents := binary.AppendUvarint(nil, uint64(len(all)))
	for _, s := range all {
		contents = append(contents, active, i32Const)
		contents = appendSigned(contents, s.address)
		contents = append(contents, end)
		contents = binary.AppendUvarint(contents, uint64(len(s.data)))
		contents = append(contents, s.data...)
	}
	return contents
}
