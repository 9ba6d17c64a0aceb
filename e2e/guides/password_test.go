package guides

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// A forgotten password is replaced, after a wrong code, a weak password and a
// second code; and who does not exist cannot be told from who does.
func TestForgottenPasswordGuide(t *testing.T) {
	t.Parallel()
	for name, pool := range map[string]provision.Options{"ENABLED": {}, "LEGACY": {Legacy: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := toAccount(t, "docs/forgotten-password.md", testrun.StartPool(t, "", pool, provision.User{Name: "alice"}))
			v.does(`fill({username: 'alice'}, 'Go on')`, "If there is such a user, a code is on its way to ")
			first, _ := v.code("alice")
			v.does(`press('Send me another code')`, "If there is such a user, a code is on its way to ")
			code, wrong := v.code("alice")
			v.does(`fill({code: '`+wrong+`', password: 'Another-Passw0rd'}, 'Go on')`, "This code is wrong")
			v.does(`fill({code: '`+first+`'}, 'Go on')`, "This code is wrong")
			v.does(`fill({code: '`+code+`', password: 'weak'}, 'Go on')`, "This password is too weak")
			v.does(`fill({code: ' `+code+`', password: 'Another-Passw0rd'}, 'Go on')`, "Signed in as alice")
			v.does(`press('Go on')`, "This code has expired")

			v.open()
			v.does(`fill({username: 'nobody'}, 'Go on')`, "If there is such a user, a code is on its way to ")
			v.does(`fill({code: '123456', password: 'Another-Passw0rd'}, 'Go on')`, "This code is wrong")
			for range 4 {
				v.does(`press('Send me another code')`, "If there is such a user")
			}
			v.does(`press('Send me another code')`, "Too many attempts")

			// What Cognito says of one without a verified address, and at times of nobody.
			v.open()
			v.refused.with("InvalidParameterException")
			v.does(`fill({username: 'nobody'}, 'Go on')`, "If there is such a user, a code is on its way to their address")
		})
	}
}
