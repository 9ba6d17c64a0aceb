package guides

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/bundlers.md", "TestStart", "Angular")
	noteExecuted("docs/bundlers.md", "TestWebpackWithRule", "webpack with a rule for WebAssembly")
}

// webpack with a rule that takes every .wasm, and with the experiment alone,
// which takes none of ours.
func TestWebpackWithRule(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	r := newReader(t)
	r.endpoint = strings.TrimPrefix(cognito.Endpoint, "http://")
	r.hasBundlers()
	r.files("docs/bundlers.md", "webpack 5")
	ours := "      { test: /cognito-auth\\.wasm$/, type: 'asset/resource' },\n"
	config := sectionOf(t, "docs/bundlers.md", "webpack with a rule for WebAssembly")[0].text
	r.write("webpack.config.js", replaced(t, config, ours, ""))
	r.run("npx webpack --mode development || true")
	printed("Can't resolve 'gojs'")(r)
	for text, mode := range map[string]string{config: "production", "module.exports = { experiments: { asyncWebAssembly: true } };": "development"} {
		r.write("webpack.config.js", text)
		r.run("npx webpack --mode " + mode)
		r.address = site.New(t, r.folder+"/dist").URL
		signsInOnce(r)
	}
}
