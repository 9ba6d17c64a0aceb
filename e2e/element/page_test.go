package element

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// Under the strictest policy of docs/csp.md, with Trusted Types, everything is
// drawn, and the ES module loads the QR code when it is wanted and not before.
func TestPolicy(t *testing.T) {
	guide, err := os.ReadFile("../../docs/csp.md")
	if err != nil {
		t.Fatal(err)
	}
	_, strict, _ := strings.Cut(string(guide), "## All together")
	policy := regexp.MustCompile(`Content-Security-Policy: (.*)`).FindStringSubmatch(strict)
	if policy == nil || !strings.Contains(policy[1], "require-trusted-types-for 'script'") {
		t.Fatal("docs/csp.md has no such policy")
	}
	s := newStage(t, provision.User{Name: "alice"})
	s.user("strict", provision.User{Name: "frank"})
	s.withoutPhone("strict", "frank")
	s.site.Page("/strict/classic", scripts+"<body><main></main>", "content-security-policy", policy[1])
	s.site.Page("/strict/module", "<script type=module src=/cognito-wasm.element.mjs></script><script src=/harness.js></script><body><main></main>", "content-security-policy", policy[1])
	for _, kind := range []string{"classic", "module"} {
		t.Run(kind, func(t *testing.T) {
			v := &visit{Page: engine.Page(t), s: s, t: t}
			v.Open(s.site.URL + "/strict/" + kind)
			browser.Eval[any](v.Page, "customElements.whenDefined('cognito-sign-in').then(() => undefined)")
			v.mount("strict", object{}, object{"shared": false})
			v.signIn("frank", "wrong").wants(t, "sign-in", wrongPassword, "password")
			if colour := browser.Eval[string](v.Page, "getComputedStyle(form().querySelector('.cognito-error')).color"); colour != "rgb(179, 38, 30)" {
				t.Errorf("an error is %s: is the style sheet there?", colour)
			}
			if files := loaded(v); strings.Contains(files, "qr") {
				t.Errorf("loaded %s before a QR code was wanted", files)
			}
			v.signIn("frank", "").shows(t, "setup")
			v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"})
			browser.Eval[any](v.Page, "until(() => element.querySelector('.cognito-qr svg'))")
			if files := loaded(v); kind == "module" && !strings.Contains(files, "cognito-wasm.element.qr.mjs") {
				t.Errorf("loaded %s", files)
			}
			if drawn := browser.Eval[bool](v.Page, "element.querySelector('.cognito-qr svg').getBoundingClientRect().width > 100 && form().querySelector('[style], style') === null"); !drawn {
				t.Error("the QR code is not drawn, or something carries an attribute style")
			}
		})
	}
}

func loaded(v *visit) string {
	return browser.Eval[string](v.Page, "performance.getEntriesByType('resource').map(({name}) => name).join(' ')")
}

// Another implementation reads our QR code, black on white in a dark page, with a
// quiet zone around.
func TestQRCode(t *testing.T) {
	if err := build.Installed(t.Context(), "e2e/demo"); err != nil {
		t.Fatal(err)
	}
	reader, err := build.Bundle(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: "globalThis.decodeQR = (await import('qr/decode.js')).default", ResolveDir: "../demo"},
		Format: api.FormatESModule,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t)
	s.user("strict", provision.User{Name: "frank"})
	s.withoutPhone("strict", "frank")
	s.site.File("/reader.mjs", 200, "text/javascript", reader)
	v := s.visit(t)
	browser.Eval[any](v.Page, "document.documentElement.style.colorScheme = 'dark'; import('/reader.mjs').then(() => undefined)")
	v.mount("strict", object{"issuer": "Müller & Söhne"})
	v.signIn("frank", "")
	v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"})
	browser.Eval[any](v.Page, "until(() => element.querySelector('.cognito-qr svg'))")
	got := browser.Eval[struct{ Text, Link, Quiet string }](v.Page, `(async () => {
		const svg = element.querySelector('.cognito-qr svg').cloneNode(true), size = 480;
		svg.setAttribute('width', size);
		svg.setAttribute('height', size);
		const image = new Image();
		image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(svg));
		await image.decode();
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = size;
		const context = canvas.getContext('2d', {willReadFrequently: true});
		context.drawImage(image, 0, 0, size, size);
		const modules = Number(svg.getAttribute('viewBox').split(' ')[2]);
		// The first three modules of the zone, in pixels.
		const zone = context.getImageData(0, 0, size, Math.floor(3 * size / modules)).data;
		return {
			Text: decodeQR(context.getImageData(0, 0, size, size)), Link: element.querySelector('.cognito-setup a').getAttribute('href'),
			Quiet: String(zone.every((value) => value === 255)),
		};
	})()`)
	if got.Text != got.Link || !strings.HasPrefix(got.Text, "otpauth://totp/M%C3%BCller%20%26%20S%C3%B6hne:frank?secret=") || got.Quiet != "true" {
		t.Errorf("got %+v, want the link in the code, and white around it", got)
	}
}

