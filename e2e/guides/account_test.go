package guides

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// account is a guide on what users do about their accounts: a page, and a table
// of what a user is told of errors.
type account struct {
	document, test string
	// first is done in the page before next, which asks Cognito for something after
	// each error again.
	first, next string
}

const entersPage = `fill({username: 'alice', password: 'Local-Cognito-1'}, 'Sign in')`

var accounts = []account{
	{"docs/sign-up.md", "TestSignUpGuide", "", `fill({username: 'zoe', email: 'zoe@example.com', password: 'Local-Cognito-1'}, 'Go on')`},
	{"docs/forgotten-password.md", "TestForgottenPasswordGuide", `fill({username: 'alice'}, 'Go on')`, `fill({code: '123456', password: 'Another-Passw0rd'}, 'Go on')`},
	{"docs/attributes.md", "TestAttributesGuide", entersPage, `fill({given_name: 'Alice'}, 'Save')`},
	{"docs/devices.md", "TestDevicesGuide", "", entersPage},
	{"docs/second-factors.md", "TestSecondFactorsGuide", entersPage, `press('Set up')`},
}

func init() {
	for _, a := range accounts {
		noteExecuted(a.document, a.test, "A page")
	}
}

// visitor is somebody before the page of such a guide.
type visitor struct {
	t       *testing.T
	cognito *testrun.Cognito
	refused *refusals
	url     string
	page    *browser.Page
}

// toAccount opens the page of a guide, which is the file as it stands there, but
// for the address of the local Cognito.
func toAccount(t *testing.T, document string, cognito *testrun.Cognito) *visitor {
	t.Helper()
	b := sectionOf(t, document, "A page")[0]
	v := &visitor{t: t, cognito: cognito, refused: refuse(t, cognito.Endpoint)}
	pages := site.New(t, dist)
	const client = "clientId: '" + exampleClient + "'"
	pages.Page("/"+b.file, replaced(t, b.text, client, client+", endpoint: "+quote(v.refused.url)))
	v.url, v.page = pages.URL+"/"+b.file, chromium.Page(t)
	v.open()
	return v
}

// open loads the page, with what it has stored.
func (v *visitor) open() {
	v.t.Helper()
	v.page.Open(v.url)
	// What the page says is taken away first, so that only a new answer counts.
	browser.Eval[any](v.page, `(() => { `+until+`
		const shown = (element) => element.checkVisibility();
		window.until = until;
		window.press = (name) => {
			document.querySelector('output').value = '';
			const button = [...document.querySelectorAll('button')].filter(shown).find((button) => button.textContent.trim() === name);
			if (!button) throw new Error('no button ' + name);
			button.click();
			return until(() => document.querySelector('output').value);
		};
		window.fill = (values, name) => {
			for (const [name, value] of Object.entries(values)) {
				const input = [...document.getElementsByName(name)].find(shown);
				if (!input) throw new Error('no field ' + name);
				input.value = value;
			}
			return press(name);
		};
	})()`)
}

// does fills in fields and presses a button, and wants the page to say what
// begins with want.
func (v *visitor) does(action, want string) {
	v.t.Helper()
	if got := browser.Eval[string](v.page, action); !strings.HasPrefix(got, want) || want == "" {
		v.t.Errorf("%s: the page says %q, want %q", action, got, want)
	}
}

// code is that of the last message to a user, wrong is another one.
func (v *visitor) code(username string) (code, wrong string) {
	v.t.Helper()
	message, ok := v.cognito.Server.Outbox().Last(v.cognito.Pool.ID, username)
	if !ok {
		v.t.Fatalf("no code was sent to %s", username)
	}
	return message.Code, another(message.Code)
}

// another gives a code that is not this one.
func another(code string) string {
	return string('0'+('9'-code[0])) + code[1:]
}

// refusals is a proxy before the local Cognito that refuses the next calls.
type refusals struct {
	url  string
	mu   sync.Mutex
	next string // the exception, or ""
}

func refuse(t *testing.T, endpoint string) *refusals {
	t.Helper()
	target, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	r := &refusals{}
	onward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		exception := r.next
		r.mu.Unlock()
		if exception == "" || request.Method != http.MethodPost {
			onward.ServeHTTP(w, request)
			return
		}
		w.Header().Set("access-control-allow-origin", "*")
		w.Header().Set("content-type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		w.Write([]byte(`{"__type": ` + quote(exception) + `, "message": "refused"}`))
	}))
	t.Cleanup(proxy.Close)
	r.url = proxy.URL
	return r
}

func (r *refusals) with(exception string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next = exception
}

var (
	told      = regexp.MustCompile(`(?m)^ {4}(\w+): '(.*)',$`)
	exception = regexp.MustCompile("(?m)^\\| `(\\w+)`")
)

// The page of each guide tells its user something better than Cognito's text of
// each exception that it knows; those are in the guide's table too.
func TestAccountErrors(t *testing.T) {
	t.Parallel()
	for _, a := range accounts {
		t.Run(a.document, func(t *testing.T) {
			t.Parallel()
			v := toAccount(t, a.document, testrun.Start(t, "", provision.User{Name: "alice"}))
			var listed []string
			for _, row := range exception.FindAllStringSubmatch(read(t, root+"/"+a.document), -1) {
				listed = append(listed, row[1])
			}
			texts := told.FindAllStringSubmatch(sectionOf(t, a.document, "A page")[0].text, -1)
			if len(texts) < 3 {
				t.Fatalf("the page has %d texts", len(texts))
			}
			if a.first != "" {
				browser.Eval[string](v.page, a.first)
			}
			for _, text := range texts {
				if !slices.Contains(listed, text[1]) {
					t.Errorf("the table does not have %s", text[1])
				}
				v.refused.with(text[1])
				v.does(a.next, text[2])
			}
		})
	}
}
