package awssdk_test

import (
	"context"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// aliases is a DeviceStore that is an AliasStore as well.
type aliases struct {
	*memory
	names   map[string]string
	failing bool
}

var _ auth.AliasStore = (*aliases)(nil)

func newAliases() *aliases { return &aliases{memory: newMemory(), names: map[string]string{}} }

func (a *aliases) RealName(_ context.Context, alias string) (string, error) {
	if a.failing {
		return "", errStore
	}
	return a.names[alias], nil
}

func (a *aliases) SetRealName(_ context.Context, alias, username string) error {
	if a.failing {
		return errStore
	}
	a.names[alias] = username
	return nil
}

func withAliases(store *aliases) func(*auth.Config) {
	return func(config *auth.Config) { config.Devices = store }
}

// ways are all that lead to tokens by a name alone. A user with an MFA cannot
// take a passwordless one.
var ways = map[string]struct {
	begin        auth.InitiateRequest // without Username and Password
	password     bool
	answer       func(code func() string) auth.Answer // nil where there is nothing to answer
	passwordless bool
}{
	"USER_SRP_AUTH":      {begin: auth.InitiateRequest{}, password: true},
	"USER_PASSWORD_AUTH": {begin: auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth}, password: true},
	"CUSTOM_AUTH": {begin: auth.InitiateRequest{Flow: auth.FlowCustomAuth}, passwordless: true,
		answer: func(func() string) auth.Answer { return auth.CustomAnswer("friend") }},
	"CUSTOM_AUTH with SRP": {begin: auth.InitiateRequest{Flow: auth.FlowCustomAuth}, password: true, passwordless: true,
		answer: func(func() string) auth.Answer { return auth.CustomAnswer("friend") }},
	"USER_AUTH PASSWORD":     {begin: auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengePassword}, password: true},
	"USER_AUTH PASSWORD_SRP": {begin: auth.InitiateRequest{Flow: auth.FlowUserAuth}, password: true},
	"a choice": {begin: auth.InitiateRequest{Flow: auth.FlowUserAuth},
		answer: func(func() string) auth.Answer { return auth.Choice{Name: "PASSWORD", Password: []byte(password)} }},
	"EMAIL_OTP": {begin: auth.InitiateRequest{Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengeEmailOTP}, passwordless: true,
		answer: func(code func() string) auth.Answer { return auth.Code(code()) }},
}

// devicesOf asks Cognito which devices a user has.
func devicesOf(t *testing.T, p userPool, tokens *auth.Tokens) (keys []string) {
	t.Helper()
	out, err := p.admin.ListDevices(t.Context(), &cip.ListDevicesInput{AccessToken: &tokens.AccessToken})
	if err != nil {
		t.Fatal(err)
	}
	for _, device := range out.Devices {
		keys = append(keys, *device.DeviceKey)
	}
	return keys
}

