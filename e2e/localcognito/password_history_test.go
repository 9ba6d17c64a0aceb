package localcognito_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func passwordHistory(size int32) func(*setup) {
	return func(s *setup) {
		s.pool.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(6), PasswordHistorySize: &size}}
	}
}

// The present password is one of those that may not come back (developer guide,
// "Passwords, password recovery, and password policies"). The operations are
// those whose exceptions the API reference lists it with.
func TestPasswordHistory(t *testing.T) {
	f := newFixture(t, passwordHistory(3))
	const violation = "PasswordHistoryPolicyViolationException"
	f.create("alice", "email=alice@example.com", "email_verified=true")
	present := "zeroth-password"
	f.setPassword("alice", present, true)
	change := func(to string) error {
		_, err := f.api.ChangePassword(t.Context(), &cognito.ChangePasswordInput{
			AccessToken: f.tokensOf("alice", present).AccessToken, PreviousPassword: &present, ProposedPassword: &to,
		})
		return err
	}
	for _, next := range []string{"first-password", "second-password"} {
		wantError(t, change(present), violation, "")
		if err := change(next); err != nil {
			t.Fatal(err)
		}
		present = next
	}
	for _, used := range []string{"second-password", "first-password", "zeroth-password"} {
		wantError(t, change(used), violation, "")
		_, err := f.api.AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{UserPoolId: &f.pool, Username: aws.String("alice"), Password: &used, Permanent: true})
		wantError(t, err, violation, "")
	}
	f.tokensOf("alice", present) // refusals have changed nothing

	code := f.resetCode("alice")
	for _, used := range []string{"second-password", "first-password", "zeroth-password"} {
		wantError(t, f.confirmForgot("alice", wrong(code), used), "CodeMismatchException", "") // who has no code learns nothing
	}
	wantError(t, f.confirmForgot("alice", code, "zeroth-password"), violation, "")
	if err := f.confirmForgot("alice", code, password); err != nil { // four passwords ago
		t.Fatal(err)
	}

	f.create("bob")
	posed, err := f.passwordAuth("bob", password)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.respond("NEW_PASSWORD_REQUIRED", posed.Session, "USERNAME", "bob", "NEW_PASSWORD", password)
	wantError(t, err, violation, "")
	if _, err = f.respond("NEW_PASSWORD_REQUIRED", posed.Session, "USERNAME", "bob", "NEW_PASSWORD", fresh); err != nil {
		t.Error(err)
	}
}

func TestPasswordHistorySize(t *testing.T) {
	f := newFixture(t, passwordHistory(24))
	f.create("alice")
	set := func(n int) error {
		_, err := f.api.AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{
			UserPoolId: &f.pool, Username: aws.String("alice"), Password: aws.String(fmt.Sprintf("password-%d", n)), Permanent: true,
		})
		return err
	}
	for n := range 25 {
		if err := set(n); err != nil {
			t.Fatal(err)
		}
	}
	wantError(t, set(1), "PasswordHistoryPolicyViolationException", "")
	if err := set(0); err != nil {
		t.Error("the 25th from the last:", err)
	}
	out, err := f.api.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: &f.pool})
	if err != nil || aws.ToInt32(out.UserPool.Policies.PasswordPolicy.PasswordHistorySize) != 24 {
		t.Error("PasswordHistorySize:", err)
	}
	in := cognito.CreateUserPoolInput{PoolName: aws.String("without")}
	for size, want := range map[int32]string{0: "", 25: "InvalidParameterException", -1: "InvalidParameterException"} {
		in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{PasswordHistorySize: &size}}
		made, err := f.api.CreateUserPool(t.Context(), &in)
		if want != "" {
			wantError(t, err, want, "")
		} else if err != nil || made.UserPool.Policies.PasswordPolicy.PasswordHistorySize != nil { // not shown (API reference)
			t.Error(err)
		}
	}
}

// Without a history the same password may come back at once.
func TestNoPasswordHistory(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	if _, err := f.api.ChangePassword(t.Context(), &cognito.ChangePasswordInput{
		AccessToken: f.signIn("alice").AccessToken, PreviousPassword: aws.String(password), ProposedPassword: aws.String(password),
	}); err != nil {
		t.Error(err)
	}
}
