package e2e

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// dataAddress is what bundlers make of a file that they inline, in base64, and
// percentAddress what RFC 2397 allows as well.
func dataAddress(contentType string, content []byte) string {
	return "data:" + contentType + ";base64," + base64.StdEncoding.EncodeToString(content)
}

func percentAddress(contentType string, content []byte) string {
	var text strings.Builder
	for _, b := range content {
		fmt.Fprintf(&text, "%%%02x", b)
	}
	return "data:" + contentType + "," + text.String()
}

// built gives a file of those that are shipped.
func built(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dist, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// inlinedScript is the ES module after a bundler that has inlined the files of
// some names, as Vite, webpack and others write it.
func inlinedScript(t *testing.T, address func(contentType string, content []byte) string, names ...string) string {
	t.Helper()
	text := string(built(t, build.ESMFile))
	types := map[string]string{build.WorkerFile: "text/javascript", build.ModuleFile: "application/wasm"}
	for _, name := range names {
		reference := `"./` + name + `"`
		if strings.Count(text, reference) != 1 {
			t.Fatalf("the ES module names %s %d times, want once", name, strings.Count(text, reference))
		}
		text = strings.Replace(text, reference, `"`+address(types[name], built(t, name))+`"`, 1)
	}
	return text
}

// What a bundler inlines works, whichever of the two files it is.
func TestInlinedFiles(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	// What is not inlined lies beside the script.
	s.site.File("/inlined/"+build.ModuleFile, 200, "application/wasm", module(t))
	s.site.Handle("/inlined/"+build.WorkerFile, serveScript(string(built(t, build.WorkerFile))))
	for name, script := range map[string]string{
		"worker":          inlinedScript(t, dataAddress, build.WorkerFile),
		"module":          inlinedScript(t, dataAddress, build.ModuleFile),
		"both":            inlinedScript(t, dataAddress, build.WorkerFile, build.ModuleFile),
		"worker, percent": inlinedScript(t, percentAddress, build.WorkerFile),
		"both, percent":   inlinedScript(t, percentAddress, build.WorkerFile, build.ModuleFile),
	} {
		path := "/inlined/" + strings.ReplaceAll(name, ", ", "-")
		s.site.Handle(path+".mjs", serveScript(script))
		s.site.Page(path, "<script type=module>import * as library from '"+path+".mjs'; window.CognitoWasm = library</script><script src=/harness.js></script>")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := engine.Page(t)
			page.Open(s.site.URL + path)
			browser.Eval[any](page, `import('`+path+`.mjs').then(() => null)`) // however long 2 MB of script take
			do(page, "CognitoWasm.preload()").wantOK(t)
			for range 2 { // the second shares the module of the first
				s.makeClient(page, nil)
				initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
			}
			s.create(page, "worker: false").wantOK(t)
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		})
	}
}

