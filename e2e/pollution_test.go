package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// pollution is what careless libraries leave on prototypes, and what would be
// worst of all to take for the caller's.
const pollution = `
	Object.assign(Object.prototype, {
		flow: 'USER_PASSWORD_AUTH', password: 'polluted', username: 'polluted', refreshToken: 'polluted', code: 'polluted',
		clientSecret: 'polluted', endpoint: 'http://localhost:1/', region: 'polluted', fips: true, maxAttempts: 1,
		clientMetadata: {polluted: 'yes'}, analyticsMetadata: {AnalyticsEndpointId: 'polluted'}, userContextData: {IpAddress: 'polluted'},
		AuthFlow: 'polluted', AuthParameters: {polluted: 'yes'}, Session: 'polluted', ClientId: 'polluted', USERNAME: 'polluted',
		signal: AbortSignal.abort(), storage: 'polluted', worker: 'polluted', wasm: 'polluted', session: 'polluted', parameters: {polluted: 'yes'},
		error: {code: 'polluted'}, value: 'polluted', done: 'polluted', op: 'polluted', status: 500, body: 'polluted', errorType: 'polluted',
		mode: 'no-cors', credentials: 'include', cache: 'only-if-cached', redirect: 'follow', integrity: 'sha256-polluted', keepalive: true,
		host: 'polluted', __type: 'polluted', message: 'polluted', Polluted: 'yes', ahead: true,
	});
	Object.assign(Array.prototype, {polluted: 'yes', toJSON() { return 'polluted' }});
`

// What is on the prototypes of a page changes nothing that is sent.
func TestPollutedPrototypes(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: true})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			// Members that are sent, each with its own members.
			sent := func() (shapes []string) {
				for _, call := range s.tap.Calls("") {
					shape := map[string]any{}
					for name, member := range call.Body {
						shape[name] = member
						if members, ok := member.(map[string]any); ok {
							shape[name] = slices.Sorted(maps.Keys(members))
						} else if name == "Session" {
							shape[name] = member == "polluted"
						}
					}
					shapes = append(shapes, call.Operation+quote(shape))
				}
				return shapes
			}
			page := s.open(t, v)
			walk := func() []string {
				s.tap.Forget()
				initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
				respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol")
				return sent()
			}
			clean := walk()
			browser.Eval[any](page, "void (() => {"+pollution+"})()")
			if got := walk(); !slices.Equal(got, clean) {
				t.Errorf("an open client sent\n%q, want\n%q", got, clean)
			}
			do(page, "CognitoWasm.preload()").wantOK(t)
			s.makeClient(page, map[string]any{"worker": v.worker})
			if got := walk(); !slices.Equal(got, clean) {
				t.Errorf("a new client sent\n%q, want\n%q", got, clean)
			}
		})
	}
}
