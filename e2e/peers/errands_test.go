package peers

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// errand is what a user does with an account in one go.
type errand struct {
	name string
	// rows are those of the table that it proves.
	rows    []string
	options provision.Options
	play    func(a *account)
}

// newPassword is one that the policy allows.
const newPassword = "Another-Passw0rd"

// errands prove each row of [accounts] once, with an answer that is right and one
// that Cognito refuses.
var errands = []errand{
	{
		name: "sign-up", rows: []string{"SignUp", "ResendConfirmationCode", "ConfirmSignUp", "USER_SRP_AUTH by itself after ConfirmSignUp"},
		play: func(a *account) {
			after := "USER_SRP_AUTH by itself after ConfirmSignUp"
			if a.offers(after) {
				for _, name := range []string{"xia", "yan"} {
					a.does("SignUp", message{"username": name, "password": provision.Password, "email": name + "@example.com"})
					a.does("ConfirmSignUp", message{"username": name, "code": a.code(name)})
					if name == "xia" {
						a.disable(name)
						a.denies(after, message{}, "NotAuthorizedException")
					} else {
						a.last = step{Done: true, AccessToken: a.does(after, message{})}
						a.signedIn(name)
					}
				}
			}
			zoe := func(password string) message {
				return message{"username": "zoe", "password": password, "email": "zoe@example.com"}
			}
			a.denies("SignUp", zoe("weak"), "InvalidPasswordException")
			a.triggers(localcognito.Triggers{PreSignUp: refuseEve})
			said, want := a.denies("SignUp", message{"username": "eve", "password": provision.Password, "email": "eve@example.com"},
				"UserLambdaValidationException"), "PreSignUp failed with error not you."
			if a.peer == passwordlessAuth {
				want = "not you." // it takes what the trigger said out of the message
			}
			if said != want {
				a.end("the trigger's refusal came as %q, want %q", said, want)
			}
			a.does("SignUp", zoe(provision.Password), "email EMAIL z***@e***")
			a.denies("SignUp", zoe(provision.Password), "UsernameExistsException")
			before := a.code("zoe")
			if a.does("ResendConfirmationCode", message{"username": "zoe"}, "email EMAIL z***@e***"); a.offers("ResendConfirmationCode") {
				a.denies("ConfirmSignUp", message{"username": "zoe", "code": before}, "CodeMismatchException") // replaced
			}
			a.denies("ConfirmSignUp", message{"username": "zoe", "code": wrongCode(a.code("zoe"))}, "CodeMismatchException")
			a.unconfirmed("zoe")
			a.does("ConfirmSignUp", message{"username": "zoe", "code": a.code("zoe")})
			a.denies("ConfirmSignUp", message{"username": "zoe", "code": a.code("zoe")}, "NotAuthorizedException")
			a.denies("ResendConfirmationCode", message{"username": "zoe"}, "InvalidParameterException")
			a.signsIn("", "zoe").signedIn("zoe")
		},
	},
	{
		name: "forgotten password", rows: []string{"ForgotPassword", "ConfirmForgotPassword"},
		options: provision.Options{Legacy: true}, // the name of nobody is refused, not taken
		play: func(a *account) {
			a.user(provision.User{Name: "alice"})
			answer := func(code, password string) message {
				return message{"username": "alice", "code": code, "password": password}
			}
			a.denies("ForgotPassword", message{"username": "nobody"}, "UserNotFoundException")
			a.does("ForgotPassword", message{"username": "alice"}, "phone_number SMS +*******0001")
			a.denies("ConfirmForgotPassword", answer(wrongCode(a.code("alice")), newPassword), "CodeMismatchException")
			a.denies("ConfirmForgotPassword", answer(a.code("alice"), "weak"), "InvalidPasswordException")
			a.does("ConfirmForgotPassword", answer(a.code("alice"), newPassword))
			a.denies("ConfirmForgotPassword", answer(a.code("alice"), newPassword), "ExpiredCodeException")
			a.signsIn("", "alice").refused("NotAuthorizedException")
			a.begins(request{Username: "alice", Password: newPassword}).signedIn("alice")
			a.resets("alice")
			a.does("ConfirmForgotPassword", answer(a.code("alice"), provision.Password))
			a.signsIn("", "alice").signedIn("alice")
		},
	},
	{
		name: "password", rows: []string{"ChangePassword"},
		play: func(a *account) {
			a.user(provision.User{Name: "alice"})
			a.signsIn("", "alice").signedIn("alice")
			a.denies("ChangePassword", message{"previous": "wrong", "password": newPassword}, "NotAuthorizedException")
			a.denies("ChangePassword", message{"previous": provision.Password, "password": "weak"}, "InvalidPasswordException")
			a.does("ChangePassword", message{"previous": provision.Password, "password": newPassword})
			a.signsIn("", "alice").refused("NotAuthorizedException")
			a.begins(request{Username: "alice", Password: newPassword}).signedIn("alice")
		},
	},
	{
		name: "attributes", rows: []string{
			"GetUser, attributes", "UpdateUserAttributes", "GetUserAttributeVerificationCode", "VerifyUserAttribute", "DeleteUserAttributes",
		},
		play: func(a *account) {
			attribute := func(name string) message { return message{"attribute": name} }
			code := func(code string) message { return message{"attribute": "email", "code": code} }
			a.user(provision.User{Name: "alice"})
			a.signsIn("", "alice").signedIn("alice")
			a.does("GetUser, attributes", attribute("email"), "alice@example.com")
			a.denies("UpdateUserAttributes", message{"attributes": message{"custom:none": "x"}}, "InvalidParameterException")
			a.does("UpdateUserAttributes", message{"attributes": message{"nickname": "al", "email": "jo@example.com"}}, "email EMAIL j***@e***")
			a.does("GetUser, attributes", attribute("nickname"), "al")
			a.does("GetUser, attributes", attribute("email_verified"), "false")
			a.denies("GetUserAttributeVerificationCode", attribute("nickname"), "InvalidParameterException")
			a.does("GetUserAttributeVerificationCode", attribute("email"), "email EMAIL j***@e***")
			a.denies("VerifyUserAttribute", code(wrongCode(a.code("alice"))), "CodeMismatchException")
			a.does("VerifyUserAttribute", code(a.code("alice")))
			a.does("GetUser, attributes", attribute("email_verified"), "true")
			a.denies("DeleteUserAttributes", attribute("custom:none"), "InvalidParameterException")
			if a.does("DeleteUserAttributes", attribute("nickname")); a.offers("DeleteUserAttributes") {
				a.does("GetUser, attributes", attribute("nickname"), "")
			}
			a.signsOutElsewhere("alice")
			a.denies("GetUser, attributes", attribute("email"), "NotAuthorizedException")
		},
	},
	{
		name: "second factors", rows: []string{
			"AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference", "SetUserSettings", "GetUser, MFA", "GetUserAuthFactors",
		},
		play: func(a *account) {
			method := func(name string) message { return message{"method": name} }
			a.user(provision.User{Name: "alice"})
			a.signsIn("", "alice").signedIn("alice")
			a.does("GetUser, MFA", message{}, "none of ")
			if a.does("SetUserSettings", message{"on": true}); a.offers("SetUserSettings") {
				a.does("GetUser, MFA", message{}, "none of SMS_MFA")
				a.does("SetUserSettings", message{"on": false})
				a.does("GetUser, MFA", message{}, "none of ")
			}
			a.denies("SetUserMFAPreference", method("SOFTWARE_TOKEN_MFA"), "InvalidParameterException")
			a.does("SetUserMFAPreference", method("SMS_MFA"))
			a.does("GetUser, MFA", message{}, "SMS_MFA of SMS_MFA")
			if secret := a.does("AssociateSoftwareToken", message{}); secret != "" {
				a.denies("VerifySoftwareToken", message{"code": wrongCode(a.totp(secret))}, "EnableSoftwareTokenMFAException")
				a.does("VerifySoftwareToken", message{"code": a.totp(secret)})
				a.does("SetUserMFAPreference", method("SOFTWARE_TOKEN_MFA"))
				a.does("GetUser, MFA", message{}, "SOFTWARE_TOKEN_MFA of SMS_MFA,SOFTWARE_TOKEN_MFA")
				a.does("GetUserAuthFactors", message{}, "PASSWORD, SOFTWARE_TOKEN")
			}
			a.signsOutElsewhere("alice")
			for _, row := range []string{"AssociateSoftwareToken", "SetUserSettings", "GetUser, MFA", "GetUserAuthFactors"} {
				a.denies(row, message{}, "NotAuthorizedException")
			}
			if a.signsIn("", "alice"); a.offers("VerifySoftwareToken") {
				a.asks("SOFTWARE_TOKEN_MFA")
			} else {
				a.asks("SMS_MFA")
			}
		},
	},
	{
		name: "devices", rows: []string{
			"ListDevices", "GetDevice", "UpdateDeviceStatus, remembered", "UpdateDeviceStatus, not remembered", "ForgetDevice, this one",
			"ForgetDevice, another",
		},
		options: provision.Options{Devices: &types.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: true}},
		play: func(a *account) {
			a.user(provision.User{Name: "alice"})
			a.signsIn("", "alice").signedIn("alice")
			key := strings.TrimSuffix(a.does("ListDevices", message{}), " not_remembered")
			a.does("UpdateDeviceStatus, remembered", message{})
			a.does("ListDevices", message{}, key+" remembered")
			a.does("GetDevice", message{}, key+" remembered")
			if a.does("UpdateDeviceStatus, not remembered", message{}); a.offers("UpdateDeviceStatus, not remembered") {
				a.does("ListDevices", message{}, key+" not_remembered")
			}
			a.does("UpdateDeviceStatus, remembered", message{})
			another := a.anotherDevice("alice")
			a.does("ForgetDevice, another", message{"key": another})
			a.denies("ForgetDevice, another", message{"key": another}, "ResourceNotFoundException")
			a.does("ListDevices", message{}, key+" remembered")
			a.does("ForgetDevice, this one", message{})
			a.does("ListDevices", message{}, "")

			a.signsIn("", "alice").signedIn("alice")
			key = strings.TrimSuffix(a.does("ListDevices", message{}), " not_remembered")
			if _, err := a.pool.API.ForgetDevice(a.Context(), &cip.ForgetDeviceInput{AccessToken: &a.last.AccessToken, DeviceKey: &key}); err != nil {
				a.Fatal(err)
			}
			for _, row := range []string{"GetDevice", "UpdateDeviceStatus, remembered", "UpdateDeviceStatus, not remembered", "ForgetDevice, this one"} {
				a.denies(row, message{}, "ResourceNotFoundException")
			}
			// Clients begin anew by what the exception says: "Device does not exist."
			a.signsIn("", "alice").signedIn("alice")
			a.signsOutElsewhere("alice")
			a.denies("ListDevices", message{}, "NotAuthorizedException")
		},
	},
	{
		name: "ends", rows: []string{"GlobalSignOut", "RevokeToken", "DeleteUser"},
		play: func(a *account) {
			a.user(provision.User{Name: "alice"})
			for _, row := range []string{"GlobalSignOut", "RevokeToken"} {
				if a.signsIn("", "alice").signedIn("alice"); a.offers(row) {
					a.does(row, message{})
					a.over(a.last.AccessToken)
				}
			}
			for _, row := range []string{"GlobalSignOut", "DeleteUser"} {
				a.signsIn("", "alice").signedIn("alice")
				a.signsOutElsewhere("alice")
				a.denies(row, message{}, "NotAuthorizedException")
			}
			if a.signsIn("", "alice").signedIn("alice"); a.offers("DeleteUser") {
				a.does("DeleteUser", message{})
				a.signsIn("", "alice").refused("NotAuthorizedException")
			}
			a.user(provision.User{Name: "bob"})
			a.signsIn("", "bob").signedIn("bob")
			if _, err := a.pool.API.DeleteUserPool(a.Context(), &cip.DeleteUserPoolInput{UserPoolId: &a.pool.ID}); err != nil {
				a.Fatal(err)
			}
			a.denies("RevokeToken", message{}, "UnauthorizedException")
		},
	},
}

