package element

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

//go:embed harness.js
var harness string

// stage is a local Cognito with pools of several kinds, and a web server with pages
// that have the element.
type stage struct {
	t       *testing.T
	cognito *testrun.Cognito
	site    *site.Site
	pools   map[string]*provision.Pool
	secrets map[string]string // of authenticators, by user
	tours   int               // how many have begun
}

// kinds are the pools that a test may want, by name.
var kinds = map[string]provision.Options{
	// A second factor has to be set up.
	"strict": {RequireMFA: true},
	// Three attributes that an invitation may lack.
	"asking": {Required: []string{"given_name", "birthdate"}},
	// Users are asked whether a device is theirs.
	"devices": {Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true}},
	// USER_AUTH has nothing but the password.
	"password": {Flows: testrun.AllFlows.Flows},
	// Errors tell which users exist.
	"legacy": {Legacy: true},
	// The name is an email address.
	"email": {EmailIsUsername: true, Flows: testrun.AllFlows.Flows, FirstFactors: testrun.AllFlows.FirstFactors},
}

// newStage starts a Cognito whose first pool, "", allows every flow.
func newStage(t *testing.T, users ...provision.User) *stage {
	t.Helper()
	s := &stage{t: t, pools: map[string]*provision.Pool{}, secrets: map[string]string{}}
	s.cognito = testrun.StartServer(t, localcognito.Options{CORS: localcognito.StrictCORS("content-type", "x-amz-target")}, testrun.AllFlows)
	s.pools[""] = s.cognito.Pool
	for _, user := range users {
		s.user("", user)
	}
	s.site = site.New(t, dist)
	s.site.Handle("/harness.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "text/javascript")
		w.Write([]byte(harness))
	})
	s.site.Page("/classic", scripts+"<body><main></main>")
	return s
}

const scripts = "<meta name=viewport content='width=device-width'><script src=/cognito-wasm.js></script><script src=/cognito-wasm.element.js></script><script src=/harness.js></script>"

// pool gives a pool of a kind, made when it is first asked for.
func (s *stage) pool(kind string) *provision.Pool {
	s.t.Helper()
	if s.pools[kind] == nil {
		pool, err := provision.NewPool(s.t.Context(), provision.Client(s.cognito.Endpoint), kinds[kind])
		if err != nil {
			s.t.Fatal(err)
		}
		s.pools[kind] = pool
	}
	return s.pools[kind]
}

// user makes a user.
func (s *stage) user(kind string, user provision.User) {
	s.t.Helper()
	secret, err := s.pool(kind).AddUser(s.t.Context(), user)
	if err != nil {
		s.t.Fatal(err)
	}
	s.secrets[user.Name] = secret
}

// withoutPhone takes the phone number away, which is a second factor otherwise
// where a pool requires one.
func (s *stage) withoutPhone(kind, username string) {
	s.t.Helper()
	pool := s.pool(kind)
	if _, err := pool.API.AdminUpdateUserAttributes(s.t.Context(), &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &pool.ID, Username: &username,
		UserAttributes: []types.AttributeType{{Name: new("phone_number"), Value: new("")}},
	}); err != nil {
		s.t.Fatal(err)
	}
}

// twoFactors turns two second factors of a user on, without preferring one.
func (s *stage) twoFactors(username string) {
	s.t.Helper()
	pool := s.pool("")
	if _, err := pool.API.AdminSetUserMFAPreference(s.t.Context(), &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: &pool.ID, Username: &username,
		SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true}, EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true},
	}); err != nil {
		s.t.Fatal(err)
	}
}

// lastCode gives the code of the last message to a user.
func (s *stage) lastCode(kind, username string) string {
	s.t.Helper()
	message, ok := s.cognito.Server.Outbox().Last(s.pool(kind).ID, username)
	if !ok {
		s.t.Fatalf("no message for %s", username)
	}
	return message.Code
}

