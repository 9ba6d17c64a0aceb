package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// module gives the built module.
func module(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dist, build.ModuleFile))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// missingFile is what browsers write on the console about a file that is not
// there; Firefox does so of a worker's alone.
const missingFile = `^error network: Failed to load resource: the server responded with a status of 404|` + notScript

// notScript is what Firefox writes about a file that is not a script.
const notScript = `^exception : Loading (?:Worker|module) from “.*” was blocked because of a disallowed MIME type`

// foreignWorker is what Firefox writes about a worker of another origin.
const foreignWorker = `^exception : Security Error: Content at .* may not load data from`

// alive asks the program something that it can answer by itself.
func alive(page *browser.Page) outcome {
	return do(page, `client.initiate({username: '', password: 'x'})`)
}

// What web servers do to the module, and what the page is told then. After each
// failure the same page gets a client from the right file.
func TestWebServers(t *testing.T) {
	t.Parallel()
	const wasm, html = "application/wasm", "text/html; charset=utf-8"
	startPage := []byte("<!doctype html><title>start page of a development server</title>")
	whole := module(t)
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			empty := filepath.Join(t.TempDir(), "empty.wasm")
			if err := build.Wasm(t.Context(), build.Empty, empty); err != nil {
				t.Fatal(err)
			}
			foreign, err := os.ReadFile(empty)
			if err != nil {
				t.Fatal(err)
			}
			page := s.open(t, v)
			page.Expect(`^error network: Failed to load resource: the server responded with a status of (404|500)`)
			for _, test := range []struct {
				name        string
				status      int
				contentType string
				content     []byte
				want        string // part of the message; empty for success
			}{
				{"text-plain", 200, "text/plain", whole, ""},
				{"octet-stream", 200, "application/octet-stream", whole, ""},
				{"no-type", 200, "", whole, ""},
				{"parameter", 200, "application/wasm; charset=binary", whole, ""},
				{"missing", 404, html, startPage, "HTTP status 404 from " + s.site.URL + "/files/missing"},
				{"failing", 500, html, startPage, "HTTP status 500"},
				{"missing-as-module", 404, wasm, whole, "HTTP status 404"},
				{"start-page", 200, html, startPage, "which is text/html; is the file where the script is?"},
				{"cut-off-stream", 200, wasm, whole[:len(whole)/2], "the file is damaged or cut off"},
				{"cut-off-bytes", 200, "application/octet-stream", whole[:len(whole)/2], "the file is damaged or cut off"},
				{"nothing-stream", 200, wasm, nil, "the file is damaged or cut off"},
				{"nothing-bytes", 200, "text/plain", nil, "is the file where the script is?"},
				{"foreign", 200, wasm, foreign, "expected the module of cognito-wasm"},
				{"minimal", 200, wasm, []byte("\x00asm\x01\x00\x00\x00"), "expected the module of cognito-wasm"},
			} {
				s.site.File("/files/"+test.name, test.status, test.contentType, test.content)
				got := s.create(page, "worker: "+quote(v.worker)+", wasm: "+quote("/files/"+test.name))
				if test.want == "" {
					if !got.OK {
						t.Errorf("%s: got %s, want a client", test.name, got.describe())
					}
				} else {
					got.want(t, test.name, "LoadError", "wasm: ", test.want)
					s.makeClient(page, map[string]any{"worker": v.worker})
				}
				alive(page).want(t, test.name, "InvalidArgument", "username")
				do(page, "client.close()")
			}
		})
	}
}

// A connection that breaks off in the middle of the module.
func TestModuleBreaksOff(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	whole := module(t)
	for _, contentType := range []string{"application/wasm", "text/plain"} {
		s.site.Handle("/broken/"+contentType, breakOff(contentType, whole))
	}
	page := s.open(t, usual)
	page.Expect(`^error network: Failed to load resource: net::ERR_(CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)`)
	page.Expect(`Failed to read data from the ReadableStream`) // Firefox says it of whoever reads a stream that broke off
	s.create(page, "wasm: '/broken/application/wasm'").want(t, "streamed", "LoadError", "damaged or cut off")
	s.create(page, "wasm: '/broken/text/plain'").want(t, "in one piece", "LoadError", "broke off")
	s.create(page, "wasm: 'http://localhost:1/'").want(t, "no server", "LoadError", "no answer from http://localhost:1/")
}

// A worker whose program cannot be started is ended.
func TestFailedStartEndsWorker(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.site.Handle("/locked.js", serveScript(lockedWorker))
	page := s.open(t, usual)
	page.Expect(missingFile)
	s.create(page, `worker: '/locked.js', wasm: '/no-such-file.wasm'`).want(t, "missing", "LoadError", "HTTP status 404")
	s.create(page, `worker: '/locked.js', maxAttempts: 10, clientId: 'not an id'`).want(t, "refused by the program", "InvalidArgument", "clientId")
	browser.Eval[any](page, `navigator.locks.request('worker', () => {})`)
}

