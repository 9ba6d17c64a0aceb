package main

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// With -pool and -client the page is that of a user pool of which nothing is known:
// there are no users to choose, no outbox and no sign-up.
func TestRealPool(t *testing.T) {
	opts, err := parse([]string{
		"-addr", "localhost:0", "-pool", running.Config.UserPoolID, "-client", running.Config.ClientID, "-endpoint", running.Config.Endpoint, "-region", "eu-west-1",
	}, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	other, err := server.Start(t.Context(), opts, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	v := tester{t, chromium.Page(t)}
	v.page.Do(visitor.Open(other.URL, ""))
	v.reads(running.Config.UserPoolID, running.Config.ClientID, "Forgot your password?")
	page := browser.Eval[string](v.page, "document.body.innerText")
	for _, text := range []string{"Demo users", "alice", "Outbox", "phone", "Create an account", "local"} {
		if strings.Contains(page, text) {
			t.Errorf("the page says %q", text)
		}
	}
	v.page.Do(visitor.Selects("flow", "USER_AUTH"))
	v.reads("Continue", "Sign in with a passkey")
	v.page.Do(visitor.Selects("flow", "USER_SRP_AUTH"), visitor.Selects("language", "de"))
	v.reads("Anmelden")
	v.enters("username", "alice")
	v.enters("password", provision.Password)
	v.submits()
	v.signedIn("alice")
	v.opens("Profile")
	v.reads("Your profile")
}