// appCode gives what an authenticator shows.
func (s *stage) appCode(secret string) string {
	s.t.Helper()
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// wrongCode gives a code of the same length that is not it.
func wrongCode(code string) string {
	wrong := []byte(code)
	wrong[0] = '0' + (wrong[0]-'0'+1)%10
	return string(wrong)
}

// object is a literal for the page.
type object map[string]any

func quote(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// seen is what the form shows, as harness.js has it.
type seen struct {
	State, Title, Lead, Error, Invalid, Focus, Status, Alert, User string
	Fields                                                         map[string]string
	Choices, Links                                                 []string
	Heard                                                          []struct{ Type, Challenge, Username, Code string }
}

// visit is somebody in front of a page with the element.
type visit struct {
	*browser.Page
	s    *stage
	t    testing.TB
	kind string // of the pool

	phone webauthn.AuthenticatorID
}

// visit opens the page with the element's script.
func (s *stage) visit(t testing.TB) *visit {
	t.Helper()
	v := &visit{Page: engine.Page(t), s: s, t: t}
	v.Open(s.site.URL + "/classic")
	return v
}

// mount puts a new element of a pool there. more are members of what mount takes.
func (v *visit) mount(kind string, attributes object, more ...object) seen {
	v.t.Helper()
	v.kind = kind
	options := object{"ids": v.s.ids(kind), "attributes": attributes}
	for _, members := range more {
		for name, value := range members {
			options[name] = value
		}
	}
	browser.Eval[any](v.Page, "mount("+quote(options)+")")
	return v.look()
}

func (s *stage) ids(kind string) object {
	pool := s.pool(kind)
	return object{"userPoolId": pool.ID, "clientId": pool.ClientID, "endpoint": s.cognito.Endpoint}
}

func (v *visit) look() seen {
	v.t.Helper()
	return browser.Eval[seen](v.Page, "look()")
}

// enter types values and presses the button that ends the form.
func (v *visit) enter(values object) seen {
	v.t.Helper()
	browser.Eval[any](v.Page, "act("+quote(values)+")")
	return v.look()
}

// press presses a further button.
func (v *visit) press(name string) seen {
	v.t.Helper()
	browser.Eval[any](v.Page, "act({}, "+quote(name)+")")
	return v.look()
}

// signIn enters a name and a password, that of all users if it is empty.
func (v *visit) signIn(username, password string) seen {
	v.t.Helper()
	if password == "" {
		password = provision.Password
	}
	return v.enter(object{"username": username, "password": password})
}

// wants fails the test unless the form is in a state and shows an error, or none
// if it is empty, at one of its fields.
func (got seen) wants(t testing.TB, state, wrong, at string) seen {
	t.Helper()
	if got.State != state || got.Error != wrong || got.Invalid != at {
		t.Fatalf("the form is in the state %q with the error %q at %q, want %q, %q, %q\n%+v", got.State, got.Error, got.Invalid, state, wrong, at, got)
	}
	return got
}

// in is wants without regard to errors.
func (got seen) in(t testing.TB, state string) seen {
	t.Helper()
	return got.wants(t, state, got.Error, got.Invalid)
}

// shows is wants without an error.
func (got seen) shows(t testing.TB, state string) seen {
	t.Helper()
	return got.wants(t, state, "", "")
}

// signedIn fails the test unless the element told of one sign-in.
func (got seen) signedIn(t testing.TB, username string) seen {
	t.Helper()
	got.shows(t, "signed-in")
	var names []string
	for _, heard := range got.Heard {
		if heard.Type == "signedin" {
			names = append(names, heard.Username)
		}
	}
	if len(names) != 1 || names[0] != username {
		t.Fatalf("heard that %q signed in, want %s once", names, username)
	}
	return got
}

func attributes(name, value string) []types.AttributeType {
	return []types.AttributeType{{Name: &name, Value: &value}}
}