// refuseEve is a PreSignUp trigger.
func refuseEve(_ context.Context, e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
	if e.UserName == "eve" {
		return e, errors.New("not you")
	}
	return e, nil
}

// signsOutElsewhere ends all sessions of a user, as another browser may.
func (v *visit) signsOutElsewhere(username string) {
	v.Helper()
	if _, err := v.pool.API.AdminUserGlobalSignOut(v.Context(), &cip.AdminUserGlobalSignOutInput{UserPoolId: &v.pool.ID, Username: &username}); err != nil {
		v.Fatal(err)
	}
}

// resets has an administrator reset a password, which ends a sign-in. Amplify
// makes a step of that.
func (v *visit) resets(username string) {
	v.Helper()
	if _, err := v.pool.API.AdminResetUserPassword(v.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: &v.pool.ID, Username: &username}); err != nil {
		v.Fatal(err)
	}
	if v.begins(request{Username: username, Password: newPassword}); v.peer == amplify {
		v.asks("RESET_PASSWORD")
	} else {
		v.refused("PasswordResetRequiredException")
	}
}

// unconfirmed says that the user may not sign in yet, which Amplify makes a step.
func (v *visit) unconfirmed(username string) {
	if v.signsIn("", username); v.peer == amplify {
		v.asks("CONFIRM_SIGN_UP")
	} else {
		v.refused("UserNotConfirmedException")
	}
}

