package awssdk_test

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// wrongDevices are what a store may hold in the place of a device that Cognito
// knows. known ones have a key that Cognito does know, so that the proof fails.
var wrongDevices = map[string]struct {
	spoil func(*auth.Device)
	known bool
}{
	"another password":    {func(d *auth.Device) { d.Password = "forged" }, true},
	"another group":       {func(d *auth.Device) { d.GroupKey += "x" }, true},
	"another key":         {func(d *auth.Device) { d.Key = "eu-west-1_00000000-0000-4000-8000-000000000000" }, false},
	"a key that is none":  {func(d *auth.Device) { d.Key = "no key\n" + strings.Repeat("é", 99) }, false},
	"no password":         {func(d *auth.Device) { d.Password = "" }, false},
	"no group":            {func(d *auth.Device) { d.GroupKey = "" }, false},
	"no key":              {func(d *auth.Device) { d.Key = "" }, false},
	"nothing":             {func(d *auth.Device) { *d = auth.Device{} }, false},
	"only a key":          {func(d *auth.Device) { *d = auth.Device{Key: d.Key} }, false},
	"the password as key": {func(d *auth.Device) { d.Key, d.Password = d.Password, d.Key }, false},
}

// TestWrongDevice: a device only replaces MFA, so one that proves nothing costs
// its user a code, once, whatever the way in.
func TestWrongDevice(t *testing.T) {
	pool := newTrackingPool(t, false)
	passwordFlow := map[string]auth.Flow{publicForm.name: auth.FlowUserPasswordAuth, adminForm.name: auth.FlowAdminUserPasswordAuth}
	for _, f := range forms {
		store, username := newMemory(), "wrong-device-"+f.name
		client := pool.newRow(t, f, withDevices(store))
		pool.confirm(t, username, "phone_number=+12025550123", "email="+username+"@example.com", "email_verified=true")
		pool.prefer(t, username, auth.ChallengeSMSMFA)
		from := func(request auth.InitiateRequest) func(*testing.T) *auth.Step {
			return func(t *testing.T) *auth.Step {
				request.Username, request.Password = username, []byte(password)
				return client.initiate(t, request)
			}
		}
		chosen := func(name auth.ChallengeName, answer auth.Answer) func(*testing.T) *auth.Step {
			return func(t *testing.T) *auth.Step {
				step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: username})
				if name != auth.ChallengeSelectChallenge {
					// Cognito names it where only one factor is left.
					state := step.State()
					state.Challenge = auth.ChallengeName(name)
					var err error
					if step, err = client.Resume(state); err != nil {
						t.Fatal(err)
					}
				}
				return client.respond(t, step, answer)
			}
		}
		client.enrolDevice(t, pool, username)
		for way, signIn := range map[string]func(*testing.T) *auth.Step{
			"SRP":                    from(auth.InitiateRequest{}),
			"the password":           from(auth.InitiateRequest{Flow: passwordFlow[f.name]}),
			"USER_AUTH":              from(auth.InitiateRequest{Flow: auth.FlowUserAuth}),
			"USER_AUTH PASSWORD":     from(auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengePassword}),
			"a choice, PASSWORD_SRP": chosen(auth.ChallengeSelectChallenge, auth.Choice{Name: "PASSWORD_SRP", Password: []byte(password)}),
			"a choice, PASSWORD":     chosen(auth.ChallengeSelectChallenge, auth.Choice{Name: "PASSWORD", Password: []byte(password)}),
			"PASSWORD_SRP":           chosen(auth.ChallengePasswordSRP, auth.Password(password)),
			"PASSWORD":               chosen(auth.ChallengePassword, auth.Password(password)),
		} {
			if f.name == adminForm.name && strings.HasPrefix(way, "a choice") {
				continue // as for everybody
			}
			for name, wrong := range wrongDevices {
				t.Run(f.name+"/"+way+"/"+name, func(t *testing.T) {
					device := store.devices[username]
					wrong.spoil(&device)
					store.devices[username] = device
					client.wire.take()
					step := signIn(t)
					wantChallenge(t, step, auth.ChallengeSMSMFA)
					if _, ok := store.devices[username]; ok {
						t.Error("the device is still there")
					}
					asked, opened := 0, 0
					for _, sent := range client.wire.take() {
						if strings.HasSuffix(sent.target, "InitiateAuth") {
							opened++
						}
						if sent.body["ChallengeName"] == "DEVICE_PASSWORD_VERIFIER" {
							asked++
						}
					}
					if wrong.known && asked != 1 || !wrong.known && asked != 0 || opened > 2 {
						t.Errorf("the device was asked %d times, in %d sign-ins", asked, opened)
					}
					step = client.respond(t, step, auth.Code(pool.nextCode(t, username)))
					pool.wantTokens(t, step, username)
					if step.NewDevice == nil || step.NewDevice.Err != nil || store.devices[username].Key != step.NewDevice.Key {
						t.Errorf("new device %+v", step.NewDevice)
					}
					pool.wantTokens(t, client.signIn(t, username), username) // without a code
				})
			}
		}
	}
}

