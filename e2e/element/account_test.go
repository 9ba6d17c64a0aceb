package element

import (
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

const (
	taken     = "There is an account with this name already. Sign in, or choose another name."
	expired   = "The code is no longer good. Ask for a new one."
	resetLead = "If there is such an account, a code is on its way. Enter it with a new password."
)

// The account around a sign-in: made, confirmed, its password forgotten.
func TestAccount(t *testing.T) {
	s := newStage(t, provision.User{Name: "alice"}, provision.User{Name: "rita"}, provision.User{Name: "mia", MFA: "SMS_MFA"})
	s.user("legacy", provision.User{Name: "alice"})
	s.user("devices", provision.User{Name: "dora"})
	v := s.visit(t)
	for _, row := range []struct {
		name string
		walk func(t *testing.T)
	}{
		{"sign-up and confirmation, which signs in", func(t *testing.T) {
			if got := v.mount("", object{}); slices.Contains(got.Links, "signUp") {
				t.Error("a sign-up is offered that nobody asked for")
			}
			v.mount("", object{"sign-up": ""})
			got := v.press("signUp").shows(t, "sign-up")
			if quote(got.Fields) != `{"email":"email","new-password":"new-password","username":"username webauthn"}` {
				t.Errorf("got the fields %v", got.Fields)
			}
			v.enter(object{"username": "alice", "new-password": "Local-Cognito-1", "email": "a@example.com"}).wants(t, "sign-up", taken, "username")
			v.enter(object{"username": "zoe", "new-password": "weak", "email": "zoe@example.com"}).wants(t, "sign-up", weak, "new-password")
			got = v.enter(object{"username": "zoe", "new-password": "Local-Cognito-1", "email": "zoe@example.com"}).shows(t, "confirm")
			if got.User != "zoe" || got.Lead != "We sent a code by email to z***@e***." {
				t.Errorf("got %+v", got)
			}
			code := s.lastCode("", "zoe")
			v.enter(object{"code": wrongCode(code)}).wants(t, "confirm", wrongCodeText, "code")
			v.enter(object{"code": code[:3] + " " + code[3:]}).signedIn(t, "zoe")
		}},
		{"a code asked for again, after a wait", func(t *testing.T) {
			v.mount("", object{"sign-up": "", "username": "yara"}, object{"properties": object{"signUpAttributes": []string{"email", "given_name"}}})
			v.press("signUp")
			v.enter(object{"new-password": "Local-Cognito-1", "email": "yara@example.com", "given_name": "Yara"}).shows(t, "confirm")
			first := s.lastCode("", "yara")
			wait := func() string {
				return browser.Eval[string](v.Page, "form().querySelector('[name=resend]').ariaDisabled + ' ' + form().querySelector('[name=resend]').textContent.replace(/[\\u2068\\u2069]/g, '')")
			}
			if got := wait(); got != "true Send a new code in 30 s" {
				t.Errorf("the button says %q", got)
			}
			v.press("resend")
			if s.lastCode("", "yara") != first {
				t.Error("a button that waits has sent a code")
			}
			browser.Eval[any](v.Page, "(ahead = 30_000, until(() => form().querySelector('[name=resend]').ariaDisabled === null && region('status') !== ''))")
			if got := v.look(); got.Status != "You can ask for a new code now." {
				t.Errorf("said %q", got.Status)
			}
			got := v.press("resend").shows(t, "confirm")
			if got.Status != "A new code is on its way. Only the newest one works." || s.lastCode("", "yara") == first {
				t.Errorf("got %+v", got)
			}
			if got := wait(); got != "true Send a new code in 60 s" {
				t.Errorf("the button says %q", got)
			}
			v.enter(object{"code": s.lastCode("", "yara")}).signedIn(t, "yara")
		}},
		{"a second code for a challenge, which begins anew with the same password", func(t *testing.T) {
			v.mount("", object{})
			v.signIn("mia", "").shows(t, "code")
			first := s.lastCode("", "mia")
			browser.Eval[any](v.Page, "(ahead += 30_000, until(() => form().querySelector('[name=resend]').ariaDisabled === null))")
			v.press("resend").shows(t, "code")
			if s.lastCode("", "mia") == first {
				t.Error("no second code came")
			}
			v.enter(object{"code": s.lastCode("", "mia")}).signedIn(t, "mia")
		}},
		{"a sign-in before the confirmation", func(t *testing.T) {
			name, password, email := "xena", provision.Password, "email"
			address := "xena@example.com"
			if _, err := s.pool("").API.SignUp(t.Context(), &cip.SignUpInput{
				ClientId: &s.pool("").ClientID, Username: &name, Password: &password, UserAttributes: attributes(email, address),
			}); err != nil {
				t.Fatal(err)
			}
			v.mount("", object{})
			v.signIn("xena", "").shows(t, "confirm")
			v.enter(object{"code": s.lastCode("", "xena")}).signedIn(t, "xena")
		}},
		{"a forgotten password", func(t *testing.T) {
			v.mount("", object{})
			browser.Eval[any](v.Page, "type({username: 'alice'})")
			v.press("forgot").shows(t, "forgot")
			got := v.enter(object{}).shows(t, "reset")
			if got.User != "alice" || got.Lead != resetLead || quote(got.Fields) != `{"code":"one-time-code","new-password":"new-password"}` {
				t.Errorf("got %+v", got)
			}
			code := s.lastCode("", "alice")
			v.enter(object{"code": wrongCode(code), "new-password": "Another-Passw0rd"}).wants(t, "reset", wrongCodeText, "code")
			v.enter(object{"code": code, "new-password": "weak"}).wants(t, "reset", weak, "new-password")
			got = v.enter(object{"code": code, "new-password": "Another-Passw0rd"})
			got.wants(t, "sign-in", "Your password has been changed. Sign in with the new one.", "")
			v.enter(object{"password": "Another-Passw0rd"}).signedIn(t, "alice")
		}},
		{"a password that an administrator has reset", func(t *testing.T) {
			name := "rita"
			if _, err := s.pool("").API.AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: &s.pool("").ID, Username: &name}); err != nil {
				t.Fatal(err)
			}
			v.mount("", object{})
			got := v.signIn("rita", "").shows(t, "reset")
			if !strings.HasPrefix(got.Lead, "Your password has to be changed.") {
				t.Errorf("the lead is %q", got.Lead)
			}
			v.enter(object{"code": s.lastCode("", "rita"), "new-password": "Another-Passw0rd"})
			v.enter(object{"password": "Another-Passw0rd"}).signedIn(t, "rita")
		}},
		{"nobody learns who has an account", func(t *testing.T) {
			// In this pool Cognito itself tells.
			for _, name := range []string{"alice", "nobody"} {
				v.mount("legacy", object{})
				v.signIn(name, "wrong").wants(t, "sign-in", wrongPassword, "password")
				v.press("forgot")
				got := v.enter(object{"username": name}).shows(t, "reset")
				if got.Lead != resetLead {
					t.Errorf("of %s it says %q", name, got.Lead)
				}
				v.enter(object{"code": "12345678", "new-password": "Another-Passw0rd"}).wants(t, "reset", wrongCodeText, "code")
			}
		}},
		{"a device to remember", func(t *testing.T) {
			v.mount("devices", object{})
			got := v.signIn("dora", "").shows(t, "device")
			if len(got.Heard) != 0 {
				t.Errorf("heard of %v before the answer", got.Heard)
			}
			v.enter(object{}).signedIn(t, "dora")
			devices := browser.Eval[[]string](v.Page, "element.client.listDevices().then(({Devices}) => Devices.map(({DeviceAttributes}) => DeviceAttributes.find(({Name}) => Name === 'dev:device_remembered_status')?.Value))")
			if !slices.Equal(devices, []string{"remembered"}) {
				t.Errorf("got the devices %v, want one that is remembered", devices)
			}
		}},
		{"a name that is an address, and is not asked for twice", func(t *testing.T) {
			v.mount("email", object{"sign-up": "", "login-with": "email"}, object{"properties": object{"signUpAttributes": []string{"email"}}})
			got := v.press("signUp").shows(t, "sign-up")
			if quote(got.Fields) != `{"new-password":"new-password","username":"username webauthn"}` {
				t.Errorf("got the fields %v", got.Fields)
			}
			v.enter(object{"username": "no address", "new-password": "Local-Cognito-1"}).wants(t, "sign-up", "Enter an email address such as name@example.com.", "username")
			v.enter(object{"username": "eve@example.com", "new-password": "Local-Cognito-1"}).shows(t, "confirm")
			got = v.enter(object{"code": s.lastCode("email", "eve@example.com")})
			got.shows(t, "signed-in")
		}},
	} {
		if !t.Run(row.name, func(t *testing.T) { v.t = t; row.walk(t) }) {
			break // the page is in no known state
		}
	}
}
