package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
)

var running *Browser

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	chosen, err := Chosen()
	if err == nil {
		running, err = Launch(chosen)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		return 1
	}
	defer running.Close()
	return m.Run()
}

// emptyPage serves a page that shows nothing, and nothing else.
func emptyPage(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("content-type", "text/html")
		w.Write([]byte("<!doctype html><link rel=icon href=data:,><title>test</title>"))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// recorder stands for a test whose failure is what is to be seen.
type recorder struct {
	testing.TB
	failures []string
	cleanups []func()
}

// stopped is how Fatal of a recorder ends what it is called in.
type stopped struct{}

func (r *recorder) Helper()           {}
func (r *recorder) Cleanup(f func())  { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Error(args ...any) { r.failures = append(r.failures, fmt.Sprintln(args...)) }
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(stopped{})
}

// record gives what a test with a page fails with.
func record(t *testing.T, test func(page *Page)) string {
	t.Helper()
	r := &recorder{TB: t}
	page := running.Page(r)
	func() {
		defer func() {
			if cause := recover(); cause != nil && cause != (stopped{}) {
				panic(cause)
			}
		}()
		test(page)
	}()
	for _, f := range r.cleanups {
		f()
	}
	return strings.Join(r.failures, "\n")
}

func TestConsoleErrorsFailTheTest(t *testing.T) {
	url := emptyPage(t)
	for _, test := range []struct {
		name, script, want string
		unseen             Engine // shows nothing of it
	}{
		{name: "nothing", script: "1"},
		{name: "log", script: "console.log('harmless')"},
		{name: "error", script: "console.error('broken')", want: "broken"},
		{name: "warning", script: "console.warn('careful')", want: "careful"},
		{name: "rejection", script: "void Promise.reject(new Error('unhandled'))", want: "unhandled"},
		{name: "exception", script: "new Promise((resolve) => setTimeout(() => { setTimeout(resolve); throw new Error('uncaught') }))", want: "uncaught"},
		{name: "two lines", script: `console.error('broken\nin two')`, want: "broken"},
		{name: "missing file", script: "fetch('/missing').then(() => {})", want: "404", unseen: Firefox},
		{name: "announced", script: "console.error('as announced')"},
	} {
		t.Run(test.name, func(t *testing.T) {
			failures := record(t, func(page *Page) {
				page.Expect("as announced")
				page.Open(url)
				Eval[any](page, test.script)
			})
			if test.unseen == running.Engine || !running.Engine.HasConsole() {
				test.want = ""
			}
			if test.want == "" && failures != "" {
				t.Errorf("the test failed, with %q", failures)
			}
			if !strings.Contains(failures, test.want) {
				t.Errorf("got %q, want a failure with %q", failures, test.want)
			}
		})
	}
}

// A value comes as JSON would give it, and a promise's is awaited.
func TestEval(t *testing.T) {
	page := running.Page(t)
	page.Open(emptyPage(t))
	for expression, want := range map[string]any{
		"undefined":                       nil,
		"null":                            nil,
		"globalThis.x = 1; x + 1":         2.0,
		"void 0;":                         nil,
		"true":                            true,
		"1 + 2":                           3.0,
		"-0.5":                            -0.5,
		"'a\\u2713\\n\"'":                 "a✓\n\"",
		"'x'.repeat(3_000_000).length":    3e6,
		"[1, [null, 'a'], {}]":            []any{1.0, []any{nil, "a"}, map[string]any{}},
		"({a: {b: [true]}, u: void 0})":   map[string]any{"a": map[string]any{"b": []any{true}}},
		"Promise.resolve({a: 1})":         map[string]any{"a": 1.0},
		"(async () => [location.hash])()": []any{""},
	} {
		if got := Eval[any](page, expression); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %#v, want %#v", expression, got, want)
		}
	}
	if long := Eval[string](page, "'x'.repeat(3_000_000)"); long != strings.Repeat("x", 3_000_000) {
		t.Errorf("got %d characters, want 3,000,000", len(long))
	}
}

func TestEvalFailsTheTest(t *testing.T) {
	url := emptyPage(t)
	for name, test := range map[string]struct {
		run    func(page *Page)
		want   string
		unseen Engine // shows a page of its own
	}{
		"rejection":  {run: func(page *Page) { Eval[any](page, "Promise.reject(new Error('no such thing'))") }, want: "no such thing"},
		"exception":  {run: func(page *Page) { Eval[any](page, "(() => { throw new Error('no such thing') })()") }, want: "no such thing"},
		"syntax":     {run: func(page *Page) { Eval[any](page, "(") }, want: ""},
		"undefined":  {run: func(page *Page) { Eval[int](page, "undefined") }, want: "want a int"},
		"other type": {run: func(page *Page) { Eval[int](page, "'text'") }, want: "cannot unmarshal"},
		"no server":  {run: func(page *Page) { page.Open("http://127.0.0.1:1/") }, want: "http://127.0.0.1:1/", unseen: WebKit},
	} {
		if got := record(t, func(page *Page) {
			page.Open(url)
			test.run(page)
		}); test.unseen != running.Engine && (got == "" || !strings.Contains(got, test.want)) {
			t.Errorf("%s: got %q, want a failure with %q", name, got, test.want)
		}
	}
}

// A page begins with nothing that another has left.
func TestPagesAreApart(t *testing.T) {
	url := emptyPage(t)
	const kept = "[localStorage.length, sessionStorage.length, document.cookie]"
	for range 2 {
		page := running.Page(t)
		page.Open(url)
		if got := Eval[[]any](page, kept); !reflect.DeepEqual(got, []any{0.0, 0.0, ""}) {
			t.Errorf("a new page has %v, want nothing", got)
		}
		Eval[any](page, "void (localStorage.a = sessionStorage.b = document.cookie = 'c=d')")
		if got := Eval[[]any](page, kept); !reflect.DeepEqual(got, []any{1.0, 1.0, "c=d"}) {
			t.Errorf("the page has %v after it kept something", got)
		}
	}
}

func TestSkipIsReported(t *testing.T) {
	b := &Browser{Engine: Firefox}
	t.Run("skipped", func(t *testing.T) {
		b.Skip(t, "a thing")
		t.Error("it went on")
	})
	b.Lacks("another", "a thing")
	b.Lacks("another", "a thing")
	b.Leaves("third", "a matter")
	want := "not in Firefox, which lacks a thing: TestSkipIsReported/skipped, another\nleft to Chromium, by what they are about (a matter): third\n"
	if !strings.HasPrefix(b.report(), want) {
		t.Errorf("got %q, want %q", b.report(), want)
	}
}
