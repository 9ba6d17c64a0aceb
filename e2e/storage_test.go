package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// custom are storages of a page's own, over its session storage.
var custom = map[string]string{
	"sync": `{
		get: (key) => sessionStorage.getItem('own ' + key),
		set: (key, value) => sessionStorage.setItem('own ' + key, value),
		remove: (key) => sessionStorage.removeItem('own ' + key),
	}`,
	"async": `new (class {
		async get(key) { await new Promise((resolve) => setTimeout(resolve)); return sessionStorage.getItem('own ' + key) ?? undefined }
		set(key, value) { return new Promise((resolve) => setTimeout(() => resolve(sessionStorage.setItem('own ' + key, value)))) }
		async remove(key) { sessionStorage.removeItem('own ' + key) }
	})()`,
}

// emptyStorages leaves nothing that an earlier client of the page has kept.
const emptyStorages = `void (localStorage.clear(), sessionStorage.clear(),
	document.cookie.split('; ').forEach((entry) => { document.cookie = entry.split('=')[0] + '=; Max-Age=0; Path=/' }))`

// What is kept where, and what is still there after a reload.
func TestStorage(t *testing.T) {
	const mfa, memory = true, "'memory'"
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{Secret: v.worker}))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		for _, test := range []struct {
			storage, where string // where: what to look at in the page
			survives       bool
		}{
			{memory, "''", !mfa},
			{"'session'", "JSON.stringify(sessionStorage)", true},
			{"'local'", "JSON.stringify(localStorage)", true},
			{"'cookie'", "decodeURIComponent(document.cookie)", true},
			{custom["sync"], "JSON.stringify(sessionStorage)", true},
			{custom["async"], "JSON.stringify(sessionStorage)", true},
		} {
			do(page, `client.close()`)
			browser.Eval[any](page, emptyStorages)
			options := `storage: ` + test.storage + `, worker: ` + quote(v.worker)
			s.create(page, options).wantOK(t)
			done := s.withMFA(t, page, "carol")
			if done.StorageError != "" || done.NewDevice == nil || done.NewDevice.Error != "" {
				t.Fatalf("%s: got the storage error %q, the new device %+v", test.storage, done.StorageError, done.NewDevice)
			}
			everything := browser.Eval[string](page, `JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), decodeURIComponent(document.cookie)])`)
			if kept := browser.Eval[string](page, test.where); strings.Contains(kept, "cognito-wasm."+s.pool.ClientID+".device.carol") != test.survives {
				t.Errorf("%s: the storage has %d characters", test.storage, len(kept))
			}
			if strings.Contains(everything, provision.Password) {
				t.Errorf("%s: the password is kept", test.storage)
			}
			if got, want := strings.Contains(everything, done.Tokens.AccessToken), test.survives && test.storage != "'cookie'"; got != want {
				t.Errorf("%s: the access token is kept: %v, want %v", test.storage, got, want)
			}
			if test.storage == memory && strings.Contains(everything, "cognito-wasm") {
				t.Error("'memory' has left something in the page's storage")
			}

			page.Open(s.site.URL + "/" + v.script)
			s.create(page, options).wantOK(t)
			if !test.survives {
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, test.storage, "InvalidArgument", "refreshToken: expected the refresh token of an earlier sign-in")
				s.withMFA(t, page, "carol")
				continue
			}
			s.tap.Forget()
			again := initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol")
			if again.Tokens.RefreshToken != done.Tokens.RefreshToken || again.Tokens.AccessToken == done.Tokens.AccessToken {
				t.Errorf("%s: the refresh gave another refresh token, or no new access token", test.storage)
			}
			initiate(page, `{username: 'carol', `+password+`}`).wantDone(t, "carol")
			if got := s.deviceKeys(); !all(got, done.NewDevice.Key) {
				t.Errorf("%s: sent the keys %v, want %s", test.storage, got, done.NewDevice.Key)
			}
		}
	})
}

