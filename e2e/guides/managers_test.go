package guides

import (
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/password-managers.md", "TestPasswordManagersGuide", "A page")
}

// The form stays while a password is wrong. When it is right, the page navigates
// within itself with the form there, and then the form goes: what Chromium waits for,
// https://www.chromium.org/developers/design-documents/create-amazing-password-forms/
func TestPasswordManagersGuide(t *testing.T) {
	t.Parallel()
	v := toAccount(t, "docs/password-managers.md", testrun.Start(t, "", provision.User{Name: "alice"}, provision.User{Name: "carol", MFA: "SMS_MFA"}))
	watch := func() {
		browser.Eval[any](v.page, `{
			window.order = [];
			const replace = history.replaceState;
			history.replaceState = function (...all) {
				const input = document.querySelector('form [type=password], form [name=code]');
				order.push('navigates with ' + input?.name + ' of ' + (input?.form.username.value ?? ''));
				return replace.apply(this, all);
			};
			new MutationObserver((changes) => changes.forEach(({ removedNodes }) => removedNodes.forEach(({ localName }) => localName === 'form' && order.push('the form goes'))))
				.observe(document.body, { childList: true });
		}`)
	}
	happened := func(want ...string) {
		t.Helper()
		if got := browser.Eval[[]string](v.page, "order"); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	watch()
	v.does(`fill({username: 'carol', password: 'wrong'}, 'Sign in')`, "Incorrect username or password")
	happened()
	// The answer is beside the form, and not in it.
	const message = `until(() => document.querySelector('p output').value)`
	browser.Eval[any](v.page, `void fill({username: 'carol', password: 'Local-Cognito-1'}, 'Sign in')`)
	if got := browser.Eval[string](v.page, message); len(got) < 24 || got[:24] != "Enter the code sent to +" {
		t.Errorf("the page says %q", got)
	}
	happened("navigates with password of carol", "the form goes")
	code, wrong := v.code("carol")
	v.does(`fill({code: '`+wrong+`'}, 'Confirm')`, "Invalid code")
	happened("navigates with password of carol", "the form goes")
	browser.Eval[any](v.page, `(document.querySelector('p output').value = '', void fill({code: '`+code+`'}, 'Confirm'))`)
	if got := browser.Eval[string](v.page, message); got != "Signed in as carol" {
		t.Errorf("the page says %q", got)
	}
	happened("navigates with password of carol", "the form goes", "navigates with code of carol", "the form goes")
}
