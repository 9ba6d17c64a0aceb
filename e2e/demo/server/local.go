package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// totpPeriod is how long one code of an authenticator lasts (RFC 6238).
const totpPeriod = 30 * time.Second

// local is what the page can show of a local Cognito, and of no real one. It is
// safe for concurrent use.
type local struct {
	outbox *localcognito.Outbox
	pools  *pools

	mu          sync.Mutex
	totpSecrets map[string]string // of authenticators that were added, base32, by user
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
	for i, m := range l.outbox.All("", "") {
		text := texts[m.Purpose]
		messages = append(messages, message{
			ID: i, Time: m.Time, To: m.Destination, User: m.Username, Medium: m.Medium,
			Purpose: text.purpose, Text: fmt.Sprintf(text.format, m.Username, m.Code), Code: m.Code,
		})
	}
	writeJSON(w, messages)
}

// authenticator is what the display of a user's phone says.
type authenticator struct {
	User string `json:"user"`
	Code string `json:"code"` // six digits
	// MillisecondsLeft is how long the code is shown.
	MillisecondsLeft int64 `json:"millisecondsLeft"`
}

func (l *local) serveAuthenticators(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	secrets := maps.Clone(l.pools.totpSecrets)
	maps.Copy(secrets, l.totpSecrets)
	l.mu.Unlock()
	now := time.Now()
	left := now.Truncate(totpPeriod).Add(totpPeriod).Sub(now)
	phones := []authenticator{}
	for _, user := range slices.Sorted(maps.Keys(secrets)) {
		code, err := totp.GenerateCode(secrets[user], now)
		if err != nil {
			http.Error(w, "An authenticator has no secret.", http.StatusInternalServerError)
			return
		}
		phones = append(phones, authenticator{User: user, Code: code, MillisecondsLeft: left.Milliseconds()})
	}
	writeJSON(w, phones)
}

// addAuthenticator puts the secret of a new authenticator into a user's phone.
func (l *local) addAuthenticator(w http.ResponseWriter, r *http.Request) {
	var added struct{ User, Secret string }
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<12)).Decode(&added)
	if err == nil {
		_, err = totp.GenerateCode(added.Secret, time.Now())
	}
	if err != nil || added.User != beginner {
		http.Error(w, "Expected a secret in base32, for "+beginner+".", http.StatusBadRequest)
		return
	}
	l.mu.Lock()
	l.totpSecrets = map[string]string{added.User: added.Secret}
	l.mu.Unlock()
	writeJSON(w, struct{}{})
}

// serveRenewal makes the users new who can be seen at their first sign-in alone.
func (l *local) serveRenewal(w http.ResponseWriter, r *http.Request) {
	if err := l.pools.renew(r.Context()); err != nil {
		http.Error(w, "The users could not be replaced.", http.StatusInternalServerError)
		return
	}
	l.mu.Lock()
	l.totpSecrets = nil
	l.mu.Unlock()
	writeJSON(w, struct{}{})
}
