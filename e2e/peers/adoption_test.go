package peers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// adopted are the clients whose sessions ours takes over, by the name of the option.
var adopted = map[string]*peer{"amplify": amplify, "amazon-cognito-identity-js": identityJS}

// adoption is a browser in which both clients run, on pages of one origin.
type adoption struct {
	*visit
	from string
}

// adopting runs a test for each client whose sessions are taken over.
func adopting(t *testing.T, options provision.Options, test func(a *adoption)) {
	for name, peer := range adopted {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := &visit{T: t, peer: peer}
			if reason := play(v, row{play: func(v *visit) {
				v.open(options)
				v.site.Page("/ours", `<link rel=icon href=data:,><script>
					Date.now = ((now) => () => now() + Number(sessionStorage.getItem('ahead')))(Date.now);
				</script><script src=/cognito-wasm.js></script>`)
				test(&adoption{v, name})
			}}); reason != "" {
				t.Fatal(reason)
			}
		})
	}
}

// theirs opens the other client in a page anew and says who is signed in.
func (a *adoption) theirs() string {
	a.Helper()
	a.client = begun(a.visit, a.site.URL+"/page")
	return browser.Eval[string](a.page, `Peer.found()`)
}

// enter signs a user in with the other client.
func (a *adoption) enter(name string) {
	a.Helper()
	a.theirs()
	a.signsIn("USER_SRP_AUTH", name).signedIn(name)
}

// ours opens our client in a page anew, with further options.
func (a *adoption) ours(page *browser.Page, more string) {
	a.Helper()
	page.Open(a.site.URL + "/ours")
	browser.Eval[any](page, fmt.Sprintf(`void (client = CognitoWasm.createClient({
		userPoolId: %q, clientId: %q, endpoint: %q, storage: 'local', adopt: %q, %s
	}), changes = [], client.subscribe(({type, reason}) => changes.push(reason ?? type)))`, a.pool.ID, a.pool.ClientID, a.tap.URL, a.from, more))
}

// held is our session, as a page sees it.
type held struct{ ID, Username, Sub, AccessToken, RefreshToken, DeviceKey, Code string }

const described = `.then((session) => session === null ? {} : {...session, ...session.tokens, sub: session.claims.sub}, ({code}) => ({code}))`

// session gives ours, without a refresh.
func (a *adoption) session(page *browser.Page) held {
	a.Helper()
	return browser.Eval[held](page, `client.session({refresh: false})`+described)
}

