package awssdk_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// memory is a DeviceStore that fails where it is told to.
type memory struct {
	mu      sync.Mutex
	devices map[string]auth.Device

	failGet, failSet, failRemove bool
}

var errStore = errors.New("the disk is full")

func newMemory() *memory { return &memory{devices: map[string]auth.Device{}} }

func (m *memory) Device(_ context.Context, username string) (*auth.Device, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	device, ok := m.devices[username]
	if m.failGet {
		return nil, errStore
	}
	if !ok {
		return nil, nil
	}
	return &device, nil
}

func (m *memory) SetDevice(_ context.Context, username string, device *auth.Device) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failSet {
		return errStore
	}
	m.devices[username] = *device
	return nil
}

func (m *memory) RemoveDevice(_ context.Context, username string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failRemove {
		return errStore
	}
	delete(m.devices, username)
	return nil
}

// newTrackingPool has devices stand for MFA.
func newTrackingPool(t *testing.T, onPrompt bool) userPool {
	return newPool(t, func(in *cip.CreateUserPoolInput) {
		in.DeviceConfiguration = &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: onPrompt}
	})
}

func withDevices(m *memory) func(*auth.Config) {
	return func(config *auth.Config) { config.Devices = m }
}

// targets names the operations of what was sent since the last time.
func (a app) targets() (names []string) {
	for _, sent := range a.wire.take() {
		names = append(names, sent.target[len("AWSCognitoIdentityProviderService."):])
	}
	return names
}

// enrolDevice signs a user with an MFA in from a new device.
func (a app) enrolDevice(t *testing.T, p userPool, username string) *auth.Step {
	t.Helper()
	step := a.signIn(t, username)
	wantChallenge(t, step, auth.ChallengeSMSMFA)
	step = a.respond(t, step, auth.Code(p.nextCode(t, username)))
	p.wantTokens(t, step, username)
	if step.NewDevice == nil || step.NewDevice.Err != nil || step.NewDevice.Key == "" {
		t.Fatalf("new device %+v", step.NewDevice)
	}
	return step
}

func TestDevices(t *testing.T) {
	pool := newTrackingPool(t, false)
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			store, username := newMemory(), "device-"+f.name
			client := pool.newRow(t, f, withDevices(store))
			pool.confirm(t, username, "phone_number=+12025550123", "email="+username+"@example.com", "email_verified=true")
			pool.prefer(t, username, auth.ChallengeSMSMFA)

			first := client.enrolDevice(t, pool, username)
			if first.NewDevice.UserConfirmationNecessary || len(store.devices) != 1 || store.devices[username].Key != first.NewDevice.Key {
				t.Fatalf("%+v, stored %d", first.NewDevice, len(store.devices))
			}
			client.wire.take()

			// From the second sign-in on, the device takes the place of the code, by
			// whatever name the user comes.
			for _, typed := range []string{username, username + "@example.com"} {
				for _, flow := range []auth.Flow{auth.FlowUserSRPAuth, auth.FlowUserAuth} {
					step := client.initiate(t, auth.InitiateRequest{Flow: flow, Username: typed, Password: []byte(password)})
					pool.wantTokens(t, step, username)
					if step.NewDevice != nil {
						t.Error("the device is new again")
					}
					for i, sent := range client.wire.take() {
						if want := i > 0 || typed == username; (sent.params()["DEVICE_KEY"] == store.devices[username].Key) != want {
							t.Errorf("call %d as %s: DEVICE_KEY %v", i, typed, sent.params()["DEVICE_KEY"])
						}
					}
				}
			}
			step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: username})
			step = client.respond(t, step, auth.Choice{Name: "PASSWORD", Password: []byte(password)})
			pool.wantTokens(t, step, username)

			// Refreshing takes the device, and with it the real name.
			pool.wantTokens(t, client.initiate(t, auth.InitiateRequest{Flow: auth.FlowRefreshToken, Username: username, RefreshToken: step.Tokens.RefreshToken}), username)
			withoutStore := client.config
			withoutStore.Devices = nil
			_, err := newClient(t, withoutStore).Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowRefreshToken, Username: username, RefreshToken: step.Tokens.RefreshToken})
			wantCode(t, err, "NotAuthorizedException")

			// A device whose password is wrong is not let in: its user needs the code.
			device := store.devices[username]
			forged := device
			forged.Password = "forged"
			store.devices[username] = forged
			wantChallenge(t, client.signIn(t, username), auth.ChallengeSMSMFA)
			pool.nextCode(t, username)
			store.devices[username] = device

			// A store that cannot be read costs a code.
			store.failGet = true
			step = client.signIn(t, username)
			wantChallenge(t, step, auth.ChallengeSMSMFA)
			pool.nextCode(t, username)
			store.failGet = false

			// So does a device that the user has forgotten elsewhere; it is dropped.
			atStep := func(typed string) (*auth.Step, error) {
				step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: typed})
				return client.Respond(t.Context(), step, auth.Choice{Name: "PASSWORD_SRP", Password: []byte(password)})
			}
			alias := username + "@example.com"
			for name, again := range map[string]func() (*auth.Step, error){
				"from the start":             func() (*auth.Step, error) { return client.signIn(t, username), nil },
				"from the start, by alias":   func() (*auth.Step, error) { return client.signIn(t, alias), nil },
				"from a step, by alias":      func() (*auth.Step, error) { return atStep(alias) },
				"a step has named it before": func() (*auth.Step, error) { return atStep(username) },
			} {
				step = client.signIn(t, username)
				forget(t, pool, step.Tokens, store.devices[username].Key)
				step, err = again()
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				wantChallenge(t, step, auth.ChallengeSMSMFA)
				if len(store.devices) != 0 {
					t.Errorf("%s: the device is still stored", name)
				}
				step = client.respond(t, step, auth.Code(pool.nextCode(t, username)))
				pool.wantTokens(t, step, username)
				if step.NewDevice == nil || store.devices[username].Key != step.NewDevice.Key {
					t.Errorf("%s: new device %+v", name, step.NewDevice)
				}
			}
		})
	}
}

