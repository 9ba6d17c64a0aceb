package e2e

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// patienceOfClient is the option timeout of these tests: long enough for a worker
// to start on a busy machine.
const patienceOfClient = 4000

// longestSilence is how long a promise may take with that option, whatever is
// silent. It tells an end by the deadline from one by another (30 s by default).
const longestSilence = 18 * time.Second

// patient puts it into a message.
func patient(message string) string {
	return strings.ReplaceAll(message, "PATIENCE", fmt.Sprint(patienceOfClient))
}

// A silence is something that never answers until it is over.
type silence struct {
	name string
	// prepare makes the silence and gives the options of a client that meets it,
	// as the inside of a JavaScript object, and what ends the silence.
	prepare func(s *stage, page *browser.Page, v variant) (options string, over func())
	// call meets it; a sign-in if empty.
	call string
	// code and message are those of the error.
	code, message string
	// skip tells for which mode it means nothing.
	skip func(v variant) bool
	// loading is true where ready() meets it too.
	loading bool
}

func onlyWorker(v variant) bool { return !v.worker }

// mute answers nothing to requests for a path until it is told to serve a file.
// With begin it sends that much of the file first. What it was silent to breaks off
// then: Chromium keeps the request of a worker that was ended, and others for the
// same file wait for it, 20 s at the most.
func (s *stage) mute(path, file string, begin int) (over func()) {
	speaks := make(chan struct{})
	files := site.Files(dist)
	s.site.Handle(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("cache-control", "no-store")
		select {
		case <-speaks:
			r.URL.Path = "/" + file
			files.ServeHTTP(w, r)
			return
		default:
		}
		if begin > 0 {
			w.Header().Set("content-type", "application/wasm")
			w.Write(module(s.t)[:begin])
			w.(http.Flusher).Flush()
		}
		select {
		case <-speaks:
		case <-r.Context().Done():
		}
		panic(http.ErrAbortHandler)
	})
	return func() { close(speaks) }
}

// endedStream is what Firefox writes on the console about a stream that a script
// ended with an error.
const endedStream = `^exception : Failed to read data from the ReadableStream`

// hashOf gives what the option integrity has for a file.
func hashOf(content []byte) string {
	hash := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(hash[:])
}

func builtFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dist, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// hang keeps every call of an operation, and their clients, waiting.
func hang(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// trickle answers at once and never ends.
func trickle(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("content-type", amzJSON)
	io.WriteString(w, `{"ChallengeName": "`)
	for ticker := time.NewTicker(50 * time.Millisecond); ; {
		w.(http.Flusher).Flush()
		select {
		case <-ticker.C:
			io.WriteString(w, "x")
		case <-r.Context().Done():
			ticker.Stop()
			panic(http.ErrAbortHandler)
		}
	}
}

// silentEndpoint has calls meet a fault.
func silentEndpoint(operation string, fault wiretap.Fault) func(*stage, *browser.Page, variant) (string, func()) {
	return func(s *stage, _ *browser.Page, _ variant) (string, func()) {
		s.tap.Fail(operation, repeat(10, fault)...)
		return "", s.tap.Clear
	}
}

// silentFile has a file never answer, or stop after some bytes.
func silentFile(option, file string, begin int) func(*stage, *browser.Page, variant) (string, func()) {
	return func(s *stage, _ *browser.Page, v variant) (string, func()) {
		path := fmt.Sprintf("/%s/%v/%d/%s", option, v, begin, file)
		over := s.mute(path, file, begin)
		return option + ": " + quote(path), over
	}
}

// switched gives an option worker: a function that makes silent workers until
// the silence is over.
func switched(silent string) func(*stage, *browser.Page, variant) (string, func()) {
	return func(_ *stage, page *browser.Page, _ variant) (string, func()) {
		browser.Eval[any](page, "void (globalThis.silent = true)")
		return "worker: () => silent ? " + silent + " : new Worker('/cognito-wasm.worker.js')",
			func() { browser.Eval[any](page, "void (globalThis.silent = false)") }
	}
}

const blobWorker = "new Worker(URL.createObjectURL(new Blob([%s], {type: 'text/javascript'})))"

// stored is a storage that holds a session, whose methods go silent by name.
const stored = `storage: (() => {
	const values = new Map();
	const never = new Promise(() => {});
	const method = (name, work) => (...args) => globalThis.mute === name || globalThis.mute === 'all' ? never : work(...args);
	return {
		get: method('get', (key) => values.get(key) ?? null),
		set: method('set', (key, value) => void values.set(key, value)),
		remove: method('remove', (key) => void values.delete(key)),
	};
})()`

var silences = []silence{
	{
		name: "endpoint, first call", prepare: silentEndpoint("InitiateAuth", hang),
		code: "TimeoutError", message: "ENDPOINT did not answer within PATIENCE ms",
	},
	{
		name: "endpoint, second call", prepare: silentEndpoint("RespondToAuthChallenge", hang),
		code: "TimeoutError", message: "ENDPOINT did not answer within PATIENCE ms",
	},
	{
		name: "endpoint that trickles", prepare: silentEndpoint("InitiateAuth", trickle),
		code: "TimeoutError", message: "ENDPOINT did not answer within PATIENCE ms",
	},
	{
		name: "endpoint, raw call", prepare: silentEndpoint("InitiateAuth", hang),
		call: `client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`,
		code: "TimeoutError", message: "ENDPOINT did not answer within PATIENCE ms",
	},
	{
		name: "module file", prepare: silentFile("wasm", "cognito-auth.wasm", 0), loading: true,
		code: "TimeoutError", message: "cognito-auth.wasm did not answer within PATIENCE ms",
	},
	{
		name: "module file that stops", prepare: silentFile("wasm", "cognito-auth.wasm", 100_000), loading: true,
		code: "TimeoutError", message: "cognito-auth.wasm did not answer within PATIENCE ms",
	},
	{
		name: "module file that stops, checked", loading: true,
		prepare: func(s *stage, page *browser.Page, v variant) (string, func()) {
			path := "/checked/" + v.String() + ".wasm"
			over := s.mute(path, "cognito-auth.wasm", 100_000)
			return "wasm: " + quote(path) + ", integrity: {wasm: " + quote(hashOf(module(s.t))) + "}", over
		},
		code: "TimeoutError", message: ".wasm did not answer within PATIENCE ms",
	},
	{
		name: "worker file", prepare: silentFile("worker", "cognito-wasm.worker.js", 0), loading: true, skip: onlyWorker,
		code: "TimeoutError", message: "cognito-wasm.worker.js did not answer within PATIENCE ms",
	},
	{
		name: "worker file, checked", loading: true, skip: onlyWorker,
		prepare: func(s *stage, page *browser.Page, v variant) (string, func()) {
			const path = "/checked/worker.js"
			over := s.mute(path, "cognito-wasm.worker.js", 0)
			return "worker: " + quote(path) + ", integrity: {worker: " + quote(hashOf(builtFile(s.t, "cognito-wasm.worker.js"))) + "}", over
		},
		code: "TimeoutError", message: "worker.js did not answer within PATIENCE ms",
	},
	{
		name: "worker of an empty script", prepare: switched(fmt.Sprintf(blobWorker, "''")), loading: true, skip: onlyWorker,
		code: "TimeoutError", message: "the given worker did not answer within PATIENCE ms",
	},
	{
		name: "worker that says something else", prepare: switched(fmt.Sprintf(blobWorker, `'postMessage(null); postMessage(undefined); postMessage(1)'`)), loading: true, skip: onlyWorker,
		code: "TimeoutError", message: "the given worker did not answer within PATIENCE ms",
	},
	{
		name: "worker in an endless loop", prepare: switched(fmt.Sprintf(blobWorker, `'for (;;);'`)), loading: true, skip: onlyWorker,
		code: "TimeoutError", message: "the given worker did not answer within PATIENCE ms",
	},
}

// Every kind of silence ends every promise that meets it, with an error that
// says what did not answer, in the time that the page has set, or at once by the
// page's signal, or by close(). When the silence is over, the same client works.
func TestSilence(t *testing.T) {
	t.Parallel()
	for _, v := range modes {
		for _, silence := range silences {
			if silence.skip != nil && silence.skip(v) {
				continue
			}
			t.Run(v.String()+"/"+silence.name, func(t *testing.T) {
				t.Parallel()
				s := newStage(t, provision.Options{})
				s.user(provision.User{Name: "alice"})
				page := engine.Page(t)
				page.Open(s.site.URL + "/" + v.script)
				page.Expect(serverErrors + "|" + endedStream)
				options, over := silence.prepare(s, page, v)
				message := patient(strings.ReplaceAll(silence.message, "ENDPOINT", strings.TrimPrefix(s.tap.URL, "http://")))
				call := silence.call
				if call == "" {
					call = `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`
				}
				// The silent option comes last.
				client := func(timeout int, load string) string {
					return fmt.Sprintf("CognitoWasm.createClient({...%s, load: '%s', timeout: %d, %s})", s.options(map[string]any{"worker": v.worker}), load, timeout, options)
				}
				withSignal := func(call string) string {
					if call == "client.ready()" {
						return "client.ready({signal: controller.signal})"
					}
					return strings.TrimSuffix(call, ")") + ", {signal: controller.signal})"
				}
				calls := []string{call}
				if silence.loading {
					calls = append(calls, "client.ready()")
				}
				browser.Eval[any](page, watchRejections)

				// By the signal and by close(), at once: with an hour's patience.
				for _, call := range calls {
					browser.Eval[any](page, "void (globalThis.client = "+client(3_600_000, "on-demand")+", globalThis.controller = new AbortController())")
					start(page, "signalled", withSignal(call))
					start(page, "given", call)
					browser.Eval[any](page, "controller.abort()")
					finish(page, "signalled").want(t, call+", signal", "AbortError", "the caller ended the call")
					browser.Eval[any](page, "client.close()")
					finish(page, "given").want(t, call+", close", "Closed", "the client was closed")
				}
				// By the deadline, in a background load and with several calls at once too.
				browser.Eval[any](page, "void (globalThis.client = "+client(patienceOfClient, "now")+")")
				began := time.Now()
				for i, call := range append(calls, calls...) {
					start(page, fmt.Sprint("call", i), call)
				}
				for i, call := range append(calls, calls...) {
					got := finish(page, fmt.Sprint("call", i))
					got.want(t, call, silence.code, message)
					if !got.Error.Retryable {
						t.Errorf("%s: the error says that it is not retryable", call)
					}
				}
				if took := time.Since(began); took > longestSilence {
					t.Errorf("it took %v", took)
				}
				over()
				for _, call := range calls {
					do(page, call).wantOK(t)
				}
				wantNoRejection(t, page)
			})
		}
	}
}

// watchRejections counts what a page was not meant to see: Chromium writes it on
// the console, not all engines do.
const watchRejections = `void (globalThis.rejections = [], addEventListener('unhandledrejection', ({reason}) => rejections.push(String(reason))))`

func wantNoRejection(t *testing.T, page *browser.Page) {
	t.Helper()
	// The event comes in a later task.
	got := browser.Eval[[]string](page, `new Promise((resolve) => setTimeout(() => setTimeout(() => resolve(rejections))))`)
	if len(got) != 0 {
		t.Errorf("unhandled rejections: %q", got)
	}
}

// kept is a worker that the page keeps hold of.
const kept = "worker: () => (globalThis.worker = new Worker('/stuck.js'))"

// stuckWorker can be told to hang: in a request that is not answered, which costs no
// processor time, where an endless loop would take that of the tests beside it.
const stuckWorker = `addEventListener('message', ({data}) => {
	if (data !== 'hang') return;
	const request = new XMLHttpRequest();
	request.open('GET', '/silent', false);
	request.send();
}); importScripts('/cognito-wasm.worker.js')`

// A worker that has worked and is gone, or hangs, costs the calls under way; the
// next one gets another worker. Whoever shares its module does not wait for it.
func TestWorkerIsGone(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{
		"terminated": "worker.terminate()",
		"hanging":    "worker.postMessage('hang')",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			s.site.Handle("/stuck.js", serveScript(stuckWorker))
			s.mute("/silent", "", 0)
			page := s.classic(t)
			page.Expect(serverErrors)
			browser.Eval[any](page, watchRejections)
			options := fmt.Sprintf("timeout: %d, %s", patienceOfClient, kept)
			s.create(page, options).wantOK(t)
			initiate(page, `{username: 'carol', `+password+`}`).wantStep(t, "SMS_MFA")
			gone := func(name string, o outcome) {
				t.Helper()
				o.want(t, name, "RuntimeExited", patient("the given worker did not answer within PATIENCE ms; the next call starts it again"))
				if !o.Error.Retryable {
					t.Errorf("%s: the error says that it is not retryable", name)
				}
			}

			// Between two calls.
			browser.Eval[any](page, "void "+end)
			gone("between", do(page, `client.initiate({username: 'alice', `+password+`})`))
			// The step is as good as before, with another worker.
			do(page, `client.respond(step, {code: '`+s.lastCode("carol")+`'})`).wantDone(t, "carol")

			// In a call.
			fault, arrived, _ := held()
			s.tap.Fail("InitiateAuth", fault)
			start(page, "pending", `client.initiate({username: 'alice', `+password+`})`)
			await(t, page, arrived, "InitiateAuth")
			browser.Eval[any](page, "void "+end)
			gone("under way", finish(page, "pending"))
			s.tap.Clear()
			signIn(page).wantDone(t, "alice")

			// What spends nothing and holds no password is asked again, of another worker.
			for _, call := range []string{"client.getUserAuthFactors()", "client.listWebAuthnCredentials()", "client.setUserMFAPreference({})"} {
				browser.Eval[any](page, "void "+end)
				do(page, call).wantOK(t)
			}

			// Signal and close() end a call at once, with an hour's patience.
			s.create(page, "timeout: 3_600_000, "+kept).wantOK(t)
			browser.Eval[any](page, "void (globalThis.controller = new AbortController(), "+end+")")
			start(page, "signalled", `client.initiate({username: 'alice', `+password+`}, {signal: controller.signal})`)
			start(page, "given", `client.initiate({username: 'alice', `+password+`})`)
			browser.Eval[any](page, "controller.abort()")
			finish(page, "signalled").want(t, "signal", "AbortError")
			browser.Eval[any](page, "client.close()")
			finish(page, "given").want(t, "close", "Closed")

			// The module is still the worker's when a second client wants it.
			for _, second := range []string{"true", "false"} {
				path := "/" + name + second + ".wasm"
				s.countModule(path)
				options := fmt.Sprintf("timeout: %d, wasm: '%s', ", patienceOfClient, path)
				s.create(page, options+kept).wantOK(t)
				browser.Eval[any](page, "void "+end)
				began := time.Now()
				s.create(page, options+"worker: "+second).wantOK(t)
				signIn(page).wantDone(t, "alice")
				if took := time.Since(began); took > longestSilence {
					t.Errorf("it took %v", took)
				}
			}
			wantNoRejection(t, page)
		})
	}
}