// Every form of the option wasm.
func TestWasmOption(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"module", true}, {"classic", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			page.Expect(missingFile)
			page.Expect(`URL scheme "nothing" is not supported|^exception : Cross-Origin Request Blocked: .* at nothing:x`)
			browser.Eval[any](page, `fetch('/cognito-auth.wasm').then(async (response) => {
				window.buffer = await response.arrayBuffer();
				const larger = new Uint8Array(buffer.byteLength + 20);
				larger.set(new Uint8Array(buffer), 10);
				window.part = larger.subarray(10, 10 + buffer.byteLength);
				window.compiled = await WebAssembly.compile(buffer);
				window.used = await fetch('/cognito-auth.wasm');
				await used.arrayBuffer();
				window.detached = buffer.slice();
				window.detachedView = new Uint8Array(detached);
				structuredClone(detached, {transfer: [detached]});
			})`)
			for name, wasm := range map[string]string{
				"relative":    `'cognito-auth.wasm'`,
				"absolute":    quote(s.site.URL + "/cognito-auth.wasm"),
				"URL":         `new URL('/cognito-auth.wasm', location)`,
				"Response":    `await fetch('/cognito-auth.wasm')`,
				"ArrayBuffer": `buffer`,
				"Uint8Array":  `part`,
				"DataView":    `new DataView(part.buffer, part.byteOffset, part.byteLength)`,
				"Module":      `compiled`,
				"undefined":   `undefined`,
			} {
				got := do(page, "(async () => makeClient({..."+s.options(map[string]any{"worker": v.worker})+", wasm: "+wasm+"}))()")
				if !got.OK {
					t.Errorf("%s: got %s, want a client", name, got.describe())
					continue
				}
				alive(page).want(t, name, "InvalidArgument", "username")
				do(page, "client.close()")
			}
			// The bytes stay the caller's.
			if lengths := browser.Eval[[]int](page, `[buffer.byteLength, part.byteLength]`); lengths[0] != len(module(t)) || lengths[1] != lengths[0] {
				t.Errorf("the buffers have %v bytes afterwards, want them as they were", lengths)
			}
			for name, test := range map[string]struct{ wasm, code, want string }{
				"number":        {`42`, "InvalidArgument", "wasm: expected an address, a Response, bytes or a WebAssembly.Module"},
				"object":        {`{}`, "InvalidArgument", "wasm: expected an address, a Response, bytes or a WebAssembly.Module"},
				"no address":    {`'http://['`, "InvalidArgument", "wasm: expected an address"},
				"no scheme":     {`'nothing:x'`, "LoadError", "nothing:x"},
				"text":          {`new TextEncoder().encode('hello')`, "LoadError", "expected a WebAssembly module"},
				"no bytes":      {`new ArrayBuffer(0)`, "LoadError", "expected a WebAssembly module"},
				"used Response": {`used`, "LoadError", "broke off"},
				"404 Response":  {`await fetch('/no-such-file')`, "LoadError", "HTTP status 404"},
				"detached":      {`detached`, "InvalidArgument", "wasm: could not be read"},
				"detached view": {`detachedView`, "InvalidArgument", "wasm: could not be read"},
			} {
				got := do(page, "(async () => makeClient({..."+s.options(map[string]any{"worker": v.worker})+", wasm: "+test.wasm+"}))()")
				got.want(t, name, test.code, test.want)
			}
			s.makeClient(page, map[string]any{"worker": v.worker})
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		})
	}
}

// Every form of the option worker.
func TestWorkerOption(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	elsewhere := site.New(t, dist)
	s.site.File("/start-page", 200, "text/html", []byte("<!doctype html>"))
	s.site.File("/broken.js", 200, "text/javascript", []byte("throw new Error('broken')"))
	page := s.open(t, usual)
	page.Expect(missingFile)
	page.Expect(`^(error|exception) .*(broken|Refused to execute script)`)
	page.Expect(notScript + `|` + foreignWorker)
	for name, worker := range map[string]string{
		"undefined": `undefined`,
		"true":      `true`,
		"false":     `false`,
		"relative":  `'cognito-wasm.worker.js'`,
		"URL":       `new URL('/cognito-wasm.worker.js', location)`,
		"function":  `() => new Worker('/cognito-wasm.worker.js')`,
		"module":    `() => new Worker('/cognito-wasm.worker.js', {type: 'module'})`,
	} {
		if got := s.create(page, "worker: "+worker); !got.OK {
			t.Errorf("%s: got %s, want a client", name, got.describe())
			continue
		}
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		do(page, "client.close()")
	}
	for name, test := range map[string]struct{ worker, code, want string }{
		"missing":              {`'/no-such-file.js'`, "LoadError", "worker: " + s.site.URL + "/no-such-file.js could not be run; is the file where the script is"},
		"start page":           {`'/start-page'`, "LoadError", "could not be run"},
		"broken":               {`'/broken.js'`, "LoadError", "could not be run"},
		"another origin":       {quote(elsewhere.URL + "/cognito-wasm.worker.js"), "LoadError", "from the page's own origin"},
		"no address":           {`'http://['`, "InvalidArgument", "worker: expected an address"},
		"number":               {`42`, "InvalidArgument", "worker: expected true, false, an address or a function that gives a Worker"},
		"object":               {`{}`, "InvalidArgument", "worker: expected true, false, an address or a function that gives a Worker"},
		"gives nothing":        {`() => {}`, "InvalidArgument", "worker: expected a function that gives a Worker"},
		"gives a promise":      {`async () => new Worker('/cognito-wasm.worker.js')`, "InvalidArgument", "worker: expected a function that gives a Worker"},
		"throws":               {`() => { throw new Error('no') }`, "InvalidArgument", "worker: the function threw"},
		"a Worker that is 404": {`() => new Worker('/no-such-file.js')`, "LoadError", "the given worker could not be run"},
	} {
		s.create(page, "worker: "+test.worker).want(t, name, test.code, test.want)
	}
	s.makeClient(page, nil)
	alive(page).want(t, "afterwards", "InvalidArgument", "username")
}
