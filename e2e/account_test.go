package e2e

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// accountVariants are a worker with a public client, and the page with a client
// that has a secret: each call then carries it, or its hash.
var accountVariants = []struct {
	variant
	secret bool
}{{variant{"classic", true}, false}, {variant{"module", false}, true}}

// Somebody signs up, confirms the address and is signed in by that.
func TestSignUp(t *testing.T) {
	t.Parallel()
	for _, v := range accountVariants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{
				Secret: v.secret, Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
				FirstFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
			})
			page := s.open(t, v.variant)
			const signUp = `Username: 'zoe', UserAttributes: [{Name: 'email', Value: 'zoe@example.com'}]`
			do(page, `client.signUp({`+signUp+`, Password: 'weak'})`).wantError(t, "InvalidPasswordException")
			do(page, `client.signUp({Username: 'zoe', Password: 'Local-Cognito-1', UserAttributes: [{Name: 'no such', Value: 'x'}]})`).wantError(t, "NotAuthorizedException")
			value := do(page, `client.signUp({`+signUp+`, Password: 'Local-Cognito-1'}, {clientMetadata: {from: 'options'}})`).wantOK(t).Value.(map[string]any)
			delivery, _ := value["CodeDeliveryDetails"].(map[string]any)
			if value["UserConfirmed"] != false || value["UserSub"] == "" || delivery["AttributeName"] != "email" || delivery["DeliveryMedium"] != "EMAIL" {
				t.Errorf("signUp gave %v", value)
			}
			if got := s.tap.Calls("SignUp")[2].Body["ClientMetadata"]; quote(got) != `{"from":"options"}` {
				t.Errorf("SignUp had the ClientMetadata %v", got)
			}
			do(page, `client.signUp({`+signUp+`, Password: 'Local-Cognito-1'})`).wantError(t, "UsernameExistsException")
			initiate(page, `{username: 'zoe', password: 'Local-Cognito-1'}`).wantError(t, "UserNotConfirmedException")

			first := s.lastCode("zoe")
			do(page, `client.resendConfirmationCode({Username: 'zoe'})`).wantOK(t)
			code := s.lastCode("zoe")
			if code == first {
				t.Error("the same code was sent again")
			}
			do(page, `client.confirmSignUp({Username: 'zoe', ConfirmationCode: `+quote(wrongCode(code))+`})`).wantError(t, "CodeMismatchException")
			confirmed := do(page, `client.confirmSignUp({Username: 'zoe', ConfirmationCode: `+quote(code)+`})`).wantOK(t).Value.(map[string]any)
			do(page, `client.confirmSignUp({Username: 'zoe', ConfirmationCode: `+quote(code)+`})`).wantError(t, "NotAuthorizedException")
			initiate(page, `{flow: 'USER_AUTH', username: 'zoe', session: `+quote(confirmed["Session"])+`}`).wantDone(t, "zoe")

			for call, want := range map[string]string{
				`client.signUp({Password: 'Local-Cognito-1'})`:                       "input.Username: expected a value, which SignUp needs",
				`client.signUp({Username: 5, Password: 'x'})`:                        "input.Username: expected a string, not a number",
				`client.signUp({Username: 'a', UserAttributes: {email: 'x'}})`:       "input.UserAttributes: expected an array of objects, not an object",
				`client.signUp({Username: 'a', UserAttributes: [{Name: 5}]})`:        "input.UserAttributes.0.Name: expected a string, not a number",
				`client.signUp({Username: 'a', UserAttributes: ['email']})`:          "input.UserAttributes.0: expected an object, not a string",
				`client.confirmSignUp({Username: 'a'})`:                              "input.ConfirmationCode: expected a value, which ConfirmSignUp needs",
				`client.confirmSignUp({Username: 'a', ConfirmationCode: 123456})`:    "input.ConfirmationCode: expected a string, not a number",
				`client.confirmSignUp({Username: 'a', ForceAliasCreation: 'false'})`: "input.ForceAliasCreation: expected true or false, not a string",
				`client.signUp('zoe')`:                                               "input: expected an object, not a string",
			} {
				do(page, call).want(t, call, "InvalidArgument", want)
			}
		})
	}
}

