package localcognito

import (
	"slices"
	"time"
)

// confirmationTTL is how long a sign-up code can be used (developer guide,
// "Quotas": 24 hours).
const confirmationTTL = 24 * time.Hour

// Names of the sessions that chain SignUp, ConfirmSignUp and InitiateAuth.
// They are no challenges: RespondToAuthChallenge does not know them.
const (
	signUpSessionName    = "SignUp"
	confirmedSessionName = "ConfirmSignUp"
)

// confirmation is a code that was sent to prove an address of a new user.
type confirmation struct {
	code    string
	medium  medium
	expires time.Time
}

// otpFactors are the first factors that prove the same as a sign-up code by
// the same medium.
var otpFactors = map[string]string{mediumEmail.name: factorEmail, mediumSMS.name: factorSMS}

// confirmationMedium returns where a sign-up code goes: by SMS, else by
// email, if the pool verifies such addresses and the user has one.
func (p *pool) confirmationMedium(u *user) (medium, bool) {
	for _, m := range []medium{mediumSMS, mediumEmail} {
		if slices.Contains(p.AutoVerifiedAttributes, m.attribute) && hasAttribute(m.attribute)(u) {
			return m, true
		}
	}
	return medium{}, false
}

// sendConfirmation sends a fresh sign-up code. It returns nil if the pool
// verifies no address of the user.
func (c *call) sendConfirmation(p *pool, u *user, purpose string) *codeDeliveryDetails {
	m, ok := p.confirmationMedium(u)
	if !ok {
		return nil
	}
	u.confirmation = &confirmation{randomString(digits, smsDigits), m, c.now.Add(confirmationTTL)}
	c.send(p, u, m, purpose, u.confirmation.code)
	to, _ := u.attributes.get(m.attribute)
	return m.details(to)
}
