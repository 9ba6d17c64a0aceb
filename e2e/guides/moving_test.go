package guides

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/evanw/esbuild/pkg/api"
	"github.com/pquerna/otp/totp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// guide is one on moving from another library.
type guide struct {
	document, library string
	// endpoint is where the configuration in the block of that library gets the
	// address of the local Cognito, and how it is spelt there.
	endpoint, spelt string
	// warns is what it writes on the console, if it does.
	warns string
	// offers are the sources in which all that it offers is found; the guide says
	// of each what becomes of it.
	offers []offer
}

// offer is a file in node_modules, the words after which the names stand, and the
// pattern of one.
type offer struct{ file, from, pattern string }

// clients is where the other libraries are installed.
const clients = "../peers"

var amplify = guide{
	document: "docs/from-amplify.md", library: "aws-amplify",
	endpoint: "userPoolClientId: '" + exampleClient + "'", spelt: "userPoolEndpoint",
	warns: "You are using a custom Amazon Amazon Cognito User Pool endpoint",
	offers: []offer{
		{"@aws-amplify/auth/src/providers/cognito/index.ts", "", `from './apis/(\w+)'`},
		{"@aws-amplify/auth/src/index.ts", "errors/AuthError", `\b([a-z]\w+(?:Session|JWT|Credential|Credentials)),`},
		{"@aws-amplify/auth/src/types/models.ts", "", `signInStep: '(\w+)'`},
		{"@aws-amplify/auth/src/providers/cognito/apis/signIn.ts", "", `case '(\w+)'`},
	},
}

var identityJS = guide{
	document: "docs/from-amazon-cognito-identity-js.md", library: "amazon-cognito-identity-js",
	endpoint: "ClientId: '" + exampleClient + "'", spelt: "endpoint",
	offers: []offer{
		{"amazon-cognito-identity-js/index.d.ts", "interface IAuthenticationCallback", `(\w+)\??: \(`},
		{"amazon-cognito-identity-js/index.d.ts", "class CognitoUser {", `public (\w+)\(`},
	},
}

var guides = []guide{amplify, identityJS}

// move is a section of such a guide: what is called in the page, before and after
// alike.
type move struct {
	section string
	pool    provision.Options
	user    provision.User
	bare    bool // the user has no address: nothing serves as MFA
	absent  bool // there is no user yet
	// call gives the user name.
	call string
}

var moves = map[string][]move{
	amplify.document: {
		enters, first, enrols, joins,
		{section: "A choice of first factors", pool: testrun.AllFlows, user: provision.User{Name: "dave"}, call: `auth.enterByEmail('dave', () => code('dave'))`},
	},
	identityJS.document: {
		enters, first, enrols, joins,
		{section: "A custom challenge", pool: testrun.AllFlows, user: provision.User{Name: "erin"},
			call: `auth.enterByRiddle('erin', (question) => question === 'who goes there?' ? 'friend' : '')`},
	},
}

var (
	enters = move{section: "Sign-in with a password and a code", user: provision.User{Name: "carol", MFA: "SMS_MFA"},
		call: `auth.enter('carol', 'Local-Cognito-1', () => code('carol'))`}
	first = move{section: "A new password", pool: provision.Options{Required: []string{"name"}}, user: provision.User{Name: "nora", Temporary: true},
		call: `auth.enterFirst('nora', 'Local-Cognito-1', 'Another-Passw0rd')`}
	enrols = move{section: "An authenticator app, if the pool requires one", pool: provision.Options{RequireMFA: true}, user: provision.User{Name: "grace"}, bare: true,
		call: `auth.enrol('grace', 'Local-Cognito-1', (secret, uri) => totp(secret, uri))`}
	joins = move{section: "Sign-up", pool: testrun.AllFlows, user: provision.User{Name: "zoe"}, absent: true,
		call: `auth.join('zoe', 'Local-Cognito-1', 'zoe@example.com', () => code('zoe'))`}
)

func init() {
	for _, g := range guides {
		noteExecuted(g.document, "TestMoves", "Set-up")
		for _, m := range moves[g.document] {
			noteExecuted(g.document, "TestMoves", m.section)
		}
		noteExecuted(g.document, "TestMoveOfTokens", "Tokens, and their refresh", "Sign-out")
		noteExecuted(g.document, "TestMoveOfErrors", "Errors")
		noteExecuted(g.document, "TestMoveOfEvents", "Who is signed in, as it changes")
	}
}

