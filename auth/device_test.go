package auth_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// stored is a DeviceStore with one device for everybody, nil for none.
type stored struct {
	device  *auth.Device
	err     error
	lookups []string
	removed int
}

func (s *stored) Device(_ auth.Context, username string) (*auth.Device, error) {
	s.lookups = append(s.lookups, username)
	return s.device, s.err
}

func (s *stored) SetDevice(_ auth.Context, _ string, device *auth.Device) error {
	if s.err == nil {
		s.device = device
	}
	return s.err
}

func (s *stored) RemoveDevice(auth.Context, string) error {
	s.removed++
	s.device = nil
	return s.err
}

var remembered = auth.Device{Key: "eu-west-1_a", GroupKey: "group", Password: "device-password"}

// newDeviceClient makes a client with a store and these answers.
func newDeviceClient(t *testing.T, store *stored, answers ...answer) (*auth.Client, *script) {
	t.Helper()
	s := &script{answers: answers}
	config := config(s)
	config.Devices = store
	client, err := auth.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client, s
}

func deviceChallenge(name auth.ChallengeName) answer {
	output := verifier(func(parameters map[string]string) {
		delete(parameters, "USER_ID_FOR_SRP")
		parameters["USERNAME"] = "real-alice"
	})
	output.ChallengeName, output.Session = name, opaque
	return answer{output: output}
}

func done(metadata *auth.NewDeviceMetadata) answer {
	return answer{output: tokens(func(result *auth.AuthenticationResult) { result.NewDeviceMetadata = metadata })}
}

