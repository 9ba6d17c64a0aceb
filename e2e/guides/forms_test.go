package guides

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
)

var (
	formTag   = regexp.MustCompile(`<form\b(?:[^>{]|\{[^}]*\})*>`)
	scriptTag = regexp.MustCompile(`(?s)<script\b.*?</script>`)
	// posts finds what keeps the fields of a form out of the address while no
	// script listens: the method, or an action of React's (isRenderedAndSignsIn
	// looks what the server makes of that).
	posts = regexp.MustCompile(`\bmethod="post"|\baction=\{`)
)

// Every form in a document posts: one that is sent before its script has run
// would otherwise put the password into the address bar, the history and the
// server's log. HTML's method is get where none is given:
// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-method
func TestFormsPost(t *testing.T) {
	found := 0
	for _, document := range documents(t) {
		for _, b := range blocks(t, document) {
			tags := formTag.FindAllString(b.text, -1)
			if len(tags) != strings.Count(b.text, "<form") {
				t.Errorf("%s: not every form could be read", b)
			}
			if len(tags) == 0 && strings.Contains(b.text, `type="password"`) {
				t.Errorf("%s: a password is asked for outside of a form", b)
			}
			for _, tag := range tags {
				found++
				if !posts.MatchString(tag) {
					t.Errorf(`%s: %s has no method="post"`, b, tag)
				}
			}
		}
	}
	if found < 6 {
		t.Errorf("found %d forms in the documents, want 6 at least", found)
	}
}

// The demo's forms, which a script makes, are no other.
func TestFormsOfTheDemoPost(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join(root, "web", "demo", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	made := regexp.MustCompile(`h\('form', \{[^}]*|<form\b[^>]*|createElement\('form'\)`)
	found := 0
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range made.FindAllString(string(source), -1) {
			found++
			if !strings.Contains(form, "method: 'post'") && !strings.Contains(form, `method="post"`) {
				t.Errorf("%s: %s… does not post", filepath.Base(name), form)
			}
		}
	}
	if found == 0 {
		t.Error("the demo has no forms")
	}
}

// What a browser sends when a user is faster than the script.
func TestFormsBeforeTheirScripts(t *testing.T) {
	t.Parallel()
	for _, document := range documents(t) {
		for _, b := range blocks(t, document) {
			if b.language != "html" || !strings.Contains(b.text, `type="password"`) {
				continue
			}
			t.Run(strings.ReplaceAll(b.document+", "+b.section, "/", " "), func(t *testing.T) {
				t.Parallel()
				pages, html := site.New(t, dist), scriptTag.ReplaceAllString(b.text, "")
				sent := make(chan string, 1)
				pages.Handle("/form", func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodGet && r.URL.RawQuery == "" {
						w.Header().Set("content-type", "text/html")
						io.WriteString(w, "<!doctype html><title>test</title>"+html)
						return
					}
					sent <- r.Method + " " + r.URL.RequestURI()
				})
				page := chromium.Page(t)
				page.Open(pages.URL + "/form")
				browser.Eval[any](page, `(() => {
					const form = document.forms[0];
					form.username.value = 'alice';
					form.password.value = 'Local-Cognito-1';
					setTimeout(() => form.querySelector('button').click(), 0);
				})()`)
				select {
				case got := <-sent:
					if got != "POST /form" {
						t.Errorf("the browser asks for %s, want POST /form", got)
					}
				case <-page.Ctx.Done():
					t.Error("nothing was sent")
				}
			})
		}
	}
}
