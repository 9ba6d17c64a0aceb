package peers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// accounts is the table of what users do with their accounts. A row begins with
// the operation that must cross the wire, a cell has the client's name for it.
var accounts = table{
	columns: []*peer{cognitoWasm, amplify, identityJS, passwordlessAuth},
	rows: []string{
		"SignUp", "ResendConfirmationCode", "ConfirmSignUp", "USER_SRP_AUTH by itself after ConfirmSignUp", "ForgotPassword",
		"ConfirmForgotPassword", "ChangePassword", "GetUser, attributes", "UpdateUserAttributes", "GetUserAttributeVerificationCode",
		"VerifyUserAttribute", "DeleteUserAttributes", "AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference",
		"SetUserSettings", "GetUser, MFA", "GetUserAuthFactors", "ListDevices", "GetDevice", "UpdateDeviceStatus, remembered",
		"UpdateDeviceStatus, not remembered", "ForgetDevice, this one", "ForgetDevice, another", "GlobalSignOut", "RevokeToken", "DeleteUser",
	},
	cells: map[string][]cell{
		"SignUp":                 {by("signUp"), by("signUp"), by("signUp"), by("signUp")},
		"ResendConfirmationCode": {by("resendConfirmationCode"), by("resendSignUpCode"), by("resendConfirmationCode"), notOffered("ResendConfirmationCode")},
		"ConfirmSignUp":          {by("confirmSignUp"), by("confirmSignUp"), by("confirmRegistration"), by("confirmSignUp")},
		// Whoever is to sign in by SRP gives the password once more, but for Amplify's users.
		"USER_SRP_AUTH by itself after ConfirmSignUp": {notOffered("autoSignIn"), by("autoSignIn"), notOffered("autoSignIn"), notOffered("autoSignIn")},
		"ForgotPassword":        {by("forgotPassword"), by("resetPassword"), by("forgotPassword"), notOffered("ForgotPassword")},
		"ConfirmForgotPassword": {by("confirmForgotPassword"), by("confirmResetPassword"), by("confirmPassword"), notOffered("ConfirmForgotPassword")},
		"ChangePassword":        {by("changePassword"), by("updatePassword"), by("changePassword"), notOffered("ChangePassword")},
		"GetUser, attributes":   {by("getUser"), by("fetchUserAttributes"), by("getUserAttributes"), by("getUser")},
		"UpdateUserAttributes":  {by("updateUserAttributes"), by("updateUserAttributes"), by("updateAttributes"), by("updateUserAttributes")},
		"GetUserAttributeVerificationCode": {
			by("getUserAttributeVerificationCode"), by("sendUserAttributeVerificationCode"), by("getAttributeVerificationCode"),
			by("getUserAttributeVerificationCode"),
		},
		"VerifyUserAttribute":                {by("verifyUserAttribute"), by("confirmUserAttribute"), by("verifyAttribute"), by("verifyUserAttribute")},
		"DeleteUserAttributes":               {by("deleteUserAttributes"), by("deleteUserAttributes"), by("deleteAttributes"), notOffered("DeleteUserAttributes")},
		"AssociateSoftwareToken":             {by("associateSoftwareToken"), by("setUpTOTP"), by("associateSoftwareToken"), notOffered("AssociateSoftwareToken")},
		"VerifySoftwareToken":                {by("verifySoftwareToken"), by("verifyTOTPSetup"), by("verifySoftwareToken"), notOffered("VerifySoftwareToken")},
		"SetUserMFAPreference":               {by("setUserMFAPreference"), by("updateMFAPreference"), by("setUserMfaPreference"), by("setUserMFAPreference")},
		"SetUserSettings":                    {by("setUserSettings"), notOffered("SetUserSettings"), by("enableMFA, disableMFA"), notOffered("SetUserSettings")},
		"GetUser, MFA":                       {by("getUser"), by("fetchMFAPreference"), by("getUserData"), by("getUser")},
		"GetUserAuthFactors":                 {by("getUserAuthFactors"), notOffered("GetUserAuthFactors"), notOffered("GetUserAuthFactors"), notOffered("GetUserAuthFactors")},
		"ListDevices":                        {by("listDevices"), by("fetchDevices"), by("listDevices"), notOffered("ListDevices")},
		"GetDevice":                          {by("getDevice"), notOffered("GetDevice"), by("getDevice"), notOffered("GetDevice")},
		"UpdateDeviceStatus, remembered":     {by("updateDeviceStatus"), by("rememberDevice"), by("setDeviceStatusRemembered"), notOffered("UpdateDeviceStatus")},
		"UpdateDeviceStatus, not remembered": {by("updateDeviceStatus"), notOffered(": 'not_remembered'"), by("setDeviceStatusNotRemembered"), notOffered("UpdateDeviceStatus")},
		"ForgetDevice, this one":             {by("forgetDevice"), by("forgetDevice"), by("forgetDevice"), notOffered("ForgetDevice")},
		"ForgetDevice, another":              {by("forgetDevice"), by("forgetDevice"), by("forgetSpecificDevice"), notOffered("ForgetDevice")},
		"GlobalSignOut":                      {by("globalSignOut"), quietly("signOut"), by("globalSignOut"), notOffered("GlobalSignOut")},
		"RevokeToken":                        {by("revokeToken"), quietly("signOut"), by("signOut"), by("revokeToken")},
		"DeleteUser":                         {by("deleteUser"), by("deleteUser"), by("deleteUser"), notOffered("DeleteUser")},
	},
}

