package preinit

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/cognito-wasm/cognito-wasm/web/build/wasmfile"
)

// What imports, exports and global variables are made of.
const (
	kindFunction = 0
	kindGlobal   = 3
	typeI32      = 0x7f
	typeI64      = 0x7e
	mutable      = 1
)

// importModule is the module that the Go linker imports its functions from.
const importModule = "gojs"

// program is a module of the Go linker's, as far as it has to be known.
type program struct {
	sections []wasmfile.Section
	imports  map[string]uint64 // functions, of which one may be there twice
	imported uint64            // how many
	globals  []byte            // their types
	run      uint64            // index of the function
}

// stackPointer is the index of the linker's first global variable.
const stackPointer = 0

var errUnknown = errors.New("the module is not laid out as the Go linker's are")

func parse(module []byte) (*program, error) {
	sections, err := wasmfile.Parse(module)
	if err != nil {
		return nil, err
	}
	p := &program{sections: sections, imports: map[string]uint64{}}
	for _, s := range sections {
		r := &wasmfile.Reader{Rest: s.Contents}
		switch s.ID {
		case wasmfile.Imports:
			for n := r.Unsigned(); n > 0 && !r.Failed; n-- {
				r.Bytes(r.Unsigned())
				name, kind := string(r.Bytes(r.Unsigned())), r.Bytes(1)[0]
				r.Unsigned() // its type
				if kind != kindFunction {
					return nil, errUnknown
				}
				p.imports[name] = p.imported
				p.imported++
			}
		case wasmfile.Globals:
			for n := r.Unsigned(); n > 0 && !r.Failed; n-- {
				kind, isMutable, load := r.Bytes(1)[0], r.Bytes(1)[0], r.Bytes(1)[0]
				r.Signed()
				if stop := r.Bytes(1)[0]; load != loads[kind] || isMutable != mutable || stop != wasmfile.End {
					return nil, errUnknown
				}
				p.globals = append(p.globals, kind)
			}
		case wasmfile.Exports:
			for n := r.Unsigned(); n > 0 && !r.Failed; n-- {
				name, kind, index := string(r.Bytes(r.Unsigned())), r.Bytes(1)[0], r.Unsigned()
				if name == "run" && kind == kindFunction {
					p.run = index
				}
			}
		default:
			continue
		}
		if r.Failed || len(r.Rest) > 0 {
			return nil, errUnknown
		}
	}
	if p.run < p.imported || len(p.globals) == 0 {
		return nil, errUnknown
	}
	return p, nil
}

// loads are the instructions that make a constant of a type.
var loads = map[byte]byte{typeI32: wasmfile.I32Const, typeI64: wasmfile.I64Const}

// shown gives the module with all its global variables exported, by these names.
func (p *program) shown() (module []byte, names []string, err error) {
	sections := slices.Clone(p.sections)
	for i, s := range sections {
		if s.ID != wasmfile.Exports {
			continue
		}
		r := &wasmfile.Reader{Rest: s.Contents}
		contents := binary.AppendUvarint(nil, r.Unsigned()+uint64(len(p.globals)))
		contents = append(contents, r.Rest...)
		for index := range p.globals {
			name := fmt.Sprintf("global %d", index)
			names = append(names, name)
			contents = binary.AppendUvarint(contents, uint64(len(name)))
			contents = append(append(contents, name...), kindGlobal)
			contents = binary.AppendUvarint(contents, uint64(index))
		}
		sections[i].Contents = contents
	}
	memory, err := wasmfile.Load(sections)
	if err != nil {
		return nil, nil, err
	}
	return wasmfile.Assemble(sections, wasmfile.Segments(memory)), names, nil
}

// started gives the module that begins with the given memory and global variables,
// and of which run has another body.
func (p *program) started(memory []byte, globals []uint64, body []byte) ([]byte, error) {
	sections := slices.Clone(p.sections)
	for i := range sections {
		s := &sections[i]
		switch s.ID {
		case wasmfile.Memory: // one, which may grow
			s.Contents = binary.AppendUvarint([]byte{1, 0}, uint64(len(memory))/pageSize)
		case wasmfile.Globals:
			s.Contents = p.encode(globals)
		case wasmfile.Code:
			contents, err := replaced(s.Contents, p.run-p.imported, body)
			if err != nil {
				return nil, err
			}
			s.Contents = contents
		}
	}
	return wasmfile.Assemble(sections, wasmfile.Segments(memory)), nil
}

// encode gives the global variables other values.
func (p *program) encode(values []uint64) []byte {
	contents := binary.AppendUvarint(nil, uint64(len(values)))
	for i, kind := range p.globals {
		value := int64(values[i])
		if kind == typeI32 {
			value = int64(int32(value))
		}
		contents = append(contents, kind, mutable, loads[kind])
		contents = append(wasmfile.AppendSigned(contents, value), wasmfile.End)
	}
	return contents
}

// replaced gives the code section with another body for one function.
func replaced(contents []byte, index uint64, body []byte) ([]byte, error) {
	r := &wasmfile.Reader{Rest: contents}
	for r.Unsigned(); index > 0 && !r.Failed; index-- {
		r.Bytes(r.Unsigned())
	}
	before := contents[:len(contents)-len(r.Rest)]
	r.Bytes(r.Unsigned())
	if r.Failed {
		return nil, errUnknown
	}
	other := binary.AppendUvarint(slices.Clone(before), uint64(len(body)))
	return append(append(other, body...), r.Rest...), nil
}