// The same as options, by the classic script too: a bundler gives them as
// addresses (esbuild's loader dataurl), and a page may have a blob.
func TestInlinedOptions(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	worker, hash := built(t, build.WorkerFile), sha256.Sum256(built(t, build.WorkerFile))
	integrity := "sha256-" + base64.StdEncoding.EncodeToString(hash[:])
	page := s.open(t, usual)
	browser.Eval[any](page, `(async () => {
		window.workerText = await (await fetch('/`+build.WorkerFile+`')).text();
		window.moduleBytes = await (await fetch('/`+build.ModuleFile+`')).blob();
		const read = (blob) => new Promise((resolve) => { const reader = new FileReader(); reader.onload = () => resolve(reader.result); reader.readAsDataURL(blob); });
		window.dataModule = await read(moduleBytes);
		window.dataWorker = `+quote(dataAddress("text/javascript", worker))+`;
	})()`)
	for name, options := range map[string]string{
		"worker":                     `worker: dataWorker`,
		"module":                     `wasm: dataModule`,
		"both":                       `worker: dataWorker, wasm: dataModule`,
		"as URLs":                    `worker: new URL(dataWorker), wasm: new URL(dataModule)`,
		"blobs":                      `worker: URL.createObjectURL(new Blob([workerText])), wasm: URL.createObjectURL(moduleBytes)`,
		"no type":                    `worker: 'data:;base64,' + dataWorker.split(',')[1]`,
		"a fragment":                 `worker: dataWorker + '#fragment', wasm: dataModule + '#fragment'`,
		"text":                       `worker: 'data:text/javascript,' + encodeURIComponent(workerText)`,
		"a type with charset":        `worker: 'data:text/javascript;charset=utf-8;base64,' + dataWorker.split(',')[1]`,
		"worker, module in the page": `worker: false, wasm: dataModule`,
		"hash of the worker":         `worker: dataWorker, integrity: {worker: ` + quote(integrity) + `}`,
		"made by the page":           `worker: () => new Worker(dataWorker), wasm: dataModule`,
	} {
		if got := s.create(page, options); !got.OK {
			t.Errorf("%s: got %s, want a client", name, got.describe())
			continue
		}
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		do(page, "client.close()")
	}
	page.Expect(`has been blocked by CORS policy|net::ERR_FAILED|^exception : Cross-Origin Request Blocked`)
	page.Expect(`^(error|exception) .*(SyntaxError|Unexpected)`)
	for name, test := range map[string]struct{ options, code, want string }{
		"worker that is not base64":   {`worker: 'data:text/javascript;base64,!' + 'x'.repeat(10000)`, "LoadError", "is not base64"},
		"module that is not base64":   {`wasm: 'data:application/wasm;base64,!' + 'x'.repeat(10000)`, "LoadError", "is not base64"},
		"worker that is not a script": {`worker: 'data:text/javascript,)' + 'x'.repeat(10000)`, "LoadError", "a bundler has inlined it"},
		"module that is none":         {`wasm: 'data:application/wasm,' + 'x'.repeat(10000)`, "LoadError", "expected a WebAssembly module in data:application/wasm,xxx"},
		"module that is cut off":      {`wasm: dataModule.slice(0, 10000)`, "LoadError", "the file is damaged or cut off"},
		"another worker":              {`worker: dataWorker, integrity: {worker: 'sha256-AAAA'}`, "IntegrityError", "worker: data:text/javascript;base64,"},
		"another module":              {`wasm: dataModule, integrity: {wasm: 'sha256-AAAA'}`, "IntegrityError", "wasm: data:application/wasm;base64,"},
		"made by the page, no bytes":  {`worker: () => new Worker(dataWorker), wasm: '/cognito-auth.wasm?not-shared'`, "LoadError", "without an origin"},
	} {
		got := s.create(page, test.options)
		got.want(t, name, test.code, test.want)
		if len(got.Error.Message) > 600 {
			t.Errorf("%s: the message has %d characters: %.700s…", name, len(got.Error.Message), got.Error.Message)
		}
	}
}

// Under a policy an inlined worker is a blob:, which is what the policy has to
// allow; where it does not, the error names the bundler's setting.
func TestInlinedUnderPolicy(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.site.Handle("/inlined/both.mjs", serveScript(inlinedScript(t, dataAddress, build.WorkerFile, build.ModuleFile)))
	s.site.Handle("/inlined/page.js", serveScript("import * as library from '/inlined/both.mjs'; window.CognitoWasm = library"))
	for name, test := range map[string]struct{ policy, want string }{
		"allowed":            {"script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src " + s.tap.URL, ""},
		"trusted types":      {"script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src " + s.tap.URL + "; require-trusted-types-for 'script'; trusted-types cognito-wasm", ""},
		"no blob":            {"script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src " + s.tap.URL, "a bundler has inlined it"},
		"data and no blob":   {"script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' data:; connect-src " + s.tap.URL, "worker-src blob:"},
		"no WebAssembly":     {"script-src 'self'; worker-src blob:; connect-src " + s.tap.URL, "'wasm-unsafe-eval'"},
		"no policy for them": {"script-src 'self'; connect-src " + s.tap.URL, "a bundler has inlined it"},
	} {
		path := "/inlined/" + strings.ReplaceAll(name, " ", "-")
		s.site.Page(path, "<script type=module src=/inlined/page.js></script><script src=/harness.js></script>", "content-security-policy", "default-src 'none'; "+test.policy)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := engine.Page(t)
			page.Expect(`Content Security Policy|Content-Security-Policy`)
			page.Open(s.site.URL + path)
			browser.Eval[any](page, `import('/inlined/page.js').then(() => null)`) // WebKitGTK tells of the page's load before
			got := s.create(page, "storage: 'memory'")
			if test.want != "" {
				got.want(t, name, "LoadError", test.want)
				return
			}
			got.wantOK(t)
			initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
		})
	}
}