// TestWrongDeviceAtTheEnd has the device asked when what the sign-in began with is
// spent. It fails once, and says what to do.
func TestWrongDeviceAtTheEnd(t *testing.T) {
	pool := newTrackingPool(t, false)
	if err := local.SetTriggers(pool.id, riddle(map[string]string{})); err != nil {
		t.Fatal(err)
	}
	for _, f := range forms {
		for name, wrong := range wrongDevices {
			t.Run(f.name+"/"+name, func(t *testing.T) {
				store, username := newMemory(), "wrong-at-the-end"
				client := pool.newRow(t, f, withDevices(store))
				pool.confirm(t, username)
				signIn := func() (*auth.Step, error) {
					step := client.initiate(t, auth.InitiateRequest{Flow: auth.FlowCustomAuth, Username: username})
					return client.Respond(t.Context(), step, auth.CustomAnswer("friend"))
				}
				if _, err := signIn(); err != nil {
					t.Fatal(err)
				}
				device := store.devices[username]
				wrong.spoil(&device)
				store.devices[username] = device
				if wrong.known {
					_, err := signIn()
					if failure := wantCode(t, err, "NotAuthorizedException"); !strings.Contains(failure.Message, "device") || failure.Unwrap() == nil {
						t.Errorf("%+v", *failure)
					}
					if len(store.devices) != 0 {
						t.Error("the device is still there")
					}
				}
				step, err := signIn()
				if err != nil {
					t.Fatal(err)
				}
				pool.wantTokens(t, step, username)
				if step.NewDevice == nil || store.devices[username].Key != step.NewDevice.Key {
					t.Errorf("new device %+v", step.NewDevice)
				}
			})
		}
	}
}

// TestWrongPasswordKeepsDevice: what Cognito says of a password is nothing that
// it says of a device, and is not asked twice, because it locks accounts.
func TestWrongPasswordKeepsDevice(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	client := pool.newRow(t, publicForm, withDevices(store))
	pool.confirm(t, "keeps")
	pool.wantTokens(t, client.signIn(t, "keeps"), "keeps")
	for _, flow := range []auth.Flow{auth.FlowUserSRPAuth, auth.FlowUserPasswordAuth, auth.FlowUserAuth} {
		client.wire.take()
		_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: "keeps", Password: []byte("Wrong-1234")})
		wantCode(t, err, "NotAuthorizedException")
		opened := 0
		for _, sent := range client.wire.take() {
			if strings.HasSuffix(sent.target, "InitiateAuth") {
				opened++
			}
		}
		if len(store.devices) != 1 || opened != 1 {
			t.Errorf("%s: %d devices, %d sign-ins", flow, len(store.devices), opened)
		}
	}
}
