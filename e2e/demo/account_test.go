package main

import (
	"slices"
	"strings"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// What the account page does is looked for in Cognito, with the AWS SDK.

// account opens a panel of a new user's account.
func account(t *testing.T, user, tab string) tester {
	t.Helper()
	v := visit(t, "#developers")
	v.page.Do(visitor.Renews())
	v.signsIn(user)
	v.signedIn(user)
	v.opens(tab)
	return v
}

func api() *cognito.Client { return provision.Client(running.Config.Endpoint) }

func adminGetUser(t *testing.T, pool, username string) *cognito.AdminGetUserOutput {
	t.Helper()
	user, err := api().AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &pool, Username: &username})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

func attribute(user *cognito.AdminGetUserOutput, name string) string {
	for _, a := range user.UserAttributes {
		if *a.Name == name {
			return *a.Value
		}
	}
	return ""
}

// token gives one of the tokens that the page has.
func (v tester) token(name string) string {
	v.Helper()
	return browser.Eval[string](v.page, "document.querySelector('cognito-sign-in').client.snapshot().tokens."+name)
}

func (v tester) text(css string) string {
	v.Helper()
	return browser.Eval[string](v.page, "document.querySelector("+quote(css)+").innerText")
}

// draws checks that the calls are in the diagram, by their names.
func (v tester) draws(calls ...string) {
	v.Helper()
	drawn := v.drawn()
	for _, call := range calls {
		if !slices.Contains(drawn, call+"()") && !slices.ContainsFunc(drawn, func(text string) bool { return strings.HasPrefix(text, call+"() ") }) {
			v.Errorf("the diagram lacks the call %s:\n%s", call, strings.Join(drawn, "\n"))
		}
	}
}

// isRefused checks that Cognito does not take a token any more.
func isRefused(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), "NotAuthorizedException") {
		t.Errorf("%s: %v, want NotAuthorizedException", what, err)
	}
}

func TestSession(t *testing.T) {
	v := account(t, "alice", "Session")
	before := v.token("accessToken")
	v.clicks("Refresh now")
	v.reads("The tokens are new.")
	after, refreshToken := v.token("accessToken"), v.token("refreshToken")
	if after == before {
		t.Error("the access token is as it was")
	}
	v.draws("session")
	v.page.Do(visitor.Reloads())
	v.signedIn("alice")
	v.draws("initiate", "session")
	v.opens("Tokens")
	v.reads("ID token", "Access token", "Refresh token", "not verified", "cognito:username", "aws.cognito.signin.user.admin")

	v.clicks("Sign out")
	v.reads("Forgot your password?", "Signed out.") // which is said when Cognito has answered
	v.draws("signOut")
	_, err := api().GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{ClientId: &running.Config.ClientID, RefreshToken: &refreshToken})
	isRefused(t, "the refresh token after signing out", err)

	v.signsIn("alice")
	v.signedIn("alice")
	accessToken := v.token("accessToken")
	if _, err := api().GetUser(t.Context(), &cognito.GetUserInput{AccessToken: &accessToken}); err != nil {
		t.Fatal(err)
	}
	v.clicks("Sign out everywhere")
	v.reads("Forgot your password?", "Signed out.")
	if list := v.listed(); !strings.Contains(list, "GlobalSignOut") {
		t.Errorf("GlobalSignOut is not among the events:\n%s", list)
	}
	_, err = api().GetUser(t.Context(), &cognito.GetUserInput{AccessToken: &accessToken})
	isRefused(t, "the access token after signing out everywhere", err)
}

// A session that was ended elsewhere ends here with the next call.
func TestEndedElsewhere(t *testing.T) {
	v := account(t, "alice", "Session")
	username := "alice"
	if _, err := api().AdminUserGlobalSignOut(t.Context(), &cognito.AdminUserGlobalSignOutInput{UserPoolId: &running.Config.UserPoolID, Username: &username}); err != nil {
		t.Fatal(err)
	}
	v.opens("Devices")
	v.reads("You have been signed out. Sign in again.")
}

