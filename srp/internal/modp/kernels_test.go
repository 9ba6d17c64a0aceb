//go:build !js

package modp

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestKernelsAreGenerated(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kernels.go")
	if output, err := exec.Command("go", "run", "./gen", "-o", file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("kernels.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("kernels.go is not what gen writes: run go generate")
	}
}
