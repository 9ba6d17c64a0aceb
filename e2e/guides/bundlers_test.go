package guides

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// bundlers gives a folder where our package is installed with each bundler that a
// section is about. TestPaths installs them as the documents say; tests that only
// build in another way share this one.
var bundlers func() (string, error)

func installBundlers(folder string) (string, error) {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", err
	}
	command := exec.Command("npm", "install", tarball, "esbuild", "vite", "webpack", "webpack-cli")
	command.Dir, command.Env = folder, append(os.Environ(), quietNPM...)
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install: %w\n%s", err, output)
	}
	return folder, nil
}

// hasBundlers puts them into the reader's folder.
func (r *reader) hasBundlers() {
	r.t.Helper()
	folder, err := bundlers()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(folder, "node_modules"), filepath.Join(r.folder, "node_modules")); err != nil {
		r.t.Fatal(err)
	}
}
