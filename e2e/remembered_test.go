package e2e

import (
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// local opens a page whose client keeps all in the local storage, which is empty.
func (s *stage) local(t *testing.T, v variant, more string) *browser.Page {
	t.Helper()
	page := s.open(t, v)
	s.startLocal(t, page, v, more)
	return page
}

// startLocal makes another such client in a page that has one, with an empty storage.
func (s *stage) startLocal(t *testing.T, page *browser.Page, v variant, more string) {
	t.Helper()
	do(page, `client.close()`)
	browser.Eval[any](page, `localStorage.clear()`)
	s.create(page, more+`storage: 'local', worker: `+quote(v.worker)).wantOK(t)
}

// kept evaluates an expression over the entry of the local storage, as an object.
func (s *stage) kept(page *browser.Page, name, expression string) string {
	return browser.Eval[string](page, `((entry) => String(`+expression+`))(JSON.parse(localStorage.getItem(`+quote("cognito-wasm."+s.pool.ClientID+"."+name)+`)))`)
}

// keep puts an entry into the local storage.
func (s *stage) keep(page *browser.Page, name, entry string) {
	browser.Eval[any](page, `localStorage.setItem(`+quote("cognito-wasm."+s.pool.ClientID+"."+name)+`, JSON.stringify(`+entry+`))`)
}

// spoil changes the entry of the local storage.
func (s *stage) spoil(page *browser.Page, name, change string) {
	key := quote("cognito-wasm." + s.pool.ClientID + "." + name)
	browser.Eval[any](page, `localStorage.setItem(`+key+`, JSON.stringify({...JSON.parse(localStorage.getItem(`+key+`)), `+change+`}))`)
}

// A device of the page's storage that cannot prove itself costs a code, once. On the
// page, where the module does the same as in the worker, each way to sign in meets half
// of the devices.
func TestWrongDevice(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(remembering(provision.Options{Secret: v.worker})))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.local(t, v, "")
		s.withMFA(t, page, "carol")
		for i, change := range []string{
			`password: 'forged'`, `groupKey: 'forged'`, `key: 'eu-west-1_00000000-0000-4000-8000-000000000000'`, `key: 'forged'`,
			`password: ''`, `groupKey: undefined`, `key: 7`, `password: {}`, `key: undefined, groupKey: undefined, password: undefined`,
		} {
			requests := []string{
				`{username: 'carol', ` + password + `}`,
				`{flow: 'USER_PASSWORD_AUTH', username: 'carol', ` + password + `}`,
				`{flow: 'USER_AUTH', username: 'carol', preferredChallenge: 'PASSWORD', ` + password + `}`,
				`{flow: 'USER_AUTH', username: 'carol'}`,
			}
			if !v.worker {
				requests = share(requests, i, 2)
			}
			for _, request := range requests {
				s.spoil(page, "device.carol", change)
				got := initiate(page, request)
				if got.OK && got.Step.Challenge == "SELECT_CHALLENGE" {
					got = respond(page, `{choice: 'PASSWORD_SRP', `+password+`}`)
				}
				if !got.OK || got.Step.Challenge != "SMS_MFA" {
					t.Fatalf("%s, %s: got %s, want SMS_MFA", change, request, got.describe())
				}
				done := respond(page, sentCode(s, page, "carol")).wantDone(t, "carol")
				if key := s.kept(page, "device.carol", "entry.key"); done.NewDevice == nil || done.NewDevice.Error != "" || key != done.NewDevice.Key {
					t.Errorf("%s, %s: got the new device %+v", change, request, done.NewDevice)
				}
				initiate(page, request[:len(request)-1]+`, `+password+`}`).wantDone(t, "carol")
			}
		}
	})
}

