package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInstalled(t *testing.T) {
	root := t.TempDir()
	err := installedIn(root, "e2e/peers")
	if err == nil || !strings.Contains(err.Error(), "run make peers-modules first") {
		t.Errorf("in a fresh clone: got %v", err)
	}
	modules := filepath.Join(root, "e2e/peers/node_modules")
	if err := os.MkdirAll(modules, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := installedIn(root, "e2e/peers"); err == nil {
		t.Error("after an installation that broke off: got no error")
	}
	if err := os.WriteFile(filepath.Join(modules, ".package-lock.json"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := installedIn(root, "e2e/peers"); err != nil {
		t.Errorf("after npm ci: got %v", err)
	}
}

// What it says to run is there, and installs in that directory.
func TestInstallsAreTargets(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for directory, target := range installs {
		if rule := target + ": node " + directory + "/node_modules/.package-lock.json\n"; !strings.Contains(string(makefile), "\n"+rule) {
			t.Errorf("the Makefile lacks the rule %s", rule)
		}
	}
}
