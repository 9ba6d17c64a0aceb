package e2e

import (
	"io/fs"
	"path/filepath"
	"sync"
	"testing"
)

// sources are what TestMain builds from.
var sources = []string{"../go.mod", "../go.sum", "../wasm", "../jsbridge", "../auth", "../srp", "../web"}

// noteSources looks at all sources while a test runs. The go command keeps the
// results of tests that passed, and sees from this that they depend on files
// which no package of theirs imports: a change there runs them again.
var noteSources = sync.OnceValue(func() error {
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