// Who signs in by email has one device and one MFA, over reloads, and the storage
// does not show the address.
func TestDeviceByAlias(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		// One kind of pool in each mode.
		for kind, options := range map[string]provision.Options{"alias": {EmailIsAlias: true}, "user name": {EmailIsUsername: true, Secret: true}} {
			if v.worker == (kind == "alias") {
				continue
			}
			options = allFactors(remembering(options))
			options.Flows = append(options.Flows, types.ExplicitAuthFlowsTypeAllowCustomAuth)
			s := newStage(t, options)
			if err := s.cognito.SetTriggers(s.pool.ID, (&quiz{questions: 1}).triggers()); err != nil {
				t.Fatal(err)
			}
			page := s.local(t, v, "")
			i, codes := 0, 0
			for flow, how := range flowsOf {
				i++
				name := "user" + string(rune('a'+i))
				email := name + "@example.com"
				user := provision.User{Name: name, MFA: "SMS_MFA"}
				if kind == "user name" {
					user.Name = email
				}
				if how.code || strings.HasPrefix(flow, "CUSTOM") {
					user.MFA = "" // passwordless ways are not for users with MFA
				}
				s.user(user)
				s.startLocal(t, page, v, "")
				fill := strings.NewReplacer("NAME", quote(email), "PASSWORD)", quote(provision.Password)+")", ": PASSWORD", ": "+quote(provision.Password))
				username, key := "", ""
				for attempt := range 3 {
					s.tap.Forget()
					got := initiate(page, fill.Replace(how.request))
					if got.Step.Challenge == "CUSTOM_CHALLENGE" && (got.Step.Username == email || got.Step.Username != got.Step.Parameters["USERNAME"]) {
						t.Errorf("%s by %s: the step is for %q, want the name in its parameters", flow, kind, got.Step.Username)
					}
					if how.code && got.OK {
						got = respond(page, `{code: '`+s.lastCode("")+`'}`)
					} else if how.answer != "" && got.OK {
						got = respond(page, fill.Replace(how.answer))
					}
					if attempt == 0 && user.MFA != "" {
						got.wantStep(t, "SMS_MFA")
						if codes++; codes%3 == 1 { // a step is the same whatever led to it
							do(page, `sessionStorage.setItem('step', JSON.stringify(step))`)
							page.Open(s.site.URL + "/" + v.script)
							s.create(page, `storage: 'local', worker: `+quote(v.worker)).wantOK(t)
							do(page, `keep(client.resume(sessionStorage.getItem('step')))`).wantOK(t)
						}
						got = respond(page, `{code: '`+s.lastCode("")+`'}`)
					}
					if !got.OK || !got.Step.Done {
						t.Fatalf("%s by %s, sign-in %d: got %s, want tokens", flow, kind, attempt, got.describe())
					}
					if attempt == 0 {
						if got.Step.NewDevice == nil || got.Step.NewDevice.Error != "" {
							t.Fatalf("%s by %s: got the new device %+v", flow, kind, got.Step.NewDevice)
						}
						username, key = got.Step.Username, got.Step.NewDevice.Key
					} else if keys := s.deviceKeys(); got.Step.NewDevice != nil || got.Step.Username != username || !all(keys, key) {
						t.Errorf("%s by %s, sign-in %d: got the new device %+v, sent the keys %v, want %s", flow, kind, attempt, got.Step.NewDevice, keys, key)
					}
					listed, err := s.pool.API.ListDevices(t.Context(), &cip.ListDevicesInput{AccessToken: &got.Step.Tokens.AccessToken})
					if err != nil || len(listed.Devices) != 1 {
						t.Errorf("%s by %s, sign-in %d: Cognito has %d devices, %v", flow, kind, attempt, len(listed.Devices), err)
					}
					if kept := browser.Eval[string](page, `JSON.stringify(localStorage)`); strings.Contains(kept, email) || strings.Contains(kept, provision.Password) ||
						strings.Count(kept, ".alias.") != 1 || strings.Count(kept, ".device.") != 1 {
						t.Errorf("%s by %s: the storage shows the address, or has other entries: %d characters", flow, kind, len(kept))
					}
					if attempt != 1 { // and the third time without a reload
						page.Open(s.site.URL + "/" + v.script)
						s.create(page, `storage: 'local', worker: `+quote(v.worker)).wantOK(t)
					}
				}
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, username)

				// Whatever is under the alias, the user signs in: each flow meets a quarter of it.
				entry := browser.Eval[string](page, `Object.keys(localStorage).find((name) => name.includes('.alias.'))`)
				for _, value := range share([]string{`{`, `null`, `7`, `{}`, `{"username":7}`, `{"username":""}`, `{"username":"nobody"}`, `{"username":"` + username + `"}`}, i, 4) {
					browser.Eval[any](page, `localStorage.setItem(`+quote(entry)+`, `+quote(value)+`)`)
					if got := initiate(page, fill.Replace(how.request)); !got.OK {
						t.Errorf("%s by %s: with the alias %s: got %s", flow, kind, value, got.describe())
					}
				}
			}
		}
	})
}

