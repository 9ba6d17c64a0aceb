package visitor

import "github.com/chromedp/chromedp"

// State is something that the page can show.
type State struct {
	// Name of the state, fit for a file.
	Name string
	// Fragment of the page's address.
	Fragment string
	// Part is the CSS selector of what a picture of the state shows; the whole
	// page if empty.
	Part string
	// reach leads there from the first form.
	reach []Act
}

// Reach opens the page at url and leads to the state.
func (s State) Reach(url string) Act {
	return chromedp.Steps(append([]Act{Open(url, s.Fragment)}, s.reach...)...)
}

// passkey leads to the challenge for a user who has just made one.
var passkey = []Act{
	HasDevice(), Renews(),
	Clicks("grace"), Chooses("USER_SRP_AUTH"), Clicks("Sign in"), Reads("Signed in as grace"),
	Clicks("Add a passkey"), Reads("This device has a passkey now"),
	Clicks("Sign out"), Reads("ready in a Web Worker"),
	Clicks("grace"), Clicks("Sign in"), Reads("Choose how to sign in"),
	Chooses("WEB_AUTHN"), Clicks("Go on"), Reads("Use your passkey"),
}

// withCode signs carol in, by a code that is right.
var withCode = []Act{
	Clicks("carol"), Clicks("Sign in"), Reads("Cognito sent a code by SMS"), Clicks("Use this code"), Clicks("Confirm"), Reads("Signed in as carol"),
}

// States are all states of the page, in the order in which one meets them.
var States = []State{
	{Name: "start"},
	{Name: "wrong-password", reach: []Act{Tab("alice"), Types("not her password"), Reads("NotAuthorizedException")}},
	{Name: "code", reach: []Act{Clicks("carol"), Clicks("Sign in"), Reads("Cognito sent a code by SMS"), Sees(".message button[aria-label*='to carol']")}},
	{Name: "mfa-setup", reach: []Act{
		Renews(), Clicks("frank"), Clicks("Sign in"), Reads("Set up a second factor"), Sees(".secret output"),
		Clicks("Put it into frank’s phone"), Sees("[aria-label='frank’s authenticator'] button:enabled"),
	}},
	{Name: "new-password", reach: []Act{Renews(), Clicks("bob"), Clicks("Sign in"), Reads("Choose a new password")}},
	{Name: "choice", reach: []Act{Clicks("grace"), Clicks("Sign in"), Reads("Choose how to sign in")}},
	{Name: "passkey", reach: passkey},
	{Name: "signed-in", reach: withCode},
	{Name: "developers", Fragment: "#developers", Part: "#wire", reach: withCode},
}
