package e2e

import (
	"io/fs"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// sources are what TestMain builds from.
var sources = []string{"../go.mod", "../go.sum", "../wasm", "../jsbridge", "../auth", "../internal", "../srp", "../web"}

// noteSources looks at all sources while a test runs, and at the engine's name.
// The go command keeps the results of tests that passed, and sees from this that
// they depend on files which no package of theirs imports, and on the engine: a
// change there runs them again. What TestMain looks at it does not see.
var noteSources = sync.OnceValue(func() error {
	if _, err := browser.Chosen(); err != nil {
		return err
	}
	for _, source := range sources {
		err := filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
})

// TestSourcesExist sees to it that the list is that of the repository.
func TestSourcesExist(t *testing.T) {
	if err := noteSources(); err != nil {
		t.Error(err)
	}
}
