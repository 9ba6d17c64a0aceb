package e2e

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// changedFile gives a built file with another byte, as its server or the way from
// it might have made it. The byte stands where the file would work all the same.
func changedFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dist, name))
	if err != nil {
		t.Fatal(err)
	}
	if name == build.WorkerFile {
		changed := bytes.Replace(content, []byte("NOTICE"), []byte("Notice"), 1) // in a comment
		if bytes.Equal(changed, content) {
			t.Fatal("the worker's script has another comment; nothing was changed")
		}
		return changed
	}
	content[len(content)-1] ^= 1 // in the data
	return content
}

// contentTypes are those of the files that a script loads.
var contentTypes = map[string]string{build.ModuleFile: "application/wasm", build.WorkerFile: "text/javascript"}

// A script refuses files that are not those which were built with it, whatever the
// policy of the page.
func TestChangedFilesAreRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	for _, test := range []struct {
		name, file, script, policy, options string
		accepted                            bool // what nobody checks
	}{
		{name: "module, in a worker", file: build.ModuleFile, script: "classic"},
		{name: "module, in the page", file: build.ModuleFile, script: "classic", options: "worker: false"},
		{name: "module, ES module", file: build.ModuleFile, script: "module"},
		{name: "worker", file: build.WorkerFile, script: "classic"},
		{name: "worker, strict policy", file: build.WorkerFile, script: "classic", policy: strictPolicy},
		{name: "worker, no policy for connections", file: build.WorkerFile, script: "classic", policy: "script-src 'self'; connect-src 'none'"},
		{name: "worker, ES module", file: build.WorkerFile, script: "module", accepted: true},
		{name: "worker, not to be checked", file: build.WorkerFile, script: "classic", options: "integrity: false", accepted: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			files := site.New(t, dist)
			files.File("/"+test.file, 200, contentTypes[test.file], changedFile(t, test.file))
			files.Handle("/harness.js", serveScript(harness))
			var headers []string
			script := scripts[test.script]
			if test.policy != "" {
				headers = []string{"content-security-policy", test.policy}
			}
			files.Page("/page", script+"<script src=/harness.js></script>", headers...)
			page := engine.Page(t)
			page.Expect(`integrity|digest`) // the browser says it too
			page.Open(files.URL + "/page")
			got := s.create(page, test.options)
			if test.accepted {
				got.wantOK(t)
				return
			}
			if engine.Engine == browser.WebKit && test.policy != "" {
				// Nothing tells the page there that its script element had an answer.
				got.want(t, test.name, "LoadError", files.URL+"/"+test.file)
				return
			}
			got.want(t, test.name, "IntegrityError", files.URL+"/"+test.file, "is not the file that belongs to this script")
		})
	}
}

