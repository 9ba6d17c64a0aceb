package peers

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// identityJS is AWS's own browser client of old, with its own SRP on its own big
// integers.
var identityJS = &peer{
	name: "amazon-cognito-identity-js", open: opens("peers/amazon-cognito-identity-js.js"),
	published: packages("amazon-cognito-identity-js/es"),
}

func TestAmazonCognitoIdentityJS(t *testing.T) {
	completes(t, identityJS)
	// A padding that is wrong once in 256 sign-ins does not show in one.
	t.Run("many sign-ins", func(t *testing.T) {
		t.Parallel()
		v := &visit{T: t, peer: identityJS}
		if reason := play(v, row{play: func(v *visit) {
			v.open(provision.Options{})
			v.user(provision.User{Name: "alice"})
			for range 20 {
				v.signsIn("USER_SRP_AUTH", "alice").signedIn("alice")
			}
		}}); reason != "" {
			t.Fatal(reason)
		}
	})
}
