package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// spy hears what the library gives to the page, and has the page use an app
// client with a secret in its main pool. It runs before the page's own scripts.
const spy = `((pool, confidential) => {
	const heard = globalThis.heard = [];
	let library;
	Object.defineProperty(globalThis, 'CognitoWasm', {configurable: true, get: () => library, set: (value) => {
		library = {...value, createClient: (options) => {
			const client = value.createClient({...options, ...(options.userPoolId === pool ? confidential : {})});
			for (const name of ['initiate', 'respond', 'totpSecret', 'session']) {
				const call = client[name].bind(client);
				client[name] = async (...args) => {
					const result = await call(...args);
					if (result !== null) heard.push(JSON.parse(JSON.stringify(result)));
					return result;
				};
			}
			return client;
		}};
	}});
})(%q, %s)`

// heard is a step, or the secret of an authenticator.
type heard struct {
	Session, Secret string
	Tokens          struct{ AccessToken, IDToken, RefreshToken string }
}

// searcher looks through the page for what must not be there.
type searcher struct {
	tester
	secrets map[string]string // what it is, by the secret
}

// hides notes a secret, which has to be long enough to be told from chance.
func (s searcher) hides(what string, values ...string) {
	s.Helper()
	for _, value := range values {
		if len(value) < 6 {
			s.Fatalf("the %s is too short to be looked for", what)
		}
		s.secrets[value] = what
	}
}

// hearsOf notes what the library gave to the page since the last time.
func (s searcher) hearsOf() (sessions, tokens int) {
	s.Helper()
	for _, h := range browser.Eval[[]heard](s.page, "heard.splice(0)") {
		if h.Session != "" {
			sessions++
			s.hides("session", h.Session)
		}
		for _, token := range []string{h.Tokens.AccessToken, h.Tokens.IDToken, h.Tokens.RefreshToken} {
			if token != "" {
				tokens++
				s.hides("token", token, token[strings.LastIndexByte(token, '.')+1:])
			}
		}
		if h.Secret != "" {
			s.hides("authenticator's secret", h.Secret, regexp.MustCompile(".{4}").ReplaceAllString(h.Secret[:len(h.Secret)-4], "$0 ")+h.Secret[len(h.Secret)-4:])
		}
	}
	return sessions, tokens
}

// searches looks through text and attributes of the whole page but the outbox
// and the phones, which are the user's own devices, where codes are read; and
// through what the page keeps of its log.
func (s searcher) searches(where string) {
	s.Helper()
	html := browser.Eval[string](s.page, `(() => {
		const page = document.documentElement.cloneNode(true);
		page.querySelector('#side').remove();
		return page.outerHTML + page.textContent + sessionStorage.getItem('cognito-wasm demo');
	})()`)
	if !strings.Contains(html, "[redacted]") || !strings.Contains(html, "•••") {
		s.Errorf("%s: the page shows neither message nor diagram", where)
	}
	for value, what := range s.secrets {
		if regexp.MustCompile(`(^|[^0-9A-Za-z])` + regexp.QuoteMeta(value) + `([^0-9A-Za-z]|$)`).MatchString(html) {
			s.Errorf("%s: the page shows a %s", where, what)
		}
	}
}

// code gives the last code that was sent to a user, and notes it.
func (s searcher) code(user string) string {
	s.Helper()
	sent, ok := running.Outbox.Last("", user)
	if !ok {
		s.Fatal("nothing was sent to ", user)
	}
	s.hides("code", sent.Code)
	return sent.Code
}

