package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// What the examples of the documentation call the pool, after its region, and the
// client.
const (
	seedPool   = "AbC123xyz"
	seedClient = "1example23456789"
)

// demoUsers each sign in through one kind of challenge.
var demoUsers = []struct {
	provision.User
	shows string
}{
	{provision.User{Name: "alice"}, "tokens after the password"},
	{provision.User{Name: "bob", Temporary: true}, "NEW_PASSWORD_REQUIRED"},
	{provision.User{Name: "carol", MFA: "SMS_MFA"}, "SMS_MFA"},
	{provision.User{Name: "dave", MFA: "EMAIL_OTP"}, "EMAIL_OTP"},
	{provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"}, "SOFTWARE_TOKEN_MFA"},
}

// seedDemo provisions a server the way a real user pool is provisioned, and
// prints what is there. Nothing printed is a secret of anybody's.
func seedDemo(ctx context.Context, url string, out io.Writer) error {
	pool, err := provision.NewPool(ctx, provision.Client(url), provision.Options{})
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "user pool\t%s\nclient\t%s\n", pool.ID, pool.ClientID)
	for _, user := range demoUsers {
		totpSecret, err := pool.AddUser(ctx, user.User)
		if err != nil {
			return err
		}
		if totpSecret != "" {
			user.shows += " with the secret " + totpSecret
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", user.Name, provision.Password, user.shows)
	}
	return table.Flush()
}
