package localcognito

import (
	"fmt"
	"strings"
)

// Message purposes are the trigger sources of Cognito's custom message Lambda
// (developer guide, "Custom message Lambda trigger").
const (
	PurposeAdminCreateUser     = "CustomMessage_AdminCreateUser"
	PurposeAuthentication      = "CustomMessage_Authentication"
	PurposeSignUp              = "CustomMessage_SignUp"
	PurposeResendCode          = "CustomMessage_ResendCode"
	PurposeForgotPassword      = "CustomMessage_ForgotPassword"
	PurposeUpdateUserAttribute = "CustomMessage_UpdateUserAttribute"
	PurposeVerifyUserAttribute = "CustomMessage_VerifyUserAttribute"
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
	// invent makes up an address for a user who does not exist.
	invent func(username string) string
}

var (
	mediumSMS   = medium{"SMS", "phone_number", smsDigits, maskPhone, inventPhone}
	mediumEmail = medium{"EMAIL", "email", emailDigits, maskEmail, inventEmail}
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

// inventEmail returns the name itself if it is an address.
func inventEmail(username string) string {
	if strings.Contains(username, "@") {
		return username
	}
	return username + "@example.com"
}

// inventPhone returns the name itself if it is a number, else it derives four
// digits from it, so that they stay the same.
func inventPhone(username string) string {
	if nameFormats["phone_number"].MatchString(username) {
		return username
	}
	var sum uint32
	for _, r := range username {
		sum = sum*31 + uint32(r)
	}
	return fmt.Sprintf("+1202555%04d", sum%10000)
}

// codeDeliveryDetails is the structure CodeDeliveryDetailsType.
type codeDeliveryDetails struct {
	Destination    string `json:"Destination"` // masked
	DeliveryMedium string `json:"DeliveryMedium"`
	AttributeName  string `json:"AttributeName"`
}

func (m medium) details(to string) *codeDeliveryDetails {
	return &codeDeliveryDetails{m.mask(to), m.name, m.attribute}
}

// send puts a message for u into the outbox.
func (c *call) send(p *pool, u *user, m medium, purpose, code string) {
	to, _ := u.attributes.get(m.attribute)
	c.sendTo(p, u, m, to, purpose, code)
}

// sendTo sends to an address that is not the user's yet. Where the CustomMessage
// trigger fails nothing is sent, and so does the call in the end.
func (c *call) sendTo(p *pool, u *user, m medium, to, purpose, code string) {
	message, err := c.customMessage(p, u, purpose)
	if err != nil {
		c.undelivered = err
		return
	}
	subject, text := message.fill(m, purpose, u.username, code)
	c.s.outbox.add(Message{
		Time: c.now, Pool: p.id, Username: u.username, Medium: m.name,
		Destination: to, Purpose: purpose, Code: code, Subject: subject, Text: text,
	})
}