// What preload() has no option for is as patient as a client by default. The
// page's timers run thirty times as fast here.
func TestSilentPreload(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"module file", "module file that stops", "worker of an empty script"} {
		for _, silence := range silences {
			if silence.name != name {
				continue
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := newStage(t, provision.Options{})
				page := s.classic(t)
				page.Expect(serverErrors + "|" + endedStream)
				browser.Eval[any](page, watchRejections)
				browser.Eval[any](page, `void [setTimeout, setInterval].forEach((real) => { globalThis[real.name] = (work, ms) => real(work, (ms ?? 0) / 30) })`)
				v := usual
				v.worker = strings.HasPrefix(name, "worker")
				options, over := silence.prepare(s, page, v)
				options = "{worker: " + quote(v.worker) + ", " + options + "}"
				browser.Eval[any](page, "void (globalThis.options = "+options+")")
				do(page, "CognitoWasm.preload(options)").want(t, name, "TimeoutError", "did not answer within 30000 ms")
				over()
				do(page, "CognitoWasm.preload(options)").wantOK(t)
				wantNoRejection(t, page)
			})
		}
	}
}

// A Response that the page gives is no different from an address.
func TestSilentResponse(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		s.mute("/stops.wasm", "cognito-auth.wasm", 1000)
		page := s.classic(t)
		page.Expect(endedStream)
		browser.Eval[any](page, watchRejections)
		got := do(page, fmt.Sprintf(`fetch('/stops.wasm').then((wasm) => openClient({...%s, timeout: %d, worker: %v, wasm}))`, s.options(nil), patienceOfClient, v.worker))
		got.want(t, "Response", "TimeoutError", patient("/stops.wasm did not answer within PATIENCE ms"))
		wantNoRejection(t, page)
	})
}

