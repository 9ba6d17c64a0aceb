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
		script := map[string]string{"classic": build.ClassicFile, "module": build.ESMFile}[v.script]
		fetched := func() []string {
			mu.Lock()
			defer mu.Unlock()
			sorted := slices.Clone(asked)
			slices.Sort(sorted)
			return slices.Compact(sorted) // with a hash, the host's script is asked for twice
		}
		if got, want := fetched(), []string{script, build.WorkerFile}; !slices.Equal(got, want) {
			t.Errorf("the page asked for %q, want %q", got, want)
		}
		signIn(page).wantDone(t, "alice")
		if got, want := fetched(), []string{build.ModuleFile, script, build.WorkerFile}; !slices.Equal(got, want) {
			t.Errorf("after a sign-in the page has asked for %q, want %q", got, want)
		}
	})
}
