package build

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// installs are the directories whose npm packages tests and measurements need, and
// the target of make that installs them.
var installs = map[string]string{
	"docs/reference": "reference-modules",
	"docs/site":      "site-modules",
	"e2e/demo":       "demo-modules",
	"e2e/npm":        "package-modules",
	"e2e/peers":      "peers-modules",
	"web":            "web-modules",
}

// Installed fails if the npm packages of a directory, whose path is from the root
// of this module, are not installed, as in a fresh clone. The error says what to run.
func Installed(ctx context.Context, directory string) error {
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	return installedIn(root, directory)
}

func installedIn(root, directory string) error {
	// npm writes this file last.
	if _, err := os.Stat(filepath.Join(root, directory, "node_modules", ".package-lock.json")); err != nil {
		return fmt.Errorf("the npm packages of %s are not installed: run make %s first", directory, installs[directory])
	}
	return nil
}
