package guides

import (
	"encoding/json"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
)

// What stands in the documents: the ids are those of the local Cognito as well,
// and the tests put their own in the place of the addresses.
const (
	exampleUserPool = "eu-west-1_AbC123xyz"
	exampleClient   = "1example23456789"
	exampleRegion   = "https://cognito-idp.eu-west-1.amazonaws.com"
	exampleCDN      = "https://cdn.example"
)

// cognito is a local Cognito whose one pool and app client have the ids of the
// documents.
type cognito struct {
	*localcognito.Server
	pool    *provision.Pool
	secrets map[string]string // of authenticators, in base32, by user name
}

// usual is a pool that allows every flow.
var usual = provision.Options{
	Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth},
	FirstFactors: []types.AuthFactorType{
		types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
	},
}

// startCognito runs one for a test.
func startCognito(t *testing.T, options provision.Options, users ...provision.User) *cognito {
	t.Helper()
	server, err := localcognito.Start(localcognito.Options{FirstPoolID: exampleUserPool, FirstClientID: exampleClient})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	c := &cognito{Server: server, secrets: map[string]string{}}
	if c.pool, err = provision.NewPool(t.Context(), provision.Client(server.URL()), options); err != nil {
		t.Fatal(err)
	}
	for _, user := range users {
		if c.secrets[user.Name], err = c.pool.AddUser(t.Context(), user); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// wantToken says that Cognito must take the access token for the user's.
func (c *cognito) wantToken(t *testing.T, token, username string) {
	t.Helper()
	user, err := c.pool.API.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &token})
	if err != nil {
		t.Fatalf("Cognito does not take the access token: %v", err)
	}
	if *user.Username != username {
		t.Errorf("the access token is of %s, want %s", *user.Username, username)
	}
}

// replaced gives a text of a document with what a test has in the place of an
// example, given as example, ours, example, ours. Each has to be there.
func replaced(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%q is not in:\n%s", pairs[i], text)
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// quote gives a value as a JavaScript expression.
func quote(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // it is of ours
	}
	return string(text)
}