// A storage that never answers costs no sign-in, and is waited for as long as the
// page says and no longer.
func TestSilentStorage(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{}))
		s.user(provision.User{Name: "alice"})
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		browser.Eval[any](page, watchRejections)
		for _, mute := range []string{"get", "set", "all"} {
			browser.Eval[any](page, "void (globalThis.mute = '"+mute+"')")
			began := time.Now()
			s.create(page, fmt.Sprintf("%s, worker: %v, timeout: %d", stored, v.worker, patienceOfClient)).wantOK(t)
			signIn := func() step {
				if first := initiate(page, `{username: 'carol', `+password+`}`); first.Step.Done {
					return first.wantDone(t, "carol")
				}
				return respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
			}
			signIn()
			done := signIn()
			if want := map[bool]string{true: "StorageError"}[mute == "set" || mute == "all"]; done.StorageError != want {
				t.Errorf("%s: got the storage error %q, want %q", mute, done.StorageError, want)
			}
			if mute == "get" || mute == "all" {
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol") // from memory
				// What the page gives itself needs no storage.
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH', refreshToken: `+quote(done.Tokens.RefreshToken)+`, username: 'carol', deviceKey: `+quote(done.Tokens.DeviceKey)+`}`).wantDone(t, "carol")
			}
			if took := time.Since(began); took > 4*longestSilence {
				t.Errorf("%s: it took %v", mute, took)
			}
			browser.Eval[any](page, "void (globalThis.mute = '')")
			if done := signIn(); done.StorageError != "" {
				t.Errorf("%s: got the storage error %q when the silence was over", mute, done.StorageError)
			}
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol")
		}
		wantNoRejection(t, page)
	})
}

