package localcognito

import "slices"

// The first factors of USER_AUTH (AuthFactorType, and PASSWORD_SRP, which is
// the other way to prove a password).
const (
	factorPassword    = "PASSWORD"
	factorPasswordSRP = "PASSWORD_SRP"
	factorEmail       = "EMAIL_OTP"
	factorSMS         = "SMS_OTP"
	factorWebAuthn    = "WEB_AUTHN"
)

// firstFactor is a value of PREFERRED_CHALLENGE, and of ANSWER in
// SELECT_CHALLENGE.
type firstFactor struct {
	name    string
	allowBy string // value of AllowedFirstAuthFactors
	// usable reports whether the user has what it takes.
	usable func(*user) bool
	// choose begins the factor with the parameters that came with the choice.
	choose func(*call, *login, map[string]string) error
}

// firstFactors is every factor, in the order of AvailableChallenges in the
// documentation's examples.
var firstFactors = []firstFactor{
	{factorPasswordSRP, factorPassword, hasPassword, choosePasswordSRP},
	{factorPassword, factorPassword, hasPassword, choosePassword},
	{factorEmail, factorEmail, hasAttribute("email"), chooseChallenge(factorEmail)},
	{factorSMS, factorSMS, hasAttribute("phone_number"), chooseChallenge(factorSMS)},
	{factorWebAuthn, factorWebAuthn, hasPasskey, chooseChallenge(factorWebAuthn)},
}

func hasPassword(u *user) bool { return u.credential != nil }

// choosePassword proves the password that came with the choice.
func choosePassword(c *call, l *login, params map[string]string) error {
	if err := requireParameters(params, "PASSWORD"); err != nil {
		return err
	}
	return c.checkPassword(l, params["PASSWORD"])
}

// choosePasswordSRP has PASSWORD_VERIFIER posed for the SRP_A that came with
// the choice.
func choosePasswordSRP(_ *call, l *login, params map[string]string) error {
	if err := requireParameters(params, "SRP_A"); err != nil {
		return err
	}
	A, err := parseSRPA(params["SRP_A"])
	if err != nil {
		return err
	}
	l.srpA, l.chosen = A, passwordVerifierName
	return nil
}

// chooseChallenge has a challenge posed that needs nothing from the choice.
func chooseChallenge(name string) func(*call, *login, map[string]string) error {
	return func(_ *call, l *login, _ map[string]string) error {
		if l.user != nil && !l.user.enabled {
			return fail(notAuthorized, msgUserDisabled)
		}
		l.chosen = name
		return nil
	}
}

// allowedFirstFactors is AllowedFirstAuthFactors; passwords alone unless set.
func (p *pool) allowedFirstFactors() []string {
	if p.Policies == nil || p.Policies.SignInPolicy == nil || len(p.Policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		return []string{factorPassword}
	}
	return p.Policies.SignInPolicy.AllowedFirstAuthFactors
}

// availableFactors is AvailableChallenges of a sign-in: what the pool allows
// and the user has. Who has to change a password, or uses MFA, can begin with
// the password alone. A user who does not exist seems to have everything but
// a passkey.
func (p *pool) availableFactors(u *user) []string {
	names := []string{}
	for _, f := range firstFactors {
		switch {
		case !slices.Contains(p.allowedFirstFactors(), f.allowBy):
		case u == nil && f.name == factorWebAuthn:
		case u != nil && !f.usable(u):
		case f.allowBy != factorPassword && !p.passwordless(u, f.name):
		default:
			names = append(names, f.name)
		}
	}
	return names
}

// passwordless reports whether u may begin with a factor other than the
// password (developer guide, "Authentication flows", on passwordless sign-in
// and MFA).
func (p *pool) passwordless(u *user, factor string) bool {
	switch {
	case u != nil && u.status == statusForceChangePassword:
		return false
	case p.MfaConfiguration == mfaOff:
		return true
	case factor == factorWebAuthn && u != nil && p.passkeyMFA() && u.mfa.enabled[factorWebAuthn]:
		return true
	case p.MfaConfiguration == mfaOn:
		return false
	default:
		return u == nil || len(p.mfaFor(u)) == 0
	}
}

// findFactor returns the factor of a name, if the sign-in has it.
func findFactor(available []string, name string) (firstFactor, bool) {
	i := slices.IndexFunc(firstFactors, func(f firstFactor) bool { return f.name == name })
	if i < 0 || !slices.Contains(available, name) {
		return firstFactor{}, false
	}
	return firstFactors[i], true
}
