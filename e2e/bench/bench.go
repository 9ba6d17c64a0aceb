package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// bench is what all measurements share.
type bench struct {
	ctx      context.Context
	chromium *browser.Browser
	site     *site
	options  options
	progress io.Writer
	started  time.Time
	closings []func()
	// refused counts the sign-ins of each peer that Cognito refused.
	refused map[string]int
}

// extras are features of the browser's own that would work beside each sample.
var extras = []string{
	// A process that is kept ready for the next tab.
	"SpareRendererForSitePerProcess",
	// The pages in which the address bar shows its suggestions: with each new tab they
	// compute for half a second to a second and a half, which quiet would wait for.
	"WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
}

// username is that of the user who signs in all the time.
const username = "alice"

// start builds everything and starts the servers and the browser.
func start(ctx context.Context, root string, options options, progress io.Writer) (_ *bench, err error) {
	b := &bench{ctx: ctx, refused: map[string]int{}, options: options, progress: progress, started: time.Now()}
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	b.say("building our files and the peers' bundles …")
	files, err := buildFiles(ctx, root)
	if err != nil {
		return nil, err
	}
	b.say("starting the local Cognito, the web server and Chromium …")
	cognito, err := localcognito.Start(localcognito.Options{CORS: localcognito.StrictCORS()})
	if err != nil {
		return nil, err
	}
	b.closings = append(b.closings, func() { cognito.Close() })
	pool, err := provision.NewPool(ctx, provision.Client(cognito.URL()), provision.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := pool.AddUser(ctx, provision.User{Name: username}); err != nil {
		return nil, err
	}
	b.site, err = startSite(files,
		map[string]string{"userPoolId": pool.ID, "clientId": pool.ClientID, "endpoint": cognito.URL()},
		map[string]string{"username": username, "password": provision.Password})
	if err != nil {
		return nil, err
	}
	b.closings = append(b.closings, b.site.close)
	// Weighing a page's memory waits for the next garbage collection otherwise,
	// which may be half a minute away.
	eager := chromedp.Flag("enable-blink-features", "ForceEagerMeasureMemory")
	noExtras := chromedp.Flag("disable-features", strings.Join(extras, ","))
	if b.chromium, err = browser.Start(eager, noExtras); err != nil {
		return nil, err
	}
	b.closings = append(b.closings, b.chromium.Close)
	return b, nil
}

// close ends what start has started.
func (b *bench) close() {
	for i := len(b.closings) - 1; i >= 0; i-- {
		b.closings[i]()
	}
}

// say tells what is being done, and the time that the run has taken.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.progress, "bench: %3.0f s: %s\n", time.Since(b.started).Seconds(), fmt.Sprintf(format, args...))
}

// measurement is one part of the run. Each fills its part of the report.
type measurement struct {
	name string
	run  func(*bench, *report) error
}

// measurements in the order in which they run: what is sensitive to the state of
// the profile's cache comes before what fills it.
var measurements = []measurement{
	{"srp", (*bench).measureSRP},
	{"modp", (*bench).measureModp},
	{"leaks", (*bench).measureLeaks},
	{"sign_in", (*bench).measureSignIn},
	{"memory", (*bench).measureMemory},
}

// run measures what the options ask for.
func (b *bench) run(root string) (*report, error) {
	r := newReport(b.options.samples)
	r.Machine = thisMachine()
	var err error
	if r.Versions, err = versions(root, b.chromium); err != nil {
		return nil, err
	}
	for _, m := range measurements {
		if !b.options.wants(m.name) {
			continue
		}
		if err := m.run(b, r); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
	}
	r.Refused = b.refused
	return r, nil
}
