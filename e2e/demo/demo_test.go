package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
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

func (v tester) types(text string) {
	v.Helper()
	v.page.Do(visitor.Types(text))
}

// lastCodes are the authenticators' that were used last, by user. Cognito takes
// each once.
var lastCodes = map[string]string{}

// usesFreshCode waits for a user's authenticator to show a code that was not
// used, and uses it.
func (v tester) usesFreshCode(user string) {
	v.Helper()
	phone := fmt.Sprintf("[aria-label='%s’s authenticator']", user)
	shown := fmt.Sprintf("document.querySelector(%q)?.value", phone+" .digits")
	code, err := chromedp.Run(v.page.Ctx, chromedp.Poll[string](fmt.Sprintf("%s !== %q && %[1]s", shown, lastCodes[user]), chromedp.WithPollingTimeout(45*time.Second)))
	if err != nil {
		v.Fatal("the authenticator shows no new code: ", err)
	}
	lastCodes[user] = code
	v.page.Do(visitor.Sees(phone+" button:enabled"), chromedp.Click(chromedp.CSS(phone+" button")))
}

// signedIn checks that the tokens are shown.
func (v tester) signedIn(username string) {
	v.Helper()
	v.reads("Signed in as "+username, "ID token", "Access token", "cognito:username", "has the password left the page?", "The access token expires in 0")
}

func TestSignIn(t *testing.T) {
	for _, test := range []struct {
		user string
		then func(v tester)
	}{
		{"alice", func(v tester) {}},
		{"bob", func(v tester) {
			v.reads("Choose a new password")
			v.page.Do(visitor.Tab("Another-Passw0rd"))
			v.types("Bob Brandt")
		}},
		{"carol", func(v tester) {
			v.reads("Cognito sent a code by SMS to +*******")
			v.types("000000")
			v.reads("CodeMismatchException")
			v.page.Do(visitor.Reloads("Reload the page"))
			v.reads("The page was reloaded, and the step is still here")
			v.clicks("Use this code", "Confirm")
		}},
		{"dave", func(v tester) {
			v.reads("Cognito sent a code by email to d***@e***")
			v.clicks("Use this code", "Confirm")
		}},
		{"erin", func(v tester) {
			v.reads("Open the authenticator")
			v.usesFreshCode("erin")
			v.clicks("Confirm")
		}},
		{"frank", func(v tester) {
			v.reads("Set up a second factor", "Enter this secret in an authenticator app")
			v.page.Do(visitor.Reloads("Reload the page"))
			v.reads("The page was reloaded, and the step is still here")
			v.clicks("Put it into frank’s phone")
			v.usesFreshCode("frank")
			v.clicks("Set it up")
		}},
		{"grace", func(v tester) {
			v.reads("Choose how to sign in")
			v.page.Do(visitor.Chooses("EMAIL_OTP"))
			v.clicks("Go on")
			v.reads("Cognito sent a code by email to g***@e***")
			v.clicks("Use this code", "Confirm")
		}},
	} {
		t.Run(test.user, func(t *testing.T) {
			v := visit(t, "")
			v.page.Do(visitor.Renews()) // they may have been through it
			v.clicks(test.user, "Sign in")
			test.then(v)
			v.signedIn(test.user)
			v.reads("What crosses the wire")
			if test.user == "frank" { // from now on he is asked for it
				v.clicks("Sign out", "frank", "Sign in")
				v.reads("Open the authenticator (“phone”)")
			}
		})
	}
}

// By keyboard alone: the focus is where one types, and Enter sends.
func TestKeyboard(t *testing.T) {
	v := visit(t, "")
	v.page.Do(visitor.Tab("alice"))
	v.types("wrong")
	v.reads("NotAuthorizedException")
	browser.Eval[any](v.page, "document.querySelector('[name=password]').select()")
	v.types(provision.Password)
	v.signedIn("alice")
	v.clicks("Refresh the tokens")
	v.reads("The tokens are new.")
	v.clicks("Sign out")
	v.reads("User name or alias")
}

func TestPasswordAuth(t *testing.T) {
	v := visit(t, "")
	v.clicks("alice@example.com")
	v.page.Do(visitor.Chooses("USER_PASSWORD_AUTH"))
	v.clicks("Sign in")
	v.signedIn("alice")
	v.reads("Entered was alice@example.com, an alias.")
}

func TestPasskey(t *testing.T) {
	i := 0
	for visitor.States[i].Name != "passkey" {
		i++
	}
	v := tester{t, chromium.Page(t)}
	v.page.Do(visitor.States[i].Reach(running.URL))
	v.clicks("Use a passkey")
	v.signedIn("grace")
	if list := v.listed(); !strings.Contains(list, "Page: the browser asks for the passkey, ") {
		t.Errorf("the passkey is not among the events:\n%s", list)
	}
	if figures := browser.Eval[string](v.page, "document.querySelector('.figures').innerText"); !strings.Contains(figures, "None was used") {
		t.Errorf("the figures do not say that no password was used: %s", figures)
	}
}
