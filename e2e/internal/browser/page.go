package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for a whole test. It is there to end a
// test that hangs; nothing waits for it.
const patience = 3 * time.Minute

// Page is a tab with storage, cookies and cache of its own.
type Page struct {
	// Ctx ends with the page, or with the time that it may take. In Chromium it is
	// for chromedp's actions too; [Page.Chromedp] asks for that.
	Ctx context.Context

	t       testing.TB
	browser *Browser
	tab     tab
	console *console
	marks   int // that were put on the console
	closed  bool
}

// Page opens an empty tab. The test fails if the console shows an error or a
// warning that [Page.Expect] did not announce.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	return b.LastingPage(t, patience)
}

// LastingPage is [Browser.Page] for a test that may take longer than others.
func (b *Browser) LastingPage(t testing.TB, patience time.Duration) *Page {
	t.Helper()
	console := newConsole()
	tab, err := b.engine.newTab(patience, console.add)
	if err != nil {
		t.Fatal("opening a tab:", err)
	}
	p := &Page{Ctx: tab.context(), t: t, browser: b, tab: tab, console: console}
	t.Cleanup(func() {
		p.checkConsole()
		tab.close()
	})
	return p
}

// Sibling opens an empty tab of the same user: it shares the page's storage,
// cookies and cache, and [Page.Close] may close it before the test ends.
func (p *Page) Sibling() *Page {
	p.t.Helper()
	console := newConsole()
	tab, err := p.tab.sibling(console.add)
	if err != nil {
		p.t.Fatal("opening a tab:", err)
	}
	sibling := &Page{Ctx: tab.context(), t: p.t, browser: p.browser, tab: tab, console: console}
	p.t.Cleanup(sibling.Close)
	return sibling
}

// Close closes a sibling, as somebody does who has seen enough.
func (p *Page) Close() {
	if p.closed {
		return
	}
	p.closed = true
	p.checkConsole()
	p.tab.close()
}

// Open navigates and waits for the page to be loaded.
func (p *Page) Open(url string) {
	p.t.Helper()
	if err := p.tab.open(url); err != nil {
		p.t.Fatalf("opening %s: %v", url, err)
	}
}

// Chromedp gives the context for chromedp's actions and the DevTools protocol's
// commands. In another engine it skips the test; lack says what is missing
// there, such as "a virtual authenticator".
func (p *Page) Chromedp(lack string) context.Context {
	p.t.Helper()
	if p.browser.Engine != Chromium {
		p.browser.Skip(p.t, lack)
	}
	return p.Ctx
}

// Do runs steps of chromedp's and fails the test if one fails. In another engine
// than Chromium it skips the test.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.Chromedp("chromedp"), steps...); err != nil {
		p.t.Fatal(err)
	}
}

// Freeze stops a page that nobody sees, as browsers do that save energy, until
// [Page.Thaw]. Engines other than Chromium have no command for it.
func (p *Page) Freeze() { p.setState(cdppage.SetWebLifecycleStateStateFrozen) }

// Thaw ends [Page.Freeze].
func (p *Page) Thaw() { p.setState(cdppage.SetWebLifecycleStateStateActive) }

func (p *Page) setState(state cdppage.SetWebLifecycleStateState) {
	p.t.Helper()
	params := cdppage.SetWebLifecycleStateParams{State: state}
	if _, err := chromedp.Call(p.Chromedp("a way to freeze a page"), cdppage.SetWebLifecycleState, params); err != nil {
		p.t.Fatal(err)
	}
}

// Back returns in the page's history to an address with this path. Most engines
// have kept the page as it was left; Chromium's headless shell loads it anew.
func (p *Page) Back(path string) {
	p.t.Helper()
	if tab, ok := p.tab.(*webkitTab); ok { // whose driver never answers what it asks a page that goes
		if err := tab.back(); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	if _, err := p.tab.eval("void setTimeout(() => history.back())"); err != nil {
		p.t.Fatal(err)
	}
	// What is asked of a page that goes may fail.
	there := fmt.Sprintf("location.pathname === %q && document.readyState === 'complete'", path)
	for p.Ctx.Err() == nil {
		if value, err := p.tab.eval(there); err == nil && string(value) == "true" {
			return
		}
	}
	p.t.Fatal("the page did not come back:", p.Ctx.Err())
}

// Fatalf fails the test of the page.
func (p *Page) Fatalf(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf(format, args...)
}

// Eval evaluates an expression in the page, awaits it if it is a promise, and
// gives its value as JSON would. A rejection fails the test, and so does null or
// undefined where T has no place for it.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	var value T
	text, err := p.tab.eval(expression)
	if err != nil {
		p.t.Fatalf("%s\n%v", expression, err)
	}
	if string(text) == "null" && !hasNil(reflect.TypeFor[T]().Kind()) {
		p.t.Fatalf("%s\ngot null or undefined, want a %T", expression, value)
	}
	if err := json.Unmarshal(text, &value); err != nil {
		p.t.Fatalf("%s\n%v", expression, err)
	}
	return value
}

func hasNil(kind reflect.Kind) bool {
	return kind == reflect.Pointer || kind == reflect.Map || kind == reflect.Slice || kind == reflect.Interface
}