// A forgotten password is set anew by a code.
func TestForgotPassword(t *testing.T) {
	t.Parallel()
	for _, v := range accountVariants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: v.secret})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v.variant)
			delivery := do(page, `client.forgotPassword({Username: 'alice'})`).wantOK(t).Value.(map[string]any)["CodeDeliveryDetails"].(map[string]any)
			if delivery["DeliveryMedium"] != "SMS" { // a phone first, where the pool does not say
				t.Errorf("forgotPassword gave %v", delivery)
			}
			// Who does not exist gets the same answer.
			do(page, `client.forgotPassword({Username: 'nobody'})`).wantOK(t)
			code := s.lastCode("alice")
			set := func(code, password string) outcome {
				return do(page, `client.confirmForgotPassword({Username: 'alice', ConfirmationCode: `+quote(code)+`, Password: `+quote(password)+`})`)
			}
			set(wrongCode(code), "Another-Passw0rd").wantError(t, "CodeMismatchException")
			set(code, "weak").wantError(t, "InvalidPasswordException")
			set(code, "Another-Passw0rd").wantOK(t)
			set(code, "Third-Passw0rd").wantError(t, "ExpiredCodeException")
			do(page, `client.confirmForgotPassword({Username: 'nobody', ConfirmationCode: '123456', Password: 'Another-Passw0rd'})`).wantError(t, "CodeMismatchException")
			signIn(page).wantError(t, "NotAuthorizedException")
			initiate(page, `{username: 'alice', password: 'Another-Passw0rd'}`).wantDone(t, "alice")
		})
	}
}

// What a signed-in user does about attributes and password, up to the account's
// end.
func TestAccount(t *testing.T) {
	t.Parallel()
	for _, v := range accountVariants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{Secret: v.secret, Legacy: true})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v.variant)
			do(page, `client.getUser()`).want(t, "before signing in", "SignedOut", "GetUser: expected a user who is signed in")
			signIn(page).wantDone(t, "alice")
			attributes := func() map[string]string {
				t.Helper()
				user := do(page, `client.getUser()`).wantOK(t).Value.(map[string]any)
				if user["Username"] != "alice" {
					t.Errorf("getUser gave %v", user)
				}
				found := map[string]string{}
				for _, attribute := range user["UserAttributes"].([]any) {
					a := attribute.(map[string]any)
					found[a["Name"].(string)] = a["Value"].(string)
				}
				return found
			}

			do(page, `client.updateUserAttributes({UserAttributes: [{Name: 'given_name', Value: 'Alice'}]})`).wantOK(t)
			if got := attributes(); got["given_name"] != "Alice" || got["email_verified"] != "true" {
				t.Errorf("the attributes are %v", got)
			}
			do(page, `client.updateUserAttributes({UserAttributes: [{Name: 'sub', Value: 'x'}]})`).wantError(t, "InvalidParameterException")
			update := do(page, `client.updateUserAttributes({UserAttributes: [{Name: 'email', Value: 'new@example.com'}]})`).wantOK(t).Value.(map[string]any)
			if details, _ := update["CodeDeliveryDetailsList"].([]any); len(details) != 1 {
				t.Errorf("updateUserAttributes gave %v", update)
			}
			first := s.lastCode("alice")
			do(page, `client.getUserAttributeVerificationCode({AttributeName: 'email'})`).wantOK(t)
			code := s.lastCode("alice")
			if code == first {
				t.Error("the same code was sent again")
			}
			verify := func(code string) outcome {
				return do(page, `client.verifyUserAttribute({AttributeName: 'email', Code: `+quote(code)+`})`)
			}
			verify(wrongCode(code)).wantError(t, "CodeMismatchException")
			verify(code).wantOK(t)
			if got := attributes(); got["email"] != "new@example.com" || got["email_verified"] != "true" {
				t.Errorf("the attributes are %v", got)
			}
			do(page, `client.deleteUserAttributes({UserAttributeNames: ['given_name']})`).wantOK(t)
			if got := attributes(); got["given_name"] != "" {
				t.Errorf("the attributes are %v", got)
			}
			do(page, `client.deleteUserAttributes({UserAttributeNames: ['sub']})`).wantError(t, "InvalidParameterException")
			do(page, `client.getUserAttributeVerificationCode({AttributeName: 'given_name'})`).wantError(t, "InvalidParameterException")

			change := func(from, to string) outcome {
				return do(page, `client.changePassword({PreviousPassword: `+quote(from)+`, ProposedPassword: `+quote(to)+`})`)
			}
			change("Wrong-Password-1", "Another-Passw0rd").wantError(t, "NotAuthorizedException")
			change(provision.Password, "weak").wantError(t, "InvalidPasswordException")
			change(provision.Password, "Another-Passw0rd").wantOK(t)
			initiate(page, `{username: 'alice', password: 'Another-Passw0rd'}`).wantDone(t, "alice")

			do(page, `client.setUserSettings({MFAOptions: []})`).wantOK(t)
			do(page, `client.updateAuthEventFeedback({UserPoolId: `+quote(s.pool.ID)+`, Username: 'alice', EventId: 'e', FeedbackToken: 'no.such.token', FeedbackValue: 'Valid'})`).wantError(t, "UserPoolAddOnNotEnabledException")

			do(page, `client.deleteUser()`).wantOK(t)
			do(page, `client.getUser()`).want(t, "after the end", "SignedOut", "expected a user who is signed in")
			initiate(page, `{username: 'alice', password: 'Another-Passw0rd'}`).wantError(t, "UserNotFoundException")
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, "a refresh after the end", "InvalidArgument", "refreshToken")
		})
	}
}