const before, after = "before", "after"

// nobody says whether nobody is signed in, ended the same of a session that is refreshed
// to see it.
const (
	nobody = `auth.accessToken().then(() => false, () => true)`
	ended  = `(Date.now = ((now) => () => now() + 7_200_000)(Date.now), ` + nobody + `)`
)

// everyGuide runs a test for each guide, with a pool of its own.
func everyGuide(t *testing.T, test func(t *testing.T, g guide)) {
	t.Parallel()
	for _, g := range guides {
		t.Run(g.library, func(t *testing.T) {
			t.Parallel()
			test(t, g)
		})
	}
}

// Both halves of each section bring the same user to tokens.
func TestMoves(t *testing.T) {
	everyGuide(t, func(t *testing.T, g guide) {
		for _, m := range moves[g.document] {
			t.Run(m.section, func(t *testing.T) {
				t.Parallel()
				for _, side := range []string{before, after} {
					// A password is new once, and an authenticator.
					v := g.visit(t, m)
					v.open(side)
					if got := browser.Eval[string](v.page, m.call); got != m.user.Name {
						t.Fatalf("%s: %q is signed in, want %s", side, got, m.user.Name)
					}
					wantToken(t, v.cognito, browser.Eval[string](v.page, `auth.accessToken()`), m.user.Name)
				}
			})
		}
	})
}

// A session outlives a reload, and ends for Cognito when the user leaves.
func TestMoveOfTokens(t *testing.T) {
	everyGuide(t, func(t *testing.T, g guide) {
		for _, side := range []string{before, after} {
			v := g.visit(t, enters)
			v.open(side)
			if !browser.Eval[bool](v.page, nobody) {
				t.Errorf("%s: there is an access token of nobody", side)
			}
			browser.Eval[string](v.page, enters.call)
			v.open(side)
			token := browser.Eval[string](v.page, `auth.accessToken()`)
			wantToken(t, v.cognito, token, "carol")
			browser.Eval[any](v.page, `auth.leave().then(() => 0)`)
			if _, err := v.cognito.Pool.API.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &token}); err == nil {
				t.Errorf("%s: Cognito still takes the token", side)
			}
			v.open(side)
			if !browser.Eval[bool](v.page, nobody) {
				t.Errorf("%s: the user who left is still there", side)
			}
		}
	})
}

// What a user is told of each failure is the same before and after.
func TestMoveOfErrors(t *testing.T) {
	everyGuide(t, func(t *testing.T, g guide) {
		v := g.visit(t, move{user: provision.User{Name: "alice"}})
		api, pool := v.cognito.Pool.API, v.cognito.Pool
		if _, err := pool.AddUser(t.Context(), provision.User{Name: "rita"}); err != nil {
			t.Fatal(err)
		}
		if _, err := api.AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: &pool.ID, Username: new("rita")}); err != nil {
			t.Fatal(err)
		}
		if _, err := api.SignUp(t.Context(), &cip.SignUpInput{
			ClientId: &pool.ClientID, Username: new("uma"), Password: new(provision.Password),
			UserAttributes: []types.AttributeType{{Name: new("email"), Value: new("uma@example.com")}},
		}); err != nil {
			t.Fatal(err)
		}
		v.page.Expect(`Failed to load resource: net::ERR_CONNECTION_REFUSED`)
		calls := map[string]string{
			`auth.reason('alice', 'wrong')`:          "wrong name or password",
			`auth.reason('rita', 'Local-Cognito-1')`: "choose a new password first",
			`auth.reason('uma', 'Local-Cognito-1')`:  "confirm your address first",
		}
		if strings.Contains(v.module(before), "'type both'") {
			calls[`auth.reason('alice', '')`] = "type both"
		}
		for _, side := range []string{before, after} {
			v.open(side)
			for call, want := range calls {
				if got := browser.Eval[string](v.page, call); got != want {
					t.Errorf("%s: %s gives %q, want %q", side, call, got, want)
				}
			}
		}
		if err := v.cognito.Server.Close(); err != nil {
			t.Fatal(err)
		}
		for _, side := range []string{before, after} {
			v.open(side)
			if got := browser.Eval[string](v.page, `auth.reason('alice', 'Local-Cognito-1')`); got != "no network" {
				t.Errorf("%s: without Cognito it says %q", side, got)
			}
		}
	})
}