// A refresh token is the device's, whatever became of the device.
func TestRefreshNamesDevice(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{Secret: v.worker}))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.local(t, v, "")
		page.Expect(serverErrors)
		refresh := func(request string) {
			t.Helper()
			s.tap.Forget()
			key := initiate(page, request).wantDone(t, "carol").Tokens.DeviceKey
			if keys := s.deviceKeys(); !all(keys, key) || key == "" {
				t.Errorf("sent the keys %v, want %s", keys, key)
			}
		}
		for name, tt := range map[string]struct {
			options, after string
			fault          bool
		}{
			"no tracking":              {options: `deviceTracking: false, `},
			"ConfirmDevice fails":      {fault: true},
			"the device is gone":       {after: `localStorage.removeItem('cognito-wasm.` + s.pool.ClientID + `.device.carol')`},
			"another device is stored": {after: `localStorage.setItem('cognito-wasm.` + s.pool.ClientID + `.device.carol', '{"key":"eu-west-1_00000000-0000-4000-8000-000000000000","groupKey":"g","password":"p"}')`},
			"remembered":               {},
		} {
			s.startLocal(t, page, v, tt.options)
			if tt.fault {
				s.tap.Fail("ConfirmDevice", wiretap.Exception(400, "InvalidParameterException", "Invalid device key given."))
			}
			done := s.withMFA(t, page, "carol")
			if done.Tokens.DeviceKey == "" || done.Tokens.DeviceKey != s.kept(page, "session", "entry.tokens.deviceKey") {
				t.Fatalf("%s: the session has the device %q, the tokens %q", name, s.kept(page, "session", "entry.tokens.deviceKey"), done.Tokens.DeviceKey)
			}
			if tt.after != "" {
				browser.Eval[any](page, tt.after)
			}
			page.Open(s.site.URL + "/" + v.script)
			s.create(page, tt.options+`storage: 'local', worker: `+quote(v.worker)).wantOK(t)
			for range 2 { // the refresh keeps it
				refresh(`{flow: 'REFRESH_TOKEN_AUTH'}`)
			}
			// A page that keeps the tokens itself gives back both.
			s.create(page, `deviceTracking: false, worker: `+quote(v.worker)).wantOK(t)
			refresh(`{flow: 'REFRESH_TOKEN', username: 'carol', refreshToken: ` + quote(done.Tokens.RefreshToken) + `, deviceKey: ` + quote(done.Tokens.DeviceKey) + `}`)
			s.create(page, `deviceTracking: false, worker: `+quote(v.worker)).wantOK(t)
			initiate(page, `{flow: 'REFRESH_TOKEN', username: 'carol', refreshToken: `+quote(done.Tokens.RefreshToken)+`}`).wantError(t, "NotAuthorizedException")
		}
		// A session that an earlier release kept, without the key, takes the device that is stored.
		s.startLocal(t, page, v, "")
		token := s.withMFA(t, page, "carol").Tokens.RefreshToken
		for _, key := range []string{`undefined`, `null`} {
			s.keep(page, "session", `{refreshToken: `+quote(token)+`, username: 'carol', deviceKey: `+key+`}`)
			page.Open(s.site.URL + "/" + v.script)
			s.create(page, `storage: 'local', worker: `+quote(v.worker)).wantOK(t)
			refresh(`{flow: 'REFRESH_TOKEN_AUTH'}`)
		}
	})
}

