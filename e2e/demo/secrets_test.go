package main

import (
	"encoding/json"
	"fmt"
	"regexp"
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
			for (const name of ['initiate', 'respond', 'totpSecret']) {
				const call = client[name].bind(client);
				client[name] = async (...args) => {
					const result = await call(...args);
					heard.push(JSON.parse(JSON.stringify(result)));
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
// and the phones: those are the user's own devices, where codes are read.
func (s searcher) searches(where string) {
	s.Helper()
	html := browser.Eval[string](s.page, `(() => {
		const page = document.documentElement.cloneNode(true);
		page.querySelector('#side').remove();
		return page.outerHTML + page.textContent;
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
	const newPassword, wrongPassword = "Another-Passw0rd", "Wrong-Passw0rd"
	s.hides("password", provision.Password, server.TemporaryPassword, newPassword, wrongPassword)
	s.hides("client secret", secret)
	for _, user := range []string{"alice", "bob", "carol", "grace"} {
		s.hides("secret hash", srp.SecretHash(secret, user, clientID))
	}

	s.page.Do(chromedp.Click(chromedp.CSS("#sign-in-username")), visitor.Tab("alice"))
	s.types(wrongPassword)
	s.reads("NotAuthorizedException")
	s.searches("after a wrong password")

	s.clicks("alice")
	s.page.Do(visitor.Chooses("USER_PASSWORD_AUTH"))
	s.clicks("Sign in")
	s.reads("Signed in as alice")
	s.clicks("Refresh the tokens")
	s.reads("The tokens are new.")
	if _, tokens := s.hearsOf(); tokens < 5 { // three, and after the refresh two or three
		t.Fatalf("heard of %d tokens", tokens)
	}
	s.searches("after a sign-in with the password")

	s.clicks("Sign out", "bob", "Sign in")
	s.reads("Choose a new password")
	s.hearsOf()
	s.searches("before a new password")
	s.page.Do(visitor.Tab(newPassword))
	s.types("Bob Brandt")
	s.reads("Signed in as bob")
	s.hearsOf()
	s.searches("after a new password")

	s.clicks("Sign out", "carol", "Sign in")
	s.reads("Cognito sent a code by SMS")
	if sessions, _ := s.hearsOf(); sessions == 0 {
		t.Error("heard of no session")
	}
	code := s.code("carol")
	s.searches("before a code")
	s.types(wrongCode(code))
	s.hides("code", wrongCode(code))
	s.reads("CodeMismatchException")
	s.searches("after a wrong code")
	s.page.Do(visitor.Reloads("Reload the page"))
	s.reads("The page was reloaded, and the step is still here")
	s.searches("after a reload")
	s.types(code)
	s.reads("Signed in as carol")
	s.hearsOf()
	s.searches("after a code")

	s.clicks("Sign out", "grace", "Sign in")
	s.reads("Choose how to sign in")
	s.page.Do(visitor.Chooses("PASSWORD"), chromedp.Click(chromedp.CSS("#challenge-password")))
	s.types(provision.Password)
	s.reads("Signed in as grace")
	s.hearsOf()
	s.searches("after a choice")

	s.clicks("Sign out", "frank", "Sign in")
	s.reads("Enter this secret in an authenticator app")
	s.clicks("Put it into frank’s phone")
	s.usesFreshCode("frank")
	s.hides("code", lastCodes["frank"], strings.ReplaceAll(lastCodes["frank"], " ", ""))
	s.clicks("Set it up")
	s.reads("Signed in as frank")
	s.hearsOf()
	s.searches("after the set-up of a second factor")
}

// wrongCode is another code of the same length.
func wrongCode(code string) string {
	last := len(code) - 1
	return code[:last] + string('0'+(code[last]-'0'+1)%10)
}
