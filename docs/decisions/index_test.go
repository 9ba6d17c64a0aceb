package decisions

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The index names every decision, by its date and title.
func TestIndexIsComplete(t *testing.T) {
	index, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("20*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no decisions: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(string(text), "\n")
		entry := "- [" + file[:len("2006-01-02")] + ": " + strings.TrimPrefix(title, "# ") + "](" + file + ")"
		if !strings.Contains(string(index), entry+"\n") {
			t.Errorf("README.md lacks the line %s", entry)
		}
	}
	if named := strings.Count(string(index), ".md)"); named != len(files) {
		t.Errorf("README.md names %d decisions, there are %d", named, len(files))
	}
}