// Codes are taken as people type them.
func TestTypedCodes(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, allFactors(provision.Options{Secret: v.worker}))
		page := s.open(t, v)
		// ways are JavaScript, over the code.
		ways := []string{
			`code.slice(0, 3) + ' ' + code.slice(3)`, `code.slice(0, 3) + '-' + code.slice(3)`, `[...code].join('\u2009')`, `'\u200b' + code + '\ufeff'`, `'\u2066' + code + '\u2069\r\n'`,
			`code.replace(/./g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))`, `code.replace(/./g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))`,
			`code.replace(/./g, (digit) => String.fromCodePoint(0x0966 + Number(digit)))`, `code.replace(/./g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit)))`,
		}
		s.user(provision.User{Name: "alice"})
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		s.user(provision.User{Name: "erin", MFA: "EMAIL_OTP"})
		for _, user := range []struct{ name, request string }{
			{"carol", `{username: 'carol', ` + password + `}`}, {"erin", `{username: 'erin', ` + password + `}`},
			{"alice", `{flow: 'USER_AUTH', username: 'alice', preferredChallenge: 'EMAIL_OTP'}`}, {"alice", `{flow: 'USER_AUTH', username: 'alice', preferredChallenge: 'SMS_OTP'}`},
		} {
			for _, way := range ways {
				initiate(page, user.request).wantOK(t)
				respond(page, `{code: ((code) => `+way+`)('`+s.lastCode(user.name)+`')}`).wantDone(t, user.name)
			}
			initiate(page, user.request).wantOK(t)
			for _, empty := range []string{`' '`, `'--'`, `'\u200b'`} {
				respond(page, `{code: `+empty+`}`).want(t, empty, "InvalidArgument", "code: expected 1 to 2048 characters")
			}
		}
		// An authenticator's, which can be used once: set up, and to sign in with.
		required := newStage(t, provision.Options{RequireMFA: true})
		required.user(provision.User{Name: "dora"})
		required.withoutPhone("dora")
		other := required.open(t, v)
		initiate(other, `{username: 'dora', `+password+`}`).wantStep(t, "MFA_SETUP")
		secret := beginTOTP(other).Secret
		respond(other, `{setup: 'SOFTWARE_TOKEN_MFA', code: ((code) => `+ways[0]+`)('`+authenticator(t, secret)+`')}`).wantDone(t, "dora")
		secret = s.user(provision.User{Name: "frank", MFA: "SOFTWARE_TOKEN_MFA"})
		initiate(page, `{username: 'frank', `+password+`}`).wantStep(t, "SOFTWARE_TOKEN_MFA")
		respond(page, `{code: ((code) => `+ways[5]+`)('`+authenticator(t, secret)+`')}`).wantDone(t, "frank")

		// In Cognito's own shapes it is Cognito that reads them.
		s.tap.Forget()
		do(page, `client.respondToAuthChallenge({ChallengeName: 'SMS_OTP', Session: 'a-session-of-this-sign-in', ChallengeResponses: {USERNAME: 'alice', SMS_OTP_CODE: '123 456'}})`)
		if calls := s.tap.Calls("RespondToAuthChallenge"); len(calls) != 1 || calls[0].Body["ChallengeResponses"].(map[string]any)["SMS_OTP_CODE"] != "123 456" {
			t.Errorf("%d calls", len(calls))
		}
	})
}
