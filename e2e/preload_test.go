package e2e

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// count serves a built file under another path as well and counts the requests.
// Browsers may keep it as cacheControl says; the first requests, as many as
// failures, are answered with status 404.
func (s *stage) count(path, file, cacheControl string, failures int64) *atomic.Int64 {
	requests, files := new(atomic.Int64), site.Files(dist)
	s.site.Handle(path, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) <= failures {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("cache-control", cacheControl)
		r.URL.Path = "/" + file
		files.ServeHTTP(w, r)
	})
	return requests
}

func (s *stage) countModule(path string) *atomic.Int64 {
	return s.count(path, "cognito-auth.wasm", "no-store", 0)
}

func wantRequests(t *testing.T, what string, got *atomic.Int64, want int64) {
	t.Helper()
	if got := got.Load(); got != want {
		t.Errorf("%s was asked for %d times, want %d", what, got, want)
	}
}

// classic opens a page with the classic script and no client.
func (s *stage) classic(t *testing.T) *browser.Page {
	t.Helper()
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	return page
}

// signInWith signs alice in with a client that is called name in the page.
func signInWith(page *browser.Page, name string) outcome {
	return do(page, name+`.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
}

// requestsUnder gives how often clients of one page ask for the module. Firefox
// keeps a compiled one from a page whose policy lets it compile nothing, and says
// so; each client then has its own.
func requestsUnder(page *browser.Page, policy string, clients int64) int64 {
	if engine.Engine == browser.Firefox && strings.HasPrefix(policy, strictPolicy) {
		page.Expect(noWasm)
		return clients
	}
	return 1
}

// noWasm is what browsers write on the console about a policy without
// 'wasm-unsafe-eval'.
const noWasm = `wasm-unsafe-eval|unsafe-eval`

// Clients of one page share one compiled module, wherever each of them runs,
// whether made one after the other or at the same time, and under a policy that
// does not let the page compile.
func TestSharedModule(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	const wasmPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' "
	for _, test := range []struct{ name, policy, first, second string }{
		{"workers", "", "true", "true"},
		{"page", "", "false", "false"},
		{"worker first", "", "true", "false"},
		{"page first", "", "false", "true"},
		{"workers of two scripts", "", "true", "'/cognito-wasm.worker.js?2'"},
		{"workers, strict policy", strictPolicy, "true", "true"},
		{"worker first, policy for wasm", wasmPolicy + s.tap.URL, "true", "false"},
		{"page first, policy for wasm", wasmPolicy + s.tap.URL, "false", "true"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			page := policedPage(t, s, test.policy)
			for together, create := range map[string]string{
				"in turn":   `globalThis.one = await make(%1), globalThis.two = await make(%2), globalThis.three = await make(%1)`,
				"at a time": `[globalThis.one, globalThis.two, globalThis.three] = await Promise.all([make(%1), make(%2), make(%1)])`,
			} {
				path := "/" + strings.ReplaceAll(t.Name()+together, " ", "_") + ".wasm"
				requests := s.countModule(path)
				create := strings.NewReplacer("%1", test.first, "%2", test.second).Replace(create)
				do(page, `(async () => {
					const make = (worker) => openClient({...`+s.options(nil)+`, wasm: '`+path+`', worker});
					`+create+`
				})()`).wantOK(t)
				for _, name := range []string{"one", "two", "three"} {
					signInWith(page, name).wantDone(t, "alice")
				}
				wantRequests(t, together+": the module", requests, requestsUnder(page, test.policy, 3))
				// They share code, not memory: one that is closed takes nothing with it.
				browser.Eval[any](page, "one.close()")
				signInWith(page, "two").wantDone(t, "alice")
				browser.Eval[any](page, "two.close(), three.close()")
			}
		})
	}
}

// What could not be loaded, or not shared, keeps nobody from loading it.
func TestUnsharedModule(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	for _, worker := range []string{"true", "false"} {
		t.Run("after a failure, worker "+worker, func(t *testing.T) {
			t.Parallel()
			path := "/fails-once-" + worker + ".wasm"
			requests := s.count(path, "cognito-auth.wasm", "no-store", 1)
			page := s.classic(t)
			page.Expect(missingFile)
			got := browser.Eval[[]string](page, `Promise.allSettled([1, 2, 3].map(() =>
				openClient({...`+s.options(nil)+`, wasm: '`+path+`', worker: `+worker+`}))).then((all) => {
					globalThis.last = all[2].value;
					return all.map(({status, reason}) => reason?.code ?? status);
				})`)
			if want := `["LoadError","fulfilled","fulfilled"]`; quote(got) != want {
				t.Fatalf("got %s, want %s", quote(got), want)
			}
			signInWith(page, "last").wantDone(t, "alice")
			wantRequests(t, "the module", requests, 2)
		})
	}
	t.Run("worker that cannot run", func(t *testing.T) {
		t.Parallel()
		requests := s.countModule("/no-worker.wasm")
		page := s.classic(t)
		page.Expect(missingFile)
		got := browser.Eval[[]string](page, `Promise.allSettled(['/no-such-file.js', true, '/no-such-file.js', true].map((worker) =>
			openClient({...`+s.options(nil)+`, wasm: '/no-worker.wasm', worker}))).then((all) =>
				all.map(({status, reason}) => reason?.code ?? status))`)
		if want := `["LoadError","fulfilled","LoadError","fulfilled"]`; quote(got) != want {
			t.Fatalf("got %s, want %s", quote(got), want)
		}
		wantRequests(t, "the module", requests, 1)
	})
	// Its turn to load comes when its worker has ended already.
	t.Run("worker that has ended", func(t *testing.T) {
		t.Parallel()
		var requests atomic.Int64
		release, files := make(chan struct{}), site.Files(dist)
		s.site.Handle("/fails-late.wasm", func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) == 1 {
				<-release
				http.NotFound(w, r)
				return
			}
			r.URL.Path = "/cognito-auth.wasm"
			files.ServeHTTP(w, r)
		})
		page := s.classic(t)
		page.Expect(missingFile)
		for _, client := range []struct{ name, worker string }{{"first", "true"}, {"second", "'/no-such-file.js'"}, {"third", "true"}} {
			start(page, client.name, `openClient({...`+s.options(nil)+`, wasm: '/fails-late.wasm', worker: `+client.worker+`})`)
		}
		finish(page, "second").want(t, "second", "LoadError", "worker: ")
		close(release)
		finish(page, "first").want(t, "first", "LoadError", "HTTP status 404")
		finish(page, "third").wantOK(t)
		wantRequests(t, "the module", &requests, 2)
	})
	// A browser that cannot pass a module on fires messageerror in the place of the message.
	t.Run("module that does not arrive", func(t *testing.T) {
		t.Parallel()
		s.site.Handle("/keeps-module.js", serveScript(`
			const post = postMessage;
			postMessage = (message, transfer) => post(message.type === 'shared' ? 'undeliverable' : message, transfer);
			importScripts('/cognito-wasm.worker.js')`))
		requests := s.countModule("/kept.wasm")
		page := s.classic(t)
		do(page, `(async () => {
			const worker = () => {
				const made = new Worker('/keeps-module.js');
				made.addEventListener('message', (event) => {
					if (event.data !== 'undeliverable') return;
					event.stopImmediatePropagation();
					made.dispatchEvent(new MessageEvent('messageerror'));
				});
				return made;
			};
			const make = () => openClient({...`+s.options(nil)+`, wasm: '/kept.wasm', worker});
			[globalThis.one, globalThis.two] = await Promise.all([make(), make()]);
		})()`).wantOK(t)
		for _, name := range []string{"one", "two"} {
			signInWith(page, name).wantDone(t, "alice")
		}
		wantRequests(t, "the module", requests, 2)
	})
}

// preload fetches and compiles the module, and the next client takes what it has
// made: the module, and the worker that compiled it.
func TestPreload(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.site.Page("/preload-module", scripts["module"]+"<script src=/harness.js></script>")
	for _, test := range []struct {
		name, policy, preload, client string
		workers                       int64 // how often the worker's script is asked for
	}{
		{"ready", strictPolicy, "await CognitoWasm.preload(options)", "options", 1},
		{"under way", strictPolicy, "CognitoWasm.preload(options)", "options", 1},
		{"many times", strictPolicy, "CognitoWasm.preload(options); await Promise.all([CognitoWasm.preload(options), CognitoWasm.preload(options)])", "options", 1},
		{"a function", strictPolicy, "options.worker = (() => { const {worker} = options; return () => new Worker(worker) })(); await CognitoWasm.preload(options)", "options", 1},
		{"another worker", strictPolicy, "await CognitoWasm.preload(options)", "{...options, worker: true}", 1},
		{"for the page", "", "await CognitoWasm.preload({...options, worker: false})", "{...options, worker: false}", 0},
		{"for a worker", "", "await CognitoWasm.preload({...options, worker: false})", "options", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := "/" + strings.ReplaceAll(t.Name(), " ", "_")
			requests := s.countModule(path + ".wasm")
			workers := s.count(path+".worker.js", "cognito-wasm.worker.js", "no-store", 0)
			policy := test.policy
			if test.name == "a function" {
				policy = "" // a policy for scripts would be the page's to have
			}
			page := policedPage(t, s, policy)
			do(page, `(async () => {
				const options = {wasm: '`+path+`.wasm', worker: '`+path+`.worker.js'};
				`+test.preload+`;
				const make = () => openClient({...`+s.options(nil)+`, ...`+test.client+`});
				globalThis.one = await make();
			})()`).wantOK(t)
			signInWith(page, "one").wantDone(t, "alice")
			clients := int64(1)
			if test.name == "another worker" {
				clients = 2
			}
			wantRequests(t, "the module", requests, requestsUnder(page, policy, clients))
			wantRequests(t, "the worker's script", workers, test.workers)
			// The next one gets a worker of its own, and the same module.
			do(page, `(async () => { globalThis.two = await openClient({...`+s.options(nil)+`, wasm: '`+path+`.wasm', worker: '`+path+`.worker.js'}) })()`).wantOK(t)
			browser.Eval[any](page, "one.close()")
			signInWith(page, "two").wantDone(t, "alice")
			wantRequests(t, "the module", requests, requestsUnder(page, policy, 2))
			if test.name != "another worker" {
				wantRequests(t, "the worker's script", workers, test.workers+1)
			}
		})
	}
	t.Run("ES module", func(t *testing.T) {
		t.Parallel()
		page := engine.Page(t)
		page.Open(s.site.URL + "/preload-module")
		do(page, `CognitoWasm.preload()`).wantOK(t)
		s.makeClient(page, nil)
		signInWith(page, "client").wantDone(t, "alice")
	})
	t.Run("failures", func(t *testing.T) {
		t.Parallel()
		s.site.Handle("/preload-locked.js", serveScript(lockedWorker))
		for _, worker := range []string{"'/preload-locked.js'", "false"} {
			path := "/fails-to-preload-" + strings.Trim(worker, "'/") + ".wasm"
			requests := s.count(path, "cognito-auth.wasm", "no-store", 1)
			page := s.classic(t)
			page.Expect(missingFile)
			options := "{wasm: '" + path + "', worker: " + worker + "}"
			do(page, "CognitoWasm.preload("+options+")").want(t, worker, "LoadError", "HTTP status 404")
			// The worker has ended.
			browser.Eval[any](page, `navigator.locks.request('worker', () => {})`)
			do(page, "CognitoWasm.preload("+options+")").wantOK(t)
			s.create(page, "..."+options).wantOK(t)
			signInWith(page, "client").wantDone(t, "alice")
			wantRequests(t, "the module", requests, 2)
		}
		page := s.classic(t)
		page.Expect(missingFile)
		// A client that came before the failure has it too, and the next one goes on.
		s.count("/fails-under-way.wasm", "cognito-auth.wasm", "no-store", 1)
		got := browser.Eval[[]string](page, `Promise.allSettled([
			CognitoWasm.preload({wasm: '/fails-under-way.wasm'}),
			openClient({...`+s.options(nil)+`, wasm: '/fails-under-way.wasm'}),
			openClient({...`+s.options(nil)+`, wasm: '/fails-under-way.wasm'}),
		]).then((all) => all.map(({status, reason}) => reason?.code ?? status))`)
		if want := `["LoadError","LoadError","fulfilled"]`; quote(got) != want {
			t.Errorf("got %s, want %s", quote(got), want)
		}
		for name, test := range map[string]struct{ options, code, want string }{
			"text":      {`'x'`, "InvalidArgument", "options: expected an object"},
			"null":      {`null`, "InvalidArgument", "options: expected an object"},
			"bytes":     {`{wasm: new ArrayBuffer(8)}`, "InvalidArgument", "wasm: expected an address"},
			"number":    {`{wasm: 1}`, "InvalidArgument", "wasm: expected an address"},
			"worker":    {`{worker: 1}`, "InvalidArgument", "worker: expected true, false, an address or a function"},
			"getter":    {`{get wasm() { throw new Error('no') }}`, "InvalidArgument", "wasm: could not be read"},
			"no worker": {`{worker: '/no-such-file.js'}`, "LoadError", "could not be run"},
		} {
			do(page, "CognitoWasm.preload("+test.options+")").want(t, name, test.code, test.want)
		}
		s.makeClient(page, nil)
		signInWith(page, "client").wantDone(t, "alice")
	})
}

// The link that docs/loading.md shows, on a page that compiles for itself: the module
// is fetched once, even where nothing may be kept. (An unused preload would be a
// warning on the console, and fail the test.) In a worker the browser's cache
// decides.
func TestPreloadLink(t *testing.T) {
	t.Parallel()
	const link = `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="cognito-auth.wasm">`
	if got := strings.TrimSpace(documentBlock(t, "loading.md", "html the-link.html")); got != link {
		t.Fatalf("the document shows %s", got)
	}
	for _, test := range []struct {
		name, cacheControl string
		worker             bool
		want               int64
	}{
		{"page", "no-store", false, 1},
		{"worker", "max-age=3600", true, 1},
		{"worker without a cache", "no-store", true, 2}, // if this is 1 one day, the document has good news to tell
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			requests := s.count("/cognito-auth.wasm", "cognito-auth.wasm", test.cacheControl, 0)
			s.site.Page("/linked", link+scripts["classic"]+"<script src=/harness.js></script>")
			page := engine.Page(t)
			if test.worker {
				page.Expect(`^warning .*was preloaded using link preload but not used`)
			}
			page.Open(s.site.URL + "/linked") // returns when the page is loaded, its preloads included
			s.makeClient(page, map[string]any{"worker": test.worker})
			signInWith(page, "client").wantDone(t, "alice")
			if engine.Engine == browser.WebKit {
				test.want = 2 // it takes nothing of a preload
			}
			wantRequests(t, "the module", requests, test.want)
		})
	}
}
