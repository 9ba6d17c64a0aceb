package server

import (
	"context"
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
	totpSecrets map[string]string // of the authenticators on the users' phones, base32, by user
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
	localcognito.PurposeAuthentication:      {"code", "Your authentication code is %[2]s."},
	localcognito.PurposeSignUp:              {"code", "Your verification code is %[2]s."},
	localcognito.PurposeResendCode:          {"code", "Your verification code is %[2]s."},
	localcognito.PurposeForgotPassword:      {"code", "Your password reset code is %[2]s."},
	localcognito.PurposeUpdateUserAttribute: {"code", "Your verification code is %[2]s."},
	localcognito.PurposeVerifyUserAttribute: {"code", "Your verification code is %[2]s."},
	localcognito.PurposeAdminCreateUser:     {"password", "Your username is %[1]s and temporary password is %[2]s"},
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
	secrets := maps.Clone(l.totpSecrets)
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
	if err != nil || added.User == "" {
		http.Error(w, "Expected a user, and a secret in base32.", http.StatusBadRequest)
		return
	}
	l.mu.Lock()
	l.totpSecrets[added.User] = added.Secret
	l.mu.Unlock()
	writeJSON(w, struct{}{})
}

// serveRenewal makes all users new.
func (l *local) serveRenewal(w http.ResponseWriter, r *http.Request) {
	if err := l.renew(r.Context()); err != nil {
		http.Error(w, "The users could not be replaced.", http.StatusInternalServerError)
		return
	}
	writeJSON(w, struct{}{})
}

func (l *local) renew(ctx context.Context) error {
	secrets, err := l.pools.renew(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.totpSecrets = secrets
	l.mu.Unlock()
	return nil
}