// A storage that fails costs no sign-in: the step says so.
func TestStorageFails(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		s := newStage(t, remembering(provision.Options{}))
		s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		page := s.open(t, v)
		for name, storage := range map[string]string{
			"throws":  `{get() { throw new Error('full') }, set() { throw new Error('full') }, remove() { throw new Error('full') }}`,
			"rejects": `{get: async () => { throw 'full' }, set: () => Promise.reject(), remove: async () => { throw null }}`,
		} {
			s.create(page, `storage: `+storage+`, worker: `+quote(v.worker)).wantOK(t)
			s.withMFA(t, page, "carol")
			done := s.withMFA(t, page, "carol") // there is no device to be found
			if done.StorageError != "StorageError" || done.NewDevice == nil || done.NewDevice.Error != "StorageError" {
				t.Errorf("%s: got the storage error %q, the new device %+v, want both", name, done.StorageError, done.NewDevice)
			}
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "carol") // from memory
			s.create(page, `storage: `+storage+`, worker: `+quote(v.worker)).wantOK(t)
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, name, "StorageError", "the storage failed")
		}
		// What the page gives itself needs no storage.
		plain := newStage(t, provision.Options{})
		plain.user(provision.User{Name: "alice"})
		plain.create(page, `storage: {get() { throw 1 }, set() { throw 1 }, remove() { throw 1 }}, worker: `+quote(v.worker)).wantOK(t)
		token := signIn(page).wantDone(t, "alice").Tokens.RefreshToken
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH', refreshToken: `+quote(token)+`}`).wantDone(t, "alice")

		// A cookie has 4096 bytes at most, and browsers say nothing of a longer one;
		// WebKitGTK keeps it.
		plain.create(page, `storage: 'cookie', worker: `+quote(v.worker)).wantOK(t)
		plain.tap.Fail("RespondToAuthChallenge", member("AuthenticationResult.RefreshToken", strings.Repeat("x", 4096)))
		done := signIn(page).wantDone(t, "alice")
		kept := browser.Eval[bool](page, `document.cookie.includes('x'.repeat(4096))`)
		if (done.StorageError == "StorageError") == kept || (kept && engine.Engine != browser.WebKit) {
			t.Errorf("a cookie that is too long: kept: %v, got the storage error %q", kept, done.StorageError)
		}

		// So is one that was spoilt, and of two with one name the browser does not tell
		// which is ours.
		cookie := `encodeURIComponent('cognito-wasm.` + plain.pool.ClientID + `.session')`
		for _, value := range []string{"%", "%E0%A4%A", "%7B", "x=%"} {
			browser.Eval[any](page, `void (document.cookie = `+cookie+` + '=`+value+`; Path=/')`)
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, value, "InvalidArgument", "refreshToken: expected the refresh token of an earlier sign-in")
			if done := signIn(page).wantDone(t, "alice"); done.StorageError != "" {
				t.Errorf("a cookie %s: got the storage error %q", value, done.StorageError)
			}
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantDone(t, "alice")
		}
		browser.Eval[any](page, `void (document.cookie = `+cookie+` + '=%7B%22refreshToken%22%3A%22x%22%7D; Path=/`+v.script+`')`)
		plain.create(page, `storage: 'cookie', worker: `+quote(v.worker)).wantOK(t)
		initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, "two cookies", "StorageError", "the storage failed")
		if done := signIn(page).wantDone(t, "alice"); done.StorageError != "StorageError" {
			t.Errorf("two cookies: got the storage error %q", done.StorageError)
		}

		// Values that are not ours, or are spoilt, are none.
		for _, value := range []string{`'{'`, `'null'`, `'42'`, `'[]'`, `'{"key":1}'`, `'"x"'`, `42`, `null`, `undefined`, `{}`, `'\ud800'`, `'{"key":"\\ud800"}'`,
			`'{"refreshToken":1,"username":{}}'`, `'{"refreshToken":["x"]}'`, `'{"refreshToken":{}}'`} {
			s.create(page, `storage: {get: () => `+value+`, set() {}, remove() {}}, worker: `+quote(v.worker)).wantOK(t)
			if strings.Contains(value, "key") || value == "undefined" {
				s.tap.Forget()
				if done := s.withMFA(t, page, "carol"); done.StorageError != "" {
					t.Errorf("%s: got the storage error %q", value, done.StorageError)
				}
				if got := s.deviceKeys(); slices.ContainsFunc(got, func(key string) bool { return key != "-" }) {
					t.Errorf("%s: sent the keys %v, want none", value, got)
				}
			}
			initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, value, "InvalidArgument", "refreshToken: expected the refresh token of an earlier sign-in")
		}
	})
}

// Two app clients in one page keep apart.
func TestStorageOfTwoClients(t *testing.T) {
	t.Parallel()
	s, other := newStage(t, provision.Options{}), newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := s.open(t, usual)
	s.create(page, `storage: 'local'`).wantOK(t)
	signIn(page).wantDone(t, "alice")
	other.create(page, `storage: 'local'`).wantOK(t)
	initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).want(t, "another client", "InvalidArgument", "refreshToken: expected")
}
