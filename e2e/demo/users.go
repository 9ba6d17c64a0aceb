package main

import "github.com/cognito-wasm/cognito-wasm/e2e/provision"

// demoUser is somebody to sign in as.
type demoUser struct {
	Username string `json:"username"` // what is typed: a user name or an alias
	Password string `json:"password"`
	Shows    string `json:"shows"` // what the sign-in leads through, in words
}

// demoUsers has one for each challenge, in the order of the page.
var demoUsers = []demoUser{
	{"alice", provision.Password, "the password alone, proven by SRP"},
	{"alice@example.com", provision.Password, "the same by an alias: the proof is over her real name"},
	{"bob", provision.Password, "NEW_PASSWORD_REQUIRED: a temporary password, and an attribute that is missing"},
	{"carol", provision.Password, "SMS_MFA: a code by SMS"},
	{"dave", provision.Password, "EMAIL_OTP: a code by email"},
	{"erin", provision.Password, "SOFTWARE_TOKEN_MFA: a code from an authenticator"},
}
