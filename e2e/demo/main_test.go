package main

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

var (
	chromium *browser.Browser
	running  *server.Demo
)

func TestMain(m *testing.M) {
	code, err := run1(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		code = 1
	}
	os.Exit(code)
}

func run1(m *testing.M) (code int, err error) {
	if err := build.Installed(context.Background(), "e2e/demo"); err != nil { // axe-core
		return 1, err
	}
	if running, err = server.Start(context.Background(), server.Options{Addr: "localhost:0"}, func(step string) { fmt.Println("demo:", step) }); err != nil {
		return 1, err
	}
	defer running.Close()
	if chromium, err = browser.Start(); err != nil {
		return 1, err
	}
	defer chromium.Close()
	return m.Run(), nil
}

// tester is a visitor who checks.
type tester struct {
	*testing.T
	page *browser.Page
}

func visit(t *testing.T, fragment string) tester {
	v := tester{t, chromium.Page(t)}
	v.page.Do(visitor.Open(running.URL, fragment))
	return v
}

func (v tester) reads(texts ...string) {
	v.Helper()
	for _, text := range texts {
		v.page.Do(visitor.Reads(text))
	}
}

func (v tester) clicks(labels ...string) {
	v.Helper()
	for _, label := range labels {
		v.page.Do(visitor.Clicks(label))
	}
}

func (v tester) picks(user string) {
	v.Helper()
	v.page.Do(visitor.Picks(user))
}

// enters types a text into a field.
func (v tester) enters(field, text string) {
	v.Helper()
	v.page.Do(visitor.Enters(field, text))
}

func (v tester) submits() {
	v.Helper()
	v.page.Do(visitor.Submits())
}

// signsIn fills in a user and sends the form.
func (v tester) signsIn(user string) {
	v.Helper()
	v.picks(user)
	v.submits()
}

func (v tester) opens(tab string) {
	v.Helper()
	v.page.Do(visitor.Opens(tab))
}

// scans lets a user's phone scan the QR code that is shown, and usesItsCode enters
// what the phone shows then.
func (v tester) scans() {
	v.Helper()
	v.clicks("Scan the QR code")
}

func (v tester) usesItsCode(user string) {
	v.Helper()
	button := fmt.Sprintf("[aria-label='%s’s authenticator'] .use:enabled:not([hidden])", user)
	v.page.Do(visitor.Sees(button), chromedp.Click(chromedp.CSS(button)))
}

// signedIn checks that the account is shown.
func (v tester) signedIn(username string) {
	v.Helper()
	v.reads("Signed in as "+username, "has the password left the page?", "The access token ends in 0")
}
