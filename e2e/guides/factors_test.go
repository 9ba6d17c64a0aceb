package guides

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// The authenticator app of a user who signed in with a password is asked for at the
// next sign-in, and not any more once it is turned off; a passkey is added and
// removed.
func TestSecondFactorsGuide(t *testing.T) {
	t.Parallel()
	v := toAccount(t, "docs/second-factors.md", testrun.Start(t, "", provision.User{Name: "alice"}))
	const signIn = `fill({username: 'alice', password: 'Local-Cognito-1'}, 'Sign in')`
	v.does(signIn, "Signed in as alice")
	v.does(`press('Set up')`, "Put this secret into your authenticator")
	secret := browser.Eval[string](v.page, `document.querySelector('a').textContent`)
	if got, want := browser.Eval[string](v.page, `document.querySelector('a').href`), "otpauth://totp/Example:alice?secret="+secret+"&issuer=Example"; got != want {
		t.Errorf("the app's address is %q, want %q", got, want)
	}
	// A code is good for one use, and those of the half minutes before and after
	// are taken as well: https://www.rfc-editor.org/rfc/rfc6238#section-5.2
	now := time.Now()
	code := func(step int) string {
		t.Helper()
		code, err := totp.GenerateCode(secret, now.Add(time.Duration(step)*30*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	v.does(`fill({proof: '`+another(code(0))+`'}, 'Confirm')`, "This code is wrong. Try the next one, and check the clock")
	v.does(`fill({proof: '`+code(0)+`'}, 'Confirm')`, "The next sign-in asks for a code")
	v.open()
	v.does(signIn, "Enter the code: SOFTWARE_TOKEN_MFA")
	v.does(`fill({code: '`+code(0)+`'}, 'Sign in')`, "This code has been used")
	v.does(`fill({code: '`+code(1)+`'}, 'Sign in')`, "Signed in as alice")
	v.does(`press('Turn off')`, "The next sign-in asks for no code")
	v.open()
	v.does(signIn, "Signed in as alice")

	v.page.AddAuthenticator()
	passkeys := func() int { t.Helper(); return browser.Eval[int](v.page, `document.querySelectorAll('li').length`) }
	v.does(`press('Add a passkey')`, "From now on you can sign in with this device")
	v.does(`press('Add a passkey')`, "No passkey was made")
	if got := passkeys(); got != 1 {
		t.Errorf("%d passkeys are listed, want 1", got)
	}
	v.does(`press('Remove')`, "The passkey no longer signs anybody in")
	if got := passkeys(); got != 0 {
		t.Errorf("%d passkeys are listed, want none", got)
	}
}