// TestDeviceChallenges pins what the device is asked and sends.
func TestDeviceChallenges(t *testing.T) {
	device := remembered
	store := &stored{device: &device}
	client, s := newDeviceClient(t, store, answer{output: verifier(asItIs[map[string]string])},
		deviceChallenge(auth.ChallengeDeviceSRPAuth), deviceChallenge(auth.ChallengeDevicePasswordVerifier), done(nil))
	if _, err := client.Initiate(t.Context(), signIn); err != nil {
		t.Fatal(err)
	}
	if want := []string{"alice", "real-alice"}; !slices.Equal(store.lookups, want) {
		t.Errorf("looked for %q, want %q", store.lookups, want)
	}
	if s.inputs[0].(*auth.InitiateAuthInput).AuthParameters["DEVICE_KEY"] != remembered.Key {
		t.Error("InitiateAuth has no DEVICE_KEY")
	}
	for i, want := range [][]string{
		{"DEVICE_KEY", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP", "USERNAME"},
		{"DEVICE_KEY", "SRP_A", "USERNAME"},
		{"DEVICE_KEY", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP", "USERNAME"},
	} {
		in := s.responses(t, 1+i)
		if got := slices.Sorted(maps.Keys(in.ChallengeResponses)); !slices.Equal(got, want) ||
			in.ChallengeResponses["DEVICE_KEY"] != remembered.Key || in.ChallengeResponses["USERNAME"] != "real-alice" {
			t.Errorf("%s: sent %q, want %q", in.ChallengeName, got, want)
		}
	}
	if s.responses(t, 3).Session != opaque {
		t.Error("the session did not come back")
	}
}

// TestKeyPairOfAnother has Cognito mix up whose password is to be proven. A key
// pair serves the challenge that it was drawn for, once.
func TestKeyPairOfAnother(t *testing.T) {
	user := answer{output: verifier(asItIs[map[string]string])}
	srp, verify := deviceChallenge(auth.ChallengeDeviceSRPAuth), deviceChallenge(auth.ChallengeDevicePasswordVerifier)
	for name, tt := range map[string]struct {
		answers []answer
		code    string
	}{
		"the device's for the user's":       {[]answer{verify}, auth.CodeUnsupportedChallenge},
		"the user's for the device's":       {[]answer{user, srp, user}, auth.CodeUnsupportedChallenge},
		"a second DEVICE_PASSWORD_VERIFIER": {[]answer{user, srp, verify, verify}, auth.CodeMalformedResponse},
	} {
		t.Run(name, func(t *testing.T) {
			device := remembered
			client, s := newDeviceClient(t, &stored{device: &device}, tt.answers...)
			_, err := client.Initiate(t.Context(), signIn)
			wantCode(t, err, tt.code)
			if len(s.inputs) != len(tt.answers) {
				t.Errorf("%d calls, want %d", len(s.inputs), len(tt.answers))
			}
		})
	}
}

// TestDeviceChallengeWithoutDevice has Cognito ask for a device that is none.
func TestDeviceChallengeWithoutDevice(t *testing.T) {
	for _, name := range []auth.ChallengeName{auth.ChallengeDeviceSRPAuth, auth.ChallengeDevicePasswordVerifier} {
		for _, store := range []*stored{{}, {err: errors.New("broken"), device: &remembered}} {
			client, s := newDeviceClient(t, store, deviceChallenge(name))
			_, err := client.Initiate(t.Context(), signIn)
			if failure := wantCode(t, err, auth.CodeUnsupportedChallenge); failure.Challenge == nil || len(s.inputs) != 1 {
				t.Errorf("%d calls, %+v", len(s.inputs), *failure)
			}
		}
	}
}

// TestNewDeviceNotKept reports on the step why a device will not be remembered.
func TestNewDeviceNotKept(t *testing.T) {
	for name, tt := range map[string]struct {
		metadata      auth.NewDeviceMetadata
		storeErr      error
		code, message string
		confirmed     bool
	}{
		"kept":              {metadata: auth.NewDeviceMetadata{DeviceKey: "k", DeviceGroupKey: "g"}, confirmed: true},
		"no DeviceKey":      {metadata: auth.NewDeviceMetadata{DeviceGroupKey: "g"}, code: auth.CodeMalformedResponse, message: "AuthenticationResult.NewDeviceMetadata.DeviceKey: expected "},
		"no DeviceGroupKey": {metadata: auth.NewDeviceMetadata{DeviceKey: "k"}, code: auth.CodeMalformedResponse, message: "AuthenticationResult.NewDeviceMetadata.DeviceGroupKey: expected "},
		"store fails":       {metadata: auth.NewDeviceMetadata{DeviceKey: "k", DeviceGroupKey: "g"}, storeErr: errors.New("full"), code: auth.CodeStorageError, message: "the device could not be stored", confirmed: true},
	} {
		t.Run(name, func(t *testing.T) {
			store := &stored{err: tt.storeErr}
			client, s := newDeviceClient(t, store, done(&tt.metadata))
			step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)})
			if err != nil || !step.Done() || step.NewDevice == nil || step.NewDevice.Key != tt.metadata.DeviceKey {
				t.Fatalf("%+v, %v", step, err)
			}
			if (s.confirmed != nil) != tt.confirmed {
				t.Errorf("ConfirmDevice: %t", s.confirmed != nil)
			}
			if tt.code == "" {
				if step.NewDevice.Err != nil || store.device == nil || store.device.Key != "k" || store.device.GroupKey != "g" || len(store.device.Password) != 56 {
					t.Errorf("%v, stored %t", step.NewDevice.Err, store.device != nil)
				}
				return
			}
			failure := wantCode(t, step.NewDevice.Err, tt.code)
			if !strings.HasPrefix(failure.Message, tt.message) || tt.storeErr != nil && !errors.Is(failure, tt.storeErr) {
				t.Errorf("%+v", *failure)
			}
		})
	}
}

func TestNewDeviceWithoutStore(t *testing.T) {
	client, s := newClient(t, done(&auth.NewDeviceMetadata{DeviceKey: "k", DeviceGroupKey: "g"}).output)
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)})
	if err != nil || step.NewDevice != nil || s.confirmed != nil {
		t.Errorf("%+v, %v", step, err)
	}
}

