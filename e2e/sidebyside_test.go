package e2e

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Clients of several pools, and many calls of each at the same time, keep apart.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			first, second := newStage(t, provision.Options{}), newStage(t, provision.Options{Secret: true})
			for _, name := range []string{"alice", "bob"} {
				first.user(provision.User{Name: name})
				second.user(provision.User{Name: name, Password: "Local-Cognito-2"})
			}
			page := first.open(t, v)
			browser.Eval[any](page, "void (globalThis.one = client)")
			second.makeClient(page, map[string]any{"worker": v.worker})
			got := browser.Eval[[]string](page, `Promise.all([one, client].flatMap((each, i) => ['alice', 'bob', 'alice', 'bob'].map(async (username, j) => {
				const password = 'Local-Cognito-' + (j < 3 ? i + 1 : 'x');
				try {
					const {tokens} = await each.initiate({username, password});
					const {iss, username: name} = JSON.parse(atob(tokens.accessToken.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
					return name + ' of ' + iss.replace(/.*\//, '');
				} catch ({code}) {
					return code;
				}
			})))`)
			want := []string{
				"alice of " + first.pool.ID, "bob of " + first.pool.ID, "alice of " + first.pool.ID, "NotAuthorizedException",
				"alice of " + second.pool.ID, "bob of " + second.pool.ID, "alice of " + second.pool.ID, "NotAuthorizedException",
			}
			if quote(got) != quote(want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			// Each keeps the refresh token of its own.
			for _, client := range []string{"one", "client"} {
				if got := do(page, client+`.initiate({flow: 'REFRESH_TOKEN_AUTH'})`); !got.OK {
					t.Errorf("%s: %s", client, got.describe())
				}
			}
		})
	}
}