// TestDeviceByAlias: who comes by an alias has one device, and its MFA once, in
// whatever way Cognito tells the real name.
func TestDeviceByAlias(t *testing.T) {
	for kind, change := range map[string]func(*cip.CreateUserPoolInput){
		"email as alias": func(*cip.CreateUserPoolInput) {},
		"email as user name": func(in *cip.CreateUserPoolInput) {
			in.AliasAttributes, in.UsernameAttributes = nil, []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		},
	} {
		pool := newPool(t, func(in *cip.CreateUserPoolInput) {
			in.DeviceConfiguration = &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}
			change(in)
		})
		if err := local.SetTriggers(pool.id, riddle(map[string]string{})); err != nil {
			t.Fatal(err)
		}
		for _, f := range forms {
			for way, how := range ways {
				if f.name == adminForm.name && how.begin.Flow == auth.FlowUserPasswordAuth {
					how.begin.Flow = auth.FlowAdminUserPasswordAuth
				}
				t.Run(kind+"/"+f.name+"/"+way, func(t *testing.T) {
					const email = "jürgen@example.com"
					name := "juergen"
					if kind == "email as user name" {
						name = email
					}
					username := *pool.confirm(t, name, "email="+email, "email_verified=true", "phone_number=+12025550123").Username
					if !how.passwordless {
						pool.prefer(t, username, auth.ChallengeSMSMFA)
					}
					store := newAliases()
					client := pool.newRow(t, f, withAliases(store))
					for i := range 3 {
						client.wire.take()
						request := how.begin
						if request.Username = email; how.password {
							request.Password = []byte(password)
						}
						step := client.initiate(t, request)
						if how.answer != nil {
							step = client.respond(t, step, how.answer(func() string { return pool.nextCode(t, username) }))
						}
						if i == 0 && !how.passwordless {
							wantChallenge(t, step, auth.ChallengeSMSMFA)
							// A page may be loaded again here.
							resumed, err := client.Resume(step.State())
							if err != nil {
								t.Fatal(err)
							}
							step = client.respond(t, resumed, auth.Code(pool.nextCode(t, username)))
						}
						pool.wantTokens(t, step, username)
						if (step.NewDevice != nil) != (i == 0) {
							t.Errorf("sign-in %d: new device %+v", i, step.NewDevice)
						}
						if keys := devicesOf(t, pool, step.Tokens); len(keys) != 1 || keys[0] != store.devices[username].Key || step.Tokens.DeviceKey != keys[0] {
							t.Errorf("sign-in %d: Cognito has %d devices", i, len(keys))
						}
						for j, sent := range client.wire.take() {
							if i > 0 && sent.params()["DEVICE_KEY"] != store.devices[username].Key {
								t.Errorf("sign-in %d, call %d: DEVICE_KEY %v", i, j, sent.params()["DEVICE_KEY"])
							}
							if j == 0 && sent.params()["USERNAME"] != email {
								t.Errorf("sign-in %d: began as %v", i, sent.params()["USERNAME"])
							}
						}
					}
					if len(store.names) != 1 || store.names[email] != username || len(store.devices) != 1 {
						t.Errorf("the store has %v and %d devices", store.names, len(store.devices))
					}
				})
			}
		}
	}
}

// TestAliasMoves: an alias that has become another user's refuses nobody, takes
// nobody's device away, and is right again after the first sign-in.
func TestAliasMoves(t *testing.T) {
	pool := newPool(t, func(in *cip.CreateUserPoolInput) {
		in.DeviceConfiguration = &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}
	})
	if err := local.SetTriggers(pool.id, riddle(map[string]string{})); err != nil {
		t.Fatal(err)
	}
	for way, how := range ways {
		t.Run(way, func(t *testing.T) {
			const email = "desk@example.com"
			store := newAliases()
			client := pool.newRow(t, publicForm, withAliases(store))
			signIn := func(typed, username string) *auth.Step {
				t.Helper()
				request := how.begin
				if request.Username = typed; how.password {
					request.Password = []byte(password)
				}
				step := client.initiate(t, request)
				if how.answer != nil {
					step = client.respond(t, step, how.answer(func() string { return pool.nextCode(t, username) }))
				}
				pool.wantTokens(t, step, username)
				return step
			}
			first, second := "first", "second"
			pool.confirm(t, first, "email="+email, "email_verified=true")
			pool.confirm(t, second, "email=other@example.com", "email_verified=true")
			device := signIn(email, first).NewDevice.Key

			address := func(username, email string) {
				t.Helper()
				verified, name, value := "email_verified", "email", "true"
				if _, err := pool.admin.AdminUpdateUserAttributes(t.Context(), &cip.AdminUpdateUserAttributesInput{
					UserPoolId: &pool.id, Username: &username,
					UserAttributes: []types.AttributeType{{Name: &name, Value: &email}, {Name: &verified, Value: &value}},
				}); err != nil {
					t.Fatal(err)
				}
			}
			address(first, "moved@example.com")
			address(second, email)
			moved := signIn(email, second)
			if moved.NewDevice == nil || moved.NewDevice.Err != nil || moved.NewDevice.Key == device {
				t.Errorf("new device %+v", moved.NewDevice)
			}
			if store.names[email] != second || store.devices[first].Key != device || store.devices[second].Key != moved.NewDevice.Key {
				t.Errorf("the store has %v and %d devices", store.names, len(store.devices))
			}
			client.wire.take()
			if signIn(email, second).NewDevice != nil || signIn(first, first).NewDevice != nil {
				t.Error("a device is new again")
			}
			for i, sent := range client.wire.take() {
				if key := sent.params()["DEVICE_KEY"]; key != nil && key != store.devices[first].Key && key != store.devices[second].Key {
					t.Errorf("call %d: DEVICE_KEY %v", i, key)
				}
			}

			// A name that is somebody's own is nobody's alias.
			store.names[second] = first
			delete(store.devices, second)
			if own := signIn(second, second); own.NewDevice == nil || store.devices[first].Key != device {
				t.Errorf("new device %+v", own.NewDevice)
			}
			if signIn(second, second).NewDevice != nil || store.names[second] != second {
				t.Errorf("the store has %v", store.names)
			}
			// Nor is one that leads to nobody.
			store.names[email] = "nobody"
			if signIn(email, second); store.names[email] != second {
				t.Errorf("the store has %v", store.names)
			}
		})
	}
}

