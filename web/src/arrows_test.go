package src_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestArrows keeps the page's files and the host's apart: each script carries its
// own and the shared ones, which import neither.
func TestArrows(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^(?:import|export)\b[^'"]*['"]([^'"]+)['"]`)
	rooms := map[string][]string{".": {"page", "host"}, "page": {"host"}, "host": {"page"}}
	for room, others := range rooms {
		files, err := filepath.Glob(filepath.Join(room, "*.ts"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(files), err)
		}
		found := 0
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range imports.FindAllStringSubmatch(string(source), -1) {
				found++
				imported := filepath.ToSlash(filepath.Join(room, match[1]))
				for _, other := range others {
					if strings.HasPrefix(imported, other+"/") {
						t.Errorf("%s imports %s: what both need goes into web/src, and the rest by message", file, imported)
					}
				}
			}
		}
		if found == 0 {
			t.Errorf("%s: no import found", room)
		}
	}
}
