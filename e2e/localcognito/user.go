package localcognito

import (
	"time"
)

// Values of UserStatus (API reference, UserType).
const (
	statusUnconfirmed         = "UNCONFIRMED"
	statusConfirmed           = "CONFIRMED"
	statusResetRequired       = "RESET_REQUIRED"
	statusForceChangePassword = "FORCE_CHANGE_PASSWORD"
)

// user is one user of a pool. It holds a verifier instead of a password.
type user struct {
	username   string // what USER_ID_FOR_SRP says; a UUID in pools that sign in by email or phone
	sub        string
	status     string
	enabled    bool
	created    time.Time
	modified   time.Time
	attributes attributes
	credential *credential
	// passwords are the credentials of the last passwords, the present one first.
	passwords []*credential
	// temporaryUntil ends a temporary password; zero for a permanent one.
	temporaryUntil time.Time
	mfa            userMFA
	devices        []*device
	passkeys       []*passkey
	groups         map[string]bool // names of those that the user is in
	registration   *registration   // nil if none was started
	// confirmation is the code that ConfirmSignUp waits for; nil if none.
	confirmation *confirmation
	// reset is the code that ConfirmForgotPassword waits for; nil if none.
	reset *sentCode
	// verifications are the codes that VerifyUserAttribute waits for, by attribute.
	verifications map[string]verification
}

// setPassword replaces the verifier. A temporary password has to be replaced
// by the user at the next sign-in.
func (p *pool) setPassword(u *user, password string, permanent bool, now time.Time) error {
	if err := p.policy.check(password); err != nil {
		return err
	}
	u.credential = newCredential(p.srpName(), u.username, password)
	u.remember(u.credential)
	u.modified = now
	u.status, u.temporaryUntil = statusConfirmed, time.Time{}
	if !permanent {
		u.status = statusForceChangePassword
		u.temporaryUntil = now.Add(time.Duration(p.policy.TemporaryPasswordValidityDays) * 24 * time.Hour)
	}
	p.lockouts.delete(u.username)
	u.reset = nil
	return nil
}

// userOutput is the structure UserType.
type userOutput struct {
	Username             string      `json:"Username"`
	Attributes           []attribute `json:"Attributes"`
	UserCreateDate       epoch       `json:"UserCreateDate"`
	UserLastModifiedDate epoch       `json:"UserLastModifiedDate"`
	Enabled              bool        `json:"Enabled"`
	UserStatus           string      `json:"UserStatus"`
}

func (u *user) output() userOutput {
	return userOutput{u.username, u.attributes, epoch(u.created), epoch(u.modified), u.enabled, u.status}
}