// Hashes of the page's own say what else is right.
func TestIntegrityOption(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	hash := func(name string) string {
		value, err := build.Integrity(filepath.Join(dist, name))
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	wasm, worker := hash(build.ModuleFile), hash(build.WorkerFile)
	module, err := os.ReadFile(filepath.Join(dist, build.ModuleFile))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum384(module)
	stronger := "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
	const other = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	page := s.open(t, usual)
	page.Expect(`integrity|digest`)
	for name, options := range map[string]string{
		"addresses":        `wasm: '/cognito-auth.wasm', worker: '/cognito-wasm.worker.js', integrity: {wasm: ` + quote(wasm) + `, worker: ` + quote(worker) + `}`,
		"one of two":       `integrity: {wasm: ` + quote(other+" "+wasm) + `}`,
		"weaker is wrong":  `integrity: {wasm: ` + quote(other+" "+stronger) + `}`,
		"nothing said":     `integrity: {}`,
		"not checked":      `integrity: false`,
		"bytes":            `wasm: await (await fetch('/cognito-auth.wasm')).arrayBuffer(), integrity: {wasm: ` + quote(wasm) + `}`,
		"a given worker":   `worker: () => new Worker('/cognito-wasm.worker.js')`,
		"an address alone": `worker: '/cognito-wasm.worker.js', wasm: '/cognito-auth.wasm'`,
	} {
		got := do(page, "(async () => makeClient({..."+s.options(nil)+", "+options+"}))()")
		if !got.OK {
			t.Errorf("%s: got %s, want a client", name, got.describe())
			continue
		}
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
	}
	for name, test := range map[string]struct{ options, code, want string }{
		"another module":      {`integrity: {wasm: ` + quote(other) + `}`, "IntegrityError", "wasm: "},
		"another worker":      {`integrity: {worker: ` + quote(other) + `}`, "IntegrityError", "worker: "},
		"strongest is wrong":  {`integrity: {wasm: 'sha512-AAAA ` + wasm + `'}`, "IntegrityError", "wasm: "},
		"bytes of another":    {`wasm: await (await fetch('/cognito-auth.wasm')).arrayBuffer(), integrity: {wasm: ` + quote(other) + `}`, "IntegrityError", "the bytes"},
		"missing worker":      {`worker: '/no-such-file.js', integrity: {worker: ` + quote(worker) + `}`, "LoadError", "is the file where the script is"},
		"missing module":      {`wasm: '/no-such-file.wasm', integrity: {wasm: ` + quote(wasm) + `}`, "LoadError", "HTTP status 404"},
		"no hash":             {`integrity: {wasm: 'sha384'}`, "InvalidArgument", "integrity.wasm: expected sha256-, sha384- or sha512-"},
		"an old algorithm":    {`integrity: {worker: 'md5-AAAA'}`, "InvalidArgument", "integrity.worker: expected sha256-"},
		"no string":           {`integrity: {wasm: 42}`, "InvalidArgument", "integrity.wasm: expected a string, not a number"},
		"true":                {`integrity: true`, "InvalidArgument", "integrity: expected an object, not a boolean"},
		"a compiled module":   {`wasm: await WebAssembly.compileStreaming(fetch('/cognito-auth.wasm')), integrity: {wasm: ` + quote(wasm) + `}`, "InvalidArgument", "integrity.wasm: expected no hash beside a compiled module"},
		"the same, no worker": {`worker: false, wasm: await WebAssembly.compileStreaming(fetch('/cognito-auth.wasm')), integrity: {wasm: ` + quote(other) + `}`, "InvalidArgument", "integrity.wasm: expected no hash beside a compiled module"},
		"a running worker":    {`worker: () => new Worker('/cognito-wasm.worker.js'), integrity: {worker: ` + quote(worker) + `}`, "InvalidArgument", "integrity.worker: expected no hash beside a function"},
		"the page's own hash": {`integrity: ` + quote(wasm), "InvalidArgument", "integrity: expected an object, not a string"},
	} {
		page.Expect(`404|MIME type`)
		do(page, "(async () => makeClient({..."+s.options(nil)+", "+test.options+"}))()").want(t, name, test.code, test.want)
	}
	do(page, `CognitoWasm.preload({worker: () => new Worker('/cognito-wasm.worker.js'), integrity: {worker: `+quote(worker)+`}})`).
		want(t, "preload", "InvalidArgument", "integrity.worker: expected no hash beside a function")
	// What nobody can check is taken where nobody asks for a check.
	s.create(page, `worker: () => new Worker('/cognito-wasm.worker.js'), integrity: {wasm: `+quote(wasm)+`}`).wantOK(t)
	// Nothing of that stays.
	s.makeClient(page, nil)
	alive(page).want(t, "afterwards", "InvalidArgument", "username")
}

// A file that was refused once is asked for again, and taken when it is the right
// one.
func TestIntegrityIsCheckedAgain(t *testing.T) {
	t.Parallel()
	for _, name := range []string{build.WorkerFile, build.ModuleFile} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			var mended atomic.Bool
			right, wrong := site.Files(dist), changedFile(t, name)
			s.site.Handle("/"+name, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("cache-control", "no-store")
				if mended.Load() {
					right.ServeHTTP(w, r)
					return
				}
				w.Header().Set("content-type", contentTypes[name])
				w.Write(wrong)
			})
			page := engine.Page(t)
			page.Expect(`integrity|digest`)
			page.Open(s.site.URL + "/classic")
			s.create(page, "").want(t, "wrong", "IntegrityError")
			s.create(page, "").want(t, "still wrong", "IntegrityError")
			mended.Store(true)
			s.create(page, "").wantOK(t)
		})
	}
}
