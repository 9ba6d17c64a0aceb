package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// createClient gives a client or throws, and everything that can be known of the
// options is known by then.
func TestCreateClientIsSynchronous(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Open(s.site.URL + "/" + v.script)
		browser.Eval[any](page, watchRejections)
		for options, want := range map[string]string{
			"clientID: 'x'":          `options: expected clientId, not \"clientID\"`,
			"client_id: 'x'":         `options: expected clientId, not \"client_id\"`,
			"userPoolID: 'x'":        `options: expected userPoolId, not \"userPoolID\"`,
			"fips: true":             `options: expected useFipsEndpoint, not \"fips\"`,
			"dualStack: true":        `options: expected useDualstackEndpoint, not \"dualStack\"`,
			"nothing: 1":             `options: expected no option called \"nothing\"`,
			"nothing: undefined":     `options: expected no option called \"nothing\"`,
			"'': 1":                  `options: expected no option called \"\"`,
			"clientId: 'not one'":    "clientId: expected",
			"userPoolId: 'x'":        "userPoolId: expected",
			"load: 'later'":          "load: expected auto, now, on-demand",
			"load: null, timeout: 0": "timeout: expected milliseconds, from 1 to 3600000",
			"timeout: 3_600_001":     "timeout: expected",
			"timeout: '500'":         "timeout: expected",
			"timeout: NaN":           "timeout: expected",
			"timeout: Infinity":      "timeout: expected",
			"timeout: 2.5":           "timeout: expected",
			"wasm: 42":               "wasm: expected",
			"worker: {}":             "worker: expected",
			"storage: 'disk'":        "storage: expected",
			"endpoint: '/'":          "endpoint: expected",
			"maxAttempts: 0":         "maxAttempts: expected",
		} {
			got := do(page, "CognitoWasm.createClient({..."+s.options(nil)+", "+options+"})")
			if !got.Thrown && got.OK {
				t.Errorf("%s: got a client", options)
				continue
			}
			if got.OK || got.Error.Code != "InvalidArgument" || !got.Error.IsCognitoAuthError {
				t.Errorf("%s: got %s, want InvalidArgument", options, got.describe())
			}
			if thrown := browser.Eval[bool](page, "(() => { try { CognitoWasm.createClient({..."+s.options(nil)+", "+options+"}); return false } catch { return true } })()"); !thrown {
				t.Errorf("%s: nothing was thrown", options)
			}
			if want := strings.ReplaceAll(want, `\"`, `"`); !strings.Contains(got.Error.Message, want) {
				t.Errorf("%s: got the message %q, want one with %q", options, got.Error.Message, want)
			}
		}
		// What is undefined or null was not given, and a client can be awaited.
		browser.Eval[any](page, "(async () => { globalThis.client = await CognitoWasm.createClient({..."+s.options(map[string]any{"worker": v.worker})+", load: undefined, timeout: null}) })()")
		signIn(page).wantDone(t, "alice")
		wantNoRejection(t, page)
	})
}

