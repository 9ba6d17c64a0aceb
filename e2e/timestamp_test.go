package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// dateAhead sets the clock of a script ahead by milliseconds, without stopping it.
const dateAhead = `(() => {
	const RealDate = Date;
	globalThis.Date = class extends RealDate {
		constructor(...args) { super(...(args.length === 0 ? [Date.now()] : args)) }
		static now() { return RealDate.now() + AHEAD }
	};
})();`

// TIMESTAMP is English and in UTC, with an unpadded day and a 24-hour clock,
// wherever and whenever it is. The local Cognito reads it as the real one does
// and verifies the signature over it.
func TestTimestamp(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			clock := newClock()
			s := newStageAt(t, provision.Options{}, dist, clocked(clock))
			s.user(provision.User{Name: "alice"})
			page := engine.Page(t)
			page.Abroad()
			if zone := browser.Eval[string](page, `Intl.DateTimeFormat().resolvedOptions().timeZone`); zone != browser.Timezone {
				t.Fatalf("the page is in %s, want %s", zone, browser.Timezone)
			}
			year := time.Now().Year() + 1
			for _, test := range []struct {
				at   time.Time
				want string // without the seconds
			}{
				{time.Date(year, 3, 5, 0, 4, 9, 0, time.UTC), "Mar 5 00:04:"},
				{time.Date(year, 3, 15, 12, 4, 9, 0, time.UTC), "Mar 15 12:04:"},
				{time.Date(year, 12, 31, 23, 4, 9, 0, time.UTC), "Dec 31 23:04:"},
			} {
				clock.set(test.at)
				ahead := strings.ReplaceAll(dateAhead, "AHEAD", quote(time.Until(test.at).Milliseconds()))
				path := "/ahead-" + strings.Fields(test.want)[0] + strings.Fields(test.want)[1]
				s.site.Handle(path+".js", serveScript(ahead+"importScripts('/cognito-wasm.worker.js')"))
				page.Open(s.site.URL + "/" + v.script)
				worker := any(false)
				if v.worker {
					worker = path + ".js"
				} else {
					browser.Eval[any](page, "void "+ahead)
				}
				s.makeClient(page, map[string]any{"worker": worker})
				s.tap.Forget()
				signIn(page).wantDone(t, "alice")
				responses := s.tap.Calls("RespondToAuthChallenge")[0].Body["ChallengeResponses"].(map[string]any)
				got := responses["TIMESTAMP"].(string)
				if !strings.HasPrefix(got, test.at.Weekday().String()[:3]+" "+test.want) || !strings.HasSuffix(got, " UTC "+quote(year)) {
					t.Errorf("TIMESTAMP is %q, want the time %v", got, test.at)
				}
			}
		})
	}
}
