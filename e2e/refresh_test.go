package e2e

import (
	"net/http"
	"path"
	"slices"
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// A page whose user is signed in loads no module to refresh the tokens, nor for
// what a signed-in user does: the server's own list of what it was asked for says
// so. The first sign-in does.
func TestRefreshNeedsNoModule(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Secret: v.worker})
		s.user(provision.User{Name: "alice"})
		var mu sync.Mutex
		var asked []string
		served, files := "/served/", site.Files(dist)
		s.site.Handle(served, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked = append(asked, path.Base(r.URL.Path))
			mu.Unlock()
			r.URL.Path = "/" + path.Base(r.URL.Path)
			files.ServeHTTP(w, r)
		})
		s.site.Page("/served-"+v.script, map[string]string{
			"classic": "<script src=/served/cognito-wasm.js></script>",
			"module":  "<script type=module>import * as library from '/served/cognito-wasm.mjs'; window.CognitoWasm = library</script>",
		}[v.script]+"<script src=/harness.js></script>")
		page := s.open(t, v)
		s.create(page, `storage: 'local', worker: `+quote(v.worker)).wantOK(t)
		signIn(page).wantDone(t, "alice")

		page.Open(s.site.URL + "/served-" + v.script)
		do(page, `(async () => void (client = CognitoWasm.createClient({...`+s.options(nil)+`, storage: 'local', worker: `+quote(v.worker)+`})))()`).wantOK(t)
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
		do(page, `client.getUserAuthFactors()`).wantOK(t)
		do(page, `client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', `+`PASSWORD: 'Local-Cognito-1'}})`).wantOK(t)
		has := func(file string) bool {
			mu.Lock()
			defer mu.Unlock()
			return slices.Contains(asked, file)
		}
		if has(build.ModuleFile) {
			t.Errorf("the page asked for %q, want no module", asked)
		}
		if has(build.WorkerFile) != v.worker {
			t.Errorf("the page asked for %q", asked)
		}
		signIn(page).wantDone(t, "alice")
		if !has(build.ModuleFile) {
			t.Errorf("the page asked for %q, want the module for a sign-in", asked)
		}
	})
}
