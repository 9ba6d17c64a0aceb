package peers

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// row is a way to sign in.
type row struct {
	name string
	// wire is what must cross it: flows, challenges, other operations.
	wire []string
	// play signs in, up to the tokens.
	play func(v *visit)
}

var (
	custom = provision.Options{Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowCustomAuth}}
	choice = provision.Options{
		Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
		FirstFactors: []types.AuthFactorType{
			types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
		},
	}
	tracking = provision.Options{Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}}
)

// rows are all ways. Where a client lets a wrong code be followed by the right
// one differs, so a wrong one is followed by a new sign-in.
var rows = []row{
	{"USER_SRP_AUTH", []string{"USER_SRP_AUTH", "PASSWORD_VERIFIER"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "alice"})
		v.begins(request{Flow: "USER_SRP_AUTH", Username: "alice", Password: "wrong"}).refused("NotAuthorizedException")
		v.begins(request{Flow: "USER_SRP_AUTH", Username: "nobody", Password: "wrong"}).refused("NotAuthorizedException")
		v.signsIn("USER_SRP_AUTH", "alice").signedIn("alice")
	}},
	{"USER_PASSWORD_AUTH", []string{"USER_PASSWORD_AUTH"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "alice"})
		v.begins(request{Flow: "USER_PASSWORD_AUTH", Username: "alice", Password: "wrong"}).refused("NotAuthorizedException")
		v.signsIn("USER_PASSWORD_AUTH", "alice").signedIn("alice")
	}},
	{"REFRESH_TOKEN_AUTH", []string{"REFRESH_TOKEN_AUTH"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "alice"})
		v.signsIn("", "alice").signedIn("alice")
		before := v.last.AccessToken
		v.last = v.refresh()
		v.signedIn("alice")
		if v.last.AccessToken == before {
			v.end("the access token is the old one")
		}
	}},
	{"CUSTOM_AUTH without SRP", []string{"CUSTOM_AUTH", "CUSTOM_CHALLENGE"}, func(v *visit) {
		v.open(custom)
		v.triggers(testrun.Riddle)
		v.user(provision.User{Name: "alice"})
		v.begins(request{Flow: "CUSTOM_AUTH", Username: "alice"}).asks("CUSTOM_CHALLENGE").answers(answer{Answer: "foe"}).refused("NotAuthorizedException")
		v.begins(request{Flow: "CUSTOM_AUTH", Username: "alice"}).asks("CUSTOM_CHALLENGE").answers(answer{Answer: "friend"}).signedIn("alice")
	}},
	{"CUSTOM_AUTH with SRP", []string{"CUSTOM_AUTH", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"}, func(v *visit) {
		v.open(custom)
		v.triggers(testrun.Riddle)
		v.user(provision.User{Name: "alice"})
		v.begins(request{Flow: "CUSTOM_AUTH", Username: "alice", Password: "wrong"}).refused("NotAuthorizedException")
		v.signsIn("CUSTOM_AUTH", "alice").asks("CUSTOM_CHALLENGE").answers(answer{Answer: "friend"}).signedIn("alice")
	}},
	{"USER_AUTH, PASSWORD", []string{"USER_AUTH"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.prefers("PASSWORD", "alice", "wrong").refused("NotAuthorizedException")
		v.prefers("PASSWORD", "alice", provision.Password).signedIn("alice")
	}},
	{"USER_AUTH, PASSWORD_SRP", []string{"USER_AUTH", "PASSWORD_VERIFIER"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.prefers("PASSWORD_SRP", "alice", "wrong").refused("NotAuthorizedException")
		v.prefers("PASSWORD_SRP", "alice", provision.Password).signedIn("alice")
	}},
	{"USER_AUTH, EMAIL_OTP", []string{"USER_AUTH", "EMAIL_OTP"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.prefers("EMAIL_OTP", "alice", "").asks("EMAIL_OTP").answers(answer{Code: wrongCode(v.code("alice"))}).refused("CodeMismatchException")
		v.prefers("EMAIL_OTP", "alice", "").asks("EMAIL_OTP").answers(answer{Code: v.code("alice")}).signedIn("alice")
	}},
	{"USER_AUTH, SMS_OTP", []string{"USER_AUTH", "SMS_OTP"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.prefers("SMS_OTP", "alice", "").asks("SMS_OTP").answers(answer{Code: wrongCode(v.code("alice"))}).refused("CodeMismatchException")
		v.prefers("SMS_OTP", "alice", "").asks("SMS_OTP").answers(answer{Code: v.code("alice")}).signedIn("alice")
	}},
	{"USER_AUTH, WEB_AUTHN", []string{"USER_AUTH", "WEB_AUTHN", "StartWebAuthnRegistration", "CompleteWebAuthnRegistration"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.signsIn("", "alice").signedIn("alice")
		v.last = v.registerPasskey()
		v.signedIn("alice")
		v.prefers("WEB_AUTHN", "alice", "").signedIn("alice")
	}},
	{"USER_AUTH, SELECT_CHALLENGE", []string{"USER_AUTH", "SELECT_CHALLENGE", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.prefers("", "alice", "").asks("SELECT_CHALLENGE", "PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP")
		v.answers(answer{Choice: "PASSWORD", Password: provision.Password}).signedIn("alice")
		v.last = v.registerPasskey()
		v.signedIn("alice")
		for _, medium := range []string{"EMAIL_OTP", "SMS_OTP"} {
			v.prefers("", "alice", "").asks("SELECT_CHALLENGE", "PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")
			v.answers(answer{Choice: medium}).asks(medium)
			v.answers(answer{Code: v.code("alice")}).signedIn("alice")
		}
		v.prefers("", "alice", "").asks("SELECT_CHALLENGE").answers(answer{Choice: "WEB_AUTHN"}).signedIn("alice")
	}},
	{"USER_AUTH, SELECT_CHALLENGE, PASSWORD_SRP", []string{"USER_AUTH", "PASSWORD_VERIFIER"}, func(v *visit) {
		v.open(choice)
		v.user(provision.User{Name: "alice"})
		v.prefers("", "alice", "").asks("SELECT_CHALLENGE").answers(answer{Choice: "PASSWORD_SRP", Password: "wrong"}).refused("NotAuthorizedException")
		v.prefers("", "alice", "").asks("SELECT_CHALLENGE").answers(answer{Choice: "PASSWORD_SRP", Password: provision.Password}).signedIn("alice")
	}},
	{"USER_AUTH after ConfirmSignUp", []string{"SignUp", "ConfirmSignUp", "USER_AUTH"}, func(v *visit) {
		v.open(choice)
		v.begins(request{Username: "alice", Password: provision.Password, Email: "alice@example.com"}).asks("CONFIRM_SIGN_UP")
		v.answers(answer{Code: v.code("alice")}).signedIn("alice")
	}},
	{"SMS_MFA", []string{"SMS_MFA"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		v.signsIn("", "carol").asks("SMS_MFA").answers(answer{Code: wrongCode(v.code("carol"))}).refused("CodeMismatchException")
		v.signsIn("", "carol").asks("SMS_MFA").answers(answer{Code: v.code("carol")}).signedIn("carol")
	}},
	{"EMAIL_OTP as MFA", []string{"EMAIL_OTP"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "dave", MFA: "EMAIL_OTP"})
		v.signsIn("", "dave").asks("EMAIL_OTP").answers(answer{Code: wrongCode(v.code("dave"))}).refused("CodeMismatchException")
		v.signsIn("", "dave").asks("EMAIL_OTP").answers(answer{Code: v.code("dave")}).signedIn("dave")
	}},
	{"SOFTWARE_TOKEN_MFA", []string{"SOFTWARE_TOKEN_MFA"}, func(v *visit) {
		v.open(provision.Options{})
		secret := v.user(provision.User{Name: "erin", MFA: "SOFTWARE_TOKEN_MFA"})
		v.signsIn("", "erin").asks("SOFTWARE_TOKEN_MFA").answers(answer{Code: wrongCode(v.totp(secret))}).refused("CodeMismatchException")
		v.signsIn("", "erin").asks("SOFTWARE_TOKEN_MFA").answers(answer{Code: v.totp(secret)}).signedIn("erin")
	}},
	{"SELECT_MFA_TYPE", []string{"SELECT_MFA_TYPE", "SMS_MFA"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "frank"})
		v.prefersNothing("frank")
		v.signsIn("", "frank").asks("SELECT_MFA_TYPE", "SMS_MFA", "EMAIL_OTP").answers(answer{Choice: "SMS_MFA"}).asks("SMS_MFA")
		v.answers(answer{Code: v.code("frank")}).signedIn("frank")
	}},
	{"MFA_SETUP, authenticator app", []string{"AssociateSoftwareToken", "VerifySoftwareToken", "MFA_SETUP"}, func(v *visit) {
		v.open(provision.Options{RequireMFA: true})
		v.bareUser("grace")
		v.signsIn("", "grace").asks("MFA_SETUP").answers(answer{Setup: "SOFTWARE_TOKEN_MFA"}).asks("MFA_SETUP")
		v.answers(answer{Code: v.totp(v.last.Secret)}).signedIn("grace")
	}},
	{"MFA_SETUP, email", []string{"MFA_SETUP", "EMAIL_OTP"}, func(v *visit) {
		v.open(provision.Options{RequireMFA: true})
		v.bareUser("heidi")
		v.signsIn("", "heidi").asks("MFA_SETUP").answers(answer{Setup: "EMAIL_OTP", Email: "heidi@example.org"}).asks("EMAIL_OTP")
		v.answers(answer{Code: v.code("heidi")}).signedIn("heidi")
	}},
	{"NEW_PASSWORD_REQUIRED", []string{"NEW_PASSWORD_REQUIRED"}, func(v *visit) {
		v.open(provision.Options{})
		v.user(provision.User{Name: "nora", Temporary: true})
		v.signsIn("", "nora").asks("NEW_PASSWORD_REQUIRED").answers(answer{NewPassword: "weak"}).refused("InvalidPasswordException")
		v.signsIn("", "nora").asks("NEW_PASSWORD_REQUIRED").answers(answer{NewPassword: "Another-Passw0rd"}).signedIn("nora")
		v.begins(request{Username: "nora", Password: "Another-Passw0rd"}).signedIn("nora")
	}},
	{"DEVICE_SRP_AUTH", []string{"ConfirmDevice", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"}, func(v *visit) {
		v.open(tracking)
		v.user(provision.User{Name: "ivan", MFA: "SMS_MFA"})
		v.signsIn("", "ivan").asks("SMS_MFA").answers(answer{Code: v.code("ivan")}).signedIn("ivan")
		v.signsIn("", "ivan").signedIn("ivan") // the device stands for the code
	}},
}

func names(rows []row) []string {
	var list []string
	for _, r := range rows {
		list = append(list, r.name)
	}
	return list
}

// wrongCode gives a code of the same length that is not it.
func wrongCode(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}
