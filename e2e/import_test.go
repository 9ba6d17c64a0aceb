package e2e

import (
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// Importing has no side effects: it asks for no file and leaves nothing but its
// one name, and neither does a program on the page's own thread.
func TestImport(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.site.Page("/empty", "<script src=/harness.js></script>")
	for _, test := range []struct {
		name, load string
		want       []string
	}{
		{"classic", `new Promise((resolve, reject) => {
			const script = document.createElement('script');
			script.src = '/cognito-wasm.js';
			script.onload = resolve;
			script.onerror = reject;
			document.head.append(script);
		})`, []string{"CognitoWasm"}},
		{"module", `import('/cognito-wasm.mjs').then((module) => { globalThis[Symbol.for('library')] = module })`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			page := engine.Page(t)
			page.Open(s.site.URL + "/empty")
			const globals = `const globals = () => Reflect.ownKeys(globalThis).filter((key) => typeof key === 'string');`
			got := browser.Eval[struct{ Loaded, Started, Files, Missing []string }](page, `(async () => {
				`+globals+`
				const before = globals();
				const files = performance.getEntriesByType('resource').length;
				await `+test.load+`;
				const loaded = globals();
				const Files = performance.getEntriesByType('resource').slice(files).map(({name}) => new URL(name).pathname)
					.filter((path) => path !== '/favicon.ico'); // the browser's own wish
				const library = globalThis[Symbol.for('library')] ?? CognitoWasm;
				await library.createClient({...`+s.options(nil)+`, worker: false}).ready();
				return {
					Loaded: loaded.filter((name) => !before.includes(name)),
					Started: globals().filter((name) => !loaded.includes(name)),
					Missing: before.filter((name) => !globals().includes(name)),
					Files,
				};
			})()`)
			if !slices.Equal(got.Loaded, test.want) {
				t.Errorf("loading defined %q, want %q", got.Loaded, test.want)
			}
			if len(got.Started)+len(got.Missing) != 0 {
				t.Errorf("starting defined %q and removed %q, want nothing", got.Started, got.Missing)
			}
			if len(got.Files) != 1 {
				t.Errorf("loading asked for %q, want the script alone", got.Files)
			}
		})
	}
}

// Loading a script needs nothing but the document: not one name that a browser
// defines beyond ECMAScript, of those that the script has in it one by one, and
// of all that there are at once. With the names back, a client is made.
func TestLoadingNeedsNoGlobal(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.site.Page("/empty", "<script src=/harness.js></script>")
	// V8 has WebAssembly and console in every context, too.
	language, err := s.node(t, "-p", `JSON.stringify(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)').filter((name) => !['WebAssembly', 'console'].includes(name)))`).Output()
	if err != nil {
		t.Fatal(err)
	}
	for file, load := range map[string]string{
		build.ClassicFile: `new Promise((resolve, reject) => {
			const script = document.createElement('script');
			script.src = address;
			script.onload = () => resolve(library());
			script.onerror = reject;
			document.head.append(script);
		})`,
		build.ESMFile: `import(address)`,
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			page := engine.Page(t)
			page.Open(s.site.URL + "/empty")
			got := browser.Eval[struct {
				Failed     []string
				All, Named int
			}](page, `(async () => {
				const language = `+string(language)+`;
				const text = await (await fetch('/`+file+`')).text();
				const all = Object.getOwnPropertyNames(window).filter((name) =>
					!language.includes(name) && Object.getOwnPropertyDescriptor(window, name).configurable);
				const named = all.filter((name) => text.split(/[^\w$]+/).includes(name));
				const library = () => { const loaded = window.CognitoWasm; delete window.CognitoWasm; return loaded; };
				const Failed = [];
				let loaded;
				window.addEventListener('error', (event) => { Failed.push(event.message); event.preventDefault(); });
				for (const names of [...named.map((name) => [name]), all]) {
					const address = '/`+file+`?' + (names.length === 1 ? names[0] : 'all');
					const kept = names.map((name) => [name, Object.getOwnPropertyDescriptor(window, name)]);
					for (const name of names) delete window[name];
					try {
						loaded = await `+load+`;
						if (typeof loaded?.createClient !== 'function') throw new Error('nothing was loaded');
					} catch (error) {
						Failed.push(address + ': ' + error);
					}
					for (const [name, descriptor] of kept) Object.defineProperty(window, name, descriptor);
				}
				window.CognitoWasm = loaded;
				return { Failed, All: all.length, Named: named.length };
			})()`)
			if len(got.Failed) != 0 {
				t.Errorf("loading fails: %q", got.Failed)
			}
			if got.All < 500 || got.Named < 15 {
				t.Errorf("loaded without %d names, %d of them one by one; are the lists complete?", got.All, got.Named)
			}
			s.create(page, "wasm: '/cognito-auth.wasm', worker: '/cognito-wasm.worker.js'").wantOK(t)
		})
	}
}

// A script that cannot know where it came from says what to pass.
func TestUnknownOrigin(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.site.Page("/empty", "<script src=/harness.js></script>")
	for name, load := range map[string]string{
		"inline": `const script = document.createElement('script'); script.textContent = text; document.head.append(script)`,
		"blob": `const script = document.createElement('script');
			script.src = URL.createObjectURL(new Blob([text]));
			await new Promise((resolve) => { script.onload = resolve; document.head.append(script) })`,
		"module": `globalThis.CognitoWasm = await import(URL.createObjectURL(new Blob([module], {type: 'text/javascript'})))`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := engine.Page(t)
			page.Open(s.site.URL + "/empty")
			browser.Eval[any](page, `(async () => {
				const text = await (await fetch('/cognito-wasm.js')).text();
				const module = await (await fetch('/cognito-wasm.mjs')).text();
				`+load+`
			})()`)
			s.create(page, "").want(t, "nothing", "LoadError", "expected the options wasm and worker")
			s.create(page, "wasm: '/cognito-auth.wasm'").want(t, "wasm alone", "LoadError", "expected the options wasm and worker")
			s.create(page, "wasm: '/cognito-auth.wasm', worker: '/cognito-wasm.worker.js'").wantOK(t)
			const inPage = "wasm: '/cognito-auth.wasm', worker: false"
			s.create(page, inPage).want(t, "in the page", "LoadError", "load it first: import 'cognito-wasm/worker'")
			browser.Eval[any](page, `(async () => {
				const script = document.createElement('script');
				script.src = '/cognito-wasm.worker.js';
				await new Promise((resolve) => { script.onload = resolve; document.head.append(script) });
			})()`)
			s.create(page, inPage).wantOK(t)
		})
	}
}