func forget(t *testing.T, p userPool, tokens *auth.Tokens, key string) {
	t.Helper()
	if _, err := p.admin.ForgetDevice(t.Context(), &cip.ForgetDeviceInput{AccessToken: &tokens.AccessToken, DeviceKey: &key}); err != nil {
		t.Fatal(err)
	}
}

// TestDeviceInCustomAuth has the device prove itself after the triggers.
func TestDeviceInCustomAuth(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	if err := local.SetTriggers(pool.id, riddle(map[string]string{})); err != nil {
		t.Fatal(err)
	}
	client := pool.newRow(t, publicForm, withDevices(store))
	pool.confirm(t, "custom-device")
	signIn := func() *auth.Step {
		step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: "custom-device"})
		step = client.respond(t, step, auth.CustomAnswer("friend"))
		pool.wantTokens(t, step, "custom-device")
		return step
	}
	if signIn().NewDevice == nil {
		t.Error("the device is not new")
	}
	client.targets()
	if signIn().NewDevice != nil {
		t.Error("the device is new again")
	}
	sent := client.wire.take()
	if len(sent) != 4 || sent[2].body["ChallengeName"] != "DEVICE_SRP_AUTH" || sent[3].body["ChallengeName"] != "DEVICE_PASSWORD_VERIFIER" {
		t.Errorf("%d calls", len(sent))
	}
}

// TestDeviceAfterAlias: CUSTOM_CHALLENGE tells the real name, and a device of who
// answers by the alias that was typed could not be confirmed.
func TestDeviceAfterAlias(t *testing.T) {
	for _, f := range forms {
		for name, secret := range map[string][]byte{"alone": nil, "with SRP": []byte(password)} {
			t.Run(f.name+" "+name, func(t *testing.T) {
				pool, store := newTrackingPool(t, false), newMemory()
				if err := local.SetTriggers(pool.id, riddle(map[string]string{})); err != nil {
					t.Fatal(err)
				}
				client := pool.newRow(t, f, withDevices(store))
				pool.confirm(t, "alias-device", "email=alias-device@example.com", "email_verified=true")
				step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: "alias-device@example.com", Password: secret})
				wantChallenge(t, step, auth.ChallengeCustomChallenge)
				if step.Username != "alias-device" {
					t.Errorf("a step for %q", step.Username)
				}
				again := client.respond(t, step, auth.CustomAnswer("foe"))
				step = client.respond(t, again, auth.CustomAnswer("friend"))
				pool.wantTokens(t, step, "alias-device")
				if step.NewDevice == nil || step.NewDevice.Err != nil || store.devices["alias-device"].Key != step.NewDevice.Key {
					t.Errorf("new device %+v", step.NewDevice)
				}
				client.wire.take()
				step = client.initiate(t, auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: "alias-device@example.com", Password: secret})
				step = client.respond(t, step, auth.CustomAnswer("friend"))
				pool.wantTokens(t, step, "alias-device")
				if step.NewDevice != nil {
					t.Error("the device is new again")
				}
				for i, sent := range client.wire.take() {
					if i > 0 && (sent.params()["USERNAME"] != "alias-device" || sent.params()["DEVICE_KEY"] != store.devices["alias-device"].Key) {
						t.Errorf("call %d: USERNAME %v, DEVICE_KEY %v", i, sent.params()["USERNAME"], sent.params()["DEVICE_KEY"])
					}
				}
			})
		}
	}
}

