package guides

import (
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/devices.md", "TestSessionIsOver", "When the session is over")
}

// The user of a pool that asks agrees, signs in without a code from then on, and
// with one again once the device is forgotten.
func TestDevicesGuide(t *testing.T) {
	t.Parallel()
	v := toAccount(t, "docs/devices.md", testrun.StartPool(t, "", asksForDevices, provision.User{Name: "carol", MFA: "SMS_MFA"}))
	const signIn = `fill({username: 'carol', password: 'Local-Cognito-1'}, 'Sign in')`
	withCode := func() {
		t.Helper()
		v.does(signIn, "Enter the code sent to +")
		code, wrong := v.code("carol")
		v.does(`fill({code: '`+wrong+`'}, 'Sign in')`, "This code is wrong")
		v.does(`fill({code: '`+code+`'}, 'Sign in')`, "Signed in as carol")
	}
	asked := func() bool {
		t.Helper()
		return browser.Eval[bool](v.page, `document.querySelector('p').checkVisibility()`)
	}
	withCode()
	if !asked() {
		t.Error("the page does not ask about the new device")
	}
	v.does(`press('No')`, "The next sign-in here needs a code again")
	v.open()
	withCode()
	v.open()
	browser.Eval[any](v.page, `localStorage.clear()`)
	withCode()
	v.does(`press('Yes, remember it')`, "The next sign-in here needs no code")
	v.open()
	v.does(signIn, "Signed in as carol")
	if asked() {
		t.Error("the page asks about a device that is remembered")
	}
	v.does(`(() => {
		const [item, ...others] = [...document.querySelectorAll('li')].filter((item) => item.textContent.startsWith('this device'));
		document.querySelector('output').value = '';
		if (others.length !== 0) throw new Error('several devices are this one');
		item.querySelector('button').click();
		return until(() => document.querySelector('output').value);
	})()`, "Forgot this device")
	v.open()
	withCode()
}

// asksForDevices is a pool whose users are asked whether a device may take the
// place of a code.
var asksForDevices = provision.Options{
	Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true},
}

// A session that was ended elsewhere is over, and one that was not is not.
func TestSessionIsOver(t *testing.T) {
	t.Parallel()
	cognito := testrun.StartServer(t, localcognito.Options{}, asksForDevices, provision.User{Name: "alice"})
	v := toAccount(t, "docs/devices.md", cognito)
	v.does(`fill({username: 'alice', password: 'Local-Cognito-1'}, 'Sign in')`, "Signed in as alice")
	asked := `(async () => { ` + sectionOf(t, "docs/devices.md", "When the session is over")[0].text + `
		return client.listDevices().then(() => 'signed in', async (error) => (await isOver(error)) ? 'over' : error.code);
	})()`
	v.does(asked, "signed in")
	if _, err := cognito.Pool.API.AdminUserGlobalSignOut(t.Context(), &cip.AdminUserGlobalSignOutInput{
		UserPoolId: &cognito.Pool.ID, Username: new("alice"),
	}); err != nil {
		t.Fatal(err)
	}
	v.does(asked, "over")
}
