package guides

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// Every link to a file leads to one, to a heading if it names one; and a link
// that is called as a test leads to the file with the test.
func TestLinks(t *testing.T) {
	for _, document := range documents(t) {
		for _, l := range links(t, document) {
			file, anchor, _ := strings.Cut(l.to, "#")
			target := filepath.Join(root, filepath.Dir(document), file)
			if file == "" {
				target = filepath.Join(root, document)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: [%s](%s) leads nowhere", document, l.name, l.to)
				continue
			}
			if anchor != "" && !headings(t, target)[anchor] {
				t.Errorf("%s: [%s](%s) names no heading of that file", document, l.name, l.to)
			}
			if isTest.MatchString(l.name) {
				if source := read(t, target); !strings.Contains(source, "\nfunc "+l.name+"(t *testing.T)") {
					t.Errorf("%s: there is no %s in %s", document, l.name, l.to)
				}
			}
		}
	}
}

var isTest = regexp.MustCompile(`^Test[A-Z]\w+$`)

type link struct{ name, to string }

// links are those within the project.
func links(t *testing.T, document string) []link {
	t.Helper()
	var found []link
	walk(t, filepath.Join(root, document), func(n ast.Node, source []byte) {
		if l, ok := n.(*ast.Link); ok && !strings.Contains(string(l.Destination), ":") {
			found = append(found, link{plain(l, source), string(l.Destination)})
		}
	})
	return found
}

// headings are the anchors of a document, as GitHub makes them, and those that it
// has itself.
func headings(t *testing.T, file string) map[string]bool {
	t.Helper()
	found, seen := map[string]bool{}, map[string]int{}
	walk(t, file, func(n ast.Node, source []byte) {
		switch n := n.(type) {
		case *ast.Heading:
			kept := notInAnchors.ReplaceAllString(strings.ToLower(plain(n, source)), "")
			anchor := strings.ReplaceAll(kept, " ", "-")
			if seen[anchor]++; seen[anchor] > 1 {
				anchor += fmt.Sprintf("-%d", seen[anchor]-1)
			}
			found[anchor] = true
		case *ast.RawHTML:
			if id := ownAnchor.FindSubmatch(n.Segments.Value(source)); id != nil {
				found[string(id[1])] = true
			}
		}
	})
	return found
}

var ownAnchor = regexp.MustCompile(`^<a id="([^"]+)">$`)

var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// plain gives the text of a node without its markup.
func plain(n ast.Node, source []byte) string {
	var words strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			words.Write(t.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

func walk(t *testing.T, file string, visit func(n ast.Node, source []byte)) {
	t.Helper()
	source := []byte(read(t, file))
	parser := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
	if err := ast.Walk(parser.Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n, source)
		}
		return ast.WalkContinue, nil
	}); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
