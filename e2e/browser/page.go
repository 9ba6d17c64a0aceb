package browser

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for a whole test. It is there to end a
// test that hangs; nothing waits for it.
const patience = 90 * time.Second

// Page is a tab in a browser context of its own: its own storage, cookies and
// cache.
type Page struct {
	// Ctx is for chromedp's actions.
	Ctx context.Context
	t   testing.TB

	mu       sync.Mutex
	messages []chromedp.ConsoleMessage
	expected []*regexp.Regexp
	arrived  chan struct{} // a message has come
}

// Page opens an empty tab. The test fails if the console shows an error or a
// warning that [Page.Expect] did not announce.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	ctx, cancel := context.WithTimeout(ctx, patience)
	p := &Page{Ctx: ctx, t: t, arrived: make(chan struct{}, 1)}
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		closeTab()
		t.Fatal("opening a tab:", err)
	}
	console := chromedp.Console(ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			p.mu.Lock()
			p.messages = append(p.messages, message)
			p.mu.Unlock()
			select {
			case p.arrived <- struct{}{}:
			default:
			}
		}
	}()
	t.Cleanup(func() {
		p.checkConsole()
		cancel()
		closeTab()
	})
	return p
}

// Expect announces console messages that match the pattern.
func (p *Page) Expect(pattern string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, regexp.MustCompile(pattern))
}

// Open navigates and waits for the page to be loaded.
func (p *Page) Open(url string) {
	p.t.Helper()
	p.Do(chromedp.Navigate(url))
}

// Do runs steps and fails the test if one fails.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.Ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// Fatalf fails the test of the page.
func (p *Page) Fatalf(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf(format, args...)
}

// Eval evaluates an expression in the page, awaits it if it is a promise, and
// gives its value as JSON would. A rejection fails the test.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.Ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s\n%v", expression, err)
	}
	return value
}

// Console gives the console's messages so far, all that the page has written
// before the call included.
func (p *Page) Console() []string {
	p.t.Helper()
	// What the page wrote arrives in order, so the last mark tells that all did.
	p.mu.Lock()
	mark := fmt.Sprintf("end of messages %d", len(p.messages))
	p.mu.Unlock()
	if _, err := chromedp.Run(p.Ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("console.debug(%q)", mark))); err != nil {
		p.t.Error("the page is gone:", err)
		return nil
	}
	for {
		p.mu.Lock()
		var texts []string
		for _, message := range p.messages {
			if message.Text == mark {
				p.mu.Unlock()
				return texts
			}
			if !strings.HasPrefix(message.Text, "end of messages ") {
				texts = append(texts, string(message.Type)+" "+message.Source+": "+message.Text+" "+message.URL)
			}
		}
		p.mu.Unlock()
		select {
		case <-p.arrived:
		case <-p.Ctx.Done():
			p.t.Error("the console's messages did not arrive:", p.Ctx.Err())
			return nil
		}
	}
}

// cognitoRefused is what Chromium writes for every answer with status 400, which
// is how Cognito sends its exceptions. The page gets those as errors.
var cognitoRefused = regexp.MustCompile(`^error network: Failed to load resource: the server responded with a status of 400 \(Bad Request\)`)

func (p *Page) checkConsole() {
	if p.Ctx.Err() != nil {
		return // the test has failed already, by its time
	}
	messages := p.Console()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range messages {
		if strings.HasPrefix(text, "log ") || strings.HasPrefix(text, "debug ") || strings.HasPrefix(text, "info ") || cognitoRefused.MatchString(text) {
			continue
		}
		announced := false
		for _, pattern := range p.expected {
			announced = announced || pattern.MatchString(text)
		}
		if !announced {
			p.t.Errorf("unexpected on the console: %s", text)
		}
	}
}
