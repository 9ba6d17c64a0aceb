// Package peers runs other people's clients against the local Cognito, so that
// what our own tests prove does not rest on two halves by the same hand.
package peers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

var (
	chromium *browser.Browser
	dist     string               // our files, and in peers/ the wrappers with what they wrap
	cognito  *localcognito.Server // with a fixed list of request headers
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	if err := build.Installed(context.Background(), "e2e/peers"); err != nil {
		return 1, err
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-peers-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(temporary)
	dist = filepath.Join(temporary, "dist")
	fmt.Println("peers: our files and the peers' bundles …")
	if err := build.Take(context.Background(), build.ForPages, dist); err != nil {
		return 1, err
	}
	if err := bundle(); err != nil {
		return 1, err
	}
	if cognito, err = localcognito.Start(localcognito.Options{CORS: localcognito.StrictCORS()}); err != nil {
		return 1, err
	}
	defer cognito.Close()
	if chromium, err = browser.Start(); err != nil {
		return 1, err
	}
	defer chromium.Close()
	code := m.Run()
	return code, report()
}

// report prints what was proven, and writes it where PEERS_TABLE says, as go
// test does not show what passing tests print.
func report() error {
	text := fmt.Sprintf("who signed in to the local Cognito, and how:\n\n%s\nwho keeps accounts in it, and by which function:\n\n%s\nwhat was sent to it without an AWS signature:\n\n%s",
		aligned(signIns.grid(outcomes.has)), aligned(accounts.grid(outcomes.has)), aligned(operations.grid(outcomes.has)))
	fmt.Print("\n", text)
	if path := os.Getenv("PEERS_TABLE"); path != "" {
		return os.WriteFile(path, []byte(text), 0o644)
	}
	return nil
}

// bundle makes one script of each wrapper, whose exports are the global Peer.
func bundle() error {
	wrappers, err := filepath.Glob("*.js")
	if err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(dist, "peers"), 0o755); err != nil {
		return err
	}
	for _, wrapper := range wrappers {
		script, err := build.Bundle(api.BuildOptions{
			EntryPoints: []string{wrapper}, Format: api.FormatIIFE, GlobalName: "Peer", Define: map[string]string{"global": "globalThis"},
		})
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, "peers", wrapper), script, 0o644); err != nil {
			return err
		}
	}
	return nil
}
