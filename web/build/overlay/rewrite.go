package overlay

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Rewrite gives those of a package's files that differ without the parts, by their
// names. Lines keep their numbers. Whatever is not in the files as its entry has it
// is an error.
func Rewrite(files map[string][]byte, parts []Part) (map[string][]byte, error) {
	values, reads := map[string]string{}, map[string]int{}
	bodies, found := map[string]Body{}, map[string]bool{}
	for _, part := range parts {
		for _, c := range part.Constants {
			values[c.Expression] = c.Value
		}
		for _, b := range part.Bodies {
			bodies[b.File+" "+b.Function] = b
		}
	}
	var wrong []error
	smaller := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := open(name, files[name])
		if err != nil {
			return nil, err
		}
		file.values, file.reads = values, reads
		for _, declaration := range file.tree.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				ast.Walk(file, declaration)
				continue
			}
			if function.Body == nil {
				continue
			}
			key := name + " " + nameOf(function)
			body, ok := bodies[key]
			if !ok {
				ast.Walk(file, function.Body)
				continue
			}
			found[key] = true
			if got := hash(file.text(function)); got != body.Hash {
				wrong = append(wrong, fmt.Errorf("%s, %s: the function is not the one that was read: its hash is %s, not %s", name, body.Function, got, body.Hash))
			}
			file.replace(function.Body, "{ "+body.Body+" }")
		}
		if len(file.edits) == 0 {
			continue
		}
		if smaller[name], err = withoutImports(name, file.edited()); err != nil {
			return nil, err
		}
	}
	for _, part := range parts {
		for _, b := range part.Bodies {
			if !found[b.File+" "+b.Function] {
				wrong = append(wrong, fmt.Errorf("%s has no function %s", b.File, b.Function))
			}
		}
		for _, c := range part.Constants {
			if reads[c.Expression] != c.Reads {
				wrong = append(wrong, fmt.Errorf("%s is read %d times, and was %d times when it was looked through", c.Expression, reads[c.Expression], c.Reads))
			}
		}
	}
	return smaller, errors.Join(wrong...)
}

// hash is a function's, for Body.Hash.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:4])
}

// nameOf gives a function's name as Body.Function has it.
func nameOf(function *ast.FuncDecl) string {
	name := function.Name.Name
	if function.Recv == nil {
		return name
	}
	switch receiver := function.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		if t, ok := receiver.X.(*ast.Ident); ok {
			return "(*" + t.Name + ")." + name
		}
	case *ast.Ident:
		return receiver.Name + "." + name
	}
	return "" // of a generic type, which no entry names
}

// sourceFile is a file, and what is to be changed in it.
type sourceFile struct {
	source []byte
	tree   *ast.File
	base   int // the position of the first byte
	values map[string]string
	reads  map[string]int
	edits  []edit
}

// edit puts a text between two offsets.
type edit struct {
	from, to int
	text     string
}

func open(name string, source []byte) (*sourceFile, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &sourceFile{source: source, tree: tree, base: set.File(tree.Pos()).Base()}, nil
}

func (f *sourceFile) text(n ast.Node) []byte {
	return f.source[int(n.Pos())-f.base : int(n.End())-f.base]
}

// replace puts a text in a node's place, and after it as many ends of lines as the
// node has.
func (f *sourceFile) replace(n ast.Node, text string) {
	text += strings.Repeat("\n", bytes.Count(f.text(n), []byte("\n")))
	f.edits = append(f.edits, edit{int(n.Pos()) - f.base, int(n.End()) - f.base, text})
}

// edited gives the file with its edits.
func (f *sourceFile) edited() []byte {
	slices.SortFunc(f.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var edited []byte
	at := 0
	for _, e := range f.edits {
		edited = append(append(edited, f.source[at:e.from]...), e.text...)
		at = e.to
	}
	return append(edited, f.source[at:]...)
}

// Visit replaces the constants where they are read, not where they are set or their
// address is taken.
func (f *sourceFile) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.AssignStmt:
		f.walk(n.Rhs)
		return nil
	case *ast.ValueSpec:
		f.walk(n.Values)
		return nil
	case *ast.KeyValueExpr:
		ast.Walk(f, n.Value)
		return nil
	case *ast.IncDecStmt, *ast.Field:
		return nil
	case *ast.UnaryExpr:
		if _, isLiteral := n.X.(*ast.CompositeLit); n.Op == token.AND && !isLiteral {
			return nil
		}
	}
	if expression, ok := n.(ast.Expr); ok {
		text := string(f.text(expression))
		if value, ok := f.values[text]; ok {
			f.reads[text]++
			f.replace(expression, value)
			return nil
		}
	}
	if selector, ok := n.(*ast.SelectorExpr); ok {
		ast.Walk(f, selector.X)
		return nil
	}
	return f
}

func (f *sourceFile) walk(expressions []ast.Expr) {
	for _, e := range expressions {
		ast.Walk(f, e)
	}
}

// withoutImports takes out the imports that nothing uses any more: the compiler
// refuses them. The base of each path is the package's name.
func withoutImports(name string, source []byte) ([]byte, error) {
	file, err := open(name, source)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	ast.Inspect(file.tree, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	for _, spec := range file.tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		local := path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		switch {
		case local == "_" || used[local]:
		case local == "unsafe": // the compiler wants it for go:linkname
			file.replace(spec, `_ "unsafe"`)
		default:
			file.replace(spec, "")
		}
	}
	return file.edited(), nil
}
