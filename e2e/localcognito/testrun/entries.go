package testrun

import (
	"context"
	"encoding/json"

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
// (web/src/page/storage.ts).
func entriesOf(clientID string, step *auth.Step, remembered devices) (map[string]string, error) {
	values := map[string]any{
		"session": map[string]string{"refreshToken": step.Tokens.RefreshToken, "username": step.Username},
	}
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
