package element

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// identifier finds what can be a name in a script.
var identifier = regexp.MustCompile(`[A-Za-z_$][A-Za-z0-9_$]*`)

// HTML without script, with elements named like all that the scripts read by name,
// takes nothing from the element and gives it nothing: it signs in, by a form that is
// drawn anew, and draws a QR code.
func TestNamedElements(t *testing.T) {
	t.Parallel()
	var names []string
	for _, file := range []string{build.ClassicFile, build.ElementClassicFile, build.ElementQRFile} {
		content, err := os.ReadFile(filepath.Join(dist, file))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, identifier.FindAllString(string(content), -1)...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range []string{"createElement", "createElementNS", "activeElement", "body", "adoptedStyleSheets"} {
		if !slices.Contains(names, name) {
			t.Errorf("the built scripts do not say %s, which they read", name)
		}
	}
	for kind, named := range map[string]string{
		"images": `<img name="NAME" id="NAME">`,
		"forms":  `<form name="NAME" id="NAME"><input name="username"><input name="password"></form>`,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.user("strict", provision.User{Name: "frank"})
			s.withoutPhone("strict", "frank")
			var html strings.Builder
			for _, name := range names {
				html.WriteString(strings.ReplaceAll(named, "NAME", name))
			}
			ids := s.ids("strict")
			s.site.Page("/named", scripts+html.String()+
				`<cognito-sign-in user-pool-id="`+ids["userPoolId"].(string)+`" client-id="`+ids["clientId"].(string)+`" endpoint="`+s.cognito.Endpoint+`"></cognito-sign-in>`)
			v := &visit{Page: engine.Page(t), s: s, t: t, kind: "strict"}
			v.Open(s.site.URL + "/named")
			browser.Eval[any](v.Page, `(element = Document.prototype.querySelector.call(document, 'cognito-sign-in'), settled())`)
			if colour := browser.Eval[string](v.Page, "getComputedStyle(form().querySelector('.cognito-error')).color"); colour != "rgb(179, 38, 30)" {
				t.Errorf("an error is %s: is the style sheet there?", colour)
			}
			v.signIn("frank", "wrong").wants(t, "sign-in", wrongPassword, "password")
			v.signIn("frank", "").shows(t, "setup")
			v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"})
			browser.Eval[any](v.Page, "until(() => element.querySelector('.cognito-qr svg'))")
		})
	}
}
