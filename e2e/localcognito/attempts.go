package localcognito

import "time"

// attemptsWindow is the time that attempts are counted in.
const attemptsWindow = time.Hour

// Attempts per user and hour (developer guide, "Quotas"). For passwords 5 to 20
// are documented, by risk; there is no risk here, and the least is taken.
var attemptLimits = map[string]int{
	"ForgotPassword":                   5,
	"ConfirmForgotPassword":            5,
	"GetUserAttributeVerificationCode": 5,
	"VerifyUserAttribute":              15,
}

// attemptsKey is an operation and the user name, existing or not.
type attemptsKey struct{ operation, name string }

// attempts counts the calls of an hour, which begins with the first of them.
type attempts struct {
	n     int
	until time.Time
}

// attempt counts a call, or refuses it as one too many. Refused ones do not count.
func (p *pool) attempt(operation, name string, now time.Time) error {
	key := attemptsKey{operation, p.canonical(name)}
	a, ok := p.attempts.get(key)
	if !ok || !now.Before(a.until) {
		a = &attempts{until: now.Add(attemptsWindow)}
		p.attempts.put(key, a, a.until, now)
	}
	if a.n >= attemptLimits[operation] {
		return fail(limitExceeded, "Attempt limit exceeded, please try after some time.")
	}
	a.n++
	return nil
}

// forgetAttempts lets a user try again who has succeeded.
func (p *pool) forgetAttempts(operation, name string) {
	p.attempts.delete(attemptsKey{operation, p.canonical(name)})
}