// hostile is what a page might set on elements, and worse.
const hostile = `<style>
	* { box-sizing: content-box; letter-spacing: .3em; text-shadow: 1px 1px red }
	form { display: inline; border: 5px solid red; font: 9px cursive; text-align: right; text-transform: uppercase; background: lime; padding: 3em }
	input { width: 20%; height: 12px; max-width: 50px; margin: 2em; background: lime; text-align: center; text-transform: uppercase; box-shadow: 0 0 9px red; float: right }
	input[type] { border: 3px dotted red } label { float: left; width: 30%; font-size: 7px; color: pink } div { padding: 1em; margin: 1em; background: yellow }
	button { width: 40px; padding: 9px; text-transform: uppercase; background: orange; border-radius: 50%; min-height: 9em; font-size: 8px; box-shadow: 0 0 9px red; float: left }
	p { text-indent: 4em; margin: 3em; color: lime; max-width: 9em } h2 { color: pink; border-bottom: 9px solid } span, bdi { font-size: 30px } a { padding: 3em; background: red }
</style>`

// resets are the style sheets of others that set something on elements. Tailwind's
// own function is CSS's var where nobody has a theme.
func resets(t *testing.T) map[string]string {
	t.Helper()
	if err := build.Installed(t.Context(), "e2e/demo"); err != nil {
		t.Fatal(err)
	}
	sheets := map[string]string{"hostile": hostile}
	for name, file := range map[string]string{"bootstrap": "bootstrap/dist/css/bootstrap.css", "tailwind": "tailwindcss/preflight.css"} {
		source, err := os.ReadFile("../demo/node_modules/" + file)
		if err != nil {
			t.Fatal(err)
		}
		sheets[name] = "<style>" + strings.ReplaceAll(string(source), "--theme(", "var(") + "</style>"
	}
	return sheets
}

// What pages set on elements changes nothing of the form, nor do the resets of
// Bootstrap and Tailwind CSS.
func TestHostileStyles(t *testing.T) {
	s := newStage(t, provision.User{Name: "grace"}, provision.User{Name: "carol", MFA: "SMS_MFA"})
	s.user("strict", provision.User{Name: "frank"})
	s.withoutPhone("strict", "frank")
	sheets := resets(t)
	sheets["plain"] = "<style>body { margin: 0 } main { display: block }</style>"
	drawn := map[string][]string{}
	for kind, sheet := range sheets {
		s.site.Page("/"+kind, sheet+scripts+"<body><main></main>")
		v := &visit{Page: engine.Page(t), s: s, t: t}
		v.Open(s.site.URL + "/" + kind)
		measure := func() {
			t.Helper()
			drawn[kind] = append(drawn[kind], browser.Eval[[]string](v.Page, `(() => {
				const origin = form().getBoundingClientRect();
				return [form(), ...form().querySelectorAll('*:not(svg, svg *)')].filter((part) => part.getClientRects().length > 0).map((part) => {
					const box = part.getBoundingClientRect(), style = getComputedStyle(part);
					return [part.localName, part.className, part.textContent.length, ...[box.left - origin.left, box.top - origin.top, box.width, box.height].map(Math.round),
						style.color, style.backgroundColor, style.fontSize, style.fontWeight, style.borderTopWidth, style.textTransform, style.textAlign, style.boxShadow, style.letterSpacing, style.textShadow, style.textIndent].join(' ');
				});
			})()`)...)
		}
		v.mount("", object{"sign-up": "", "passkeys": ""})
		measure()
		v.signIn("carol", "wrong")
		browser.Eval[any](v.Page, "document.activeElement.blur()")
		measure()
		v.signIn("carol", "")
		browser.Eval[any](v.Page, "document.activeElement.blur()")
		measure()
		v.mount("", object{"flow": "USER_AUTH"})
		v.enter(object{"username": "grace"})
		browser.Eval[any](v.Page, "document.activeElement.blur()")
		measure()
		v.mount("strict", object{})
		v.signIn("frank", "")
		v.enter(object{"choice": "SOFTWARE_TOKEN_MFA"})
		browser.Eval[any](v.Page, "until(() => element.querySelector('.cognito-qr svg')).then(() => { document.activeElement.blur(); element.querySelector('.cognito-key').textContent = 'AAAA' })")
		measure()
	}
	plain := drawn["plain"]
	for kind, under := range drawn {
		if len(plain) < 80 || len(plain) != len(under) {
			t.Fatalf("measured %d parts and %d in the page %s", len(plain), len(under), kind)
		}
		for i, part := range plain {
			if part != under[i] {
				t.Errorf("in the page %s\n%s is\n%s", kind, part, under[i])
			}
		}
	}
}

