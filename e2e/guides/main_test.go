// Package guides follows the documentation: it does what the documents say, in
// empty folders, and signs in with what comes of it.
package guides

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// What all tests share, made by TestMain.
var (
	chromium *browser.Browser // or the engine that $BROWSER names
	dist     string           // what is shipped
	tarball  string           // the npm package, packed
)

// elsewhere are the tests that Firefox and WebKitGTK run as well. The other documents
// are followed once.
const elsewhere = "^TestTwoLines$"

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "guides:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	chosen, err := browser.Chosen()
	if err != nil {
		return 1, err
	}
	if chosen != browser.Chromium {
		if err := flag.Set("test.run", elsewhere); err != nil { // -run comes after this, and counts
			return 1, err
		}
	} else if err := build.Installed(context.Background(), "e2e/peers"); err != nil { // for the guides on moving from them
		return 1, err
	}
	temporary, err := os.MkdirTemp("", "cognito-wasm-guides-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(temporary)
	started := time.Now()
	fmt.Println("guides: what is shipped …")
	dist = filepath.Join(temporary, "dist")
	if err := build.Take(context.Background(), build.Shipped, dist); err != nil {
		return 1, err
	}
	tarball = build.Tarball(dist)
	module, err := publish(context.Background(), filepath.Join(temporary, "modules"))
	if err != nil {
		return 1, fmt.Errorf("publishing the Go module: %w", err)
	}
	defer module.remove()
	published = module
	if err := module.warm(context.Background()); err != nil {
		return 1, err
	}
	bundlers = sync.OnceValues(func() (string, error) { return installBundlers(filepath.Join(temporary, "bundlers")) })
	fmt.Printf("guides: there after %.1f s; starting the browser …\n", time.Since(started).Seconds())
	if chromium, err = browser.Launch(chosen); err != nil {
		return 1, err
	}
	defer chromium.Close()
	if chosen != browser.Chromium {
		return m.Run(), chromium.Report()
	}
	if wrapped, err = wrapChromium(temporary); err != nil {
		return 1, err
	}
	return m.Run(), nil
}