// left are the members that the other client keeps of the session and the device.
func (a *adoption) left() string {
	a.Helper()
	names := browser.Eval[[]string](a.page, `Object.keys(localStorage).filter((name) => name.startsWith('CognitoIdentityServiceProvider.'))`)
	for i, name := range names {
		names[i] = name[strings.LastIndex(name, ".")+1:]
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// wantTaken says whose access token Cognito must take.
func (a *adoption) wantTaken(h held, username string) {
	a.Helper()
	user, err := a.pool.API.GetUser(a.Context(), &cip.GetUserInput{AccessToken: &h.AccessToken})
	if err != nil || *user.Username != username || h.Username != username {
		a.Errorf("the session is of %q, and Cognito takes the token for %+v: %v", h.Username, user, err)
	}
}

// A session that another client has left goes on, over refreshes, and ends for both.
func TestAdoption(t *testing.T) {
	devices := &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}
	rotation := &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(0)}
	for name, options := range map[string]provision.Options{
		"plain": {}, "rotation": {Rotation: rotation}, "device": {Devices: devices}, "device and rotation": {Devices: devices, Rotation: rotation},
	} {
		t.Run(name, func(t *testing.T) {
			adopting(t, options, func(a *adoption) {
				a.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
				a.theirs()
				a.signsIn("USER_SRP_AUTH", "carol").asks("SMS_MFA").answers(answer{Code: a.code("carol")}).signedIn("carol")
				given := a.last.AccessToken
				a.tap.Forget()
				a.ours(a.page, "")
				first := a.session(a.page)
				a.wantTaken(first, "carol")
				if first.AccessToken != given || len(first.ID) != 32 || first.Sub == "" || (first.DeviceKey != "") != (options.Devices != nil) {
					a.Errorf("took over the session %+v", first)
				}
				a.ours(a.page, "")
				if again := a.session(a.page); again != first {
					a.Errorf("after a reload the session is %+v, want %+v", again, first)
				}
				if calls := a.tap.Calls(""); len(calls) > 0 {
					a.Errorf("taking over a session made %d requests", len(calls))
				}
				// It is theirs, too, for as long as nobody rotates.
				if who := a.theirs(); who != "carol" {
					a.Errorf("the other client has %q", who)
				}

				a.ours(a.page, "")
				a.tap.Forget()
				second := browser.Eval[held](a.page, `client.session({refresh: 'force'})`+described)
				a.wantTaken(second, "carol")
				sent := a.tap.Calls("GetTokensFromRefreshToken")
				if len(sent) != 1 || len(a.tap.Calls("")) != 1 || second.ID != first.ID || second.AccessToken == first.AccessToken || second.DeviceKey != first.DeviceKey ||
					(second.RefreshToken != first.RefreshToken) != (options.Rotation != nil) {
					a.Errorf("a refresh made %d requests and gave %+v after %+v", len(a.tap.Calls("")), second, first)
				} else if key, _ := sent[0].Body["DeviceKey"].(string); key != first.DeviceKey {
					a.Errorf("the refresh named the device %q, want %q", key, first.DeviceKey)
				}

				if options.Rotation != nil { // which theirs has been left behind by
					if who := a.theirs(); who != "carol" || !browser.Eval[bool](a.page, `Peer.found(true).then((who) => who === '', () => true)`) {
						a.Errorf("the other client had %q, and has refreshed with a token that was used", who)
					}
					a.ours(a.page, "")
					if again := a.session(a.page); again != second {
						a.Errorf("with the other client's refresh the session became %+v", again)
					}
				}
				if got := browser.Eval[string](a.page, `client.signOut().then(({revoked, error}) => revoked + ' ' + error)`); got != "true undefined" {
					a.Errorf("signOut() gave %s", got)
				}
				want := "" // their own sign-out leaves the device, too
				if options.Devices != nil {
					want = "deviceGroupKey deviceKey randomPasswordKey"
				}
				if left := a.left(); left != want {
					a.Errorf("%q is left, want %q", left, want)
				}
				a.ours(a.page, "")
				if got := a.session(a.page); got != (held{}) {
					a.Errorf("after the sign-out there is the session %+v", got)
				}
				if who := a.theirs(); who != "" {
					a.Errorf("the other client still has %q", who)
				}
				if options.Devices == nil {
					return
				}
				// What their sign-in has confirmed stands for the code.
				a.ours(a.page, "")
				if got := browser.Eval[string](a.page, fmt.Sprintf(`client.initiate({username: 'carol', password: %q}).then((step) => step.challenge ?? step.username)`, provision.Password)); got != "carol" {
					a.Errorf("with their device a sign-in comes to %q", got)
				}
			})
		})
	}
}

// Wherever ours is kept, pages that open later have it as well.
func TestAdoptionIntoStorages(t *testing.T) {
	adopting(t, provision.Options{}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		a.enter("alice")
		for _, storage := range []string{"memory", "session", "cookie"} { // TestAdoption has local
			for range 2 {
				a.ours(a.page, "storage: '"+storage+"'")
				got := browser.Eval[held](a.page, `client.session()`+described)
				a.wantTaken(got, "alice")
			}
		}
	})
}

// The other clients name what they keep as the user did who signed in without SRP. Here
// it has the user's own name, for the device as well.
func TestAdoptionOfAnAlias(t *testing.T) {
	options := provision.Options{EmailIsAlias: true, Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}}
	adopting(t, options, func(a *adoption) {
		a.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
		a.theirs()
		a.signsIn("USER_PASSWORD_AUTH", "carol@example.com").asks("SMS_MFA").answers(answer{Code: a.code("carol")})
		if !a.last.Done {
			a.Fatalf("got %s, want tokens", a.last)
		}
		a.ours(a.page, "")
		a.wantTaken(a.session(a.page), "carol")
		a.wantTaken(browser.Eval[held](a.page, `client.session({refresh: 'force'})`+described), "carol")
		kept := browser.Eval[[]string](a.page, `Object.keys(localStorage).filter((name) => /^cognito-wasm.*[.]device[.]/.test(name)).map((name) => name.split('.device.')[1])`)
		if !slices.Equal(kept, []string{"carol"}) {
			a.Errorf("devices of %q are kept", kept)
		}
	})
}

// Of two clients that open at a time, one takes over: a session has one name.
func TestAdoptionByTwo(t *testing.T) {
	adopting(t, provision.Options{}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		a.enter("alice")
		a.ours(a.page, `storage: globalThis.early = {
			asked: 0,
			get: (key) => early.asked++ === 0 ? new Promise((resolve) => { early.say = () => resolve(null) }) : localStorage.getItem(key),
			set: (key, value) => localStorage.setItem(key, value),
			remove: (key) => localStorage.removeItem(key),
		}`)
		other := a.page.Sibling()
		a.ours(other, "")
		first := a.session(other) // while the one before has seen that there is none
		browser.Eval[any](a.page, `void early.say()`)
		if got := a.session(a.page); got != first {
			a.Errorf("took over %+v where there was %+v", got, first)
		}
	})
}

