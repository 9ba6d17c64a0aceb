package e2e

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// nodePatience ends a Node that hangs; nothing waits for it.
const nodePatience = time.Minute

// node gives a command that runs a script of testdata with the built ES module.
// It is killed if it does not end by itself.
func (s *stage) node(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("no Node on the path: install the package nodejs, version 20 or newer")
	}
	library := url.URL{Scheme: "file", Path: filepath.Join(dist, build.ESMFile)}
	ctx, cancel := context.WithTimeout(t.Context(), nodePatience)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, path, args...)
	command.Dir = "testdata"
	command.Env = append(os.Environ(), "LIBRARY="+library.String(), "ENDPOINT="+s.tap.URL, "POOL="+s.pool.ID, "CLIENT="+s.pool.ClientID)
	return command
}

// The same ES module signs in under Node.
func TestNode(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	if output, err := s.node(t, "--test", "--test-reporter=spec", "node.mjs").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// A program ends when its work is done, whether it has closed its client or not.
func TestNodeExits(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	for _, end := range []string{"close", "leave"} {
		if output, err := s.node(t, "exit.mjs", end).CombinedOutput(); err != nil || string(output) != "signed in\n" {
			t.Errorf("%s: %v\n%s", end, err, output)
		}
	}
}

// Loading a script needs nothing of a browser or of Node, and what a client then
// needs may come in between. What does not come is named.
func TestLoadingNeedsNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	if output, err := s.node(t, "--experimental-vm-modules", "--no-warnings", "--test", "--test-reporter=spec", "bare.mjs").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
