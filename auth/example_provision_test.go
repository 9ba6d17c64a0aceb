//go:build !js

package auth_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// What the examples find: a local Cognito and a pool with alice, and bob with an
// SMS_MFA.
var (
	local *localcognito.Server
	pool  *provision.Pool
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	if local, err = localcognito.Start(localcognito.Options{}); err != nil {
		return 0, err
	}
	defer local.Close()
	if pool, err = provision.NewPool(ctx, provision.Client(local.URL()), provision.Options{}); err != nil {
		return 0, err
	}
	for _, user := range []provision.User{{Name: "alice", Password: "Correct-1234"}, {Name: "bob", Password: "Correct-1234", MFA: "SMS_MFA"}} {
		if _, err = pool.AddUser(ctx, user); err != nil {
			return 0, err
		}
	}
	return m.Run(), nil
}

// readPhone is bob, who reads the code.
func readPhone(step *auth.Step) string {
	message, _ := local.Outbox().Last(pool.ID, step.Username)
	return message.Code
}