// TestDeviceOnPrompt says that the user has to be asked.
func TestDeviceOnPrompt(t *testing.T) {
	pool, store := newTrackingPool(t, true), newMemory()
	client := pool.newRow(t, publicForm, withDevices(store))
	pool.confirm(t, "prompt", "phone_number=+12025550123")
	pool.prefer(t, "prompt", auth.ChallengeSMSMFA)
	step := client.enrolDevice(t, pool, "prompt")
	if !step.NewDevice.UserConfirmationNecessary {
		t.Error("userConfirmationNecessary is not set")
	}
	again := client.signIn(t, "prompt")
	wantChallenge(t, again, auth.ChallengeSMSMFA) // nobody asked the user yet
	pool.nextCode(t, "prompt")
	if _, err := pool.admin.UpdateDeviceStatus(t.Context(), &cip.UpdateDeviceStatusInput{
		AccessToken: &step.Tokens.AccessToken, DeviceKey: &step.NewDevice.Key, DeviceRememberedStatus: types.DeviceRememberedStatusTypeRemembered,
	}); err != nil {
		t.Fatal(err)
	}
	pool.wantTokens(t, client.signIn(t, "prompt"), "prompt")
}

// TestDeviceNotConfirmed reports failures on the step, which is done all the same.
func TestDeviceNotConfirmed(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	pool.confirm(t, "unconfirmed")
	client := pool.newRow(t, publicForm, withDevices(store))

	store.failSet = true
	step := client.signIn(t, "unconfirmed")
	pool.wantTokens(t, step, "unconfirmed")
	if failure := wantCode(t, step.NewDevice.Err, auth.CodeStorageError); !errors.Is(failure, errStore) {
		t.Errorf("%+v", *failure)
	}
	store.failSet = false

	config := client.config
	config.API = confirmingAnother{config.API}
	step = app{Client: newClient(t, config)}.signIn(t, "unconfirmed")
	pool.wantTokens(t, step, "unconfirmed")
	if failure := wantCode(t, step.NewDevice.Err, "ResourceNotFoundException"); failure.Operation != "ConfirmDevice" || step.NewDevice.Key == "" {
		t.Errorf("%+v", *failure)
	}
	if len(store.devices) != 0 {
		t.Error("a device that is not confirmed was stored")
	}
}

// confirmingAnother confirms a device that Cognito has not handed out.
type confirmingAnother struct{ auth.API }

// Admin is the API's own, which embedding hides.
func (c confirmingAnother) Admin() bool {
	api, ok := c.API.(interface{ Admin() bool })
	return ok && api.Admin()
}

func (c confirmingAnother) Call(ctx context.Context, in auth.Input) (auth.Output, error) {
	if device, ok := in.(*auth.ConfirmDeviceInput); ok {
		another := *device
		another.DeviceKey = "eu-west-1_00000000-0000-4000-8000-000000000000"
		in = &another
	}
	return c.API.Call(ctx, in)
}

// TestUnknownAppClientKeepsDevice: ResourceNotFoundException is said of an app
// client as well, which is no reason to forget a device.
func TestUnknownAppClientKeepsDevice(t *testing.T) {
	client := local.pool.newApp(t)
	store := newMemory()
	store.devices["keeper"] = auth.Device{Key: "eu-west-1_1", GroupKey: "g", Password: "p"}
	config := client.config
	config.ClientID, config.Devices = "unknown", store
	_, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{Username: "keeper", Password: []byte(password)})
	wantCode(t, err, "ResourceNotFoundException")
	if _, ok := store.devices["keeper"]; !ok {
		t.Error("the device was dropped")
	}
	if names := client.targets(); !slices.Equal(names, []string{"InitiateAuth", "InitiateAuth"}) {
		t.Errorf("sent %q", names)
	}
}

// TestStaleDeviceCannotBeRemoved signs in nevertheless, each time anew.
func TestStaleDeviceCannotBeRemoved(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	pool.confirm(t, "stale")
	client := pool.newRow(t, publicForm, withDevices(store))
	store.devices["stale"] = auth.Device{Key: "eu-west-1_00000000-0000-4000-8000-000000000000", GroupKey: "g", Password: "p"}
	store.failRemove, store.failSet = true, true
	for range 2 {
		pool.wantTokens(t, client.signIn(t, "stale"), "stale")
	}
}
