package guides

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// A user changes a name without a code and an address with one, takes the name
// away again, and cannot have the address of another.
func TestAttributesGuide(t *testing.T) {
	t.Parallel()
	pool := provision.Options{EmailIsAlias: true}
	v := toAccount(t, "docs/attributes.md", testrun.StartPool(t, "", pool, provision.User{Name: "alice"}, provision.User{Name: "bob"}))
	shows := func(name, want string) {
		t.Helper()
		if got := browser.Eval[string](v.page, `document.getElementsByName(`+quote(name)+`)[0].value`); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	asks := func(want bool) {
		t.Helper()
		if got := browser.Eval[bool](v.page, `document.getElementsByName('code')[0].checkVisibility()`); got != want {
			t.Errorf("the page asks for a code: %v, want %v", got, want)
		}
	}
	v.does(entersPage, "Signed in as alice")
	shows("email", "alice@example.com")
	asks(false)
	v.does(`fill({given_name: 'Alice'}, 'Save')`, "Saved")
	v.does(`fill({email: 'al@example.com'}, 'Save')`, "Enter the code sent to a***@e***")
	first, _ := v.code("alice")
	v.does(`press('Send me another code')`, "Enter the code sent to a***@e***")
	code, wrong := v.code("alice")
	v.does(`fill({code: '`+wrong+`'}, 'Verify')`, "This code is wrong")
	v.does(`fill({code: '`+first+`'}, 'Verify')`, "This code is wrong")

	// The page finds by itself that the address is not verified yet.
	v.open()
	v.does(entersPage, "Signed in as alice")
	shows("given_name", "Alice")
	shows("email", "al@example.com")
	asks(true)
	v.does(`fill({code: '`+code+` '}, 'Verify')`, "The address is verified")
	asks(false)
	v.does(`fill({given_name: ''}, 'Save')`, "Saved")
	v.open()
	v.does(`fill({username: 'al@example.com', password: 'Local-Cognito-1'}, 'Sign in')`, "Signed in as alice")
	shows("given_name", "")

	v.does(`fill({email: 'bob@example.com'}, 'Save')`, "Enter the code sent to b***@e***")
	code, _ = v.code("alice")
	v.does(`fill({code: '`+code+`'}, 'Verify')`, "Another account has this address")
}
