package guides

import (
	"path/filepath"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

const ownForm = "Your own form"

func init() { noteExecuted("README.md", "TestOwnForm", ownForm) }

// mostOfReadme is what somebody reads to the end, in bytes.
const mostOfReadme = 7500

func TestReadmeIsShort(t *testing.T) {
	if size := len(read(t, filepath.Join(root, "README.md"))); size > mostOfReadme {
		t.Errorf("the README has %d bytes, want %d at most: move something to docs", size, mostOfReadme)
	}
}

// The README's form signs in with a password and a code, and shows what was wrong.
func TestOwnForm(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "carol", MFA: "SMS_MFA"})
	pages := site.New(t, dist)
	const client = "clientId: '" + exampleClient + "'"
	script := replaced(t, sectionOf(t, "README.md", ownForm)[0].text, client, client+", endpoint: "+quote(cognito.Endpoint))
	pages.Page("/form.html", `<script type="importmap">{"imports": {"cognito-wasm": "./cognito-wasm.mjs"}}</script>
		<form method="post"><input name="username"> <input name="password" type="password"> <input name="code"> <button>Sign in</button> <output></output></form>
		<script type="module">`+script+`</script>`)
	page := chromium.Page(t)
	page.Open(pages.URL + "/form.html")
	enter := func(values, want string) {
		t.Helper()
		if got := browser.Eval[string](page, `(async () => { `+until+`
			const [form] = document.forms, output = form.querySelector('output');
			output.value = '';
			for (const [name, value] of Object.entries(`+values+`)) form.elements[name].value = value;
			form.querySelector('button').click();
			return until(() => output.value);
		})()`); got != want {
			t.Errorf("%s: the form says %q, want %q", values, got, want)
		}
	}
	enter(`{username: 'carol', password: 'wrong'}`, "Incorrect username or password.")
	enter(`{password: 'Local-Cognito-1'}`, "Enter the code that was sent to you.")
	message, ok := cognito.Server.Outbox().Last(cognito.Pool.ID, "carol")
	if !ok {
		t.Fatal("no code was sent")
	}
	enter(`{code: `+quote(message.Code)+`}`, "Signed in as carol")
}
