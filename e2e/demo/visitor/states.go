package visitor

import (
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// State is something that the page can show.
type State struct {
	// Name of the state, fit for a file.
	Name string
	// Fragment of the page's address.
	Fragment string
	// Part is the CSS selector of what a picture of the state shows; the whole
	// page if empty.
	Part string
	// Follows tells that the state is reached from the one before it in [States].
	Follows bool
	// reach leads there from the first form, or from the state before.
	reach []Act
}

// Reach leads to the state; from the page at url, which it opens, unless it
// follows.
func (s State) Reach(url string) Act {
	if s.Follows {
		return chromedp.Steps(s.reach...)
	}
	return chromedp.Steps(append([]Act{Open(url, s.Fragment)}, s.reach...)...)
}

// signsIn fills in a user and sends the form.
func signsIn(user string) Act { return chromedp.Steps(Picks(user), Submits()) }

// withCode signs carol in, by a code that is right.
var withCode = []Act{signsIn("carol"), Reads("We sent a code by text message"), Clicks("Use this code"), Submits(), Reads("Signed in as carol")}

// withPasskey makes one for grace, who is signed in then.
var withPasskey = []Act{
	HasDevice(), Renews(), Picks("grace"), Selects("flow", "USER_SRP_AUTH"), Sees(".cognito-input[name=password]"),
	Enters("username", "grace"), Enters("password", provision.Password), Submits(),
	Reads("Signed in as grace"), Opens("Passkeys"), Reads("You have no passkey yet"), Clicks("Add a passkey"), Reads("This device has a passkey now"),
}

// withDevice signs heidi in from a device that she has remembered.
var withDevice = []Act{
	Renews(), signsIn("heidi"), Reads("We sent a code by text message"), Clicks("Use this code"), Submits(), Reads("Remember this device?"),
}

// States are all states of the page, in the order in which one meets them.
var States = []State{
	{Name: "start"},
	{Name: "arabic", Follows: true, reach: []Act{Selects("language", "ar"), Sees("form[dir=rtl]")}},
	{Name: "sign-up", Follows: true, reach: []Act{Selects("language", "en"), Clicks("Create an account"), Reads("Create your account")}},
	{Name: "wrong-password", reach: []Act{Enters("username", "alice"), Enters("password", "not her password"), Submits(), Reads("The user name or the password is wrong")}},
	{Name: "code", reach: []Act{signsIn("carol"), Reads("We sent a code by text message"), Sees(".message button[aria-label*='to carol']")}},
	{Name: "mfa-setup", reach: []Act{
		Renews(), signsIn("frank"), Chooses("SOFTWARE_TOKEN_MFA"), Clicks("Continue"), Reads("Set up an authenticator app"), Clicks("Scan the QR code"), Sees("[aria-label='frank’s authenticator'] button:enabled"),
	}},
	{Name: "new-password", reach: []Act{Renews(), signsIn("bob"), Reads("Choose a new password")}},
	{Name: "passkeys", reach: withPasskey},
	{Name: "choice", Follows: true, reach: []Act{Clicks("Sign out"), Picks("grace"), Submits(), Reads("Choose how to sign in")}},
	{Name: "device", reach: withDevice},
	{Name: "devices", Follows: true, reach: []Act{Clicks("Yes, remember it"), Reads("Signed in as heidi"), Opens("Devices"), Reads("this device")}},
	{Name: "signed-in", reach: withCode},
	{Name: "tokens", Follows: true, reach: []Act{Opens("Tokens"), Reads("Refresh token")}},
	{Name: "profile", Follows: true, reach: []Act{
		Opens("Profile"), Reads("Your profile"), Enters("phone_number", "+12025550177"), Clicks("Save"), Reads("not verified"), Clicks("Send a code"), Reads("Code sent to"),
	}},
	{Name: "second-factors", Follows: true, reach: []Act{Opens("Second factors"), Reads("Authenticator app")}},
	{Name: "authenticator", Follows: true, reach: []Act{
		Clicks("Set up"), Reads("Scan the picture"), Clicks("Scan the QR code"), Sees("[aria-label='carol’s authenticator'] button:enabled"),
	}},
	{Name: "no-passkeys", Follows: true, reach: []Act{Opens("Passkeys"), Reads("You have no passkey yet")}},
	{Name: "no-devices", Follows: true, reach: []Act{Opens("Devices"), Reads("No device of yours is known")}},
	{Name: "developers", Part: "#wire", Fragment: "#developers", reach: withCode},
}
