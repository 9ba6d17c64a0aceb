package awssdk_test

import (
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestRefreshNamesDevice: Cognito binds a refresh token to the device of the
// sign-in, whatever becomes of that device (API reference,
// GetTokensFromRefreshToken, "DeviceKey"). What the tokens say is enough.
func TestRefreshNamesDevice(t *testing.T) {
	pool := newTrackingPool(t, false)
	for _, f := range forms {
		for name, tt := range map[string]struct {
			config func(*auth.Config)
			before int // sign-ins before the one that counts
		}{
			"no store":        {config: func(*auth.Config) {}},
			"kept":            {config: withDevices(newMemory())},
			"remembered":      {config: withDevices(newMemory()), before: 1},
			"not stored":      {config: withDevices(&memory{devices: map[string]auth.Device{}, failSet: true}), before: 1},
			"cannot be found": {config: withDevices(&memory{devices: map[string]auth.Device{}, failGet: true}), before: 1},
			"not confirmed": {config: func(config *auth.Config) {
				config.API, config.Devices = confirmingAnother{config.API}, newMemory()
			}},
		} {
			t.Run(f.name+"/"+name, func(t *testing.T) {
				client := pool.newRow(t, f, tt.config)
				pool.confirm(t, "refresher")
				for range tt.before {
					client.signIn(t, "refresher")
				}
				tokens := client.signIn(t, "refresher").Tokens
				if tokens.DeviceKey == "" {
					t.Fatal("the tokens have no DeviceKey")
				}
				other := client.config
				other.Devices = nil // another program, or the same one that has lost its devices
				for _, flow := range []auth.Flow{auth.FlowRefreshTokenAuth, auth.FlowRefreshToken} {
					_, err := newClient(t, other).Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: "refresher", RefreshToken: tokens.RefreshToken})
					wantCode(t, err, "NotAuthorizedException")
					for _, config := range []auth.Config{client.config, other} {
						step, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{
							Flow: flow, Username: "refresher", RefreshToken: tokens.RefreshToken, DeviceKey: tokens.DeviceKey,
						})
						if err != nil {
							t.Fatal(err)
						}
						if again := pool.wantTokens(t, step, "refresher"); again.DeviceKey != tokens.DeviceKey || again.RefreshToken != tokens.RefreshToken {
							t.Error("the refresh forgot the device or the token")
						}
					}
				}
			})
		}
	}
}

// TestRotationNamesDevice takes the other way to refresh, which the SDK calls.
func TestRotationNamesDevice(t *testing.T) {
	pool := newTrackingPool(t, false)
	pool.confirm(t, "rotator")
	client := pool.newApp(t)
	tokens := client.signIn(t, "rotator").Tokens
	refresh := func(key string) error {
		_, err := pool.admin.GetTokensFromRefreshToken(t.Context(), &cip.GetTokensFromRefreshTokenInput{
			ClientId: &client.config.ClientID, RefreshToken: &tokens.RefreshToken, DeviceKey: &key,
		})
		return err
	}
	if err := refresh(tokens.DeviceKey); err != nil {
		t.Error(err)
	}
	if refresh("eu-west-1_00000000-0000-4000-8000-000000000000") == nil {
		t.Error("another device got tokens")
	}
}

// TestDeviceKeyOfStoreWithoutOne: callers who kept the refresh token alone go on
// as before, with the device of the store.
func TestDeviceKeyOfStoreWithoutOne(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	pool.confirm(t, "keeper")
	client := pool.newRow(t, publicForm, withDevices(store))
	tokens := client.signIn(t, "keeper").Tokens
	client.wire.take()
	pool.wantTokens(t, client.initiate(t, auth.InitiateRequest{Flow: auth.FlowRefreshToken, Username: "keeper", RefreshToken: tokens.RefreshToken}), "keeper")
	if sent := client.wire.take(); sent[0].params()["DEVICE_KEY"] != tokens.DeviceKey {
		t.Errorf("DEVICE_KEY %v", sent[0].params()["DEVICE_KEY"])
	}
}
