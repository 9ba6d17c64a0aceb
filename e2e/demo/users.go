package main

// password is that of every demo user. It is no secret: it is printed, and
// guards nothing.
const password = "Local-Cognito-1"

// demoUser is somebody to sign in as.
type demoUser struct {
	Username string `json:"username"` // what is typed: a user name or an alias
	Password string `json:"password"`
	Shows    string `json:"shows"` // what the sign-in leads through, in words
}

// demoUsers has one for each challenge, in the order of the page.
var demoUsers = []demoUser{
	{"alice", password, "the password alone, proven by SRP"},
	{"alice@example.com", password, "the same by an alias: the proof is over her real name"},
	{"bob", password, "NEW_PASSWORD_REQUIRED: a temporary password, and an attribute that is missing"},
	{"carol", password, "SMS_MFA: a code by SMS"},
	{"dave", password, "EMAIL_OTP: a code by email"},
	{"erin", password, "SOFTWARE_TOKEN_MFA: a code from an authenticator"},
}