// Tokens that have ended are refreshed when they are wanted.
func TestAdoptionOfEndedTokens(t *testing.T) {
	adopting(t, provision.Options{}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		a.enter("alice")
		browser.Eval[any](a.page, `sessionStorage.setItem('ahead', 2 * 3_600_000)`)
		a.tap.Forget()
		a.ours(a.page, "")
		if got := a.session(a.page); got.AccessToken != a.last.AccessToken {
			a.Errorf("without a refresh there is %+v", got)
		}
		got := browser.Eval[held](a.page, `client.session()`+described)
		a.wantTaken(got, "alice")
		if calls := a.tap.Calls(""); len(calls) != 1 || got.AccessToken == a.last.AccessToken {
			a.Errorf("%d requests gave %+v", len(calls), got)
		}
	})
}

// Who signs in with the other client after a sign-out here is signed in here, in the
// pages that open next. A tab that hears of the sign-out late leaves that alone.
func TestAdoptionAfterSignOut(t *testing.T) {
	adopting(t, provision.Options{}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		a.enter("alice")
		late := a.page.Sibling()
		a.ours(late, "")
		first := a.session(late)
		key := "cognito-wasm." + a.pool.ClientID + ".session"
		stored := browser.Eval[string](late, fmt.Sprintf(`localStorage.getItem(%q)`, key))
		browser.Eval[any](late, fmt.Sprintf(`void (Storage.prototype.getItem = ((get, ours, shown) => function (key) {
			return key === ours && globalThis.isLate !== false ? shown : get.call(this, key);
		})(Storage.prototype.getItem, %q, %q))`, key, stored))
		a.ours(a.page, "")
		browser.Eval[any](a.page, `client.signOut()`)
		a.enter("alice")
		if got := browser.Eval[[]string](late, `changes`); len(got) > 0 {
			a.Errorf("the late tab heard %q too soon", got)
		}
		browser.Eval[any](late, `void (isLate = false, dispatchEvent(new Event('online')))`)
		if got := browser.Eval[[]string](late, `(async () => {
			while (changes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			return changes;
		})()`); !slices.Equal(got, []string{"asked"}) {
			a.Errorf("the late tab heard %q", got)
		}
		// Nor does one that ends what a tab with an old view has stored again.
		browser.Eval[any](a.page, fmt.Sprintf(`localStorage.setItem(%q, %q)`, key, stored))
		browser.Eval[any](late, fmt.Sprintf(`(async () => {
			while (!localStorage.getItem(%q).includes('"ended"')) await new Promise((resolve) => setTimeout(resolve, 5));
		})()`, key))
		a.ours(a.page, "")
		second := a.session(a.page)
		a.wantTaken(second, "alice")
		if second.ID == first.ID || second.AccessToken != a.last.AccessToken {
			a.Errorf("got the session %+v", second)
		}
	})
}

// A session of ours goes before theirs, and a sign-in here ends theirs: it would come
// back when this one ends.
func TestAdoptionOfNobody(t *testing.T) {
	adopting(t, provision.Options{Devices: &types.DeviceConfigurationType{}}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		a.user(provision.User{Name: "bob"})
		a.enter("alice")
		a.ours(a.page, "")
		signIn := func(name string) {
			a.Helper()
			if got := browser.Eval[string](a.page, fmt.Sprintf(`client.initiate({username: %q, password: %q}).then((step) => step.username)`, name, provision.Password)); got != name {
				a.Errorf("signed in as %q", got)
			}
		}
		signIn("bob")
		if who := a.theirs(); who != "" {
			a.Errorf("the other client still has %q", who)
		}
		a.enter("bob")
		const device = `localStorage.getItem(Object.keys(localStorage).find((name) => /^cognito-wasm.*device[.]bob$/.test(name)))`
		before := browser.Eval[string](a.page, device)
		a.ours(a.page, "")
		if got := a.session(a.page); got.Username != "bob" || got.AccessToken == a.last.AccessToken {
			a.Errorf("with a session of both there is %+v", got)
		}
		if after := browser.Eval[string](a.page, device); after != before {
			a.Error("their device has replaced ours")
		}
		// Not known here, and signed out all the same.
		browser.Eval[any](a.page, `client.signOut()`)
		a.ours(a.page, "")
		if got := a.session(a.page); got != (held{}) {
			a.Errorf("without a session there is %+v", got)
		}
		a.enter("alice") // which this page does not look for any more
		a.ours(a.page, "adopt: undefined")
		if got := a.session(a.page); got != (held{}) {
			a.Errorf("nothing was to be taken over, and there is %+v", got)
		}
		other := a.page.Sibling()
		a.ours(other, "")
		if got := a.session(other); got.Username != "alice" {
			a.Errorf("another tab has %+v", got)
		}
	})
}

