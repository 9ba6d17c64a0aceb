package guides

import (
	"encoding/json"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/testrun"
)

// What the documents say, and the tests put their own in the place of.
const (
	exampleUserPool = "eu-west-1_AbC123xyz"
	exampleClient   = "1example23456789"
	exampleRegion   = "https://cognito-idp.eu-west-1.amazonaws.com"
	exampleCDN      = "https://cdn.example.com"
)

// startCognito runs a local Cognito for one test.
func startCognito(t *testing.T, users ...provision.User) *testrun.Cognito {
	t.Helper()
	cognito, err := testrun.Start(t.Context(), users...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cognito.Close() })
	return cognito
}

// wantToken says that Cognito must take the access token for the user's.
func wantToken(t *testing.T, pool *provision.Pool, token, username string) {
	t.Helper()
	user, err := pool.API.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &token})
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