func TestProfile(t *testing.T) {
	pool := running.Config.UserPoolID
	v := account(t, "alice", "Profile")
	v.enters("name", "Alice Aalto")
	v.enters("email", "aalto@example.com")
	v.submits()
	v.reads("Your profile is saved. A code is on its way.", "Code sent to a***@e***", "not verified")
	user := adminGetUser(t, pool, "alice")
	if attribute(user, "name") != "Alice Aalto" || attribute(user, "email") != "aalto@example.com" || attribute(user, "email_verified") != "false" {
		t.Errorf("her attributes are %v", user.UserAttributes)
	}
	v.enters("code", "000000")
	v.submits()
	v.reads("CodeMismatchException")
	v.clicks("Use this code")
	v.submits()
	v.reads("The email address is verified.")
	if attribute(adminGetUser(t, pool, "alice"), "email_verified") != "true" {
		t.Error("her address is not verified")
	}
	v.enters("phone_number", "12")
	v.submits()
	v.reads("InvalidParameterException")

	v.enters("old", "not her password")
	v.enters("new", "Another-Passw0rd")
	v.submits()
	v.reads("NotAuthorizedException")
	v.enters("old", provision.Password)
	v.enters("new", "weak")
	v.submits()
	v.reads("InvalidPasswordException")
	v.enters("new", "Another-Passw0rd")
	v.submits()
	v.reads("The password is changed.")
	v.draws("getUser", "updateUserAttributes", "verifyUserAttribute", "changePassword")
	if _, err := api().InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &running.Config.ClientID,
		AuthParameters: map[string]string{"USERNAME": "alice", "PASSWORD": "Another-Passw0rd"},
	}); err != nil {
		t.Error("with the new password: ", err)
	}
}

func TestSecondFactors(t *testing.T) {
	v := account(t, "alice", "Second factors")
	check := func(preferred string, on ...string) {
		t.Helper()
		user := adminGetUser(t, running.Config.UserPoolID, "alice")
		got := slices.Sorted(slices.Values(user.UserMFASettingList))
		if !slices.Equal(got, on) || (user.PreferredMfaSetting == nil) != (preferred == "") || user.PreferredMfaSetting != nil && *user.PreferredMfaSetting != preferred {
			t.Errorf("she has %v, want %v, and %q preferred", got, on, preferred)
		}
	}
	v.reads("None is on")
	v.clicks("Turn on") // the first, by SMS
	v.reads("Codes by SMS: on.")
	check("SMS_MFA", "SMS_MFA")
	v.clicks("Turn on")
	v.reads("Codes by email: on.")
	check("SMS_MFA", "EMAIL_OTP", "SMS_MFA")
	v.clicks("Prefer")
	v.reads("Codes by email: preferred from now on.")
	check("EMAIL_OTP", "EMAIL_OTP", "SMS_MFA")
	v.clicks("Turn off")
	v.reads("Codes by SMS: off.")
	check("EMAIL_OTP", "EMAIL_OTP")

	v.clicks("Set up")
	v.reads("Scan the picture")
	v.scans()
	v.enters("code", "000000")
	v.submits()
	v.reads("EnableSoftwareTokenMFAException")
	v.usesItsCode("alice")
	v.submits()
	v.reads("The app is set up.")
	check("SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA")
	v.draws("getUserAuthFactors", "setUserMFAPreference", "totpSecret", "verifySoftwareToken")
}

func TestPasskeys(t *testing.T) {
	v := visit(t, "#developers")
	v.page.Do(visitor.HasDevice(), visitor.Renews())
	v.signsIn("alice")
	v.signedIn("alice")
	token := v.token("accessToken")
	count := func(want int) {
		t.Helper()
		list, err := api().ListWebAuthnCredentials(t.Context(), &cognito.ListWebAuthnCredentialsInput{AccessToken: &token})
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Credentials) != want {
			t.Errorf("there are %d passkeys, want %d", len(list.Credentials), want)
		}
	}
	v.opens("Passkeys")
	v.reads("You have no passkey yet.")
	v.clicks("Add a passkey")
	v.reads("This device has a passkey now.")
	count(1)
	v.clicks("Add a passkey") // the device has one
	v.reads("PasskeyError")
	v.clicks("Delete")
	v.reads("The passkey signs nobody in any more.", "You have no passkey yet.")
	count(0)
	v.draws("listWebAuthnCredentials", "registerPasskey", "deleteWebAuthnCredential")
}

func TestDevices(t *testing.T) {
	v := visit(t, "#developers")
	v.page.Do(visitor.Renews())
	v.signsIn("heidi")
	v.clicks("Use this code")
	v.submits()
	v.reads("Remember this device?")
	v.clicks("Not now")
	v.signedIn("heidi")
	token := v.token("accessToken")
	check := func(want ...string) {
		t.Helper()
		list, err := api().ListDevices(t.Context(), &cognito.ListDevicesInput{AccessToken: &token})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, device := range list.Devices {
			for _, a := range device.DeviceAttributes {
				if *a.Name == "dev:device_remembered_status" {
					got = append(got, *a.Value)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("the devices are %v, want %v", got, want)
		}
	}
	check("not_remembered")
	v.opens("Devices")
	v.reads("this device")
	v.clicks("Remember")
	v.reads("needs no second factor.")
	check("remembered")
	v.clicks("Remember no more")
	v.reads("needs a second factor again.")
	check("not_remembered")
	v.clicks("Forget")
	v.reads("The device is forgotten.", "No device of yours is known.")
	check()
	v.draws("listDevices", "updateDeviceStatus", "forgetDevice")
}