// An authenticator and remembered devices of who is signed in.
func TestFactorsAndDevices(t *testing.T) {
	t.Parallel()
	for _, v := range accountVariants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{
				Secret: v.secret, Devices: &types.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: true, ChallengeRequiredOnNewDevice: true},
			})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v.variant)
			do(page, `client.totpSecret()`).want(t, "before signing in", "SignedOut", "AssociateSoftwareToken: expected a user who is signed in")
			done := signIn(page).wantDone(t, "alice")
			if done.NewDevice == nil || !done.NewDevice.UserConfirmationNecessary {
				t.Fatalf("the new device is %+v", done.NewDevice)
			}
			devices := func(input string) []any {
				t.Helper()
				return do(page, `client.listDevices(`+input+`)`).wantOK(t).Value.(map[string]any)["Devices"].([]any)
			}
			status := func() string {
				t.Helper()
				device := do(page, `client.getDevice()`).wantOK(t).Value.(map[string]any)["Device"].(map[string]any)
				if device["DeviceKey"] != done.Tokens.DeviceKey {
					t.Errorf("the device is %v", device)
				}
				for _, attribute := range device["DeviceAttributes"].([]any) {
					if a := attribute.(map[string]any); a["Name"] == "device_status" {
						return a["Value"].(string)
					}
				}
				return ""
			}
			before := status()
			do(page, `client.updateDeviceStatus({DeviceRememberedStatus: 'remembered'})`).wantOK(t)
			t.Logf("device_status is %q, and then %q", before, status())
			do(page, `client.updateDeviceStatus({DeviceRememberedStatus: 'perhaps'})`).wantError(t, "InvalidParameterException")
			if got := devices(""); len(got) != 1 {
				t.Errorf("%d devices, want 1", len(got))
			}
			if dates := browser.Eval[bool](page, `client.listDevices({Limit: 1}).then(({Devices: [{DeviceCreateDate: date}]}) => date instanceof Date && Math.abs(Date.now() - date) < 60_000)`); !dates {
				t.Error("DeviceCreateDate is no Date of the last minute")
			}
			do(page, `client.getDevice({DeviceKey: 'eu-west-1_11111111-2222-3333-4444-555555555555'})`).wantError(t, "ResourceNotFoundException")
			do(page, `client.forgetDevice()`).wantOK(t)
			if got := devices(""); len(got) != 0 {
				t.Errorf("%d devices, want none", len(got))
			}

			// totpSecret without a step, and the code that ends it.
			secret := browser.Eval[[]string](page, `client.totpSecret().then(({secret, uri}) => [secret, uri('Example')])`)
			if want := "otpauth://totp/Example:alice?secret=" + secret[0] + "&issuer=Example"; secret[1] != want {
				t.Errorf("the URI is %s, want %s", secret[1], want)
			}
			code := authenticator(t, secret[0])
			do(page, `client.verifySoftwareToken({UserCode: `+quote(wrongCode(code))+`})`).wantError(t, "EnableSoftwareTokenMFAException")
			if got := do(page, `client.verifySoftwareToken({UserCode: `+quote(code)+`, FriendlyDeviceName: 'phone'})`).wantOK(t).Value.(map[string]any)["Status"]; got != "SUCCESS" {
				t.Errorf("Status is %v", got)
			}
			do(page, `client.setUserMFAPreference({SoftwareTokenMfaSettings: {Enabled: true, PreferredMfa: true}})`).wantOK(t)
			factors := do(page, `client.getUserAuthFactors()`).wantOK(t).Value.(map[string]any)
			if factors["PreferredMfaSetting"] != "SOFTWARE_TOKEN_MFA" {
				t.Errorf("the factors are %v", factors)
			}
			signIn(page).wantStep(t, "SOFTWARE_TOKEN_MFA")
		})
	}
}

