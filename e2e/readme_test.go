package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// The page in the README is served as it stands there, with a pool of ours in
// the place of the example's, and a user types into it.
func TestReadmePage(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	html := readmeBlock(t, "html")
	for example, ours := range map[string]string{
		"'eu-west-1_AbC123xyz'": quote(s.pool.ID),
		"'1example23456789'":    quote(s.pool.ClientID) + ", endpoint: " + quote(s.tap.URL),
	} {
		if !strings.Contains(html, example) {
			t.Fatalf("the README's page does not have %s", example)
		}
		html = strings.Replace(html, example, ours, 1)
	}
	s.site.Page("/readme", html)
	page := engine.Page(t)
	page.Open(s.site.URL + "/readme")

	page.Do(
		chromedp.SendKeys(chromedp.CSS("[name=username]"), "carol"),
		chromedp.SendKeys(chromedp.CSS("[name=password]"), "wrong\r"),
	)
	waitForOutput(page, "Incorrect username or password.")
	page.Do(
		chromedp.SetValue(chromedp.CSS("[name=password]"), provision.Password),
		chromedp.Click(chromedp.CSS("button")),
	)
	waitForOutput(page, "Enter the code sent to +*******")
	page.Do(
		chromedp.SendKeys(chromedp.CSS("[name=code]"), s.lastCode("carol")),
		chromedp.Click(chromedp.CSS("button")),
	)
	waitForOutput(page, "Signed in as carol")
}

// waitForOutput waits for the page's output to say what begins with text.
func waitForOutput(page *browser.Page, text string) {
	if _, err := chromedp.Run(page.Ctx, chromedp.Poll[bool](`document.querySelector('output').value.startsWith(`+quote(text)+`)`)); err != nil {
		shown := browser.Eval[string](page, `document.querySelector('output').value`)
		page.Fatalf("the page says %q, want %q: %v", shown, text, err)
	}
}

// readmeBlock gives the first block of code in a language.
func readmeBlock(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```"+language+"\n")
	block, _, closed := strings.Cut(rest, "\n```")
	if !found || !closed {
		t.Fatalf("the README has no block of %s", language)
	}
	return block
}
