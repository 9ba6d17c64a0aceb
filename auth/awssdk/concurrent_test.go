package awssdk_test

import (
	"sync"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestSideBySide uses several clients from several goroutines each. The race
// detector looks on, and the local Cognito tells whose tokens came out.
func TestSideBySide(t *testing.T) {
	names := []string{"side-a", "side-b", "side-c"}
	apps := []app{local.pool.newApp(t), local.pool.newApp(t, withSecret)}
	for _, name := range names {
		local.pool.confirm(t, name, "phone_number=+12025550123")
	}
	local.pool.confirm(t, "side-mfa", "phone_number=+12025550123")
	local.pool.prefer(t, "side-mfa", auth.ChallengeSMSMFA)
	step := apps[0].signIn(t, "side-mfa")
	code := local.pool.nextCode(t, "side-mfa")

	var group sync.WaitGroup
	for _, app := range apps {
		for _, name := range names {
			for _, flow := range passwordFlows {
				group.Go(func() {
					step, err := app.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: name, Password: []byte(password)})
					if err != nil {
						t.Error(err)
					} else if step.Username != name {
						t.Errorf("%s became %s", name, step.Username)
					}
				})
			}
		}
	}
	// One step answered by many: wrong codes do not disturb each other.
	for range 4 {
		group.Go(func() {
			_, err := apps[0].Respond(t.Context(), step, auth.Code(wrong(code)))
			if err == nil {
				t.Error("a wrong code was accepted")
			}
		})
	}
	group.Wait()
	done, err := apps[0].Respond(t.Context(), step, auth.Code(code))
	if err != nil {
		t.Fatal(err)
	}
	local.pool.wantTokens(t, done, "side-mfa")
}
