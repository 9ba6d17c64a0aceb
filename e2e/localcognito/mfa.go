package localcognito

import "slices"

// Values of MfaConfiguration.
const (
	mfaOff      = "OFF"
	mfaOn       = "ON"
	mfaOptional = "OPTIONAL"
)

// The MFA methods are named as their challenges.
const (
	methodSMS      = "SMS_MFA"
	methodSoftware = "SOFTWARE_TOKEN_MFA"
	methodEmail    = "EMAIL_OTP"
)

// mfaMethods is every method, in the order in which Cognito lists them.
var mfaMethods = []mfaMethod{
	{methodSMS, func(p *pool) bool { return p.mfa.SMS != nil }, hasAttribute("phone_number")},
	{methodSoftware, func(p *pool) bool { return p.mfa.SoftwareToken }, func(u *user) bool { return u.mfa.token.verified }},
	{methodEmail, func(p *pool) bool { return p.mfa.Email != nil }, hasAttribute("email")},
	{factorWebAuthn, (*pool).passkeyMFA, hasPasskey},
}

// mfaMethod says where a method is allowed and who can use it.
type mfaMethod struct {
	name    string
	allowed func(*pool) bool
	usable  func(*user) bool
}

func hasAttribute(name string) func(*user) bool {
	return func(u *user) bool {
		_, ok := u.attributes.get(name)
		return ok
	}
}

// poolMFA is what SetUserPoolMfaConfig sets; a method that is not configured
// is not used.
type poolMFA struct {
	SMS           *smsConfiguration
	SMSMessage    string
	SoftwareToken bool
	Email         *emailMFAConfiguration
	WebAuthn      *webAuthnConfiguration
}

// userMFA is a user's own choice.
type userMFA struct {
	enabled   map[string]bool
	preferred string
	token     softwareToken
}

// settings returns UserMFASettingList.
func (m userMFA) settings() []string {
	var list []string
	for _, method := range mfaMethods {
		if m.enabled[method.name] {
			list = append(list, method.name)
		}
	}
	return list
}

// mfaFor returns the methods that u must choose one of after the password:
// none, the preferred one, or all that are enabled. Where the pool requires
// MFA and the user has chosen nothing, a phone number makes it SMS, as in
// Cognito.
func (p *pool) mfaFor(u *user) []string {
	if p.MfaConfiguration == mfaOff {
		return nil
	}
	var usable []string
	for _, m := range mfaMethods {
		if u.mfa.enabled[m.name] && m.allowed(p) && m.usable(u) {
			usable = append(usable, m.name)
		}
	}
	if slices.Contains(usable, u.mfa.preferred) {
		return []string{u.mfa.preferred}
	}
	if sms := mfaMethods[0]; len(usable) == 0 && p.MfaConfiguration == mfaOn && sms.allowed(p) && sms.usable(u) {
		return []string{methodSMS}
	}
	return usable
}

// mfaSetting is SMSMfaSettingsType and its siblings.
type mfaSetting struct {
	Enabled      bool `json:"Enabled"`
	PreferredMfa bool `json:"PreferredMfa"`
}

// mfaPreference is the part that SetUserMFAPreference and its admin form have
// in common. A member that is absent leaves its method as it is.
type mfaPreference struct {
	SMS           *mfaSetting `json:"SMSMfaSettings"`
	SoftwareToken *mfaSetting `json:"SoftwareTokenMfaSettings"`
	Email         *mfaSetting `json:"EmailMfaSettings"`
	WebAuthn      *mfaSetting `json:"WebAuthnMfaSettings"` // has no PreferredMfa
}

// setPreference applies all settings or none.
func (p *pool) setPreference(u *user, want mfaPreference) error {
	settings := map[string]*mfaSetting{methodSMS: want.SMS, methodSoftware: want.SoftwareToken, methodEmail: want.Email, factorWebAuthn: want.WebAuthn}
	next := userMFA{enabled: make(map[string]bool), preferred: u.mfa.preferred, token: u.mfa.token}
	preferred := 0
	for _, m := range mfaMethods {
		set := settings[m.name]
		if set == nil {
			next.enabled[m.name] = u.mfa.enabled[m.name]
			continue
		}
		if set.PreferredMfa && !set.Enabled {
			return fail(invalidParameter, "Invalid parameter: %s cannot be preferred without being enabled", m.name)
		}
		if set.Enabled && !(m.allowed(p) && m.usable(u)) {
			return fail(invalidParameter, "User does not have delivery config set to turn on %s", m.name)
		}
		next.enabled[m.name] = set.Enabled
		if set.PreferredMfa {
			next.preferred = m.name
			preferred++
		} else if next.preferred == m.name {
			next.preferred = ""
		}
	}
	if preferred > 1 {
		return fail(invalidParameter, "Invalid parameter: only one MFA method can be preferred")
	}
	if list := next.settings(); len(list) == 1 && list[0] == factorWebAuthn {
		return fail(invalidParameter, "WEB_AUTHN as MFA needs another MFA method beside it")
	}
	u.mfa = next
	return nil
}
