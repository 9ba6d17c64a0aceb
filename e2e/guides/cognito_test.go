package guides

import (
	"encoding/json"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

// What stands in the documents: the ids are those of the local Cognito as well,
// and the tests put their own in the place of the addresses.
const (
	exampleClient = testrun.ClientID
	exampleRegion = "https://cognito-idp.eu-west-1.amazonaws.com"
	exampleCDN    = "https://cdn.example"
)

// wantToken says that Cognito must take the access token for the user's.
func wantToken(t *testing.T, cognito *testrun.Cognito, token, username string) {
	t.Helper()
	user, err := cognito.Pool.API.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &token})
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
