package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/chromedp"
)

// names are the commands under which distributions install Chromium.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Path gives the Chromium to run: $CHROME_BIN, or the first of the usual names
// on the path.
func Path() (string, error) { return find("chromium", "CHROME_BIN", names...) }

// find gives the program that a variable names, or the first of the commands
// that is on the path.
func find(distributionPackage, variable string, commands ...string) (string, error) {
	if path := os.Getenv(variable); path != "" {
		return path, nil
	}
	for _, command := range commands {
		if path, err := exec.LookPath(command); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no %s on the path: install the package %s, or set %s", commands[0], distributionPackage, variable)
}

// chromium is driven by chromedp, over the DevTools protocol.
type chromium struct {
	ctx    context.Context
	cancel context.CancelFunc
	shared bool // whether all pages share the profile; else each has a browser context
}

func startChromium(flags ...chromedp.ExecAllocatorOption) (*chromium, error) {
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
	return &chromium{ctx: ctx, cancel: cancel}, nil
}

// startConnecting starts the Chromium that connects to servers ahead of requests, as
// users have it: the headless shell does not, nor do browser contexts, nor a browser
// that may do nothing by itself.
func startConnecting() (*chromium, error) {
	path, err := find("chromium", "", names...)
	if err != nil {
		return nil, err
	}
	c, err := startChromium(chromedp.ExecPath(path), chromedp.Flag("disable-background-networking", false))
	if err != nil {
		return nil, err
	}
	c.shared = true
	return c, nil
}

func (c *chromium) close() {
	_ = chromedp.Cancel(c.ctx)
	c.cancel()
}

func (c *chromium) tab(fresh bool) (context.Context, context.CancelFunc, error) {
	var options []chromedp.ContextOption
	if fresh {
		options = append(options, chromedp.WithNewBrowserContext())
	}
	ctx, closeTab := chromedp.NewContext(c.ctx, options...)
	if err := chromedp.Do(ctx); err != nil {
		closeTab()
		return nil, nil, fmt.Errorf("opening a tab: %w", err)
	}
	return ctx, closeTab, nil
}

func (c *chromium) newTab(patience time.Duration, console func(message)) (tab, error) {
	ctx, closeTab, err := c.tab(!c.shared)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	return listen(ctx, func() { cancel(); closeTab() }, console), nil
}

// listen gives the tab of a context that is open, and its console to the function.
func listen(ctx context.Context, close func(), console func(message)) *chromiumTab {
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			console(message{level: string(m.Type), source: m.Source, text: m.Text, url: m.URL})
		}
	}()
	return &chromiumTab{ctx, close}
}

type chromiumTab struct {
	ctx    context.Context
	cancel func()
}

func (t *chromiumTab) context() context.Context { return t.ctx }

func (t *chromiumTab) close() { t.cancel() }

func (t *chromiumTab) sibling(console func(message)) (tab, error) {
	ctx, closeTab := chromedp.NewContext(t.ctx)
	if err := chromedp.Do(ctx); err != nil {
		closeTab()
		return nil, err
	}
	return listen(ctx, closeTab, console), nil
}

func (t *chromiumTab) open(url string) error { return chromedp.Do(t.ctx, chromedp.Navigate(url)) }

func (t *chromiumTab) eval(expression string) ([]byte, error) {
	value, err := chromedp.Run(t.ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise))
	if value == nil {
		value = []byte("null")
	}
	return value, err
}