// by: the client does it, by a function of this name.
func by(function string) cell { return cell{text: "`" + function + "`"} }

// quietly: it does, and hides it from its caller if Cognito refuses.
func quietly(function string) cell { return cell{text: "`" + function + "`, quietly", quiet: true} }

// account is an errand that runs: what became of its rows so far.
type account struct {
	*visit
	column       int
	done, denied map[string]bool
}

func (a *account) cell(row string) cell { return accounts.cells[row][a.column] }

// offers reports whether the client has the row.
func (a *account) offers(row string) bool { return a.cell(row).absent == "" }

// told is what a wrapper's function gave or was refused with. Value is nil where
// the client has nothing to tell.
type told struct {
	Value         *string
	Code, Message string
}

// run has the client do a row, and sees to it that the operation is sent.
func (a *account) run(row string, in message) told {
	a.Helper()
	text, err := json.Marshal(in)
	if err != nil {
		a.Fatal(err)
	}
	a.tap.Forget()
	result := browser.Eval[told](a.page, fmt.Sprintf(`(async () => Peer.account[%q](%s))().then(
		(value) => ({value: value === null ? null : Array.isArray(value) ? value.join(', ') : String(value ?? '')}),
		(error) => ({code: error.code ?? error.name, message: String(error.message)}))`, row, text))
	if operation := operationOf(row); !a.sent()[operation] {
		a.end("%s: %s was not sent, and it ended in %s: %s", row, operation, result.Code, result.Message)
	}
	return result
}

// operationOf is the operation, or the flow, that a row begins with.
func operationOf(row string) string {
	operation, _, _ := strings.Cut(row, " ")
	return strings.TrimSuffix(operation, ",")
}

// does has the client do a row, and tell one of these values where there are
// some. What the client does not offer is left out.
func (a *account) does(row string, in message, want ...string) string {
	a.Helper()
	if !a.offers(row) {
		return ""
	}
	result := a.run(row, in)
	if result.Code+result.Message != "" {
		a.end("%s was refused: %s: %s", row, result.Code, result.Message)
	}
	a.done[row] = true
	if result.Value == nil {
		return ""
	}
	if len(want) > 0 && !slices.Contains(want, *result.Value) {
		a.end("%s told %q, want %q", row, *result.Value, want)
	}
	return *result.Value
}

// denies has Cognito refuse a row with an exception that is documented for it,
// and gives the message that comes with it.
func (a *account) denies(row string, in message, exception string) string {
	a.Helper()
	if !a.offers(row) {
		return ""
	}
	if operation := operationOf(row); !documented(a, operation)[exception] {
		a.Fatalf("%s is not documented for %s", exception, operation)
	}
	result := a.run(row, in)
	want := exception
	if a.cell(row).quiet {
		want = ""
	}
	if result.Code != want {
		a.end("%s ended in %q (%s), want %q", row, result.Code, result.Message, want)
	}
	a.denied[row] = true
	return result.Message
}

// over says that an access token must be one that Cognito no longer takes.
func (a *account) over(token string) {
	a.Helper()
	if _, err := a.pool.API.GetUser(a.Context(), &cip.GetUserInput{AccessToken: &token}); err == nil || failed(err).Code != "NotAuthorizedException" {
		a.end("the access token of before got %v, want NotAuthorizedException", err)
	}
}

// keepsAccounts plays every errand with a client, each in a separate user pool,
// and asks for a right and a wrong answer to each of its rows.
func keepsAccounts(t *testing.T, p *peer) {
	t.Helper()
	for _, e := range errands {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			a := &account{&visit{T: t, peer: p}, slices.Index(accounts.columns, p), map[string]bool{}, map[string]bool{}}
			for _, row := range e.rows {
				if c := a.cell(row); c.absent != "" {
					if file := find(t, p.published(t), c.absent); file != "" {
						t.Fatalf("%s contains %s: the client may offer it now", file, c.absent)
					}
				}
			}
			if slices.ContainsFunc(e.rows, a.offers) {
				if reason := play(a.visit, row{play: func(v *visit) {
					v.open(e.options)
					e.play(a)
				}}); reason != "" {
					t.Fatal(reason)
				}
			}
			for _, row := range e.rows {
				if a.offers(row) && !(a.done[row] && a.denied[row]) {
					t.Errorf("%s: done %t, refused %t", row, a.done[row], a.denied[row])
				}
			}
			if !t.Failed() {
				for _, row := range e.rows {
					outcomes.set(row, p)
				}
			}
		})
	}
}

func TestAccountsOfCognitoWasm(t *testing.T) { keepsAccounts(t, cognitoWasm) }

func TestAccountsOfAmplify(t *testing.T) { keepsAccounts(t, amplify) }

func TestAccountsOfAmazonCognitoIdentityJS(t *testing.T) { keepsAccounts(t, identityJS) }

func TestAccountsOfPasswordlessAuth(t *testing.T) { keepsAccounts(t, passwordlessAuth) }
