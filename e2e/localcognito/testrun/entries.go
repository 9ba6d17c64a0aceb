package testrun

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// devices keeps the device of the sign-in until it goes to the page.
type devices map[string]*auth.Device

func (d devices) Device(_ context.Context, username string) (*auth.Device, error) {
	return d[username], nil
}

func (d devices) SetDevice(_ context.Context, username string, device *auth.Device) error {
	d[username] = device
	return nil
}

func (d devices) RemoveDevice(_ context.Context, username string) error {
	delete(d, username)
	return nil
}

// entriesOf gives what the page's storage holds after a sign-in, by key
// (web/src/page/storage.ts). A cookie has no room for more than the refresh token.
func entriesOf(clientID string, step *auth.Step, remembered devices, storage Storage) (map[string]string, error) {
	values := map[string]any{"session": sessionOf(step, storage == Cookie)}
	for username, device := range remembered {
		values["device."+username] = map[string]string{"key": device.Key, "groupKey": device.GroupKey, "password": device.Password}
	}
	entries := map[string]string{}
	for name, value := range values {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		entries["cognito-wasm."+clientID+"."+name] = string(text)
	}
	return entries, nil
}

// sessionOf gives the session as the page stores it (web/src/page/entry.ts). Times
// are milliseconds.
func sessionOf(step *auth.Step, short bool) map[string]any {
	tokens := step.Tokens
	access, life := claimsOf(tokens.AccessToken)
	kept := map[string]string{"refreshToken": tokens.RefreshToken}
	if tokens.DeviceKey != "" {
		kept["deviceKey"] = tokens.DeviceKey
	}
	entry := map[string]any{"v": 1, "sid": rand.Text(), "gen": 1, "username": step.Username, "sub": access.Sub, "tokens": kept}
	if short {
		return entry
	}
	kept["accessToken"], kept["tokenType"] = tokens.AccessToken, tokens.TokenType
	if tokens.IDToken != "" {
		kept["idToken"] = tokens.IDToken
		_, other := claimsOf(tokens.IDToken)
		life = min(life, other)
	}
	entry["at"], entry["life"] = time.Now().UnixMilli(), life.Milliseconds()
	return entry
}

// claims are those of a token that the page reads.
type claims struct {
	Sub string
	// Iat and Exp are seconds since 1970.
	Iat, Exp int64
}

// claimsOf gives what a JWT of Cognito's says, not verified, and how long it lives.
func claimsOf(token string) (claims, time.Duration) {
	var found claims
	if parts := strings.Split(token, "."); len(parts) == 3 {
		if payload, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			_ = json.Unmarshal(payload, &found)
		}
	}
	return found, time.Duration(found.Exp-found.Iat) * time.Second
}
