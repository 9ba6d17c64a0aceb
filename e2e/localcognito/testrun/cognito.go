// Package testrun is for tests of pages whose users sign in with cognito-wasm.
// [Start] runs a local Cognito with users; [SignIn] signs one of them in, by a
// real sign-in with SRP and whatever challenges follow, and puts the session
// into a browser context of chromedp, where the page finds it as if the user
// had signed in there before.
package testrun

import (
	"context"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// Cognito is a local Cognito with one user pool, one public app client and
// users.
type Cognito struct {
	// Endpoint is the address, "http://localhost:PORT": the option of createClient.
	Endpoint string
	// Server is the local Cognito itself, with its outbox and its triggers.
	Server *localcognito.Server
	// Pool makes further users.
	Pool *provision.Pool

	secrets map[string]string // of authenticators, in base32, by user name
}

// UserPoolID and ClientID are the ids of every user pool and app client that Start
// and StartPool make, so that a page can be built with them.
const (
	UserPoolID = "eu-west-1_AbC123xyz"
	ClientID   = "1example23456789"
)

// Start starts a local Cognito at addr ("localhost:9229"; "" takes a free port) and
// makes the users, whose password is [provision.Password] if they are given none.
// The pool allows every flow. It ends with the test, and fails the test where it
// cannot start.
func Start(t testing.TB, addr string, users ...provision.User) *Cognito {
	t.Helper()
	return StartPool(t, addr, AllFlows, users...)
}

// StartPool does so with a user pool of another kind. Its app client has no secret
// unless the options say so, and then SignIn is not for it.
func StartPool(t testing.TB, addr string, options provision.Options, users ...provision.User) *Cognito {
	t.Helper()
	return StartServer(t, localcognito.Options{Addr: addr}, options, users...)
}

// StartServer does so with options of the server too. A back end under test that
// verifies tokens as those of AWS, for example, wants the Issuer
// [localcognito.AWSIssuer]. The first ids are UserPoolID and ClientID unless the
// options have others. What makes the pool and the users signs with the access key
// "local" and the secret "local": Credentials, where there are any, have it too.
func StartServer(t testing.TB, options localcognito.Options, poolOptions provision.Options, users ...provision.User) *Cognito {
	t.Helper()
	if options.FirstPoolID == "" {
		options.FirstPoolID = UserPoolID
	}
	if options.FirstClientID == "" {
		options.FirstClientID = ClientID
	}
	server, err := localcognito.Start(options)
	if err != nil {
		t.Fatal("testrun:", err)
	}
	t.Cleanup(func() { _ = server.Close() })
	pool, err := within(t.Context(), patience, "the local Cognito", func(ctx context.Context) (*provision.Pool, error) {
		return provision.NewPool(ctx, provision.Client(server.URL()), poolOptions)
	})
	if err != nil {
		t.Fatal("testrun:", err)
	}
	c := &Cognito{Endpoint: server.URL(), Server: server, Pool: pool, secrets: map[string]string{}}
	for _, user := range users {
		if c.secrets[user.Name], err = within(t.Context(), patience, "the local Cognito", func(ctx context.Context) (string, error) {
			return pool.AddUser(ctx, user)
		}); err != nil {
			t.Fatalf("testrun: the user %s: %v", user.Name, err)
		}
	}
	return c
}

// SignIn signs a user of Start in, whose password is [provision.Password], and
// leaves the session in the local storage of the page at origin, such as
// "http://localhost:3000", in the browser context of ctx. It answers codes by
// itself, from the outbox and from the user's authenticator. See [SignIn].
func (c *Cognito) SignIn(ctx context.Context, origin, username string) error {
	_, err := SignIn(ctx, Options{
		Origin: origin, UserPoolID: c.Pool.ID, ClientID: c.Pool.ClientID, Endpoint: c.Endpoint,
		Username: username, Password: provision.Password, Answer: c.Answer,
	})
	return err
}