// The signal and close() end a wait for the storage at once.
func TestSilentStorageIsLeft(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		browser.Eval[any](page, watchRejections)
		for _, test := range []struct{ mute, request string }{
			{"get", `{flow: 'REFRESH_TOKEN_AUTH'}`},
			{"set", `{username: 'alice', ` + password + `}`},
		} {
			browser.Eval[any](page, `void (globalThis.mute = '`+test.mute+`')`)
			// It tells the page that it is asked.
			options := strings.Replace(stored, "const never = new Promise(() => {});", "const never = { then() { globalThis.waiting?.() } };", 1)
			for _, end := range []struct{ do, code string }{{"controller.abort()", "AbortError"}, {"client.close()", "Closed"}} {
				browser.Eval[any](page, `void (globalThis.controller = new AbortController(), globalThis.asked = new Promise((resolve) => { globalThis.waiting = resolve }))`)
				s.create(page, fmt.Sprintf("%s, load: 'now', worker: %v, timeout: 3_600_000", options, v.worker)).wantOK(t) // which reads once
				start(page, "pending", `client.initiate(`+test.request+`, {signal: controller.signal})`)
				browser.Eval[any](page, `asked.then(() => { globalThis.began = performance.now(); `+end.do+` })`)
				finish(page, "pending").want(t, test.mute+", "+end.do, end.code)
				if took := browser.Eval[float64](page, `performance.now() - began`); took > 3000 { // a storage may take 5000
					t.Errorf("%s, %s: it took %v ms", test.mute, end.do, took)
				}
			}
		}
		wantNoRejection(t, page)
	})
}

// A program that dies tells; crash_test.go has the rest.
func TestDeathIsNoRejection(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStageAt(t, provision.Options{}, crashing, localcognito.Options{CORS: ourHeaders})
		s.user(provision.User{Name: "alice"})
		page := s.open(t, v)
		browser.Eval[any](page, watchRejections)
		do(page, `client.initiate({username: 'crash', password: 'x'})`).want(t, "crash", "RuntimeExited", "the next call starts it again")
		do(page, `client.ready()`).wantOK(t)
		signIn(page).wantDone(t, "alice")
		wantNoRejection(t, page)
	})
}
