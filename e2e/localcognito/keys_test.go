package localcognito_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/go-jose/go-jose/v4"
)

// No two keys of a server are the same, also where a pool was deleted in between.
func TestEveryPoolHasItsKeys(t *testing.T) {
	f := newFixture(t)
	seen := map[string]string{}
	note := func(pool string) {
		t.Helper()
		var keys jose.JSONWebKeySet
		getJSON(t, f.server.URL()+"/"+pool+"/.well-known/jwks.json", &keys)
		for _, key := range keys.Keys {
			if other, ok := seen[key.KeyID]; ok {
				t.Errorf("the pools %s and %s have the same key", other, pool)
			}
			seen[key.KeyID] = pool
		}
	}
	note(f.pool)
	if _, err := f.api.DeleteUserPool(t.Context(), &cognito.DeleteUserPoolInput{UserPoolId: &f.pool}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		created, err := f.api.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: aws.String("another")})
		if err != nil {
			t.Fatal(err)
		}
		note(*created.UserPool.Id)
	}
	if len(seen) != 6 {
		t.Errorf("%d keys of three pools, want 6", len(seen))
	}
}

// A server takes no token of another one, not even where the pools have the same
// name. Servers of a process share their keys, so a signature does not tell.
func TestTokensOfAnotherServer(t *testing.T) {
	named := func(s *setup) { s.options.FirstPoolID = "eu-west-1_AbC123xyz" }
	f, other := newFixture(t, named), anotherFixture(t, named)
	f.confirm("alice")
	other.confirm("alice")
	r := other.signIn("alice")
	_, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: r.AccessToken})
	wantError(t, err, "NotAuthorizedException", "Invalid Access Token")
	_, err = f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *r.RefreshToken)
	wantError(t, err, "NotAuthorizedException", "Invalid Refresh Token")
	if _, err := other.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *r.RefreshToken); err != nil {
		t.Error("the token is not good at its own server:", err)
	}
}
