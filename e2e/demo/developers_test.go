package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// drawn gives the diagram's texts, line by line.
func (v tester) drawn() []string {
	v.Helper()
	return browser.Eval[[]string](v.page, "[...document.querySelectorAll('.diagram text')].map((text) => text.textContent.replaceAll('\\u00a0', ''))")
}

// listed gives what screen readers read in the diagram's place.
func (v tester) listed() string {
	v.Helper()
	return browser.Eval[string](v.page, "[...document.querySelectorAll('[aria-label=\"The sign-in, event by event\"] > li')].map((item) => item.textContent).join('\\n')")
}

// milliseconds stands for any time, in the texts that a test expects.
var milliseconds = regexp.MustCompile(`\d+ ms`)

// The diagram grows with the sign-in, and a list says the same. The names are
// those of Cognito's API reference.
func TestDevelopersView(t *testing.T) {
	v := visit(t, "#developers")
	v.reads("Nothing yet.")
	v.signsIn("carol")
	v.reads(bySMS)
	before := v.drawn()
	for _, want := range []string{"Page", "Worker", "Cognito"} {
		if !slices.Contains(before, want) {
			t.Errorf("no lifeline %s", want)
		}
	}
	want := []string{
		"Page to Worker: initiate() USER_SRP_AUTH; username, password.",
		"Worker: prepares A, N ms. A = gᵃ mod N, computed ahead where there was idle time.",
		"Worker to Cognito: InitiateAuth USER_SRP_AUTH; USERNAME (redacted), SRP_A (redacted).",
		"Cognito to Worker: PASSWORD_VERIFIER, 200, N ms; ",
		"Worker: computes the claim, N ms. ",
		"Worker to Cognito: RespondToAuthChallenge PASSWORD_VERIFIER; USERNAME (redacted), PASSWORD_CLAIM_SECRET_BLOCK (redacted), PASSWORD_CLAIM_SIGNATURE (redacted), TIMESTAMP ",
		"Cognito to Worker: SMS_MFA, 200, N ms; ",
		"Worker to Page: SMS_MFA, N ms.",
		"Of that: N ms in the module, N ms waiting for Cognito.",
	}
	list := strings.Split(milliseconds.ReplaceAllString(v.listed(), "N ms"), "\n")
	if len(list) != len(want) {
		t.Fatalf("%d events, want %d:\n%s", len(list), len(want), strings.Join(list, "\n"))
	}
	for i, event := range list {
		if !strings.HasPrefix(event, want[i]) {
			t.Errorf("event %d: %s\nwant %s", i+1, event, want[i])
		}
	}
	for _, member := range []string{"SALT", "SRP_B", "SECRET_BLOCK", "CODE_DELIVERY_DESTINATION (redacted)"} {
		if !strings.Contains(v.listed(), member) {
			t.Errorf("the list lacks %s", member)
		}
	}

	v.enters("code", "000000")
	v.submits()
	v.reads(wrongCode)
	v.page.Do(visitor.Reloads())
	v.reads("Enter the code")
	v.clicks("Use this code")
	v.submits()
	v.reads("Signed in as carol")
	after := strings.Join(v.drawn(), "\n")
	for _, text := range []string{"initiate() USER_SRP_AUTH", "CodeMismatchException 400", "resume() SMS_MFA", "AuthenticationResult 200", "computes the claim"} {
		if !strings.Contains(after, text) {
			t.Errorf("the diagram lacks %q:\n%s", text, after)
		}
	}

	// What is drawn is what was sent: no member stands there that was not.
	v.opens("Devices")
	v.reads("No device of yours is known")
	if list := v.listed(); !strings.Contains(list, "Worker to Cognito: ListDevices; AccessToken (redacted).") {
		t.Errorf("ListDevices is not among the events, or with more than it was sent with:\n%s", list)
	}

	// Its state is in the address: it survived the reload, and the other view is a link.
	v.presses(`a[href="#words"]`)
	v.reads("The password is proven, and still not sent")
	if browser.Eval[bool](v.page, "document.querySelector('.developers').checkVisibility()") {
		t.Error("both views are shown")
	}
	browser.Eval[any](v.page, "void history.back()")
	v.reads("The messages, as the log has them")
	v.presses(".raw summary")
	v.reads(`"SRP_A": "[redacted]"`)
	v.clicks("Clear")
	v.reads("Nothing yet.")
}

// presses Enter on an element that one can get to with the keyboard.
func (v tester) presses(css string) {
	v.Helper()
	element := fmt.Sprintf("document.querySelector(%q)", css)
	if !browser.Eval[bool](v.page, fmt.Sprintf("(%s.focus(), %[1]s.tabIndex === 0 && %[1]s === document.activeElement)", element)) {
		v.Fatalf("%s does not take the focus", css)
	}
	v.submits()
}

// quote makes a text a literal of a script's.
func quote(text string) string { return fmt.Sprintf("%q", text) }

// Events appear gently, and at once for those who want nothing to move.
func TestReducedMotion(t *testing.T) {
	v := visit(t, "#developers")
	v.signsIn("carol")
	v.reads(bySMS)
	const animation = "getComputedStyle(document.querySelector('.diagram .new')).animationName"
	if name := browser.Eval[string](v.page, animation); name != "appear" {
		t.Errorf("new events have the animation %s, want appear", name)
	}
	v.page.Do(visitor.Appears("light", visitor.Devices[0])) // prefers reduced motion
	if name := browser.Eval[string](v.page, animation); name != "none" {
		t.Errorf("with reduced motion new events have the animation %s, want none", name)
	}
}
