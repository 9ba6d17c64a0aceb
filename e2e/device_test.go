package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// remembering is a pool whose remembered devices stand for MFA.
func remembering(options provision.Options) provision.Options {
	options.Devices = &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}
	return options
}

// withMFA signs carol in with the code that she gets.
func (s *stage) withMFA(t *testing.T, page *browser.Page, username string) step {
	t.Helper()
	initiate(page, `{username: '`+username+`', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
	return respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
}

// forget removes a device at Cognito, as its user would from another one.
func (s *stage) forget(accessToken, key string) {
	s.t.Helper()
	if _, err := s.pool.API.ForgetDevice(s.t.Context(), &cip.ForgetDeviceInput{AccessToken: &accessToken, DeviceKey: &key}); err != nil {
		s.t.Fatal(err)
	}
}

// challengesOf gives the ChallengeNames of the calls so far.
func (s *stage) challengesOf() (names []string) {
	for _, call := range s.tap.Calls("RespondToAuthChallenge") {
		names = append(names, call.Body["ChallengeName"].(string))
	}
	return names
}

// deviceKeys gives the DEVICE_KEY of each call so far, "-" where there is none.
func (s *stage) deviceKeys() (keys []string) {
	for _, call := range s.tap.Calls("") {
		key := "-"
		if direct, ok := call.Body["DeviceKey"].(string); ok && call.Operation == "GetTokensFromRefreshToken" {
			key = direct
		}
		for _, member := range []string{"AuthParameters", "ChallengeResponses"} {
			if parameters, ok := call.Body[member].(map[string]any); ok && parameters["DEVICE_KEY"] != nil {
				key = parameters["DEVICE_KEY"].(string)
			}
		}
		keys = append(keys, key)
	}
	return keys
}

// all tells whether every key is the device's.
func all(keys []string, key string) bool {
	return len(keys) > 0 && !slices.ContainsFunc(keys, func(got string) bool { return got != key })
}

// The first sign-in confirms the device, later ones prove it in the place of MFA.
func TestDevice(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{Secret: v.worker, EmailIsAlias: true}))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		s.tap.Forget()
		first := s.withMFA(t, page, "carol")
		if first.NewDevice == nil || first.NewDevice.Key == "" || first.NewDevice.UserConfirmationNecessary || first.NewDevice.Error != "" {
			t.Fatalf("got the new device %+v, want one that is confirmed", first.NewDevice)
		}
		if confirmed := s.tap.Calls("ConfirmDevice"); len(confirmed) != 1 || confirmed[0].Body["DeviceKey"] != first.NewDevice.Key {
			t.Errorf("%d calls of ConfirmDevice, want one for the device", len(confirmed))
		}
		key := first.NewDevice.Key

		s.tap.Forget()
		again := initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
		if again.NewDevice != nil {
			t.Errorf("got the new device %+v, want none", again.NewDevice)
		}
		if got := s.challengesOf(); !slices.Equal(got, []string{"PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"}) {
			t.Errorf("answered %v", got)
		}
		if got := s.deviceKeys(); !all(got, key) {
			t.Errorf("sent the keys %v, want %s in every call", got, key)
		}
		// The password is asked for all the same.
		initiate(page, `{username: 'carol', password: 'wrong'}`).wantError(t, "NotAuthorizedException")

		// An alias leads to the same device, as soon as the real name is known.
		s.tap.Forget()
		initiate(page, `{username: 'carol@example.com', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
		if got := s.deviceKeys(); got[0] != "-" || !all(got[1:], key) {
			t.Errorf("sent the keys %v, want %s in every call but the first", got, key)
		}
		initiate(page, `{flow: 'USER_PASSWORD_AUTH', username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")

		// Refresh tokens are the device's.
		s.tap.Forget()
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol")
		if got := s.deviceKeys(); !all(got, key) {
			t.Errorf("sent the keys %v, want %s", got, key)
		}
		// Another user of the page has no device here.
		s.user(provision.User{Name: "dave"})
		s.tap.Forget()
		if dave := initiate(page, `{username: 'dave', password: 'Local-Cognito-1'}`).wantDone(t, "dave"); dave.NewDevice == nil || dave.NewDevice.Key == key {
			t.Errorf("got the new device %+v, want another one", dave.NewDevice)
		}
		initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
	})
}

// A device that Cognito has forgotten is dropped, and the user signs in with MFA.
func TestForgottenDevice(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{EmailIsAlias: true}))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		for _, request := range []string{
			`{username: 'carol', password: 'Local-Cognito-1'}`,
			`{username: 'carol@example.com', password: 'Local-Cognito-1'}`,
			`{flow: 'USER_PASSWORD_AUTH', username: 'carol', password: 'Local-Cognito-1'}`,
		} {
			first := s.withMFA(t, page, "carol")
			if first.NewDevice == nil {
				t.Fatal("no new device")
			}
			s.forget(first.Tokens.AccessToken, first.NewDevice.Key)
			s.tap.Forget()
			initiate(page, request).wantStep(t, "SMS_MFA")
			sent := 0
			for _, key := range s.deviceKeys() {
				if key != "-" {
					sent++
				}
			}
			if calls := len(s.tap.Calls("InitiateAuth")); calls != 2 || sent == 0 {
				t.Errorf("%s: %d calls of InitiateAuth, %d with the device, want 2 and some", request, calls, sent)
			}
			second := respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
			if second.NewDevice == nil || second.NewDevice.Key == first.NewDevice.Key {
				t.Errorf("%s: got the new device %+v, want another one", request, second.NewDevice)
			}
			if got := s.deviceKeys(); slices.Contains(got[len(got)-2:], first.NewDevice.Key) {
				t.Errorf("%s: the forgotten device was named again: %v", request, got)
			}
			initiate(page, request).wantDone(t, "carol")
			s.forget(second.Tokens.AccessToken, second.NewDevice.Key)
		}

		// A ResourceNotFoundException that is not about the device stays what it is, after one more try.
		s.withMFA(t, page, "carol")
		s.tap.Fail("InitiateAuth", repeat(2, wiretap.Exception(400, "ResourceNotFoundException", "User pool client does not exist."))...)
		initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).want(t, "another resource", "ResourceNotFoundException", "User pool client does not exist.")
		initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
	})
}

// A device that goes away between a challenge and its answer.
func TestDeviceForgottenMeanwhile(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, provision.Options{Devices: &types.DeviceConfigurationType{}}) // devices do not stand for MFA
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		first := s.withMFA(t, page, "carol")
		initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
		s.forget(first.Tokens.AccessToken, first.NewDevice.Key)
		s.tap.Forget()
		// The answer names the device, is refused for it, and goes out again without.
		respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
		third := s.withMFA(t, page, "carol")
		if third.NewDevice != nil && third.NewDevice.Key == first.NewDevice.Key {
			t.Error("the forgotten device is new again")
		}
	})
}

// The pool that asks its users, a ConfirmDevice that fails, and no tracking.
func TestDeviceConfirmation(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		t.Run("user confirmation", func(t *testing.T) {
			s := newStage(t, provision.Options{Devices: &types.DeviceConfigurationType{
				ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true,
			}})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			first := s.withMFA(t, page, "carol")
			if first.NewDevice == nil || !first.NewDevice.UserConfirmationNecessary {
				t.Fatalf("got the new device %+v, want one that the user has to agree to", first.NewDevice)
			}
			s.withMFA(t, page, "carol") // not remembered yet
			if _, err := s.pool.API.UpdateDeviceStatus(t.Context(), &cip.UpdateDeviceStatusInput{
				AccessToken: &first.Tokens.AccessToken, DeviceKey: &first.NewDevice.Key, DeviceRememberedStatus: types.DeviceRememberedStatusTypeRemembered,
			}); err != nil {
				t.Fatal(err)
			}
			initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
		})
		t.Run("ConfirmDevice fails", func(t *testing.T) {
			s := newStage(t, remembering(provision.Options{}))
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			page.Expect(serverErrors)
			for code, fault := range map[string]wiretap.Fault{
				"InvalidParameterException": wiretap.Exception(400, "InvalidParameterException", "Salt must be a positive integer."),
				"NetworkError":              wiretap.LoseAnswer,
				"MalformedResponse":         wiretap.Reply(200, "text/html", proxyPage),
			} {
				s.tap.Fail("ConfirmDevice", fault)
				done := s.withMFA(t, page, "carol")
				if done.NewDevice == nil || done.NewDevice.Error != code || !done.NewDevice.IsCognitoAuthError {
					t.Errorf("got the new device %+v, want the error %s", done.NewDevice, code)
				}
			}
			// NewDeviceMetadata that nothing can be made of.
			s.tap.Fail("RespondToAuthChallenge", func(w http.ResponseWriter, r *http.Request, cognito http.Handler) { cognito.ServeHTTP(w, r) },
				wiretap.Change(func(answer map[string]any) {
					answer["AuthenticationResult"].(map[string]any)["NewDeviceMetadata"] = map[string]any{"DeviceKey": "x"}
				}))
			if done := s.withMFA(t, page, "carol"); done.NewDevice == nil || done.NewDevice.Error != "MalformedResponse" {
				t.Errorf("got the new device %+v, want the error MalformedResponse", done.NewDevice)
			}
			s.withMFA(t, page, "carol")
			initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantDone(t, "carol")
		})
		t.Run("no tracking", func(t *testing.T) {
			s := newStage(t, remembering(provision.Options{}))
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			s.makeClient(page, map[string]any{"worker": v.worker, "deviceTracking": false})
			s.tap.Forget()
			for range 2 {
				if done := s.withMFA(t, page, "carol"); done.NewDevice != nil {
					t.Errorf("got the new device %+v, want none", done.NewDevice)
				}
			}
			if len(s.tap.Calls("ConfirmDevice")) != 0 || slices.ContainsFunc(s.deviceKeys(), func(key string) bool { return key != "-" }) {
				t.Error("a device was confirmed or named")
			}
			// Cognito can still ask; nobody here can answer.
			s.tap.Fail("RespondToAuthChallenge", wiretap.Reply(200, amzJSON, `{"ChallengeName":"DEVICE_SRP_AUTH","Session":"a-session-of-this-sign-in","ChallengeParameters":{}}`))
			initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).want(t, "DEVICE_SRP_AUTH", "UnsupportedChallenge", `"DEVICE_SRP_AUTH"`)
		})
		t.Run("device of its own in the answer", func(t *testing.T) {
			s := newStage(t, remembering(provision.Options{}))
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			page := s.open(t, v)
			s.withMFA(t, page, "carol")
			for name, fault := range map[string]wiretap.Fault{
				"SRP_B": parameter("SRP_B", "0"), "SALT": parameter("SALT", "no hex"), "SECRET_BLOCK": parameter("SECRET_BLOCK", "!"),
			} {
				pass := func(w http.ResponseWriter, r *http.Request, cognito http.Handler) { cognito.ServeHTTP(w, r) }
				s.tap.Fail("RespondToAuthChallenge", pass, fault)
				got := initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`)
				got.want(t, name, "MalformedResponse", "ChallengeParameters."+name)
				if strings.Contains(quote(got.Error), provision.Password) {
					t.Error("the error shows the password")
				}
			}
		})
	})
}
