package localcognito

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// passwordPolicy is the structure PasswordPolicyType.
type passwordPolicy struct {
	MinimumLength                 *int `json:"MinimumLength,omitzero" shape:"PasswordPolicyMinLengthType"`
	PasswordHistorySize           *int `json:"PasswordHistorySize,omitzero" shape:"PasswordHistorySizeType"`
	RequireUppercase              bool `json:"RequireUppercase"`
	RequireLowercase              bool `json:"RequireLowercase"`
	RequireNumbers                bool `json:"RequireNumbers"`
	RequireSymbols                bool `json:"RequireSymbols"`
	TemporaryPasswordValidityDays int  `json:"TemporaryPasswordValidityDays" shape:"TemporaryPasswordValidityDays"`
}

// defaultPasswordPolicy is that of a pool created without one.
var defaultPasswordPolicy = passwordPolicy{
	MinimumLength:                 new(8),
	RequireUppercase:              true,
	RequireLowercase:              true,
	RequireNumbers:                true,
	RequireSymbols:                true,
	TemporaryPasswordValidityDays: 7,
}

func (p passwordPolicy) withDefaults() passwordPolicy {
	if p.MinimumLength == nil {
		p.MinimumLength = defaultPasswordPolicy.MinimumLength
	}
	if p.PasswordHistorySize != nil && *p.PasswordHistorySize == 0 {
		p.PasswordHistorySize = nil // DescribeUserPool does not show it then (API reference)
	}
	if p.TemporaryPasswordValidityDays == 0 {
		p.TemporaryPasswordValidityDays = defaultPasswordPolicy.TemporaryPasswordValidityDays
	}
	return p
}

// characterClass is a kind of character that a policy can require.
type characterClass struct {
	demanded func(passwordPolicy) bool
	members  string
	inside   string // what counts too, but not at the beginning and the end
	missing  string
}

// The symbols are those of the developer guide, "Adding user pool password
// requirements", where a space is one that does not lead or trail.
var characterClasses = []characterClass{
	{func(p passwordPolicy) bool { return p.RequireLowercase }, "abcdefghijklmnopqrstuvwxyz", "", "Password must have lowercase characters"},
	{func(p passwordPolicy) bool { return p.RequireUppercase }, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "", "Password must have uppercase characters"},
	{func(p passwordPolicy) bool { return p.RequireNumbers }, digits, "", "Password must have numeric characters"},
	{func(p passwordPolicy) bool { return p.RequireSymbols }, "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-", " ", "Password must have symbol characters"},
}

// check returns InvalidPasswordException for a password below the policy.
func (p passwordPolicy) check(password string) error {
	const prefix = "Password did not conform with policy: "
	if utf8.RuneCountInString(password) < *p.MinimumLength {
		return fail(invalidPassword, prefix+"Password not long enough")
	}
	for _, class := range characterClasses {
		if class.demanded(p) && !strings.ContainsAny(strings.Trim(password, " "), class.members+class.inside) {
			return fail(invalidPassword, "%s", prefix+class.missing)
		}
	}
	return nil
}

// generate returns a random password that conforms to any policy of the same
// minimum length: a character of each class and 128 bits beyond.
func (p passwordPolicy) generate() string {
	var b strings.Builder
	for _, class := range characterClasses {
		b.WriteString(randomString(class.members, 1))
	}
	b.WriteString(randomString(alphanumeric, max(22, *p.MinimumLength)))
	password := []byte(b.String())
	// The order is no secret, the characters are.
	rand.Shuffle(len(password), func(i, j int) { password[i], password[j] = password[j], password[i] })
	return string(password)
}