// Whatever a sign-in has of passwords, codes, tokens, sessions and secret
// hashes: none of it is anywhere on the page, in either view, at any step.
func TestNoSecretOnThePage(t *testing.T) {
	pool := running.Config.UserPoolID
	made, err := provision.Client(running.Config.Endpoint).CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{
		UserPoolId: &pool, ClientName: aws.String("confidential"), GenerateSecret: true,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
			types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth, types.ExplicitAuthFlowsTypeAllowUserAuth,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	clientID, secret := *made.UserPoolClient.ClientId, *made.UserPoolClient.ClientSecret
	confidential, err := json.Marshal(map[string]string{"clientId": clientID, "clientSecret": secret})
	if err != nil {
		t.Fatal(err)
	}

	s := searcher{tester{t, chromium.Page(t)}, map[string]string{}}
	if _, err := chromedp.Call(s.page.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(spy, pool, confidential)}); err != nil {
		t.Fatal(err)
	}
	s.page.Do(visitor.Open(running.URL, "#developers"), visitor.Renews())
	const newPassword, otherPassword = "Another-Passw0rd", "Wrong-Passw0rd"
	s.hides("password", provision.Password, server.TemporaryPassword, newPassword, otherPassword)
	s.hides("client secret", secret)
	for _, user := range []string{"alice", "bob", "carol", "grace"} {
		s.hides("secret hash", srp.SecretHash(secret, user, clientID))
	}

	s.enters("username", "alice")
	s.enters("password", otherPassword)
	s.submits()
	s.reads(wrongPassword)
	s.searches("after a wrong password")

	s.page.Do(visitor.Selects("flow", "USER_PASSWORD_AUTH"))
	s.enters("username", "alice")
	s.enters("password", provision.Password)
	s.submits()
	s.signedIn("alice")
	s.clicks("Refresh now")
	s.reads("The tokens are new.")
	if _, tokens := s.hearsOf(); tokens < 5 { // three, and after the refresh two or three
		t.Fatalf("heard of %d tokens", tokens)
	}
	s.searches("after a sign-in with the password")
	s.opens("Tokens")
	s.reads("Refresh token")
	s.searches("beside the claims")
	s.opens("Profile")
	s.enters("old", provision.Password)
	s.enters("new", newPassword)
	s.submits()
	s.reads("The password is changed.")
	s.enters("phone_number", "+12025550177")
	s.clicks("Save")
	s.reads("Your profile is saved.")
	s.clicks("Send a code")
	s.reads("Code sent to")
	s.enters("code", s.code("alice"))
	s.submits()
	s.reads("The phone number is verified.")
	s.hearsOf()
	s.searches("after changes to the profile")

	s.clicks("Sign out")
	s.signsIn("bob")
	s.reads("Choose a new password")
	s.hearsOf()
	s.searches("before a new password")
	s.enters("new-password", newPassword)
	s.enters("name", "Bob Brandt")
	s.submits()
	s.signedIn("bob")
	s.hearsOf()
	s.searches("after a new password")

	s.clicks("Sign out")
	s.signsIn("carol")
	s.reads(bySMS)
	if sessions, _ := s.hearsOf(); sessions == 0 {
		t.Error("heard of no session")
	}
	code := s.code("carol")
	s.searches("before a code")
	s.enters("code", anotherCode(code))
	s.submits()
	s.hides("code", anotherCode(code))
	s.reads(wrongCode)
	s.searches("after a wrong code")
	s.page.Do(visitor.Reloads())
	s.reads("Enter the code")
	s.searches("after a reload")
	s.enters("code", code)
	s.submits()
	s.signedIn("carol")
	s.hearsOf()
	s.searches("after a code")

	s.clicks("Sign out")
	s.signsIn("grace")
	s.reads("Choose how to sign in")
	s.page.Do(visitor.Chooses("PASSWORD_SRP"))
	s.enters("password", provision.Password)
	s.submits()
	s.signedIn("grace")
	s.hearsOf()
	s.searches("after a choice")

	s.opens("Second factors")
	s.clicks("Set up")
	s.reads("Scan the picture")
	s.scans()
	s.usesItsCode("grace")
	digits := browser.Eval[string](s.page, "document.querySelector('#app [name=code]').value")
	s.hides("code", digits)
	s.submits()
	s.reads("The app is set up.")
	if s.hearsOf(); len(s.secrets) == 0 || !slices.Contains(slices.Collect(maps.Values(s.secrets)), "authenticator's secret") {
		t.Error("heard of no authenticator")
	}
	s.searches("after the set-up of a second factor")
}

// anotherCode is a code of the same length.
func anotherCode(code string) string {
	last := len(code) - 1
	return code[:last] + string('0'+(code[last]-'0'+1)%10)
}
