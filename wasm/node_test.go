package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// dist has what is shipped.
var dist string

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if dist, err = os.MkdirTemp("", "cognito-wasm-"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(dist)
	if err := build.Take(context.Background(), build.ForPages, dist); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// patience ends a Node that hangs. Only a defect takes so long.
const patience = time.Minute

// node runs a script of testdata, which is a test of Node's, with alice and carol
// at a local Cognito; carol's sign-in asks for a code.
func node(t *testing.T, script string) {
	t.Helper()
	noteSources(t)
	path, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("no Node on the path: install the package nodejs, version 20 or newer")
	}
	server, err := localcognito.Start(localcognito.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	pool, err := provision.NewPool(t.Context(), provision.Client(server.URL()), provision.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range []provision.User{{Name: "alice"}, {Name: "carol", MFA: "SMS_MFA"}} {
		if _, err := pool.AddUser(t.Context(), user); err != nil {
			t.Fatal(err)
		}
	}
	support, err := build.Support(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	supportFile := filepath.Join(t.TempDir(), "wasm_exec.js")
	if err := os.WriteFile(supportFile, support, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, path, "--test", "--test-reporter=spec", filepath.Join("testdata", script))
	command.Env = append(os.Environ(), "MODULE="+filepath.Join(dist, build.ModuleFile), "LIBRARY="+fileURL(filepath.Join(dist, build.ESMFile)), "SUPPORT="+fileURL(supportFile),
		"ENDPOINT="+server.URL(), "POOL="+pool.ID, "CLIENT="+pool.ClientID, "PASSWORD="+provision.Password)
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", script, err, output)
	}
}

func fileURL(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// noteSources looks at what TestMain builds from: the go command keeps the results
// of tests that passed, and sees from this what they depend on.
func noteSources(t *testing.T) {
	for _, source := range []string{"../go.mod", "../auth", "../internal", "../jsbridge", "../srp", "../web/src"} {
		err := filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				_, err = os.Stat(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestBareModule signs in without anything of web/: the module, the toolchain's
// wasm_exec.js, and testdata/host.mjs, which shows what the border takes.
func TestBareModule(t *testing.T) { node(t, "bare.mjs") }

// TestMessages counts what crosses between Go and JavaScript in a sign-in.
func TestMessages(t *testing.T) { node(t, "messages.mjs") }

// TestAborted ends calls that Go has begun.
func TestAborted(t *testing.T) { node(t, "aborted.mjs") }
