// Package browser runs a browser engine for tests: one program for a test
// binary, storage of its own for each page, and no console error goes unseen.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// Engine is one of the three browser engines.
type Engine string

// The engines, each by the name that $BROWSER has for it.
const (
	Chromium Engine = "chromium"
	Firefox  Engine = "firefox"
	WebKit   Engine = "webkit"
)

// launchers start the engines.
var launchers = map[Engine]func() (engine, error){
	Chromium: func() (engine, error) { return startChromium() },
	Firefox:  func() (engine, error) { return startFirefox() },
	WebKit:   func() (engine, error) { return startWebKit() },
}

// Chosen gives the engine that $BROWSER names: Chromium if it is empty, and an
// error that lists the names for any other.
func Chosen() (Engine, error) {
	chosen := Engine(os.Getenv("BROWSER"))
	if chosen == "" {
		return Chromium, nil
	}
	if launchers[chosen] == nil {
		return "", fmt.Errorf("BROWSER: expected %s, %s or %s, not %q", string(Chromium), string(Firefox), string(WebKit), string(chosen))
	}
	return chosen, nil
}

// String gives the engine's name as people write it.
func (e Engine) String() string {
	return map[Engine]string{Chromium: "Chromium", Firefox: "Firefox", WebKit: "WebKitGTK"}[e]
}

// HasConsole says whether tests see the consoles of the engine's pages. WebDriver
// has none of WebKitGTK's, and its programs write none out under automation.
func (e Engine) HasConsole() bool { return e != WebKit }

// engine is what the package needs of a running browser.
type engine interface {
	// newTab opens an empty tab with storage, cookies and cache of its own, which
	// may be used for as long as patience lasts. The tab's console goes to the
	// function, message by message and in order.
	newTab(patience time.Duration, console func(message)) (tab, error)
	// close ends the browser with all its processes, and deletes its profile.
	close()
}

// tab is what the package needs of a tab.
type tab interface {
	// context ends with the tab or its time; Chromium's is for chromedp too.
	context() context.Context
	// open navigates and waits for the page's load event.
	open(url string) error
	// eval evaluates an expression in the page, awaits it if it is a promise, and
	// gives its value as JSON: null for undefined too. A rejection is an error.
	eval(expression string) ([]byte, error)
	// sibling opens a tab that shares storage, cookies and cache with this one, which
	// stays open for longer.
	sibling(console func(message)) (tab, error)
	close()
}

// Browser is a running browser.
type Browser struct {
	// Engine tells which one.
	Engine Engine
	engine engine

	mu      sync.Mutex
	missing map[string][]string // names of tests by what the engine lacks
	left    map[string][]string // names of tests that are left to Chromium, by what they are about
}

// Launch starts an engine with an empty profile. Close ends it.
func Launch(e Engine) (*Browser, error) {
	running, err := launchers[e]()
	if err != nil {
		return nil, fmt.Errorf("starting %v: %w", e, err)
	}
	return &Browser{Engine: e, engine: running}, nil
}

// Start starts Chromium with an empty profile and further flags. Close ends it.
func Start(flags ...chromedp.ExecAllocatorOption) (*Browser, error) {
	running, err := startChromium(flags...)
	if err != nil {
		return nil, err
	}
	return &Browser{Engine: Chromium, engine: running}, nil
}

// StartConnecting starts a Chromium that acts on rel="preconnect". Its pages share
// storage and cache. Close ends it.
func StartConnecting() (*Browser, error) {
	running, err := startConnecting()
	if err != nil {
		return nil, err
	}
	return &Browser{Engine: Chromium, engine: running}, nil
}

// Tab opens an empty tab of Chromium's for a command, which has no test; the
// returned function closes it. fresh gives it a browser context of its own, with
// no cache and no storage yet; other tabs share those of the profile.
func (b *Browser) Tab(fresh bool) (context.Context, context.CancelFunc, error) {
	running, ok := b.engine.(*chromium)
	if !ok {
		return nil, nil, errors.New("chromedp drives Chromium alone")
	}
	return running.tab(fresh)
}

// Close ends the browser and deletes its profile.
func (b *Browser) Close() { b.engine.close() }