// Each language, at 320 pixels, with the page's own direction and without.
func TestLanguages(t *testing.T) {
	s := newStage(t, provision.User{Name: "carol", MFA: "SMS_MFA"}, provision.User{Name: "grace"})
	v := s.visit(t)
	browser.Eval[any](v.Page, narrow)
	english := browser.Eval[string](v.Page, "import('/cognito-wasm.element.de.mjs').then(({default: {lang}}) => lang)")
	if english != "de" {
		t.Fatalf("the German module says that it is %s", english)
	}
	for _, language := range build.Languages {
		t.Run(language, func(t *testing.T) {
			v.t = t
			// After the element's script: what is shown changes.
			v.mount("", object{"lang": language + "-XX", "sign-up": "", "passkeys": ""})
			browser.Eval[any](v.Page, "(type({username: 'kept'}), "+load("/"+build.LanguageScript(language))+")")
			words := browser.Eval[map[string]string](v.Page, "import('/"+build.LanguageFile(language)+"').then(({default: all}) => all)")
			got := v.look()
			if got.Title != words["signIn.title"] || browser.Eval[string](v.Page, "form().elements.username.value") != "kept" {
				t.Errorf("got %+v", got)
			}
			if where := browser.Eval[string](v.Page, "form().lang + ' ' + form().dir + ' ' + form().elements.username.dir"); where != language+" "+words["dir"]+" ltr" {
				t.Errorf("the form's lang and dir, and that of a name, are %s", where)
			}
			checkSizes(t, v.Page, "sign-in")
			v.signIn("carol", "wrong").wants(t, "sign-in", words["error.NotAuthorizedException"], "password")
			checkSizes(t, v.Page, "with an error")
			got = v.signIn("carol", "").shows(t, "code")
			if before, after, _ := strings.Cut(words["code.sentBy.SMS"], "{destination}"); !strings.HasPrefix(got.Lead, before) || !strings.HasSuffix(got.Lead, after) {
				t.Errorf("the lead is %q", got.Lead)
			}
			checkSizes(t, v.Page, "code")
			if words["dir"] == "rtl" {
				// What follows a label in the line is left of it, and codes are not reversed.
				if mirrored := browser.Eval[bool](v.Page, `(() => {
					const [label, input] = [form().querySelector('.cognito-label'), form().elements.code];
					const text = document.createRange();
					text.selectNodeContents(label);
					return text.getBoundingClientRect().right > input.getBoundingClientRect().right - 4 && getComputedStyle(input).direction === 'ltr' && form().querySelector('.cognito-lead bdi') !== null;
				})()`); !mirrored {
					t.Error("the form is not mirrored, or its code is")
				}
			}
			v.mount("", object{"lang": language, "flow": "USER_AUTH"})
			v.enter(object{"username": "grace"}).shows(t, "choose")
			checkSizes(t, v.Page, "choose")
			v.mount("", object{"lang": language, "sign-up": ""})
			v.press("signUp").shows(t, "sign-up")
			checkSizes(t, v.Page, "sign-up")
		})
	}
}

// A page that keeps the place of the element sees nothing move when it is defined.
func TestNoLayoutShift(t *testing.T) {
	s := newStage(t)
	s.site.Page("/shift", `<meta name=viewport content="width=device-width"><style>cognito-sign-in:not(:defined) { display: block; min-block-size: 24.4375rem }</style>
		<script src=/harness.js></script><body><cognito-sign-in user-pool-id="`+s.pool("").ID+`" client-id="`+s.pool("").ClientID+`" endpoint="`+s.cognito.Endpoint+`"></cognito-sign-in><p id=below>below`)
	v := &visit{Page: engine.Page(t), s: s, t: t}
	v.Open(s.site.URL + "/shift")
	const top = "document.getElementById('below').getBoundingClientRect().top"
	before := browser.Eval[float64](v.Page, top)
	browser.Eval[any](v.Page, load("/cognito-wasm.js")+".then(() => "+load("/cognito-wasm.element.js")+").then(() => { element = document.querySelector('cognito-sign-in'); return settled() })")
	if after := browser.Eval[float64](v.Page, top); after < before-2 || after > before+2 {
		t.Errorf("what is below was at %v and is at %v", before, after)
	}
	if focus := browser.Eval[bool](v.Page, "document.activeElement === document.body"); !focus {
		t.Error("the focus was taken when the page opened")
	}
}
