package localcognito_test

import (
	"strings"
	"testing"
	"time"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func hideUsers(s *setup) { s.client.PreventUserExistenceErrors = "ENABLED" }

func TestUnknownUserLegacy(t *testing.T) {
	f := newFixture(t)
	_, err := newSRPClient().start(f, "nobody")
	wantError(t, err, "UserNotFoundException", "User does not exist.")
	_, err = f.passwordAuth("nobody", password)
	wantError(t, err, "UserNotFoundException", "User does not exist.")
}

// TestUnknownUserEnabled compares all that a caller sees with what a user of
// the pool gives after a wrong password.
func TestUnknownUserEnabled(t *testing.T) {
	f := newFixture(t, hideUsers)
	f.confirm("alice")
	var seen []map[string]string
	for range 2 {
		out, err := newSRPClient().start(f, "nobody")
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, out.ChallengeParameters)
	}
	first, again := seen[0], seen[1]
	if first["SALT"] != again["SALT"] || first["USER_ID_FOR_SRP"] != again["USER_ID_FOR_SRP"] {
		t.Error("the simulated salt or name changes")
	}
	if first["SRP_B"] == again["SRP_B"] || first["SECRET_BLOCK"] == again["SECRET_BLOCK"] {
		t.Error("SRP_B or SECRET_BLOCK repeats")
	}
	if id := first["USER_ID_FOR_SRP"]; len(id) != 36 || strings.Count(id, "-") != 4 {
		t.Errorf("simulated name %q is no UUID", id)
	}
	other, err := newSRPClient().start(f, "somebody")
	if err != nil {
		t.Fatal(err)
	}
	if other.ChallengeParameters["SALT"] == first["SALT"] {
		t.Error("two names share a simulated salt")
	}
	for _, name := range []string{"nobody", "alice"} {
		_, err := newSRPClient().signIn(f, name, "Wrong-12345")
		wantError(t, err, "NotAuthorizedException", incorrect)
		_, err = f.passwordAuth(name, "Wrong-12345")
		wantError(t, err, "NotAuthorizedException", incorrect)
		// The lockout must not tell them apart either.
		for range 3 {
			f.passwordAuth(name, "Wrong-12345")
		}
		_, err = newSRPClient().signIn(f, name, "Wrong-12345")
		wantError(t, err, "NotAuthorizedException", "Password attempts exceeded")
	}
}

func TestLockout(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	fails := func(message string) {
		t.Helper()
		_, err := newSRPClient().signIn(f, "alice", "Wrong-12345")
		wantError(t, err, "NotAuthorizedException", message)
	}
	succeeds := func() {
		t.Helper()
		if _, err := newSRPClient().signIn(f, "alice", password); err != nil {
			t.Fatal(err)
		}
	}
	const exceeded = "Password attempts exceeded"
	for range 5 {
		fails(incorrect)
	}
	// The fifth failure locks for 2^0 s, the sixth for 2^1 s, and so on.
	for _, seconds := range []time.Duration{1, 2, 4, 8} {
		f.clock.Advance(seconds*time.Second - time.Millisecond)
		fails(exceeded)
		_, err := newSRPClient().signIn(f, "alice", password)
		wantError(t, err, "NotAuthorizedException", exceeded)
		_, err = f.passwordAuth("alice", password)
		wantError(t, err, "NotAuthorizedException", exceeded)
		f.clock.Advance(time.Millisecond)
		fails(incorrect)
	}
	f.clock.Advance(16 * time.Second)
	succeeds()
	for range 4 { // success has reset the count
		fails(incorrect)
	}
	succeeds()
	for range 25 {
		fails(incorrect)
		f.clock.Advance(15 * time.Minute)
	}
	f.clock.Advance(time.Second) // 15 idle minutes have reset the count
	for range 5 {
		fails(incorrect)
	}
	fails(exceeded)
}

// TestAccountStates checks the exceptions of accounts that may not sign in,
// and that they show to somebody who knows the password.
func TestAccountStates(t *testing.T) {
	f := newFixture(t, hideUsers)
	admin := func(username string) *string { return &username }
	for _, name := range []string{"disabled", "unconfirmed", "reset"} {
		f.confirm(name, "email="+name+"@example.com", "email_verified=true")
	}
	if _, err := f.api.AdminDisableUser(t.Context(), &cognito.AdminDisableUserInput{UserPoolId: &f.pool, Username: admin("disabled")}); err != nil {
		t.Fatal(err)
	}
	f.server.Unconfirm(f.pool, "unconfirmed")
	if _, err := f.api.AdminResetUserPassword(t.Context(), &cognito.AdminResetUserPasswordInput{UserPoolId: &f.pool, Username: admin("reset")}); err != nil {
		t.Fatal(err)
	}
	if m, ok := f.server.Outbox().Last(f.pool, "reset"); !ok || m.Purpose != "CustomMessage_ForgotPassword" || len(m.Code) != 6 {
		t.Errorf("reset sent %q", m.Purpose)
	}
	for _, tt := range []struct{ name, password, exception, message string }{
		{"disabled", password, "NotAuthorizedException", "User is disabled."},
		{"disabled", "Wrong-12345", "NotAuthorizedException", incorrect},
		{"unconfirmed", password, "UserNotConfirmedException", "User is not confirmed."},
		{"unconfirmed", "Wrong-12345", "NotAuthorizedException", incorrect},
		{"reset", password, "PasswordResetRequiredException", "Password reset required for the user"},
	} {
		_, err := newSRPClient().signIn(f, tt.name, tt.password)
		wantError(t, err, tt.exception, tt.message)
		_, err = f.passwordAuth(tt.name, tt.password)
		wantError(t, err, tt.exception, tt.message)
	}
	if _, err := f.api.AdminEnableUser(t.Context(), &cognito.AdminEnableUserInput{UserPoolId: &f.pool, Username: admin("disabled")}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.api.AdminConfirmSignUp(t.Context(), &cognito.AdminConfirmSignUpInput{UserPoolId: &f.pool, Username: admin("unconfirmed")}); err != nil {
		t.Fatal(err)
	}
	f.setPassword("reset", password, true)
	for _, name := range []string{"disabled", "unconfirmed", "reset"} {
		f.signIn(name)
	}
	_, err := f.api.AdminConfirmSignUp(t.Context(), &cognito.AdminConfirmSignUpInput{UserPoolId: &f.pool, Username: admin("reset")})
	wantError(t, err, "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED")
}

func TestFlowsRefused(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.client.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth}
	})
	f.confirm("alice")
	for _, tt := range []struct {
		flow               types.AuthFlowType
		exception, message string
	}{
		{"ADMIN_NO_SRP_AUTH", "InvalidParameterException", "Initiate Auth method not supported."},
		{"ADMIN_USER_PASSWORD_AUTH", "InvalidParameterException", "Initiate Auth method not supported."},
		{"USER_PASSWORD_AUTH", "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"},
		{"REFRESH_TOKEN_AUTH", "InvalidParameterException", "REFRESH_TOKEN_AUTH flow not enabled for this client"},
		{"CUSTOM_AUTH", "InvalidParameterException", "CUSTOM_AUTH flow not enabled for this client"},
		{"USER_AUTH", "InvalidParameterException", "USER_AUTH flow not enabled for this client"},
	} {
		_, err := f.initiate(tt.flow, "USERNAME", "alice", "PASSWORD", password)
		wantError(t, err, tt.exception, tt.message)
	}
	f.client = "unknownclient"
	_, err := f.passwordAuth("alice", password)
	wantError(t, err, "ResourceNotFoundException", "User pool client unknownclient does not exist.")
}