// TestRefusedDevice follows what comes of the call without the device: only an
// answer that tells of the device drops it.
func TestRefusedDevice(t *testing.T) {
	exception := func(code, message string, retryable bool) answer {
		return answer{err: &auth.Error{Code: code, Message: message, Retryable: retryable}}
	}
	gone := exception("ResourceNotFoundException", "Device does not exist.", false)
	for name, tt := range map[string]struct {
		second answer
		code   string
		drop   bool
	}{
		"signed in":        {done(nil), "", true},
		"wrong password":   {exception("NotAuthorizedException", "", false), "NotAuthorizedException", true},
		"still the device": {gone, "ResourceNotFoundException", true},
		"the app client":   {exception("ResourceNotFoundException", "User pool client client does not exist.", false), "ResourceNotFoundException", false},
		"throttled":        {exception("TooManyRequestsException", "", true), "TooManyRequestsException", false},
		"no answer":        {exception(auth.CodeNetworkError, "", true), auth.CodeNetworkError, false},
		"aborted":          {exception(auth.CodeAbortError, "", false), auth.CodeAbortError, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, atStep := range []bool{false, true} {
				device := remembered
				store := &stored{device: &device}
				answers := []answer{gone, tt.second}
				if atStep {
					answers = append([]answer{{output: &auth.AuthOutput{ChallengeName: auth.ChallengeSMSMFA, Session: opaque}}}, answers...)
				}
				client, s := newDeviceClient(t, store, answers...)
				step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)})
				if atStep {
					if err != nil {
						t.Fatal(err)
					}
					_, err = client.Respond(t.Context(), step, auth.Code("123456"))
				}
				if tt.code != "" {
					wantCode(t, err, tt.code)
				} else if err != nil {
					t.Error(err)
				}
				if (store.removed > 0) != tt.drop || len(s.inputs) != len(answers) {
					t.Errorf("at a step %t: removed %d times, %d calls", atStep, store.removed, len(s.inputs))
				}
				last := map[string]string{}
				switch in := s.inputs[len(s.inputs)-1].(type) {
				case *auth.InitiateAuthInput:
					last = in.AuthParameters
				case *auth.RespondToAuthChallengeInput:
					last = in.ChallengeResponses
				}
				if last["USERNAME"] != "alice" || last["DEVICE_KEY"] != "" {
					t.Error("the device is named again")
				}
			}
		})
	}
}

// TestRefusedProof has Cognito refuse what the device says of itself. At the
// second try it is the error of the sign-in and no longer the device's.
func TestRefusedProof(t *testing.T) {
	exception := func(code string) answer { return answer{err: &auth.Error{Code: code, Message: "refused"}} }
	srp, verify := deviceChallenge(auth.ChallengeDeviceSRPAuth), deviceChallenge(auth.ChallengeDevicePasswordVerifier)
	for name, tt := range map[string]struct {
		answers []answer
		session string
		code    string
		drop    bool
	}{
		"at DEVICE_PASSWORD_VERIFIER":    {answers: []answer{srp, verify, exception("NotAuthorizedException"), done(nil)}, drop: true},
		"at DEVICE_SRP_AUTH":             {answers: []answer{srp, exception("NotAuthorizedException"), done(nil)}, drop: true},
		"a key that is none":             {answers: []answer{exception("InvalidParameterException"), done(nil)}, drop: true},
		"a parameter that is none":       {answers: []answer{exception("InvalidParameterException"), exception("InvalidParameterException")}, code: "InvalidParameterException"},
		"the user is disabled meanwhile": {answers: []answer{srp, exception("NotAuthorizedException"), exception("NotAuthorizedException")}, code: "NotAuthorizedException"},
		"the user is gone meanwhile":     {answers: []answer{srp, exception("UserNotFoundException")}, code: "UserNotFoundException"},
		"throttled":                      {answers: []answer{srp, exception("TooManyRequestsException")}, code: "TooManyRequestsException"},
		"a session that counts once":     {answers: []answer{srp, verify, exception("NotAuthorizedException")}, session: opaque, code: "NotAuthorizedException", drop: true},
		"before its session was used":    {answers: []answer{exception("ResourceNotFoundException"), done(nil)}, session: opaque, drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			device := remembered
			store := &stored{device: &device}
			client, s := newDeviceClient(t, store, tt.answers...)
			request := auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)}
			if tt.session != "" {
				request = auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "alice", Session: tt.session}
			}
			_, err := client.Initiate(t.Context(), request)
			if tt.code != "" {
				wantCode(t, err, tt.code)
			} else if err != nil {
				t.Error(err)
			}
			if (store.removed > 0) != tt.drop || len(s.inputs) != len(tt.answers) {
				t.Errorf("removed %d times, %d calls", store.removed, len(s.inputs))
			}
		})
	}
}
