package server

import "github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"

// User is somebody to sign in as.
type User struct {
	Username string `json:"username"` // what is typed: a user name or an alias
	Password string `json:"password"`
	Shows    string `json:"shows"`          // what the sign-in leads through, in words
	Flow     string `json:"flow,omitempty"` // AuthFlow; USER_SRP_AUTH if empty
	// Pool is that of the user, where it is not the page's own.
	Pool *PoolIDs `json:"pool,omitempty"`
}

// TemporaryPassword is what bob is invited with. It guards nothing.
const TemporaryPassword = "Temporary-Passw0rd"

// users has one for each challenge, in the order of the page.
func (p *pools) users() []User {
	strict, tracking := idsOf(p.strict), idsOf(p.tracking)
	return []User{
		{Username: "alice", Password: provision.Password, Shows: "the password alone, proven by SRP"},
		{Username: "alice@example.com", Password: provision.Password, Shows: "the same by an alias"},
		{Username: invited, Password: TemporaryPassword, Shows: "NEW_PASSWORD_REQUIRED: an invitation"},
		{Username: "carol", Password: provision.Password, Shows: "SMS_MFA: a code by SMS"},
		{Username: "dave", Password: provision.Password, Shows: "EMAIL_OTP: a code by email"},
		{Username: "erin", Password: provision.Password, Shows: "SOFTWARE_TOKEN_MFA: an authenticator"},
		{Username: beginner, Password: provision.Password, Shows: "MFA_SETUP: has to set up a second factor", Pool: &strict},
		{Username: chooser, Password: provision.Password, Shows: "SELECT_CHALLENGE: password, code, passkey", Flow: "USER_AUTH"},
		{Username: roamer, Password: provision.Password, Shows: "DEVICE_SRP_AUTH: a remembered device", Pool: &tracking},
	}
}
