package localcognito

import (
	"cmp"
	"slices"
	"time"
)

// resetTTL is how long a code of ForgotPassword can be used (developer guide,
// "Quotas": one hour).
const resetTTL = time.Hour

const (
	msgNoRecovery  = "Cannot reset password for the user as there is no registered/verified email or phone_number"
	msgNotInState  = "User password cannot be reset in the current state."
	msgExpiredCode = "Invalid code provided, please request a code again."
	msgCodeWrong   = "Invalid verification code provided, please try again."
)

// accountRecoverySetting is the structure AccountRecoverySettingType.
type accountRecoverySetting struct {
	RecoveryMechanisms []recoveryOption `json:"RecoveryMechanisms,omitzero"`
}

// recoveryOption is the structure RecoveryOptionType.
type recoveryOption struct {
	Name     string `json:"Name" shape:"RecoveryOptionNameType,required"`
	Priority int    `json:"Priority" shape:"PriorityType,required"`
}

const recoveryAdminOnly = "admin_only"

// recoveryWays are the values of Name that reach the user, and the MFA method
// that rules each out (API reference, CreateUserPool).
var recoveryWays = map[string]struct {
	medium medium
	mfa    string
}{
	"verified_email":        {mediumEmail, methodEmail},
	"verified_phone_number": {mediumSMS, methodSMS},
}

// check refuses settings that contradict themselves.
func (s *accountRecoverySetting) check() error {
	if s == nil {
		return nil
	}
	names, priorities := make(map[string]bool), make(map[int]bool)
	for _, o := range s.RecoveryMechanisms {
		names[o.Name], priorities[o.Priority] = true, true
	}
	n := len(s.RecoveryMechanisms)
	if n > 2 || len(names) < n || len(priorities) < n || n > 1 && names[recoveryAdminOnly] {
		return fail(invalidParameter, "AccountRecoverySetting must be admin_only alone, or one or two mechanisms of different names and priorities.")
	}
	return nil
}

// recovery are the ways that the pool has chosen, the first one first; nil if it
// has chosen none.
func (p *pool) recovery() []recoveryOption {
	if p.AccountRecoverySetting == nil {
		return nil
	}
	return slices.SortedFunc(slices.Values(p.AccountRecoverySetting.RecoveryMechanisms), func(a, b recoveryOption) int { return cmp.Compare(a.Priority, b.Priority) })
}

// checkRecovery refuses pools that leave passwords to administrators.
func (p *pool) checkRecovery() error {
	if chosen := p.recovery(); len(chosen) > 0 && chosen[0].Name == recoveryAdminOnly {
		return fail(notAuthorized, "Contact administrator to reset password.")
	}
	return nil
}

// recoveryOrder are the media that the pool resets passwords by: SMS before
// email where it has chosen nothing (API reference, CreateUserPool).
func (p *pool) recoveryOrder() []medium {
	order := []medium{}
	for _, o := range p.recovery() {
		order = append(order, recoveryWays[o.Name].medium)
	}
	if len(order) == 0 {
		return []medium{mediumSMS, mediumEmail}
	}
	return order
}

// recoveryMedium returns where a code to reset u's password goes: to a verified
// address. In a pool that has chosen, the medium of a second factor is none (API
// reference, CreateUserPool).
func (p *pool) recoveryMedium(u *user) (medium, bool) {
	for _, m := range p.recoveryOrder() {
		verified, _ := u.attributes.get(m.attribute + "_verified")
		if verified == "true" && hasAttribute(m.attribute)(u) && !(len(p.recovery()) > 0 && p.isSecondFactor(u, m)) {
			return m, true
		}
	}
	return medium{}, false
}

// isSecondFactor reports whether u gets MFA codes by m.
func (p *pool) isSecondFactor(u *user, m medium) bool {
	for _, way := range recoveryWays {
		if way.medium.name == m.name && p.MfaConfiguration != mfaOff && (u.mfa.enabled[way.mfa] || slices.Contains(p.mfaFor(u), way.mfa)) {
			return true
		}
	}
	return false
}

// sendReset sends u a fresh code that ConfirmForgotPassword takes.
func (c *call) sendReset(p *pool, u *user, m medium) *codeDeliveryDetails {
	u.reset = &sentCode{code: randomString(digits, smsDigits), expires: c.now.Add(resetTTL)}
	c.send(p, u, m, PurposeForgotPassword, u.reset.code)
	to, _ := u.attributes.get(m.attribute)
	return m.details(to)
}

// simulatedReset is the answer to ForgotPassword for a user who gets nothing:
// by SMS to names that are phone numbers, else by the way that the pool prefers,
// if the name leaves that open (developer guide, "Managing user existence error
// responses": the format of the name and the settings of the pool decide).
func (p *pool) simulatedReset(name string) *codeDeliveryDetails {
	m := mediumEmail
	switch order := p.recoveryOrder(); {
	case nameFormats["phone_number"].MatchString(name):
		m = mediumSMS
	case nameFormats["email"].MatchString(name):
	case len(order) == 1:
		m = order[0]
	case slices.Equal(p.AutoVerifiedAttributes, []string{mediumSMS.attribute}):
		m = mediumSMS
	}
	return m.details(m.invent(name))
}

// sentCode is a code that was sent to prove an address.
type sentCode struct {
	code    string
	expires time.Time
}

// check compares a code of the user's. Wrong ones leave the sent one as it is.
func (s *sentCode) check(code string, now time.Time) error {
	if s == nil || !now.Before(s.expires) {
		return fail(expiredCode, msgExpiredCode)
	}
	if !equalSecret(code, s.code) {
		return fail(codeMismatch, msgCodeWrong)
	}
	return nil
}
