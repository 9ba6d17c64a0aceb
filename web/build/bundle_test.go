package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// Whoever breaks a source has to find the line from the error alone.
func TestBundleSaysWhere(t *testing.T) {
	for name, test := range map[string]struct{ source, where, line, reason string }{
		"syntax": {"const a = 1;\nconst b = ;\n", "entry.ts:2:10:", "const b = ;", "Unexpected"},
		"import": {"import './absent';\n", "entry.ts:1:7:", "import './absent';", "Could not resolve"},
		// A warning of esbuild's, and certainly a mistake.
		"export": {"import { absent } from './other';\nabsent();\n", "entry.ts:1:9:", "import { absent } from './other';", "always be undefined"},
	} {
		t.Run(name, func(t *testing.T) {
			directory := t.TempDir()
			for file, content := range map[string]string{"entry.ts": test.source, "other.ts": "console.log(1);"} {
				if err := os.WriteFile(filepath.Join(directory, file), []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			script, err := Bundle(api.BuildOptions{AbsWorkingDir: directory, EntryPoints: []string{"entry.ts"}})
			if err == nil {
				t.Fatalf("got a script: %s", script)
			}
			for _, want := range []string{test.where, test.line, test.reason} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q:\n%v", want, err)
				}
			}
		})
	}
}
