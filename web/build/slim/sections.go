package slim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// preamble is the magic and the version that a module begins with.
// https://webassembly.github.io/spec/core/binary/modules.html#binary-module
var preamble = []byte("\x00asm\x01\x00\x00\x00")

// The sections that are looked into.
const (
	dataSection      = 11
	dataCountSection = 12
)

// section is a part of a module: what it is, and its bytes.
type section struct {
	id       byte
	contents []byte
}

var errTruncated = errors.New("the module ends in the middle of a number or a section")

// parse takes a module apart.
func parse(module []byte) ([]section, error) {
	rest, found := bytes.CutPrefix(module, preamble)
	if !found {
		return nil, errors.New("no WebAssembly module of version 1")
	}
	var sections []section
	r := &reader{rest: rest}
	for len(r.rest) > 0 {
		id := r.bytes(1)
		contents := r.bytes(r.unsigned())
		if r.failed {
			return nil, errTruncated
		}
		sections = append(sections, section{id[0], contents})
	}
	return sections, nil
}

// assemble puts a module together, with other data.
func assemble(sections []section, data []segment) []byte {
	module := slices.Clone(preamble)
	for _, s := range sections {
		switch s.id {
		case dataSection:
			s.contents = encodeSegments(data)
		case dataCountSection:
			s.contents = binary.AppendUvarint(nil, uint64(len(data)))
		}
		module = append(module, s.id)
		module = binary.AppendUvarint(module, uint64(len(s.contents)))
		module = append(module, s.contents...)
	}
	return module
}

// reader reads what modules are made of. After the end it gives nothing, and failed
// is set.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) bytes(n uint64) []byte {
	if r.failed || n > uint64(len(r.rest)) {
		r.failed = true
		return make([]byte, 1)
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}

// unsigned reads LEB128, which is what encoding/binary calls a uvarint.
func (r *reader) unsigned() uint64 {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.failed = true
		return 0
	}
	r.bytes(uint64(n))
	return value
}

// signed reads LEB128 of a signed number of 32 bits.
// https://webassembly.github.io/spec/core/binary/values.html#integers
func (r *reader) signed() int32 {
	var value int64
	for shift := 0; shift < 35; shift += 7 {
		b := r.bytes(1)[0]
		value |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				value |= -1 << (shift + 7)
			}
			return int32(value)
		}
	}
	r.failed = true
	return 0
}

// appendSigned writes what signed reads.
func appendSigned(to []byte, value int32) []byte {
	for {
		b := byte(value & 0x7f)
		value >>= 7
		if (value == 0 && b&0x40 == 0) || (value == -1 && b&0x40 != 0) {
			return append(to, b)
		}
		to = append(to, b|0x80)
	}
}
