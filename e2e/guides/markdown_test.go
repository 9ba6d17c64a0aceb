package guides

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// block is a fenced block of code in a document.
type block struct {
	document string // its path from the root of the project
	section  string // the heading above it
	language string
	file     string // the second word after the fence: the file that the block is
	text     string
}

func (b block) String() string {
	return b.document + ", " + b.section + ", " + b.language + " " + b.file
}

// root is the root of the project.
const root = "../.."

// documents are all that have blocks for readers to copy.
func documents(t *testing.T) []string {
	t.Helper()
	names := []string{"CONTRIBUTING.md", "README.md", "SECURITY.md", "web/npm/README.md"}
	for _, pattern := range []string{"docs/*.md", start + "*.md", examples + "*.md", examples + "*/README.md"} {
		guides, err := fs.Glob(os.DirFS(root), pattern)
		if err != nil || len(guides) == 0 {
			t.Fatalf("no guides at %s: %v", pattern, err)
		}
		names = append(names, guides...)
	}
	return names
}

// blocks reads the blocks of a document, in their order.
func blocks(t *testing.T, document string) []block {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(root, document))
	if err != nil {
		t.Fatal(err)
	}
	var found []block
	section := ""
	tree := goldmark.DefaultParser().Parse(text.NewReader(source))
	err = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			section = string(n.Lines().Value(source))
		case *ast.FencedCodeBlock:
			language, file := "", ""
			if n.Info != nil {
				language, file, _ = strings.Cut(string(n.Info.Value(source)), " ")
			}
			found = append(found, block{document, section, language, file, string(n.Lines().Value(source))})
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// sectionOf gives the blocks under one heading of a document. There has to be one.
func sectionOf(t *testing.T, document, section string) []block {
	t.Helper()
	var found []block
	for _, b := range blocks(t, document) {
		if b.section == section {
			found = append(found, b)
		}
	}
	if len(found) == 0 {
		t.Fatalf("%s has no block of code under %q", document, section)
	}
	return found
}
