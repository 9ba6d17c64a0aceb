package main

import (
	"strings"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// What the element says, in English.
const (
	wrongPassword = "The user name or the password is wrong."
	wrongCode     = "The code is wrong."
	bySMS         = "We sent a code by text message to +*******"
	byEmail       = "We sent a code by email to "
)

// Each user through everything that is asked of them, wrong input first.
func TestSignIn(t *testing.T) {
	useOutbox := func(v tester) {
		v.clicks("Use this code")
		v.submits()
	}
	wrongThen := func(code func(v tester)) func(v tester) {
		return func(v tester) {
			v.enters("code", "000000")
			v.submits()
			v.reads(wrongCode)
			code(v)
		}
	}
	v := visit(t, "")
	v.page.Do(visitor.Renews()) // they may have been through it
	for _, test := range []struct {
		user string
		then func(v tester)
	}{
		{"alice", func(v tester) {}},
		{"alice@example.com", func(v tester) {
			v.reads("Entered was alice@example.com, an alias.")
		}},
		{"bob", func(v tester) {
			v.reads("Choose a new password")
			v.enters("new-password", "weak")
			v.enters("name", "Bob Brandt")
			v.submits()
			v.reads("This password is not strong enough.")
			v.enters("new-password", "Another-Passw0rd")
			v.submits()
		}},
		{"carol", func(v tester) {
			v.reads(bySMS)
			wrongThen(func(v tester) {
				v.page.Do(visitor.Reloads())
				v.reads("Enter the code")
				useOutbox(v)
			})(v)
		}},
		{"dave", func(v tester) {
			v.reads(byEmail + "d***@e***")
			wrongThen(useOutbox)(v)
		}},
		{"erin", func(v tester) {
			v.reads("Open the authenticator app")
			wrongThen(func(v tester) {
				v.usesItsCode("erin")
				v.submits()
			})(v)
		}},
		{"frank", func(v tester) {
			v.reads("Add a second step to your sign-in")
			v.page.Do(visitor.Chooses("SOFTWARE_TOKEN_MFA"))
			v.submits()
			v.reads("Set up an authenticator app")
			v.scans()
			wrongThen(func(v tester) {
				v.usesItsCode("frank")
				v.submits()
			})(v)
		}},
		{"grace", func(v tester) {
			v.reads("Choose how to sign in")
			v.page.Do(visitor.Chooses("EMAIL_OTP"))
			v.submits()
			v.reads(byEmail + "g***@e***")
			wrongThen(useOutbox)(v)
		}},
		{"heidi", func(v tester) {
			v.reads(bySMS)
			wrongThen(useOutbox)(v)
			v.reads("Remember this device?")
			v.clicks("Yes, remember it")
			v.signedIn("heidi")
			v.clicks("Sign out")
			v.signsIn("heidi") // and is asked for no code
		}},
	} {
		t.Log("signing in:", test.user) // for who reads of a failure
		if test.user != "grace" {       // who is asked for no password yet
			v.picks(test.user)
			v.enters("password", "not the password")
			v.submits()
			v.reads(wrongPassword)
		}
		v.signsIn(test.user)
		test.then(v)
		username, _, _ := strings.Cut(test.user, "@")
		v.signedIn(username)
		v.clicks("Sign out")
		v.reads("Forgot your password?")
	}
	v.signsIn("frank") // who has set up an authenticator, and is asked for it from now on
	v.reads("Open your authenticator app")
}

// By keyboard alone: Enter sends, and the focus is where one types, or at what there is to read.
func TestKeyboard(t *testing.T) {
	v := visit(t, "")
	focus := func(want string) {
		t.Helper()
		if !browser.Eval[bool](v.page, "document.activeElement?.matches("+quote(want)+")") {
			t.Errorf("the focus is at %s, want %s", browser.Eval[string](v.page, "document.activeElement.outerHTML.slice(0, 200)"), want)
		}
	}
	v.page.Do(chromedp.Click(chromedp.CSS("[name=username]")), visitor.Tab("alice"), visitor.Types("wrong"))
	v.reads(wrongPassword)
	focus("[name=password]")
	v.enters("password", provision.Password)
	v.submits()
	v.signedIn("alice")
	focus("#account-title")
	v.page.Do(visitor.Presses("Tab"), visitor.Presses("Tab"), visitor.Presses("Tab"), visitor.Presses("ArrowRight"))
	v.reads("Your tokens")
	focus("[role=tab][aria-selected=true]")
	v.page.Do(visitor.Presses("End"))
	v.reads("Your devices")
	v.page.Do(visitor.Presses("ArrowRight"), visitor.Presses("Tab"), visitor.Presses("Tab"))
	v.reads("Your session")
	v.submits() // the button to refresh
	v.reads("The tokens are new.")
}

func TestPasswordAuth(t *testing.T) {
	v := visit(t, "#developers")
	v.page.Do(visitor.Selects("flow", "USER_PASSWORD_AUTH"))
	v.enters("username", "alice")
	v.enters("password", provision.Password)
	v.submits()
	v.signedIn("alice")
	if figures := v.text(".figures"); !strings.Contains(figures, "Yes") {
		t.Errorf("the figures do not say that the password was sent: %s", figures)
	}
}

func TestPasskey(t *testing.T) {
	v := visit(t, "#developers")
	v.page.Do(visitor.HasDevice(), visitor.Renews(), visitor.Selects("flow", "USER_SRP_AUTH"))
	v.enters("username", "grace")
	v.enters("password", provision.Password)
	v.submits()
	v.signedIn("grace")
	v.opens("Passkeys")
	v.clicks("Add a passkey")
	v.reads("This device has a passkey now")
	v.clicks("Sign out")
	v.signsIn("grace")
	v.reads("Choose how to sign in")
	v.page.Do(visitor.Chooses("WEB_AUTHN"))
	v.submits()
	v.signedIn("grace")
	if list := v.listed(); !strings.Contains(list, "Page: the browser asks for the passkey, ") {
		t.Errorf("the passkey is not among the events:\n%s", list)
	}
	if figures := v.text(".figures"); !strings.Contains(figures, "None was used") {
		t.Errorf("the figures do not say that no password was used: %s", figures)
	}
}

// Somebody new signs up, and somebody who has forgotten the password gets another.
func TestSignUp(t *testing.T) {
	pool := running.Config.UserPoolID
	api := provision.Client(running.Config.Endpoint)
	t.Cleanup(func() {
		name := "ivan"
		api.AdminDeleteUser(t.Context(), &cognito.AdminDeleteUserInput{UserPoolId: &pool, Username: &name})
	})
	v := visit(t, "#developers")
	v.clicks("Create an account")
	v.reads("Create your account")
	for field, value := range map[string]string{"username": "ivan", "new-password": "Ivans-Passw0rd", "name": "Ivan Ivarsson", "email": "ivan@example.com"} {
		v.enters(field, value)
	}
	v.submits()
	v.reads("Confirm your account", byEmail+"i***@e***")
	v.enters("code", "000000")
	v.submits()
	v.reads(wrongCode)
	v.clicks("Use this code")
	v.submits()
	v.signedIn("ivan")
	if user := adminGetUser(t, pool, "ivan"); user.UserStatus != types.UserStatusTypeConfirmed || attribute(user, "name") != "Ivan Ivarsson" {
		t.Errorf("the new user is %s, called %q", user.UserStatus, attribute(user, "name"))
	}
	for _, call := range []string{"signUp()", "confirmSignUp()"} {
		if !strings.Contains(strings.Join(v.drawn(), "\n"), call) {
			t.Errorf("the diagram lacks %s", call)
		}
	}

	v.clicks("Sign out", "Forgot your password?")
	v.reads("Reset your password")
	v.enters("username", "ivan")
	v.submits()
	v.reads("Choose a new password")
	v.enters("new-password", "Ivans-0ther-Passw0rd")
	v.clicks("Use this code")
	v.submits()
	v.reads("Your password has been changed.")
	v.enters("username", "ivan")
	v.enters("password", "Ivans-Passw0rd")
	v.submits()
	v.reads(wrongPassword)
	v.enters("password", "Ivans-0ther-Passw0rd")
	v.submits()
	v.signedIn("ivan")
}
