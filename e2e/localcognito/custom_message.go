package localcognito

import (
	"cmp"
	"maps"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// The placeholders of messages. The one for names is in invitations alone.
const (
	codePlaceholder = "{####}"
	namePlaceholder = "{username}"
)

// messageText is what a message says, with placeholders. An SMS has no subject.
type messageText struct{ subject, email, sms string }

var (
	defaultText    = messageText{"Your verification code", "Your confirmation code is {####}", "Your confirmation code is {####}"}
	invitationText = messageText{"Your temporary password", "Your username is {username} and temporary password is {####}", "Your username is {username} and temporary password is {####}"}
)

// messageText is what the pool says where no trigger does. MFA messages can be set,
// by SetUserPoolMfaConfig.
func (p *pool) messageText(purpose string) messageText {
	text := defaultText
	switch purpose {
	case PurposeAdminCreateUser:
		text = invitationText
	case PurposeAuthentication:
		text.sms = cmp.Or(p.mfa.SMSMessage, text.sms)
		if p.mfa.Email != nil {
			text.subject, text.email = cmp.Or(p.mfa.Email.Subject, text.subject), cmp.Or(p.mfa.Email.Message, text.email)
		}
	}
	return text
}

// customMessage is messageText after the trigger has had its say. Its members that the
// trigger leaves empty stay as they are.
func (c *call) customMessage(p *pool, u *user, purpose string) (messageText, error) {
	text := p.messageText(purpose)
	t := p.triggers.CustomMessage
	if t == nil {
		return text, nil
	}
	event := events.CognitoEventUserPoolsCustomMessage{CognitoEventUserPoolsHeader: p.header(c.s.clients[c.said.ClientID], u.username, purpose)}
	event.Request.UserAttributes = make(map[string]any)
	for name, value := range u.eventAttributes() {
		event.Request.UserAttributes[name] = value
	}
	event.Request.ClientMetadata = maps.Clone(c.said.ClientMetadata)
	event.Request.CodeParameter = codePlaceholder
	if purpose == PurposeAdminCreateUser {
		event.Request.UsernameParameter = namePlaceholder
	}
	event, err := invoke(c, "CustomMessage", t, event)
	if err != nil {
		return text, err
	}
	r := event.Response
	for _, message := range []string{r.EmailMessage, r.SMSMessage} {
		if message == "" {
			continue
		}
		if !strings.Contains(message, codePlaceholder) || purpose == PurposeAdminCreateUser && !strings.Contains(message, namePlaceholder) {
			return text, fail(invalidLambdaResponse, "CustomMessage gave a message without its placeholders.")
		}
	}
	return messageText{cmp.Or(r.EmailSubject, text.subject), cmp.Or(r.EmailMessage, text.email), cmp.Or(r.SMSMessage, text.sms)}, nil
}

// fill puts the code and the user name into a message by m.
func (t messageText) fill(m medium, purpose, username, code string) (subject, text string) {
	subject, text = t.subject, t.email
	if m.name == mediumSMS.name {
		subject, text = "", t.sms
	}
	replace := []string{codePlaceholder, code}
	if purpose == PurposeAdminCreateUser {
		replace = append(replace, namePlaceholder, username)
	}
	return subject, strings.NewReplacer(replace...).Replace(text)
}
