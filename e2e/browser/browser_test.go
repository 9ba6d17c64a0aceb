package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

var chromium *Browser

func TestMain(m *testing.M) {
	var err error
	if chromium, err = Start(); err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	code := m.Run()
	chromium.Close()
	os.Exit(code)
}

// recorder stands for a test whose failure is what is to be seen.
type recorder struct {
	testing.TB
	failures []string
	cleanups []func()
}

func (r *recorder) Helper()           {}
func (r *recorder) Cleanup(f func())  { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Error(args ...any) { r.failures = append(r.failures, "error") }
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, strings.TrimSpace(format)+" "+args[0].(string))
}

func (r *recorder) finish() {
	for _, f := range r.cleanups {
		f()
	}
}

func TestConsoleErrorsFailTheTest(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("content-type", "text/html")
		w.Write([]byte("<!doctype html><link rel=icon href=data:,><title>test</title>"))
	}))
	defer server.Close()
	for _, test := range []struct{ name, script, want string }{
		{"nothing", "1", ""},
		{"log", "console.log('harmless')", ""},
		{"error", "console.error('broken')", "broken"},
		{"warning", "console.warn('careful')", "careful"},
		{"rejection", "void Promise.reject(new Error('unhandled'))", "unhandled"},
		{"missing file", "fetch('/missing').then(() => {})", "404"},
		{"announced", "console.error('as announced')", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &recorder{TB: t}
			page := chromium.Page(r)
			page.Expect("as announced")
			page.Open(server.URL)
			Eval[any](page, test.script)
			r.finish()
			text := strings.Join(r.failures, "\n")
			if test.want == "" && text != "" {
				t.Errorf("the test failed, with %q", text)
			}
			if !strings.Contains(text, test.want) {
				t.Errorf("got %q, want a failure with %q", text, test.want)
			}
		})
	}
}
