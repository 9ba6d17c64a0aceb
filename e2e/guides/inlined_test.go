package guides

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/bundlers.md", "TestInlinedByVite", "Inlined files")
}

// What Vite inlines by its limit works: neither file, the worker alone, both;
// and neither again with the lines of the guide.
func TestInlinedByVite(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	r := newReader(t)
	r.endpoint = strings.TrimPrefix(cognito.Endpoint, "http://")
	r.hasBundlers()
	r.files("docs/start/vite.md", "Vite")
	const worker, module = ".js", ".wasm"
	for _, test := range []struct {
		name, config string
		files        []string // beside the page's script
	}{
		{"neither", "export default {}", []string{worker, module}},
		{"the worker", "export default { build: { assetsInlineLimit: 100_000 } }", []string{module}},
		{"both", "export default { build: { assetsInlineLimit: 100_000_000 } }", nil},
		{"the guide", sectionOf(t, "docs/bundlers.md", "Inlined files")[0].text, []string{worker, module}},
	} {
		r.write("vite.config.js", test.config)
		r.run("npx vite build")
		r.arriveAt("dist", test.name, test.files, signsIn)
	}
}

// minifiesNothing begins a configuration of webpack's. To minify megabytes of base64
// takes most of a build's time; TestPaths has a build that is minified.
const minifiesNothing = "const optimization = { minimize: false };\n"

// And so does what webpack and esbuild inline.
func TestInlinedByOthers(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	r := newReader(t)
	r.endpoint = strings.TrimPrefix(cognito.Endpoint, "http://")
	r.hasBundlers()
	r.files("docs/bundlers.md", "webpack 5")
	r.write("webpack.config.js", minifiesNothing+`module.exports = { mode: 'production', performance: false, optimization, module: { rules: [{ dependency: 'url', type: 'asset/inline' }] } }`)
	r.run("npx webpack")
	r.arriveAt("dist", "webpack, asset/inline", nil, signsInOnce)
	r.write("webpack.config.js", minifiesNothing+`module.exports = { mode: 'production', performance: false, optimization, output: { clean: { keep: 'index.html' } },
		module: { rules: [{ test: /worker\.js$/, dependency: 'url', type: 'asset/inline' }] } }`)
	r.run("npx webpack")
	r.arriveAt("dist", "webpack, the worker alone", []string{".wasm"}, signsInOnce)

	if err := os.RemoveAll(filepath.Join(r.folder, "dist")); err != nil {
		t.Fatal(err)
	}
	r.files("docs/bundlers.md", "esbuild")
	r.write("with-options.js", "import worker from 'cognito-wasm/worker';\nimport wasm from 'cognito-wasm/cognito-auth.wasm';\n"+
		replaced(t, sectionOf(t, "docs/bundlers.md", "esbuild")[1].text, "createClient({", "createClient({ worker, wasm,"))
	r.run("npx esbuild with-options.js --bundle --format=esm --outfile=dist/index.js --loader:.worker.js=dataurl --loader:.wasm=dataurl")
	r.arriveAt("dist", "esbuild, dataurl", nil, signsInOnce)
}

// arriveAt signs in to what a bundler has made, and looks which files it has kept
// beside the page's script, by the ends of their names.
func (r *reader) arriveAt(directory, name string, want []string, signsIn func(*reader)) {
	r.t.Helper()
	var got []string
	folder := filepath.Join(r.folder, directory)
	_ = filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if end := filepath.Ext(path); err == nil && (end == ".wasm" || end == ".js") {
			got = append(got, end)
		}
		return nil
	})
	slices.Sort(got)
	// The page's own script is there as well.
	if want = append([]string{".js"}, want...); !slices.Equal(got, want) {
		r.t.Errorf("%s: there are the files %q, want %q", name, got, want)
	}
	r.address = site.New(r.t, folder).URL
	signsIn(r)
}