// Tokens are renewed, rotated, revoked, and signed out everywhere. The client
// follows what happens to its session, and ignores what happens to others.
func TestTokensOfTheSession(t *testing.T) {
	t.Parallel()
	for _, v := range accountVariants {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{
				Secret:   v.secret,
				Rotation: &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(0)},
			})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v.variant)
			first := signIn(page).wantDone(t, "alice").Tokens
			renew := func(refreshToken string) outcome {
				return do(page, `client.getTokensFromRefreshToken({RefreshToken: `+quote(refreshToken)+`})`)
			}
			result := renew(first.RefreshToken).wantOK(t).Value.(map[string]any)["AuthenticationResult"].(map[string]any)
			second, _ := result["RefreshToken"].(string)
			if second == "" || second == first.RefreshToken || result["AccessToken"] == first.AccessToken {
				t.Fatalf("the tokens were not renewed: %v", result)
			}
			renew(first.RefreshToken).wantError(t, "RefreshTokenReuseException")
			renew("no-such-refresh-token").wantError(t, "NotAuthorizedException")
			// The client goes on with the new ones.
			do(page, `client.getUser()`).wantOK(t)
			if got := s.tap.Calls("GetUser")[0].Body["AccessToken"]; got != result["AccessToken"] {
				t.Error("getUser has another access token than the new one")
			}

			// Somebody else's token is revoked: the session goes on.
			other := do(page, `client.initiateAuth({AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {USERNAME: 'alice', PASSWORD: 'Local-Cognito-1'}})`).wantOK(t).Value.(map[string]any)["AuthenticationResult"].(map[string]any)
			do(page, `client.revokeToken({Token: `+quote(other["RefreshToken"])+`})`).wantOK(t)
			do(page, `client.getUser({AccessToken: `+quote(other["AccessToken"])+`})`).wantError(t, "NotAuthorizedException")
			do(page, `client.getUser()`).wantOK(t)
			do(page, `client.revokeToken({Token: `+quote(second)+`})`).wantOK(t)
			do(page, `client.getUser()`).want(t, "after RevokeToken", "SignedOut", "expected a user who is signed in")
			do(page, `client.getUser({AccessToken: `+quote(result["AccessToken"])+`})`).wantError(t, "NotAuthorizedException")

			third := signIn(page).wantDone(t, "alice").Tokens
			do(page, `client.globalSignOut()`).wantOK(t)
			do(page, `client.getUser()`).want(t, "after GlobalSignOut", "SignedOut", "expected a user who is signed in")
			do(page, `client.globalSignOut({AccessToken: `+quote(third.AccessToken)+`})`).wantError(t, "NotAuthorizedException")
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, "a refresh", "InvalidArgument", "refreshToken")
			renew(third.RefreshToken).wantError(t, "NotAuthorizedException")
		})
	}
}
