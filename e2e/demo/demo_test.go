package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// screenshot keeps the picture in the README up to date:
//
//	go test ./e2e/demo -run TestSignIn -screenshot "$PWD/docs/demo.png"
var screenshot = flag.String("screenshot", "", "`file` for a picture of a finished sign-in")

var (
	chromium *browser.Browser
	running  *demo
)

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run1(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		code = 1
	}
	os.Exit(code)
}

func run1(m *testing.M) (code int, err error) {
	if running, err = start(context.Background(), options{addr: "localhost:0"}, func(step string) { fmt.Println("demo:", step) }); err != nil {
		return 1, err
	}
	defer running.close()
	if chromium, err = browser.Start(); err != nil {
		return 1, err
	}
	defer chromium.Close()
	return m.Run(), nil
}

// visitor is somebody in front of the page.
type visitor struct {
	*testing.T
	page *browser.Page
}

func visit(t *testing.T) visitor {
	page := chromium.Page(t)
	page.Open(running.url)
	v := visitor{t, page}
	v.reads("ready in a Web Worker")
	return v
}

// reads waits for a text to be on the page.
func (v visitor) reads(text string) {
	v.Helper()
	if _, err := chromedp.Run(v.page.Ctx, chromedp.Poll[bool](fmt.Sprintf("document.body.innerText.includes(%q)", text), chromedp.WithPollingTimeout(30*time.Second))); err != nil {
		v.Fatalf("the page does not say %q: %v\n%s", text, err, browser.Eval[string](v.page, "document.body.innerText"))
	}
}

// clicks a button by what is written on it.
func (v visitor) clicks(label string) {
	v.Helper()
	v.page.Do(chromedp.Click(fmt.Sprintf(`//button[starts-with(normalize-space(.), %q) and not(@disabled)]`, label)))
}

// reloads the page by one of its own buttons.
func (v visitor) reloads(label string) {
	v.Helper()
	click := chromedp.Click(fmt.Sprintf(`//button[normalize-space(.)=%q]`, label))
	if _, err := chromedp.Run(v.page.Ctx, chromedp.WaitEvent(page.LoadEventFired, nil, click)); err != nil {
		v.Fatal(err)
	}
}

// lastCode is the authenticator's that was used last. Cognito takes each once.
var lastCode string

// freshCode waits for the authenticator to show a code that was not used.
func (v visitor) freshCode() {
	v.Helper()
	const shown = "document.querySelector('.digits').value"
	code, err := chromedp.Run(v.page.Ctx, chromedp.Poll[string](fmt.Sprintf("%s !== %q && %s", shown, lastCode, shown), chromedp.WithPollingTimeout(45*time.Second)))
	if err != nil {
		v.Fatal("the authenticator shows no new code: ", err)
	}
	lastCode = code
}

// types a text with the keyboard, where the focus is, and presses Enter.
func (v visitor) types(text string) {
	v.Helper()
	v.page.Do(chromedp.KeyEvent(text), chromedp.KeyEvent(kb.Enter))
}

// labelled checks that every field of the page says what it is for.
func (v visitor) labelled() {
	v.Helper()
	for _, name := range browser.Eval[[]string](v.page, `[...document.querySelectorAll('input, button, progress, output')].filter((e) =>
		!(e.labels?.length || e.ariaLabel || e.textContent.trim())).map((e) => e.outerHTML)`) {
		v.Errorf("no label: %s", name)
	}
}

// signedIn checks that the tokens are shown.
func (v visitor) signedIn(username string) {
	v.Helper()
	v.reads("Signed in as " + username)
	for _, text := range []string{"ID token", "Access token", "cognito:username", "has the password left the page?", "The access token expires in 0"} {
		v.reads(text)
	}
	v.labelled()
}

func TestSignIn(t *testing.T) {
	for _, test := range []struct {
		user string
		then func(v visitor)
	}{
		{"alice", func(v visitor) {}},
		{"bob", func(v visitor) {
			v.reads("Choose a new password")
			v.labelled()
			v.page.Do(chromedp.KeyEvent("Another-Passw0rd"), chromedp.KeyEvent(kb.Tab))
			v.types("Bob Brandt")
		}},
		{"carol", func(v visitor) {
			v.reads("Cognito sent a code by SMS to +*******")
			v.labelled()
			v.types("000000")
			v.reads("CodeMismatchException")
			v.reloads("Reload the page")
			v.reads("The page was reloaded, and the step is still here")
			v.clicks("Use this code")
			v.clicks("Confirm")
		}},
		{"dave", func(v visitor) {
			v.reads("Cognito sent a code by email to d***@e***")
			v.clicks("Use this code")
			v.clicks("Confirm")
		}},
		{"erin", func(v visitor) {
			v.reads("Open the authenticator")
			v.freshCode()
			v.clicks("Use this code")
			v.clicks("Confirm")
		}},
	} {
		t.Run(test.user, func(t *testing.T) {
			v := visit(t)
			v.labelled()
			if test.user == invited {
				v.clicks("Invite bob once more") // he may have been through it
				v.reads("The invitation is in the outbox.")
			}
			v.clicks(test.user)
			v.clicks("Sign in")
			test.then(v)
			v.signedIn(test.user)
			v.reads("What crosses the wire")
			if text := browser.Eval[string](v.page, "document.body.innerText"); strings.Contains(text, provision.Password) && test.user == "alice" && !strings.Contains(text, "temporary password") {
				t.Error("the page shows the password")
			}
			if *screenshot != "" && test.user == "carol" {
				v.picture(*screenshot)
			}
		})
	}
}

// By keyboard alone: the focus is where one types, and Enter sends.
func TestKeyboard(t *testing.T) {
	v := visit(t)
	v.page.Do(chromedp.KeyEvent("alice"), chromedp.KeyEvent(kb.Tab))
	v.types("wrong")
	v.reads("NotAuthorizedException")
	browser.Eval[any](v.page, "document.querySelector('[name=password]').select()")
	v.types(provision.Password)
	v.signedIn("alice")
	v.clicks("Refresh the tokens")
	v.reads("Signed in as alice")
	v.clicks("Sign out")
	v.reads("User name or alias")
}

func TestPasswordAuth(t *testing.T) {
	v := visit(t)
	v.clicks("alice@example.com")
	v.page.Do(chromedp.Click(chromedp.CSS("[value=USER_PASSWORD_AUTH]")))
	v.clicks("Sign in")
	v.signedIn("alice")
	v.reads("Entered was alice@example.com, an alias.")
}

func (v visitor) picture(file string) {
	v.Helper()
	v.page.Do(chromedp.EmulateViewport(1280, 1000))
	png, err := chromedp.Run(v.page.Ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		v.Fatal(err)
	}
}
