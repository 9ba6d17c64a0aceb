package e2e

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// The page in docs/challenges.md is served as it stands there, with a pool of ours
// in the place of the example's, and a user types into it.
func TestPageThatAsksForACode(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	html := documentBlock(t, "challenges.md", "html a-form-that-asks-for-a-code.html")
	for example, ours := range map[string]string{
		"'eu-west-1_AbC123xyz'": quote(s.pool.ID),
		"'1example23456789'":    quote(s.pool.ClientID) + ", endpoint: " + quote(s.tap.URL),
	} {
		if !strings.Contains(html, example) {
			t.Fatalf("the document's page does not have %s", example)
		}
		html = strings.Replace(html, example, ours, 1)
	}
	s.site.Page("/document", html)
	page := engine.Page(t)
	page.Open(s.site.URL + "/document")

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

// A step over a reload, as docs/challenges.md has it.
func TestStepOverAReload(t *testing.T) {
	t.Parallel()
	before, after, found := strings.Cut(documentBlock(t, "challenges.md", "js over-a-reload.js"), "\n\n")
	if !found {
		t.Fatal("the document's block is not one line before and one after the reload")
	}
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := s.open(t, usual)
	initiate(page, `{username: 'carol', `+password+`}`).wantStep(t, "SMS_MFA")
	browser.Eval[any](page, before+"; null")
	page.Open(s.site.URL + "/classic")
	s.makeClient(page, nil)
	do(page, "(async () => { "+after+"return client.respond(step, {code: '"+s.lastCode("carol")+"'}); })()").wantDone(t, "carol")
}

// The loop of docs/challenges.md goes through challenges of several kinds.
func TestWhateverComes(t *testing.T) {
	t.Parallel()
	loop := documentBlock(t, "challenges.md", "js whatever-comes.js")
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.user(provision.User{Name: "bob", Temporary: true})
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	s.user(provision.User{Name: "mallory"})
	s.enableMFA("mallory", "SMS_MFA", "EMAIL_OTP")
	s.site.Handle("/code", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, s.lastCode(r.FormValue("of"))) })
	const sent = `fetch('/code?of=' + username).then((answer) => answer.text())`
	for name, answers := range map[string]string{
		"alice":   `never`,
		"bob":     `'A new password' ? 'Another-Passw0rd' : never`,
		"carol":   sent,
		"mallory": `choices ? 'EMAIL_OTP' : ` + sent,
	} {
		page := s.open(t, usual)
		do(page, "(async () => { const username = "+quote(name)+", "+`password = 'Local-Cognito-1'`+"; const ask = async (question, choices) => "+answers+";\n"+loop+"\nreturn step; })()").wantDone(t, name)
	}
}

// documentBlock gives the block of code of a document in docs that has this after
// its fence.
func documentBlock(t *testing.T, document, info string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../docs", document))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```"+info+"\n")
	block, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("%s has no block %s", document, info)
	}
	return block
}