func (v *visit) disable(username string) {
	v.Helper()
	if _, err := v.pool.API.AdminDisableUser(v.Context(), &cip.AdminDisableUserInput{UserPoolId: &v.pool.ID, Username: &username}); err != nil {
		v.Fatal(err)
	}
}

// anotherDevice signs a user in from a device besides, and gives its key.
func (v *visit) anotherDevice(username string) string {
	v.Helper()
	signedIn, err := v.pool.API.InitiateAuth(v.Context(), &cip.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &v.pool.ClientID,
		AuthParameters: map[string]string{"USERNAME": username, "PASSWORD": provision.Password},
	})
	if err != nil {
		v.Fatal(err)
	}
	result := signedIn.AuthenticationResult
	device, err := srp.NewDeviceVerifier(*result.NewDeviceMetadata.DeviceGroupKey, *result.NewDeviceMetadata.DeviceKey)
	if err != nil {
		v.Fatal(err)
	}
	if _, err := v.pool.API.ConfirmDevice(v.Context(), &cip.ConfirmDeviceInput{
		AccessToken: result.AccessToken, DeviceKey: result.NewDeviceMetadata.DeviceKey, DeviceName: aws.String("another browser"),
		DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{Salt: &device.Salt, PasswordVerifier: &device.PasswordVerifier},
	}); err != nil {
		v.Fatal(err)
	}
	return *result.NewDeviceMetadata.DeviceKey
}
