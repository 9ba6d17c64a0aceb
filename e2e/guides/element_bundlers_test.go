package guides

import (
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// Each bundler keeps an import of the element that nothing is taken from, gives it
// the library that the page has as well, and loads what draws a QR code when one is
// wanted.
func TestElementInBundles(t *testing.T) {
	t.Parallel()
	cognito := testrun.StartPool(t, "", provision.Options{RequireMFA: true}, provision.User{Name: "alice"})
	// A number would be a second factor.
	if _, err := cognito.Pool.API.AdminUpdateUserAttributes(t.Context(), &cognitoidentityprovider.AdminUpdateUserAttributesInput{
		UserPoolId: &cognito.Pool.ID, Username: new("alice"), UserAttributes: []types.AttributeType{{Name: new("phone_number"), Value: new("")}},
	}); err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	r.hasBundlers()
	r.write("main.js", `import { CognitoAuthError } from 'cognito-wasm';
		import 'cognito-wasm/element';
		document.querySelector('cognito-sign-in').addEventListener('failed', (event) => { globalThis.shared = event.detail instanceof CognitoAuthError; });`)
	page := `<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,">
		<cognito-sign-in user-pool-id="` + cognito.Pool.ID + `" client-id="` + cognito.Pool.ClientID + `" endpoint="` + cognito.Endpoint + `"></cognito-sign-in>`
	r.write("index.html", page+`<script type="module" src="/main.js"></script>`)
	const files = "cp node_modules/cognito-wasm/cognito-auth.wasm node_modules/cognito-wasm/cognito-wasm.worker.js "
	for _, bundler := range []struct {
		folder string
		builds []string
		script string // of its page, if the bundler makes none
	}{
		{"vite", []string{"npx vite build --outDir vite"}, ""},
		{"webpack", []string{"npx webpack --mode production --entry ./main.js --output-path webpack --no-performance"}, `<script src="main.js"></script>`},
		{"esbuild", []string{"npx esbuild main.js --bundle --minify --format=esm --outdir=esbuild", files + "esbuild"}, `<script type="module" src="main.js"></script>`},
		{"chunks", []string{"npx esbuild main.js --bundle --minify --splitting --format=esm --outdir=chunks", files + "chunks"}, `<script type="module" src="main.js"></script>`},
	} {
		t.Run(bundler.folder, func(t *testing.T) {
			r.t = t
			for _, build := range bundler.builds {
				r.run(build)
			}
			if bundler.script != "" {
				r.write(bundler.folder+"/index.html", page+bundler.script)
			}
			e := toElement(t, site.New(t, filepath.Join(r.folder, bundler.folder)).URL)
			e.shows("Sign in", "")
			e.enter(`{username: 'alice', password: 'wrong'}`)
			e.shows("Sign in", "The user name or the password is wrong. Check both and try again.")
			if !browser.Eval[bool](e.page, "shared") {
				t.Error("the element has another copy of the library than the page")
			}
			e.enter(`{password: 'Local-Cognito-1'}`)
			e.shows("Add a second step to your sign-in", "")
			browser.Eval[any](e.page, `(shownForm().querySelector('[value=SOFTWARE_TOKEN_MFA]').click(), shownForm().querySelector('[type=submit]').click(), until(() => document.querySelector('.cognito-qr svg')).then(() => undefined))`)
		})
	}
}