// Pages hear of a sign-in and of a sign-out.
func TestMoveOfEvents(t *testing.T) {
	everyGuide(t, func(t *testing.T, g guide) {
		for _, side := range []string{before, after} {
			v := g.visit(t, enters)
			v.open(side)
			if side == before && !strings.Contains(v.module(before), "const watch") {
				continue // it tells nobody
			}
			browser.Eval[any](v.page, `void (globalThis.shown = [], globalThis.stop = auth.watch((name) => shown.push(name ?? '')))`)
			browser.Eval[string](v.page, enters.call)
			browser.Eval[any](v.page, `auth.leave().then(() => 0)`)
			got := browser.Eval[[]string](v.page, `(async () => {
				while (shown.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
				stop();
				return shown;
			})()`)
			if !slices.Equal(got, []string{"carol", ""}) {
				t.Errorf("%s: heard of %q", side, got)
			}
		}
	})
}

// A session that the other library itself has left goes on here, with its device,
// and beside it there, until the user leaves.
func TestAdoption(t *testing.T) {
	tracking := provision.Options{Devices: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}}
	everyGuide(t, func(t *testing.T, g guide) {
		for name, pool := range map[string]provision.Options{"no device": {}, "device": tracking} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				adopts := enters
				adopts.pool = pool
				v := g.visit(t, adopts)
				v.open(before)
				browser.Eval[string](v.page, adopts.call)
				left := browser.Eval[int](v.page, `Object.keys(localStorage).filter((name) => name.startsWith('CognitoIdentityServiceProvider.')).length`)
				if left < 5 {
					t.Fatalf("%s left %d entries, want tokens and a name", g.library, left)
				}
				token := browser.Eval[string](v.page, `auth.accessToken()`)
				v.open(after)
				if got := browser.Eval[string](v.page, `auth.accessToken()`); got != token {
					t.Errorf("%q is the access token, want that of %s", got, g.library)
				}
				wantToken(t, v.cognito, token, "carol")
				v.open(before)
				wantToken(t, v.cognito, browser.Eval[string](v.page, `auth.accessToken()`), "carol")
				v.open(after)
				browser.Eval[any](v.page, `auth.leave().then(() => 0)`)
				for _, side := range []string{before, after} {
					v.open(side)
					if !browser.Eval[bool](v.page, nobody) {
						t.Errorf("%s: the user who left is still there", side)
					}
				}
				if name == "device" { // it stands for the code
					browser.Eval[string](v.page, `auth.enter('carol', 'Local-Cognito-1', () => { throw new Error('a code is wanted') })`)
				}
			})
		}
		t.Run("ended", func(t *testing.T) {
			t.Parallel()
			v := g.visit(t, enters)
			v.open(before)
			browser.Eval[string](v.page, enters.call)
			if _, err := v.cognito.Pool.API.AdminUserGlobalSignOut(t.Context(), &cip.AdminUserGlobalSignOutInput{
				UserPoolId: &v.cognito.Pool.ID, Username: new("carol"),
			}); err != nil {
				t.Fatal(err)
			}
			v.open(after)
			if !browser.Eval[bool](v.page, ended) {
				t.Error("there is a session that has ended")
			}
			if left := browser.Eval[string](v.page, `Object.keys(localStorage).filter((name) => !name.startsWith('cognito-wasm.')).join()`); left != "" {
				t.Errorf("%s stays behind", left)
			}
		})
	})
}

// Each guide says of everything that its library offers what becomes of it.
func TestMovesAreComplete(t *testing.T) {
	for _, g := range guides {
		text, err := os.ReadFile(filepath.Join(root, g.document))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range g.offers {
			source, err := os.ReadFile(filepath.Join(clients, "node_modules", p.file))
			if err != nil {
				t.Fatal(err)
			}
			_, part, found := strings.Cut(string(source), p.from)
			if !found {
				t.Fatalf("%s has no %q", p.file, p.from)
			}
			if p.from != "" {
				part, _, _ = strings.Cut(part, "\n\t}\n")
			}
			names := regexp.MustCompile(p.pattern).FindAllStringSubmatch(part, -1)
			if len(names) < 3 {
				t.Errorf("%s: %q finds %d names", p.file, p.pattern, len(names))
			}
			for _, name := range names {
				if !regexp.MustCompile(`\b` + name[1] + `\b`).Match(text) {
					t.Errorf("%s says nothing of %s", g.document, name[1])
				}
			}
		}
	}
}

