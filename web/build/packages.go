package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/web/build/wasmfile"
)

// PackageSize is what one package weighs in the module, in bytes before
// compression.
type PackageSize struct {
	// Package is an import path. The linker does not divide data (constants,
	// types, tables for the garbage collector) among packages: "(data)" has it.
	Package string
	// Module is the size of its functions in the module, Empty that in the empty
	// program.
	Module, Empty int
}

// MeasurePackages builds the module and the empty program with the names of their
// functions, and weighs the code of each package, before package slim's step. Those come first of which the
// module has most more.
func MeasurePackages(ctx context.Context) ([]PackageSize, error) {
	paths, err := packageNames(ctx)
	if err != nil {
		return nil, err
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temporary)
	var weights [2]map[string]int
	flags, err := overlayFlags(ctx, temporary)
	if err != nil {
		return nil, err
	}
	for i, program := range []struct {
		path  string
		flags []string
	}{{Program, flags}, {Empty, nil}} {
		file := filepath.Join(temporary, "named.wasm")
		if err := Wasm(ctx, program.path, file, append(program.flags, "-ldflags=-buildid=")...); err != nil {
			return nil, err
		}
		module, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if weights[i], err = packageWeights(module, paths); err != nil {
			return nil, err
		}
	}
	var sizes []PackageSize
	for name, bytes := range weights[0] {
		sizes = append(sizes, PackageSize{name, bytes, weights[1][name]})
	}
	slices.SortFunc(sizes, func(a, b PackageSize) int {
		return cmp.Or(b.Module-b.Empty-(a.Module-a.Empty), strings.Compare(a.Package, b.Package))
	})
	return sizes, nil
}

// functionNames is the part of the section "name" that has the names of functions.
// https://webassembly.github.io/spec/core/appendix/custom.html#name-section
const functionNames = 1

var errNoModule = errors.New("build: not a WebAssembly module with names")

// packageWeights gives the bytes of code of each package in a module.
func packageWeights(module []byte, paths map[string]string) (weights map[string]int, err error) {
	sections, err := wasmfile.Parse(module)
	if err != nil {
		return nil, errNoModule
	}
	var bodies []int
	var imported int
	names := map[int]string{}
	weights = map[string]int{}
	for _, s := range sections {
		r := &wasmfile.Reader{Rest: s.Contents}
		switch s.ID {
		case wasmfile.Imports: // Go imports functions alone
			imported = int(r.Unsigned())
		case wasmfile.Code:
			for n := r.Unsigned(); n > 0 && !r.Failed; n-- {
				bodies = append(bodies, len(r.Bytes(r.Unsigned())))
			}
		case wasmfile.Data:
			weights["(data)"] = len(r.Rest)
		case wasmfile.Custom:
			if string(r.Bytes(r.Unsigned())) == "name" {
				readNames(r, names)
			}
		}
		if r.Failed {
			return nil, errNoModule
		}
	}
	if len(names) == 0 || len(bodies) == 0 {
		return nil, errNoModule
	}
	for i, size := range bodies {
		weights[packageOf(paths, names[imported+i])] += size
	}
	return weights, nil
}

// packageNames are the import paths of the packages in the module, by what the
// linker makes of them in the names of functions.
func packageNames(ctx context.Context) (map[string]string, error) {
	list, err := atRoot(ctx, forWasm, "go", "list", "-deps", Program)
	if err != nil {
		return nil, err
	}
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	paths := map[string]string{}
	for _, path := range strings.Fields(string(output)) {
		paths[mangled.ReplaceAllString(path, "_")] = path
	}
	return paths, nil
}

// mangled is what the linker puts _ for.
var mangled = regexp.MustCompile("[^A-Za-z0-9.]")

// packageOf gives the import path in the name of a function, "path_name.__T_.M"
// for instance. What the compiler made for a type belongs to its package.
func packageOf(paths map[string]string, name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "type_.eq."), "type_.hash.")
	for end := len(name); end > 0; end = strings.LastIndexByte(name[:end], '.') {
		if path, ok := paths[name[:end]]; ok {
			return path
		}
	}
	return "(support)"
}

// readNames reads the rest of a section "name".
func readNames(r *wasmfile.Reader, names map[int]string) {
	for len(r.Rest) > 0 && !r.Failed {
		id := r.Bytes(1)[0]
		part := &wasmfile.Reader{Rest: r.Bytes(r.Unsigned())}
		if id != functionNames {
			continue
		}
		for n := part.Unsigned(); n > 0 && !part.Failed; n-- {
			i := int(part.Unsigned())
			names[i] = string(part.Bytes(part.Unsigned()))
		}
		r.Failed = r.Failed || part.Failed
	}
}

// ReportPackages writes the sizes as a table; small differences share a line.
func ReportPackages(w io.Writer, sizes []PackageSize) {
	const small = 3000
	fmt.Fprintln(w, "bytes before compression, by package:\n   module    empty     more")
	line := func(p PackageSize) {
		fmt.Fprintf(w, "%9d%9d%9d  %s\n", p.Module, p.Empty, p.Module-p.Empty, p.Package)
	}
	rest := PackageSize{Package: "(all others)"}
	for _, p := range sizes {
		if p.Module-p.Empty < small {
			rest.Module += p.Module
			rest.Empty += p.Empty
			continue
		}
		line(p)
	}
	line(rest)
}