// counted is a stage whose page loads from its own two files, and a client's
// options for them, in which the storage holds a session or none.
func TestLoad(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		// The refresh token that a storage holds.
		page := s.open(t, v)
		s.create(page, "storage: 'session', worker: "+quote(v.worker)).wantOK(t)
		signIn(page).wantDone(t, "alice")
		saved := browser.Eval[string](page, "JSON.stringify(Object.entries(sessionStorage))")
		browser.Eval[any](page, watchRejections)
		files := map[bool]int64{true: 1, false: 0}[v.worker]
		for i, test := range []struct {
			load   string
			stored bool
			begins bool
		}{
			{"", false, true}, {"", true, false},
			{"auto", false, true}, {"auto", true, false},
			{"now", false, true}, {"now", true, true},
			{"on-demand", false, false}, {"on-demand", true, false},
		} {
			name := fmt.Sprintf("load %q, stored: %v", test.load, test.stored)
			path := fmt.Sprintf("/lazy-%s-%d", v.script, i)
			module, worker := s.countModule(path+".wasm"), s.count(path+".js", "cognito-wasm.worker.js", "no-store", 0)
			loaded := make(chan struct{}, 10)
			s.site.Handle(path+"-seen.wasm", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, path+".wasm", http.StatusFound)
				loaded <- struct{}{}
			})
			browser.Eval[any](page, "client.close()")
			browser.Eval[any](page, "sessionStorage.clear()")
			if test.stored {
				browser.Eval[any](page, "void JSON.parse("+quote(saved)+").forEach(([name, value]) => sessionStorage.setItem(name, value))")
			}
			options := fmt.Sprintf("storage: 'session', wasm: '%s-seen.wasm'", path)
			if v.worker {
				options += fmt.Sprintf(", worker: '%s.js'", path)
			} else {
				options += ", worker: false"
			}
			if test.load != "" {
				options += ", load: '" + test.load + "'"
			}
			browser.Eval[any](page, "void (globalThis.client = CognitoWasm.createClient({..."+s.options(nil)+", "+options+"}))")
			if test.begins {
				await(t, page, loaded, name+": the module's request")
			} else {
				// A storage is read in a few tasks; a request takes more, and would be seen below.
				browser.Eval[any](page, `(async () => { for (let i = 0; i < 20; i++) await fetch('/favicon.ico') })()`)
				wantRequests(t, name+": the module", module, 0)
				wantRequests(t, name+": the worker", worker, 0)
			}
			// Many calls at once start one engine.
			for i := range 4 {
				start(page, fmt.Sprint("call", i), `client.initiate({username: 'alice', `+password+`})`)
			}
			do(page, "client.ready()").wantOK(t)
			for i := range 4 {
				finish(page, fmt.Sprint("call", i)).wantDone(t, "alice")
			}
			wantRequests(t, name+": the module, in the end", module, 1)
			wantRequests(t, name+": the worker, in the end", worker, files)
			wantNoRejection(t, page)
		}
	})
}

// What cannot be loaded is told by ready() and by the calls, by nothing else, and
// the next one tries again.
func TestLoadFails(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Open(s.site.URL + "/" + v.script)
		page.Expect(missingFile)
		browser.Eval[any](page, watchRejections)
		const call = `client.initiate({username: 'alice', ` + password + `})`
		for i, test := range []struct{ what, code string }{{"missing", "LoadError"}, {"changed", "IntegrityError"}} {
			for _, load := range []string{"auto", "now", "on-demand"} {
				for _, asks := range [][]string{{"client.ready()", call}, {call, "client.ready()"}, {call, call}} {
					path := fmt.Sprintf("/fails-%s-%d-%s-%d.wasm", v.script, i, load, len(asks[0]))
					path = strings.Replace(path, ".wasm", fmt.Sprintf("-%d.wasm", len(asks[1])), 1)
					works, asked := make(chan struct{}), make(chan struct{}, 100)
					s.site.Handle(path, func(w http.ResponseWriter, r *http.Request) {
						asked <- struct{}{}
						select {
						case <-works:
							w.Header().Set("content-type", "application/wasm")
							w.Write(module(t))
							return
						default:
						}
						if test.what == "missing" {
							http.NotFound(w, r)
							return
						}
						w.Header().Set("content-type", "application/wasm")
						w.Write(append(module(t), 0, 1, 0)) // a custom section more
					})
					name := fmt.Sprintf("%s, %s, %.20s", test.what, load, asks[0])
					options := fmt.Sprintf("worker: %v, load: '%s', wasm: '%s', integrity: {wasm: '%s'}", v.worker, load, path, hashOf(module(t)))
					browser.Eval[any](page, "void (globalThis.client = CognitoWasm.createClient({..."+s.options(nil)+", "+options+"}))")
					if load != "on-demand" {
						await(t, page, asked, "the module's request")
					}
					wantNoRejection(t, page)
					do(page, asks[0]).want(t, name, test.code, "wasm: ")
					do(page, asks[1]).want(t, name, test.code, "wasm: ")
					close(works)
					do(page, asks[1]).wantOK(t)
					do(page, asks[0]).wantOK(t)
					browser.Eval[any](page, "client.close()")
				}
			}
		}
		wantNoRejection(t, page)
	})
}

