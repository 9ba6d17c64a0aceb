package browser

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// message is one of a page's console.
type message struct {
	// level is log, debug, info, warning or error, or exception for what the page
	// did not catch.
	level string
	// source is the browser's part that wrote it, such as network; empty for the
	// page's own.
	source string
	text   string
	// url of the file or the script, where the engine tells it.
	url string
}

// String is what the patterns of [Page.Expect] are matched with.
func (m message) String() string { return m.level + " " + m.source + ": " + m.text + " " + m.url }

// harmless is true for what a page may write as it likes.
func (m message) harmless() bool {
	return m.level == "log" || m.level == "debug" || m.level == "info" || cognitoRefused.MatchString(m.String())
}

// cognitoRefused is what Chromium and WebKit write for every answer with status
// 400, which is how Cognito sends its exceptions. The page gets those as errors.
var cognitoRefused = regexp.MustCompile(`^error network: Failed to load resource: the server responded with a status of 400 \(Bad Request\)`)

// endMark begins the messages by which [Page.Console] sees that all have come.
const endMark = "end of messages "

// console keeps a page's messages.
type console struct {
	mu       sync.Mutex
	messages []message
	expected []*regexp.Regexp
	arrived  chan struct{} // a message has come
}

func newConsole() *console { return &console{arrived: make(chan struct{}, 1)} }

func (c *console) add(m message) {
	c.mu.Lock()
	c.messages = append(c.messages, m)
	c.mu.Unlock()
	select {
	case c.arrived <- struct{}{}:
	default:
	}
}

// upTo gives the messages before a mark, and whether the mark has come.
func (c *console) upTo(mark string) ([]message, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var before []message
	for _, m := range c.messages {
		if m.text == mark {
			return before, true
		}
		if !strings.HasPrefix(m.text, endMark) {
			before = append(before, m)
		}
	}
	return nil, false
}

// announced tells whether a pattern matches the message.
func (c *console) announced(m message) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pattern := range c.expected {
		if pattern.MatchString(m.String()) {
			return true
		}
	}
	return false
}

// Expect announces console messages that match the pattern.
func (p *Page) Expect(pattern string) {
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	p.console.expected = append(p.console.expected, regexp.MustCompile(pattern))
}

// Console gives the console's messages so far, all that the page has written
// before the call included; none where [Engine.HasConsole] is false.
func (p *Page) Console() []string {
	p.t.Helper()
	var texts []string
	for _, m := range p.written() {
		texts = append(texts, m.String())
	}
	return texts
}

// written gives the messages so far. What the page wrote arrives in order, so
// that a last mark tells that all did.
func (p *Page) written() []message {
	p.t.Helper()
	if !p.browser.Engine.HasConsole() {
		return nil
	}
	p.marks++
	mark := fmt.Sprintf("%s%d", endMark, p.marks)
	expression := fmt.Sprintf("console.debug(%q)", mark)
	if p.browser.Engine == Firefox { // which tells of an unhandled rejection in a later task
		expression = "new Promise((resolve) => setTimeout(() => setTimeout(resolve))).then(() => " + expression + ")"
	}
	if _, err := p.tab.eval(expression); err != nil {
		p.t.Error("the page is gone:", err)
		return nil
	}
	for {
		if messages, all := p.console.upTo(mark); all {
			return messages
		}
		select {
		case <-p.console.arrived:
		case <-p.Ctx.Done():
			p.t.Error("the console's messages did not arrive:", p.Ctx.Err())
			return nil
		}
	}
}

func (p *Page) checkConsole() {
	if p.Ctx.Err() != nil {
		return // the test has failed already, by its time
	}
	for _, m := range p.written() {
		if !m.harmless() && !p.console.announced(m) {
			p.t.Errorf("unexpected on the console: %s", m)
		}
	}
}
