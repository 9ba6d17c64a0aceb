// Package e2e drives the built files in a real browser against the local Cognito:
// in Chromium, or in the engine that $BROWSER names.
package e2e

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// What all tests share, made by TestMain.
var (
	engine   *browser.Browser
	dist     string // the built files
	crashing string // the same, with a module that a test can kill
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

// run builds what the tests load, or takes what was built from the same sources, so
// that they can never run on a stale file.
func run(m *testing.M) (int, error) {
	temporary, err := os.MkdirTemp("", "cognito-wasm-e2e-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(temporary)
	dist, crashing = filepath.Join(temporary, "dist"), filepath.Join(temporary, "crashing")
	started := time.Now()
	fmt.Println("e2e: the module and the scripts …")
	ctx := context.Background()
	if err := build.Take(ctx, build.ForPages, dist); err != nil {
		return 1, err
	}
	if err := build.Take(ctx, build.Crashing, crashing); err != nil {
		return 1, err
	}
	chosen, err := browser.Chosen()
	if err != nil {
		return 1, err
	}
	fmt.Printf("e2e: there after %.1f s; starting %v …\n", time.Since(started).Seconds(), chosen)
	if engine, err = browser.Launch(chosen); err != nil {
		return 1, err
	}
	defer engine.Close()
	flag.Parse()
	if err := leaveToChromium(); err != nil {
		return 1, err
	}
	code := m.Run()
	return code, engine.Report()
}

// stage is a user pool behind a wiretap, and a web server with a page for it.
type stage struct {
	t       *testing.T
	cognito *localcognito.Server
	tap     *wiretap.Tap
	pool    *provision.Pool
	site    *site.Site
	// authenticators are the shared secrets of users who have one, by name.
	authenticators map[string]string
	// generation is the one that signedInTab has stored: it counts on from the time.
	generation int
}

// ourHeaders are all that the module may send. The whole suite runs on a server
// that allows nothing else.
var ourHeaders = localcognito.StrictCORS("content-type", "x-amz-target")

func newStage(t *testing.T, options provision.Options) *stage {
	t.Helper()
	return newStageAt(t, options, dist, localcognito.Options{CORS: ourHeaders})
}

func newStageAt(t *testing.T, options provision.Options, files string, cognito localcognito.Options) *stage {
	t.Helper()
	if err := noteSources(); err != nil {
		t.Fatal(err)
	}
	server, err := localcognito.New(cognito)
	if err != nil {
		t.Fatal(err)
	}
	tap := wiretap.Listen(t, server)
	pool, err := provision.NewPool(t.Context(), provision.Client(tap.URL), options)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, cognito: server, tap: tap, pool: pool, site: site.New(t, files), authenticators: map[string]string{}}
	for _, kind := range []string{"classic", "module"} {
		s.site.Page("/"+kind, scripts[kind]+"<script src=/harness.js></script>")
	}
	s.site.Handle("/harness.js", serveScript(harness))
	return s
}

// scripts load the library in the two ways there are.
var scripts = map[string]string{
	"classic": "<script src=/cognito-wasm.js></script>",
	"module":  "<script type=module>import * as library from '/cognito-wasm.mjs'; window.CognitoWasm = library</script>",
}

// user adds a user and gives the secret of the authenticator, if there is one.
func (s *stage) user(user provision.User) string {
	s.t.Helper()
	secret, err := s.pool.AddUser(s.t.Context(), user)
	if err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// variant is one way to use the library.
type variant struct {
	script string // classic or module
	worker bool
}

var variants = []variant{{"classic", true}, {"classic", false}, {"module", true}, {"module", false}}

func (v variant) String() string {
	if v.worker {
		return v.script + "/worker"
	}
	return v.script + "/main"
}

// modes are the two places where the module runs, one with each script.
var modes = []variant{{"classic", true}, {"module", false}}

// inModes runs a test in both of them. Pools of those tests give the client a
// secret in the worker (Secret: v.worker), so that each is one with SECRET_HASH
// and one without.
func inModes(t *testing.T, test func(t *testing.T, v variant)) {
	t.Parallel()
	for _, v := range modes {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			test(t, v)
		})
	}
}

// usual is what most pages do.
var usual = variant{"classic", true}

// open opens a page of a variant with a client of the stage's pool, called
// client there.
func (s *stage) open(t *testing.T, v variant) *browser.Page {
	t.Helper()
	page := engine.Page(t)
	page.Open(s.site.URL + "/" + v.script)
	s.makeClient(page, map[string]any{"worker": v.worker})
	return page
}

// options gives the options of a client of the pool, with more.
func (s *stage) options(more map[string]any) string {
	options := map[string]any{"userPoolId": s.pool.ID, "clientId": s.pool.ClientID, "endpoint": s.tap.URL}
	if s.pool.ClientSecret != "" {
		options["clientSecret"] = s.pool.ClientSecret
	}
	for name, value := range more {
		options[name] = value
	}
	return quote(options)
}

func (s *stage) makeClient(page *browser.Page, more map[string]any) {
	s.t.Helper()
	browser.Eval[any](page, "makeClient("+s.options(more)+")")
}

// quote gives a value as a JavaScript expression.
func quote(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
