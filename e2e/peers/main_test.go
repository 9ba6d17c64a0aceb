// Package peers runs other people's clients against the local Cognito, so that
// what our own tests prove does not rest on two halves by the same hand.
package peers

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/wiretap"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

var (
	chromium *browser.Browser
	dist     string // our files, and the peers' bundles beside them
)

// bundles are the peers that run in a page, by their global.
var bundles = map[string]string{"ACIJ": "amazon-cognito-identity-js"}

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	if _, err := os.Stat("node_modules"); err != nil {
		return 1, fmt.Errorf("the clients are not installed: run make peers-modules (npm ci in e2e/peers)")
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-peers-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(temporary)
	dist = filepath.Join(temporary, "dist")
	fmt.Println("peers: building our files and the peers' bundles …")
	if err := build.All(context.Background(), dist); err != nil {
		return 1, err
	}
	for global, name := range bundles {
		output, err := exec.Command("go", "tool", "esbuild", name+".js", "--bundle", "--format=iife", "--global-name="+global,
			"--define:global=globalThis", "--log-level=error", "--outfile="+filepath.Join(dist, name+".js")).CombinedOutput()
		if err != nil {
			return 1, fmt.Errorf("bundling %s: %w\n%s", name, err, output)
		}
	}
	if chromium, err = browser.Start(); err != nil {
		return 1, err
	}
	defer chromium.Close()
	return m.Run(), nil
}

// stage is a user pool behind a wiretap, and a page that can sign in to it.
type stage struct {
	t       *testing.T
	cognito *localcognito.Server
	tap     *wiretap.Tap
	pool    *provision.Pool
	page    *browser.Page
}

// newStage serves a page with one script, on a server with a fixed list of
// request headers.
func newStage(t *testing.T, script string) *stage {
	t.Helper()
	server, err := localcognito.New(localcognito.Options{CORS: localcognito.StrictCORS()})
	if err != nil {
		t.Fatal(err)
	}
	tap := wiretap.Listen(t, server)
	pool, err := provision.NewPool(t.Context(), provision.Client(tap.URL), provision.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pages := site.New(t, dist)
	pages.Page("/page", "<script src=/"+script+"></script>")
	page := chromium.Page(t)
	page.Open(pages.URL + "/page")
	return &stage{t, server, tap, pool, page}
}

func (s *stage) user(user provision.User) string {
	s.t.Helper()
	secret, err := s.pool.AddUser(s.t.Context(), user)
	if err != nil {
		s.t.Fatal(err)
	}
	return secret
}

func (s *stage) lastCode(username string) string {
	s.t.Helper()
	message, ok := s.cognito.Outbox().Last(s.pool.ID, username)
	if !ok {
		s.t.Fatalf("no message for %s", username)
	}
	return message.Code
}
