package main

import (
	"fmt"
	"net/http"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// totpPeriod is how long one code of an authenticator lasts (RFC 6238).
const totpPeriod = 30 * time.Second

// local is what the page can show of a local Cognito, and of no real one.
type local struct {
	outbox     *localcognito.Outbox
	pool       *provision.Pool
	totpSecret string // of the authenticator, base32
}

// message is a [localcognito.Message] as it would look in an inbox.
type message struct {
	ID      int       `json:"id"` // position in the outbox, from 0
	Time    time.Time `json:"time"`
	To      string    `json:"to"`      // phone number or email address
	User    string    `json:"user"`    // user name
	Medium  string    `json:"medium"`  // SMS or EMAIL
	Purpose string    `json:"purpose"` // code, or password for an invitation
	Text    string    `json:"text"`
	Code    string    `json:"code"` // the code or the temporary password
}

// texts are Cognito's default messages, by purpose.
var texts = map[string]struct{ purpose, format string }{
	localcognito.PurposeAuthentication:  {"code", "Your authentication code is %[2]s."},
	localcognito.PurposeAdminCreateUser: {"password", "Your username is %[1]s and temporary password is %[2]s"},
}

func (l *local) serveOutbox(w http.ResponseWriter, r *http.Request) {
	messages := []message{}
	for i, m := range l.outbox.All(l.pool.ID, "") {
		text := texts[m.Purpose]
		messages = append(messages, message{
			ID: i, Time: m.Time, To: m.Destination, User: m.Username, Medium: m.Medium,
			Purpose: text.purpose, Text: fmt.Sprintf(text.format, m.Username, m.Code), Code: m.Code,
		})
	}
	writeJSON(w, messages)
}

// authenticator is what the display of erin's phone says.
type authenticator struct {
	User string `json:"user"`
	Code string `json:"code"` // six digits
	// MillisecondsLeft is how long the code is shown.
	MillisecondsLeft int64 `json:"millisecondsLeft"`
}

func (l *local) serveAuthenticator(w http.ResponseWriter, r *http.Request) {
	now := time.Now()
	code, err := totp.GenerateCode(l.totpSecret, now)
	if err != nil {
		http.Error(w, "The authenticator has no secret.", http.StatusInternalServerError)
		return
	}
	left := now.Truncate(totpPeriod).Add(totpPeriod).Sub(now)
	writeJSON(w, authenticator{User: authenticatorOwner, Code: code, MillisecondsLeft: left.Milliseconds()})
}

// serveInvitation gives bob a new account.
func (l *local) serveInvitation(w http.ResponseWriter, r *http.Request) {
	if err := invite(r.Context(), l.pool); err != nil {
		http.Error(w, "The invitation failed.", http.StatusInternalServerError)
		return
	}
	writeJSON(w, struct{}{})
}
