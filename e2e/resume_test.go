package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Every kind of step is saved, the page is loaded anew, and all of them are
// answered there. An old one says what Cognito says of it.
func TestResumeEveryStep(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		for _, required := range []bool{false, true} {
			clock := newClock()
			s := rowsStage(t, v, required, clocked(clock))
			page := s.open(t, v)
			rows := rowsFor(t, page, required)
			begun := map[string]step{}
			// saved leaves a step of each row in the page's storage.
			saved := func(prefix string) {
				t.Helper()
				browser.Eval[any](page, "void (globalThis.saved = {})")
				for i, r := range rows {
					name := fmt.Sprint(prefix, i)
					begun[name] = r.begin(t, s, page, name)
					if r.operation != "" { // in the middle of a set-up
						r.answer(s, page, name)
					}
					browser.Eval[any](page, "void (saved."+name+" = step)")
				}
				text := browser.Eval[string](page, "JSON.stringify(saved)")
				if !strings.Contains(text, `"challenge":`) || strings.Contains(text, provision.Password) || (v.worker && strings.Contains(text, s.pool.ClientSecret)) {
					t.Error("the saved steps hold a password or the client's secret, or are none")
				}
				browser.Eval[any](page, "sessionStorage.setItem('saved', JSON.stringify(saved))")
				page.Open(s.site.URL + "/" + v.script)
				s.makeClient(page, map[string]any{"worker": v.worker})
				browser.Eval[any](page, "void (globalThis.saved = JSON.parse(sessionStorage.getItem('saved')))")
			}
			resume := func(r row, name string) {
				t.Helper()
				got := do(page, "keep(client.resume(saved."+name+"))").wantStep(t, r.challenge)
				want := begun[name]
				if r.operation != "" { // it went on since
					want.Session = got.Session
				}
				if got.Username != name || got.Session == "" || quote(got) != quote(want) {
					t.Errorf("%s: resumed as %s, want %s", r.name, quote(got), quote(want))
				}
			}
			saved("fresh")
			for i, r := range rows {
				name := fmt.Sprint("fresh", i)
				resume(r, name)
				r.finish(t, s, page, name)
			}
			saved("old")
			clock.advance(sessionLife + 1)
			for i, r := range rows {
				name := fmt.Sprint("old", i)
				resume(r, name)
				got := respond(page, r.answer(s, page, name))
				got.want(t, r.name, "NotAuthorizedException", "session is expired")
			}
		}
	})
}
