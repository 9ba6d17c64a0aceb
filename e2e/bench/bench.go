package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
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
	cognito  *localcognito.Server
	calls    *calls
	// cognitoURL is where Cognito is, without a link between.
	cognitoURL string
	api        *cip.Client
	options    options
	progress   io.Writer
	started    time.Time
	closings   []func()
	// refused counts the sign-ins of each peer that Cognito refused.
	refused map[string]int
	// throttling is there once something was measured that needs it.
	throttling *calibration
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
	url, err := b.startCognito()
	if err != nil {
		return nil, err
	}
	b.cognitoURL = url
	pages, err := b.provision(url)
	if err != nil {
		return nil, err
	}
	if b.site, err = startSite(files, pages); err != nil {
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

// startCognito gives the address of a local Cognito whose calls are kept.
func (b *bench) startCognito() (url string, err error) {
	if b.cognito, err = localcognito.New(localcognito.Options{CORS: localcognito.StrictCORS()}); err != nil {
		return "", err
	}
	b.calls = &calls{cognito: b.cognito}
	url, close, err := serve(b.calls)
	if err != nil {
		return "", err
	}
	b.closings = append(b.closings, close)
	return url, nil
}

// provision makes the pools, each with the user, and gives what pages have to know.
func (b *bench) provision(url string) (settings, error) {
	b.api = provision.Client(url)
	pages := settings{user: pageSettings{"username": username, "password": provision.Password}}
	for _, each := range []struct {
		pool    *pageSettings
		options provision.Options
	}{
		{&pages.pool, provision.Options{}},
		{&pages.rotating, provision.Options{Rotation: &types.RefreshTokenRotationType{
			Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(graceSeconds),
		}}},
	} {
		pool, err := provision.NewPool(b.ctx, b.api, each.options)
		if err != nil {
			return pages, err
		}
		if _, err := pool.AddUser(b.ctx, provision.User{Name: username}); err != nil {
			return pages, err
		}
		*each.pool = pageSettings{"userPoolId": pool.ID, "clientId": pool.ClientID, "endpoint": url}
	}
	return pages, nil
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
	{"waterfall", (*bench).measureWaterfall},
	{"network", (*bench).measureNetwork},
	{"session", (*bench).measureSession},
	{"signed_in", (*bench).measureSignedIn},
	{"days", (*bench).measureDays},
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
		started := time.Now()
		if err := m.run(b, r); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		b.say("%s: took %.0f s", m.name, time.Since(started).Seconds())
	}
	r.Refused = b.refused
	return r, nil
}
