// Package overlay leaves parts out of Go's runtime that a page has no use for: it
// rewrites the toolchain's own files while a program is built, for go build's flag
// -overlay. What is left out, and why, is in the table of parts.go; the linker leaves
// out what nothing calls any more.
package overlay

import (
	"encoding/json"
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"strings"
)

// toolchain is the release whose runtime parts.go is about.
const toolchain = "go1.26"

// Part is something that the runtime does without, and what replaces it.
type Part struct {
	// What is left out, and Why that does no harm.
	What, Why string
	Constants []Constant
	Bodies    []Body
}

// Constant is an expression that has one value once the part is left out. The
// compiler leaves out what depends on another.
type Constant struct {
	// Expression is as the sources have it, and Value replaces it wherever it is read.
	Expression, Value string
	// Reads is how often the sources read it.
	Reads int
}

// Body is another body for a function.
type Body struct {
	// File has the function, and Function is its name, after its receiver's type:
	// "(*T).name".
	File, Function string
	// Hash is of the function as it was when somebody read it and made this entry:
	// the first eight hexadecimal digits of its text's SHA-256.
	Hash string
	// Body is what is between the braces.
	Body string
}

// Write writes the smaller files of package runtime into a directory, and gives the
// flag of go build by which they replace the toolchain's. goroot and version are what
// go env says of GOROOT and GOVERSION. The same toolchain gives the same files.
//
// It fails for another release than the one that the table is about, and where the
// sources are not as the table has them.
func Write(goroot, version, directory string) (flag string, err error) {
	if version != toolchain && !strings.HasPrefix(version, toolchain+".") {
		return "", fmt.Errorf("overlay: nobody has read the runtime of %s for what a page can do without, only that of %s: see parts.go", version, toolchain)
	}
	runtime := filepath.Join(goroot, "src", "runtime")
	files, err := read(runtime)
	if err != nil {
		return "", fmt.Errorf("overlay: %w", err)
	}
	smaller, err := Rewrite(files, Parts)
	if err != nil {
		return "", fmt.Errorf("overlay: %w", err)
	}
	// As go help build describes it.
	var list struct{ Replace map[string]string }
	list.Replace = map[string]string{}
	for name, source := range smaller {
		file := filepath.Join(directory, name)
		if err := os.WriteFile(file, source, 0o644); err != nil {
			return "", err
		}
		list.Replace[filepath.Join(runtime, name)] = file
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	file := filepath.Join(directory, "overlay.json")
	return "-overlay=" + file, os.WriteFile(file, encoded, 0o644)
}

// read gives the files of a package that are compiled for js/wasm, by their names.
func read(directory string) (map[string][]byte, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	target := build.Default
	target.GOOS, target.GOARCH, target.CgoEnabled = "js", "wasm", false
	files := map[string][]byte{}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		matches, err := target.MatchFile(directory, name)
		if err != nil {
			return nil, err
		}
		if !matches {
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(directory, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
}
