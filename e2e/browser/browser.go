// Package browser runs a headless Chromium for tests: one for a test binary, a
// fresh browser context for each page, and no console error goes unseen.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// names are the commands under which distributions install Chromium.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Browser is a running Chromium.
type Browser struct {
	ctx    context.Context
	cancel context.CancelFunc
}

// Path gives the Chromium to run: $CHROME_BIN, or the first of the usual names
// on the path.
func Path() (string, error) {
	if path := os.Getenv("CHROME_BIN"); path != "" {
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium: install the package chromium, or set CHROME_BIN")
}

// Start starts Chromium with an empty profile. Close ends it.
func Start() (*Browser, error) {
	path, err := Path()
	if err != nil {
		return nil, err
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path),
		chromedp.Headless,
		chromedp.NoFirstRun,
		chromedp.DisableGPU,
		// Tests run as root in containers, where Chromium's sandbox cannot be set
		// up; the pages are our own.
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		// Chromium asks its maker for updates otherwise, many times at each start.
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		// Containers give /dev/shm 64 MB.
		chromedp.Flag("disable-dev-shm-usage", true),
	)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return &Browser{ctx, cancel}, nil
}

// Close ends Chromium and deletes its profile.
func (b *Browser) Close() {
	_ = chromedp.Cancel(b.ctx)
	b.cancel()
}
