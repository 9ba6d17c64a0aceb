package localcognito

import "strings"

// Message purposes are the trigger sources of Cognito's custom message Lambda
// (developer guide, "Custom message Lambda trigger").
const (
	PurposeAdminCreateUser = "CustomMessage_AdminCreateUser"
	PurposeAuthentication  = "CustomMessage_Authentication"
	PurposeForgotPassword  = "CustomMessage_ForgotPassword"
)

// Code lengths in digits. SMS codes have six digits in Cognito; eight were
// observed for email codes as first factor, and are assumed for MFA.
const (
	smsDigits   = 6
	emailDigits = 8
)

// medium is a way to reach a user.
type medium struct {
	name      string // value of CODE_DELIVERY_DELIVERY_MEDIUM
	attribute string
	digits    int
	mask      func(string) string
}

var (
	mediumSMS   = medium{"SMS", "phone_number", smsDigits, maskPhone}
	mediumEmail = medium{"EMAIL", "email", emailDigits, maskEmail}
)

// maskPhone hides all digits but the last four: "+*******1234".
func maskPhone(s string) string {
	number := strings.TrimPrefix(s, "+")
	shown := number[max(0, len(number)-4):]
	return "+" + strings.Repeat("*", len(number)-len(shown)) + shown
}

// maskEmail shows the first letters of both parts: "t***@e***".
func maskEmail(s string) string {
	local, domain, _ := strings.Cut(s, "@")
	return firstRune(local) + "***@" + firstRune(domain) + "***"
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// send puts a message for u into the outbox.
func (c *call) send(p *pool, u *user, m medium, purpose, code string) {
	to, _ := u.attributes.get(m.attribute)
	c.s.outbox.add(Message{
		Time: c.now, Pool: p.id, Username: u.username, Medium: m.name,
		Destination: to, Purpose: purpose, Code: code,
	})
}
