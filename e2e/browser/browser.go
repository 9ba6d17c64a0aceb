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

// Start starts Chromium with an empty profile and further flags. Close ends it.
func Start(flags ...chromedp.ExecAllocatorOption) (*Browser, error) {
	path, err := Path()
	if err != nil {
		return nil, err
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append([]chromedp.ExecAllocatorOption{
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
	}, flags...)...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return &Browser{ctx, cancel}, nil
}

// Tab opens an empty tab for a command, which has no test; the returned function
// closes it. fresh gives it a browser context of its own, with no cache and no
// storage yet; other tabs share those of the profile.
func (b *Browser) Tab(fresh bool) (context.Context, context.CancelFunc, error) {
	var options []chromedp.ContextOption
	if fresh {
		options = append(options, chromedp.WithNewBrowserContext())
	}
	ctx, closeTab := chromedp.NewContext(b.ctx, options...)
	if err := chromedp.Do(ctx); err != nil {
		closeTab()
		return nil, nil, fmt.Errorf("opening a tab: %w", err)
	}
	return ctx, closeTab, nil
}

// Close ends Chromium and deletes its profile.
func (b *Browser) Close() {
	_ = chromedp.Cancel(b.ctx)
	b.cancel()
}