// close() before anything was loaded keeps it from being loaded; while something
// is loaded it ends the worker, and nobody hears of what becomes of it.
func TestCloseAndLoad(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.site.Handle("/locked.js", serveScript(lockedWorker))
		page := engine.Page(t)
		page.Open(s.site.URL + "/" + v.script)
		browser.Eval[any](page, watchRejections)
		where := "worker: false"
		if v.worker {
			where = "worker: '/locked.js'"
		}
		// Before: the storage has not been asked yet, or not answered.
		requests := s.countModule("/closed-" + v.script + ".wasm")
		for _, storage := range []string{"'memory'", "{get: () => new Promise((resolve) => { globalThis.answer = resolve }), set() {}, remove() {}}"} {
			for _, load := range []string{"auto", "on-demand"} {
				browser.Eval[any](page, "void (globalThis.client = CognitoWasm.createClient({..."+s.options(nil)+", "+where+", load: '"+load+"', storage: "+storage+", wasm: '/closed-"+v.script+".wasm'}), client.close(), globalThis.answer?.(null))")
				do(page, "client.ready()").want(t, load, "Closed")
			}
		}
		browser.Eval[any](page, `(async () => { for (let i = 0; i < 20; i++) await fetch('/favicon.ico') })()`)
		wantRequests(t, "the module", requests, 0)

		// While: with an hour's patience.
		for _, load := range []string{"now", "on-demand"} {
			path := "/muted-" + v.script + load + ".wasm"
			asked := make(chan struct{}, 10)
			s.site.Handle(path, func(_ http.ResponseWriter, r *http.Request) {
				asked <- struct{}{}
				<-r.Context().Done()
				panic(http.ErrAbortHandler)
			})
			browser.Eval[any](page, "void (globalThis.client = CognitoWasm.createClient({..."+s.options(nil)+", "+where+", timeout: 3_600_000, load: '"+load+"', wasm: '"+path+"'}))")
			start(page, "pending", "client.ready()")
			await(t, page, asked, "the module's request")
			browser.Eval[any](page, "client.close()")
			finish(page, "pending").want(t, load, "Closed")
			do(page, "client.ready()").want(t, load, "Closed")
			if v.worker {
				browser.Eval[any](page, `navigator.locks.request('worker', () => {})`)
			}
		}
		wantNoRejection(t, page)
	})
}

// A signal ends ready() and leaves the loading to others.
func TestReadySignal(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := engine.Page(t)
		page.Open(s.site.URL + "/" + v.script)
		browser.Eval[any](page, "void (globalThis.client = CognitoWasm.createClient("+s.options(map[string]any{"worker": v.worker, "load": "on-demand"})+"))")
		do(page, "client.ready({signal: AbortSignal.abort()})").want(t, "before", "AbortError")
		do(page, "client.ready({signal: 1})").want(t, "no signal", "InvalidArgument", "options.signal: expected an AbortSignal")
		do(page, "client.ready(42)").want(t, "no options", "InvalidArgument", "options: expected an object, not a number")
		browser.Eval[any](page, "void (globalThis.controller = new AbortController())")
		start(page, "one", "client.ready({signal: controller.signal})")
		start(page, "two", "client.ready()")
		browser.Eval[any](page, "controller.abort()")
		finish(page, "one").want(t, "while", "AbortError")
		finish(page, "two").wantOK(t)
		signIn(page).wantDone(t, "alice")
	})
}
