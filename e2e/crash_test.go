package e2e

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// A program that ends takes the calls under way with it and nothing else: the
// next call finds a fresh one. The trace of Go's, which nobody has looked
// through for secrets, stays off the console (every page's test checks that).
func TestCrash(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStageAt(t, provision.Options{}, crashing, localcognito.Options{CORS: ourHeaders})
			s.user(provision.User{Name: "alice"})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			crashed := func(name string, o outcome) {
				t.Helper()
				o.want(t, name, "RuntimeExited", "the next call starts it again")
				if !o.Error.Retryable {
					t.Errorf("%s: the error says that it is not retryable", name)
				}
			}
			signIn(page).wantDone(t, "alice")
			initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
			browser.Eval[any](page, "void (globalThis.kept = step)")
			for range 2 {
				fault, arrived, gone := held()
				s.tap.Fail("InitiateAuth", fault)
				start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
				await(t, page, arrived, "InitiateAuth")
				crashed("crash", do(page, `client.initiate({username: 'crash', password: 'x'})`))
				crashed("pending", finish(page, "pending"))
				await(t, page, gone, "the connection's end")
				signIn(page).wantDone(t, "alice")
			}
			// At once, without a call in between; and two at the same time.
			for range 2 {
				crashed("in a row", do(page, `client.initiate({username: 'crash', password: 'x'})`))
			}
			start(page, "first", `client.initiate({username: 'crash', password: 'x'})`)
			start(page, "second", `client.initiate({username: 'crash', password: 'x'})`)
			crashed("first", finish(page, "first"))
			crashed("second", finish(page, "second"))
			// Neither the client's options, nor its refresh token, nor a step is lost.
			do(page, `keep(client.respond(kept, {code: '`+s.lastCode("carol")+`'}))`).wantDone(t, "carol")
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol")
			if left := browser.Eval[[]string](page, `['Go', 'fs', 'process', 'path', 'cognitoWasmHost'].filter((name) => name in globalThis)`); len(left) != 0 {
				t.Errorf("the page has %q", left)
			}
		})
	}
}

// A panic inside ends the call that it happened in, and no other one.
func TestPanic(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStageAt(t, provision.Options{}, crashing, localcognito.Options{CORS: ourHeaders})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			arrived, release := make(chan struct{}, 1), make(chan struct{})
			s.tap.Fail("InitiateAuth", wiretap.Hold(arrived, release))
			start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
			await(t, page, arrived, "InitiateAuth")
			for range 3 {
				got := do(page, `client.initiate({username: 'panic', password: 'x'})`)
				got.want(t, "panic", "InternalError", "the module failed in an unforeseen way")
			}
			close(release)
			finish(page, "pending").wantDone(t, "alice")
		})
	}
}