// A session that Cognito has ended ends for both, unless theirs is a later one.
func TestAdoptionOfAnEndedSession(t *testing.T) {
	adopting(t, provision.Options{}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		end := func() {
			a.Helper()
			if _, err := a.pool.API.AdminUserGlobalSignOut(a.Context(), &cip.AdminUserGlobalSignOutInput{UserPoolId: &a.pool.ID, Username: aws.String("alice")}); err != nil {
				a.Fatal(err)
			}
		}
		const refreshed = `client.session({refresh: 'force'})` + described
		a.enter("alice")
		end()
		a.ours(a.page, "")
		if got := browser.Eval[held](a.page, refreshed); got != (held{}) {
			a.Errorf("a session that has ended was refreshed to %+v", got)
		}
		if left := a.left(); left != "" {
			a.Errorf("%q is left", left)
		}
		a.ours(a.page, "")
		if got := a.session(a.page); got != (held{}) {
			a.Errorf("a session that has ended is taken over again: %+v", got)
		}

		a.enter("alice")
		a.ours(a.page, "")
		first := a.session(a.page)
		end()
		a.enter("alice")
		a.ours(a.page, "")
		if got := a.session(a.page); got.ID != first.ID {
			a.Errorf("with a session of both there is %+v", got)
		}
		browser.Eval[any](a.page, refreshed)
		if who := a.theirs(); who != "alice" {
			a.Errorf("the other client has %q", who)
		}
		a.ours(a.page, "")
		got := a.session(a.page)
		a.wantTaken(got, "alice")
	})
}

// What is found may be anything.
func TestAdoptionOfAnything(t *testing.T) {
	adopting(t, provision.Options{}, func(a *adoption) {
		a.user(provision.User{Name: "alice"})
		a.enter("alice")
		entries := browser.Eval[map[string]string](a.page, `({...localStorage})`)
		prefix := "CognitoIdentityServiceProvider." + a.pool.ClientID + "."
		name := entries[prefix+"LastAuthUser"]
		jwt := func(claims string) string { return fmt.Sprintf(`'.' + btoa(%q) + '.'`, claims) }
		set := func(member, value string) string {
			return fmt.Sprintf(`localStorage.setItem(%q, %s)`, prefix+member, value)
		}
		for change, signedIn := range map[string]bool{
			`localStorage.removeItem('` + prefix + `LastAuthUser')`:                                false,
			set("LastAuthUser", `''`):                                                              false,
			set("LastAuthUser", `'__proto__'`):                                                     false,
			set("LastAuthUser", `'nobody'`):                                                        false,
			set(name+".refreshToken", `''`):                                                        false,
			`localStorage.removeItem('` + prefix + name + `.accessToken')`:                         true,
			set(name+".accessToken", `'anything'`):                                                 true,
			set(name+".accessToken", jwt(`null`)):                                                  true,
			set(name+".accessToken", jwt(`[]`)):                                                    true,
			set(name+".accessToken", jwt(`{"username":7,"sub":{},"iat":"x","exp":[]}`)):            true,
			set(name+".accessToken", jwt(`{"iat":1e999,"exp":-1e999}`)):                            true,
			set(name+".accessToken", jwt(`{"iat":1e300,"exp":2e300}`)):                             false,
			set(name+".accessToken", jwt(`{"__proto__":{"username":"mallory"},"iat":-1,"exp":0}`)): true,
			`localStorage.removeItem('` + prefix + name + `.idToken')`:                             true,
			set(name+".idToken", `'anything'`):                                                     true,
			set(name+".clockDrift", `'NaN'`) + `, ` + set(name+".deviceKey", `'x'`):                true,
		} {
			written, err := json.Marshal(entries)
			if err != nil {
				a.Fatal(err)
			}
			browser.Eval[any](a.page, fmt.Sprintf(`void (localStorage.clear(), Object.assign(localStorage, %s), %s)`, written, change))
			a.ours(a.page, "")
			if got := a.session(a.page); (got.Username == "alice") != signedIn || got.Code != "" || (got.Username != "") != signedIn {
				a.Errorf("after %s there is %+v", change, got)
			}
			if !signedIn || strings.Contains(change, "deviceKey") {
				continue
			}
			got := browser.Eval[held](a.page, `client.session({refresh: 'force'})`+described)
			a.wantTaken(got, "alice")
		}
	})
}
