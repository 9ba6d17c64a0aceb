// Package modtest builds modules for the tests of the steps after the linker, and runs
// them in Node.
package modtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// Env gives what go env says of a name.
func Env(t testing.TB, name string) string {
	t.Helper()
	output, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}

// Build gives the module of a package, such as "./wasm", with further flags of go
// build, as the linker writes it.
func Build(t testing.TB, pkg string, flags ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.wasm")
	if err := build.Wasm(t.Context(), pkg, file, flags...); err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// Run runs a module in Node, and gives what it wrote and whether it failed.
func Run(t testing.TB, module []byte, args ...string) (stdout, stderr string, failed bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "module.wasm")
	if err := os.WriteFile(file, module, 0o644); err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", append([]string{"--stack-size=8192", filepath.Join(Env(t, "GOROOT"), "lib", "wasm", "wasm_exec_node.js"), file}, args...)...)
	var told, complaints bytes.Buffer
	node.Stdout, node.Stderr = &told, &complaints
	err := node.Run()
	return told.String(), complaints.String(), err != nil
}
