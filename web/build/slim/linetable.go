package slim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// The line table tells the runtime what it has to know of each function. The
// collector and the stack need their parts of it; names, files and lines are for
// tracebacks. https://go.dev/s/go12symtab, and for what has changed since then
// pcHeader in runtime/symtab.go and _func in runtime/runtime2.go.

// header is runtime.pcHeader, in eight bytes a field where nothing else is said.
// The four bytes of the magic, padding, and the sizes of an instruction and a
// pointer come first.
var header = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

const (
	functionsField = 8
	namesField     = 32
	unitsField     = 40
	filesField     = 48
	valuesField    = 56
	recordsField   = 64
	headerSize     = 72
)

// Fields of a record, which is runtime._func, in bytes from its start.
const (
	nameField      = 4
	stackField     = 16 // pcsp
	fileField      = 20
	lineField      = 24
	tablesField    = 28 // npcdata
	unitField      = 32
	startLineField = 36
	recordSize     = 44
)

// Tables of a function that are read for tracebacks alone.
// https://go.dev/src/internal/abi/symtab.go
var unread = []int{pcdataInlTreeIndex, pcdataArgLiveIndex}

const (
	pcdataInlTreeIndex = 2
	pcdataArgLiveIndex = 3
)

// kept is what remains of the names: by this the runtime knows
// its own goroutines. The first name is empty.
const (
	kept     = "\x00runtime.\x00"
	nameKept = 1
)

// emptyLineTable takes out of a program's memory what only tracebacks show.
func emptyLineTable(memory []byte) error {
	at := bytes.Index(memory, header)
	if at < 0 || bytes.Contains(memory[at+1:], header) {
		return errors.New("there is not one line table of the known kind in the program")
	}
	t := &table{memory: memory[at:]}
	field := func(offset int) int {
		value := t.long(offset)
		if value > uint64(len(t.memory)) {
			t.wrong = true
			return 0
		}
		return int(value)
	}
	functions := field(functionsField)
	names, units, files, values, records := field(namesField), field(unitsField), field(filesField), field(valuesField), field(recordsField)
	if t.wrong || functions == 0 || names != headerSize || !slices.IsSorted([]int{names, units, files, values, records}) || units-names < len(kept) {
		return errWrong
	}
	used := make([]bool, records-values)
	for i := range functions {
		record := records + int(t.word(records+8*i+4))
		if t.wrong || !t.emptyRecord(record, names, values, used) {
			return errWrong
		}
	}
	clear(t.memory[names:values])
	copy(t.memory[names:], kept)
	for i, isUsed := range used {
		if !isUsed {
			t.memory[values+i] = 0
		}
	}
	return nil
}

var errWrong = errors.New("the line table is not laid out as this release's is known to be")

// table reads and writes numbers of the line table, by their distance from its start.
type table struct {
	memory []byte
	// wrong says that something was looked for where the memory ends.
	wrong bool
}

func (t *table) slice(offset, size int) []byte {
	if offset < 0 || offset+size > len(t.memory) {
		t.wrong = true
		return make([]byte, size)
	}
	return t.memory[offset : offset+size]
}

func (t *table) long(offset int) uint64 { return binary.LittleEndian.Uint64(t.slice(offset, 8)) }
func (t *table) word(offset int) uint32 { return binary.LittleEndian.Uint32(t.slice(offset, 4)) }
func (t *table) put(offset int, value uint32) {
	binary.LittleEndian.PutUint32(t.slice(offset, 4), value)
}

// emptyRecord takes out of a function's record what only tracebacks show, and marks
// what is used of the values. It says whether the record is as expected.
func (t *table) emptyRecord(record, names, values int, used []bool) bool {
	name := names + int(t.word(record+nameField))
	if t.wrong || name >= len(t.memory) {
		return false
	}
	var short uint32
	if bytes.HasPrefix(t.memory[name:], []byte("runtime.")) {
		short = nameKept
	}
	t.put(record+nameField, short)
	for _, field := range []int{fileField, lineField, unitField, startLineField} {
		t.put(record+field, 0)
	}
	table := t.memory[values : values+len(used)]
	if !mark(table, used, t.word(record+stackField)) {
		return false
	}
	for i := range int(t.word(record + tablesField)) {
		at := record + recordSize + 4*i
		if slices.Contains(unread, i) {
			t.put(at, 0)
		}
		if offset := t.word(at); t.wrong || !mark(table, used, offset) {
			return false
		}
	}
	return !t.wrong
}

// mark marks a table of values, which is pairs of numbers that ends with a zero in
// the place of a first one, and says whether there is one. The table at 0 is none.
// See step in runtime/symtab.go.
func mark(values []byte, used []bool, offset uint32) bool {
	if offset == 0 {
		return true
	}
	for at, first := int(offset), true; ; first = false {
		if at >= len(values) {
			return false
		}
		used[at] = true
		if values[at] == 0 && !first {
			return true
		}
		for range 2 {
			_, n := binary.Uvarint(values[at:])
			if n <= 0 {
				return false
			}
			for range n {
				used[at] = true
				at++
			}
			if at >= len(values) {
				return false
			}
		}
	}
}