// journey is a page that has the module of a guide, before or after, on the same
// site.
type journey struct {
	t       *testing.T
	guide   guide
	cognito *testrun.Cognito
	site    *site.Site
	page    *browser.Page
}

// visit makes the pool and the user of a move, and a page for them.
func (g guide) visit(t *testing.T, m move) *journey {
	t.Helper()
	v := &journey{t: t, guide: g}
	if m.bare || m.absent {
		v.cognito = testrun.StartPool(t, "", m.pool)
	} else {
		v.cognito = testrun.StartPool(t, "", m.pool, m.user)
	}
	if m.bare {
		v.addBareUser(m.user.Name)
	}
	if slices.Contains(m.pool.Flows, types.ExplicitAuthFlowsTypeAllowCustomAuth) {
		if err := v.cognito.Server.SetTriggers(v.cognito.Pool.ID, testrun.Riddle); err != nil {
			t.Fatal(err)
		}
	}
	v.site, v.page = site.New(t, dist), chromium.Page(t)
	v.site.Handle("/code/{user}", func(w http.ResponseWriter, r *http.Request) {
		message, _ := v.cognito.Server.Outbox().Last(v.cognito.Pool.ID, r.PathValue("user"))
		fmt.Fprint(w, message.Code)
	})
	v.site.Handle("/totp/{secret}", func(w http.ResponseWriter, r *http.Request) {
		code, err := totp.GenerateCode(r.PathValue("secret"), time.Now())
		if err != nil {
			http.Error(w, "no secret", http.StatusBadRequest)
		}
		fmt.Fprint(w, code)
	})
	for _, side := range []string{before, after} {
		v.site.File("/"+side+".js", http.StatusOK, "text/javascript", v.bundle(side))
		v.site.Page("/"+side, `<link rel=icon href=data:,><script type=importmap>{"imports": {"cognito-wasm": "/cognito-wasm.mjs"}}</script>
			<script>
				window.code = async (user) => (await fetch('/code/' + user)).text();
				window.totp = async (secret, uri) => {
					if (uri !== undefined && !String(uri).includes(secret)) throw new Error('the URI is without the secret');
					return (await fetch('/totp/' + secret)).text();
				};
			</script>`)
	}
	if g.warns != "" {
		v.page.Expect(g.warns)
	}
	return v
}

// open loads the module of one side, with what the other may have stored.
func (v *journey) open(side string) {
	v.t.Helper()
	v.page.Open(v.site.URL + "/" + side)
	browser.Eval[any](v.page, `import('/`+side+`.js').then((module) => { window.auth = module })`)
}

// module gives all blocks of one side, which are the parts of one module.
func (v *journey) module(side string) string {
	v.t.Helper()
	var text strings.Builder
	for _, b := range blocks(v.t, v.guide.document) {
		if b.language == "js" && b.file == side {
			text.WriteString(b.text)
		}
	}
	endpoint := "endpoint: " + quote(v.cognito.Endpoint)
	if side == before {
		return replaced(v.t, text.String(), v.guide.endpoint, v.guide.endpoint+", "+v.guide.spelt+": "+quote(v.cognito.Endpoint))
	}
	const client = "clientId: '" + exampleClient + "'"
	return replaced(v.t, text.String(), client, client+", "+endpoint)
}

// bundle makes one file of the module and the library that it imports; ours is
// imported from where it is.
func (v *journey) bundle(side string) []byte {
	v.t.Helper()
	directory, err := filepath.Abs(clients)
	if err != nil {
		v.t.Fatal(err)
	}
	script, err := build.Bundle(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: v.module(side), ResolveDir: directory},
		Format: api.FormatESModule, External: []string{"cognito-wasm"}, Define: map[string]string{"global": "globalThis"},
	})
	if err != nil {
		v.t.Fatalf("%s, %s: %v", v.guide.document, side, err)
	}
	return script
}

// addBareUser makes a user without an address.
func (v *journey) addBareUser(name string) {
	v.t.Helper()
	pool := v.cognito.Pool
	if _, err := pool.API.AdminCreateUser(v.t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: &pool.ID, Username: &name, MessageAction: types.MessageActionTypeSuppress,
	}); err != nil {
		v.t.Fatal(err)
	}
	if _, err := pool.API.AdminSetUserPassword(v.t.Context(), &cip.AdminSetUserPasswordInput{
		UserPoolId: &pool.ID, Username: &name, Password: new(provision.Password), Permanent: true,
	}); err != nil {
		v.t.Fatal(err)
	}
}