// TestForgottenDeviceByAlias: the device is the user's and gone, so the next one
// takes its place.
func TestForgottenDeviceByAlias(t *testing.T) {
	pool, store := newTrackingPool(t, false), newAliases()
	client := pool.newRow(t, publicForm, withAliases(store))
	const email = "gone@example.com"
	pool.confirm(t, "gone", "email="+email, "email_verified=true", "phone_number=+12025550123")
	pool.prefer(t, "gone", auth.ChallengeSMSMFA)
	for _, request := range []auth.InitiateRequest{{}, {Flow: auth.FlowUserPasswordAuth}, {Flow: auth.FlowUserAuth, PreferredChallenge: auth.ChallengePassword}} {
		request.Username, request.Password = email, []byte(password)
		for range 2 { // first without a device, then with one that is gone
			step := client.initiate(t, request)
			wantChallenge(t, step, auth.ChallengeSMSMFA)
			step = client.respond(t, step, auth.Code(pool.nextCode(t, "gone")))
			pool.wantTokens(t, step, "gone")
			if step.NewDevice == nil || store.devices["gone"].Key != step.NewDevice.Key || store.names[email] != "gone" {
				t.Fatalf("new device %+v, names %v", step.NewDevice, store.names)
			}
			pool.wantTokens(t, client.initiate(t, request), "gone")
			forget(t, pool, step.Tokens, step.NewDevice.Key)
		}
		// One that cannot prove itself is dropped as well.
		client.respond(t, client.initiate(t, request), auth.Code(pool.nextCode(t, "gone")))
		device := store.devices["gone"]
		device.Password = "forged"
		store.devices["gone"] = device
		wantChallenge(t, client.initiate(t, request), auth.ChallengeSMSMFA)
		pool.nextCode(t, "gone")
		if _, ok := store.devices["gone"]; ok {
			t.Error("the device is still there")
		}
	}
}

// TestAliasStoreFails costs a code and says so, where there is somebody to tell.
func TestAliasStoreFails(t *testing.T) {
	pool, store := newTrackingPool(t, false), newAliases()
	client := pool.newRow(t, publicForm, withAliases(store))
	pool.confirm(t, "forgetful", "email=forgetful@example.com", "email_verified=true")
	request := auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "forgetful@example.com", Password: []byte(password)}
	store.failing = true
	for range 2 {
		step := client.initiate(t, request)
		pool.wantTokens(t, step, "forgetful")
		if failure := wantCode(t, step.NewDevice.Err, auth.CodeStorageError); !strings.Contains(failure.Message, "name") {
			t.Errorf("%+v", *failure)
		}
	}
	store.failing = false
	pool.wantTokens(t, client.initiate(t, request), "forgetful")
	if step := client.initiate(t, request); step.NewDevice != nil {
		t.Errorf("new device %+v", step.NewDevice)
	}
	// A wrong password, and a name that nobody has, leave nothing behind.
	for _, typed := range []string{"nobody@example.com", "forgetful@example.org"} {
		_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: typed, Password: []byte(password)})
		wantCode(t, err, "NotAuthorizedException")
	}
	if len(store.names) != 1 {
		t.Errorf("the store has %v", store.names)
	}
}
