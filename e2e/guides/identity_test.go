package guides

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

const identityPool = "AWS credentials"

// identities is an identity pool, as far as the AWS SDK's provider asks it: it
// gives credentials for ID tokens that are signed by the user pool, for its app
// client, and have not ended.
// https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html
func identities(t *testing.T, cognito *testrun.Cognito) (url string) {
	t.Helper()
	issuer := cognito.Endpoint + "/" + testrun.UserPoolID
	keys := oidc.NewRemoteKeySet(t.Context(), issuer+"/.well-known/jwks.json")
	verifier := oidc.NewVerifier(issuer, keys, &oidc.Config{ClientID: testrun.ClientID, Now: cognito.Server.Clock().Now})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("access-control-allow-origin", "*")
		w.Header().Set("access-control-allow-headers", "*")
		if r.Method == http.MethodOptions {
			return
		}
		var input struct {
			IdentityPoolId, IdentityId string
			Logins                     map[string]string
		}
		fail := func(err error) {
			w.Header().Set("x-amzn-errortype", "NotAuthorizedException")
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"message": %q}`, err.Error())
		}
		if err := json.NewDecoder(r.Body).Decode(&input); err != nil {
			fail(err)
			return
		}
		token, err := verifier.Verify(r.Context(), input.Logins["cognito-idp.eu-west-1.amazonaws.com/"+testrun.UserPoolID])
		if err != nil {
			fail(err)
			return
		}
		identity := "eu-west-1:" + token.Subject
		w.Header().Set("content-type", "application/x-amz-json-1.1")
		switch r.Header.Get("x-amz-target") {
		case "AWSCognitoIdentityService.GetId":
			if input.IdentityPoolId != "eu-west-1:11111111-2222-3333-4444-555555555555" {
				fail(fmt.Errorf("there is no identity pool %s", input.IdentityPoolId))
				return
			}
			fmt.Fprintf(w, `{"IdentityId": %q}`, identity)
		case "AWSCognitoIdentityService.GetCredentialsForIdentity":
			if input.IdentityId != identity {
				fail(fmt.Errorf("the identity %s is another user's", input.IdentityId))
				return
			}
			fmt.Fprintf(w, `{"IdentityId": %q, "Credentials": {"AccessKeyId": "ASIAEXAMPLE", "SecretKey": "secret", "SessionToken": "token", "Expiration": %d}}`,
				identity, cognito.Server.Clock().Now().Add(time.Hour).Unix())
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// getsCredentials gets alice's, with ID tokens that are renewed when they have to
// be; and none of hers for bob.
func getsCredentials(t *testing.T, cognito *testrun.Cognito, url string) {
	t.Helper()
	page := chromium.LastingPage(t, 30*time.Second)
	page.Open(url)
	const enter = `globalThis.enter = async (username) => {
		await client.initiate({ username, password: 'Local-Cognito-1' });
		const session = await client.session(), { sub } = session.claims, credentials = credentialsOf(session);
		return { get: async () => (await credentials()).identityId === 'eu-west-1:' + sub };
	}`
	browser.Eval[any](page, `void (`+enter+`)`)
	if !browser.Eval[bool](page, `enter('alice').then((alice) => (globalThis.alice = alice).get())`) {
		t.Error("the credentials are not those of alice")
	}
	// The ID token has ended, for Cognito and for the page.
	cognito.Server.Clock().Advance(2 * time.Hour)
	if !browser.Eval[bool](page, `{ const { now } = Date; Date.now = () => now.call(Date) + 2 * 3600e3; } alice.get()`) {
		t.Error("two hours later the credentials are not those of alice")
	}
	if got := browser.Eval[string](page, `enter('bob').then(async (bob) => [await bob.get(), await alice.get().catch((error) => error.message)].join())`); got != "true,the session of these credentials is over" {
		t.Errorf("after bob has signed in: %s", got)
	}
}
