package localcognito_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// getJSON reads a document that the server publishes.
func getJSON(t *testing.T, url string, into any) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%s: %s, %v", url, r.Status, r.Header)
	}
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// verify checks a token as a resource server does: through the JWKS that the
// discovery document names.
func (f *fixture) verify(token string) (claims map[string]any, kid string) {
	f.Helper()
	var discovery struct {
		Issuer  string `json:"issuer"`
		JWKSURI string `json:"jwks_uri"`
	}
	getJSON(f.T, f.server.URL()+"/"+f.pool+"/.well-known/openid-configuration", &discovery)
	if discovery.Issuer != f.issuer+"/"+f.pool {
		f.Errorf("issuer %q", discovery.Issuer)
	}
	if !strings.HasPrefix(discovery.JWKSURI, f.server.URL()+"/") {
		f.Errorf("the keys are at %q, want them where the server is", discovery.JWKSURI)
	}
	var keys jose.JSONWebKeySet
	getJSON(f.T, discovery.JWKSURI, &keys)
	if len(keys.Keys) != 2 || !keys.Keys[0].IsPublic() || !keys.Keys[1].IsPublic() {
		f.Fatalf("%d keys", len(keys.Keys))
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		f.Fatal(err)
	}
	kid = parsed.Headers[0].KeyID
	found := keys.Key(kid)
	if len(found) != 1 || found[0].Use != "sig" || found[0].Algorithm != "RS256" {
		f.Fatalf("%d keys with the token's kid", len(found))
	}
	var standard jwt.Claims
	if err := parsed.Claims(found[0].Key, &standard, &claims); err != nil {
		f.Fatal(err)
	}
	if err := standard.ValidateWithLeeway(jwt.Expected{Issuer: discovery.Issuer, Time: f.clock.Now()}, 0); err != nil {
		f.Error(err)
	}
	return claims, kid
}

func TestTokens(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.client.AccessTokenValidity, s.client.IdTokenValidity = aws.Int32(10), aws.Int32(2)
		s.client.TokenValidityUnits = &types.TokenValidityUnitsType{AccessToken: "minutes", IdToken: "hours"}
		s.pool.Schema = []types.SchemaAttributeType{{Name: aws.String("level"), AttributeDataType: "Number"}}
	})
	u := f.confirm("alice", "email=alice@example.com", "email_verified=true", "phone_number=+12025550100", "custom:level=7")
	sub := value(u.Attributes, "sub")
	r := f.signIn("alice")
	if r.ExpiresIn != 600 {
		t.Errorf("ExpiresIn %d", r.ExpiresIn)
	}
	now := float64(f.clock.Now().Unix())
	access, accessKid := f.verify(*r.AccessToken)
	id, idKid := f.verify(*r.IdToken)
	if accessKid == idKid {
		t.Error("ID and access token have the same kid")
	}
	for name, want := range map[string]any{
		"sub": sub, "token_use": "access", "client_id": f.client, "username": "alice", "scope": "aws.cognito.signin.user.admin",
		"auth_time": now, "iat": now, "exp": now + 600, "aud": nil,
	} {
		if access[name] != want {
			t.Errorf("access token: %s is %v, want %v", name, access[name], want)
		}
	}
	for name, want := range map[string]any{
		"sub": sub, "token_use": "id", "aud": f.client, "cognito:username": "alice", "email": "alice@example.com",
		"email_verified": true, "custom:level": "7", "auth_time": now, "exp": now + 7200, "client_id": nil, "scope": nil,
	} {
		if id[name] != want {
			t.Errorf("ID token: %s is %v, want %v", name, id[name], want)
		}
	}
	if id["origin_jti"] == nil || id["origin_jti"] != access["origin_jti"] || id["jti"] == nil || id["jti"] == access["jti"] || id["event_id"] != access["event_id"] {
		t.Error("origin_jti, jti or event_id")
	}
	header, err := jose.ParseSignedCompact(*r.IdToken, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(header.Signatures[0].Header.ExtraHeaders) != 0 {
		t.Error("more than alg and kid in the header")
	}
	jwe, err := jose.ParseEncryptedCompact(*r.RefreshToken, []jose.KeyAlgorithm{jose.RSA_OAEP}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil || jwe == nil || strings.Count(*r.RefreshToken, ".") != 4 {
		t.Errorf("refresh token: %v", err)
	}

	f.clock.Advance(time.Minute)
	again, err := f.initiate("REFRESH_TOKEN", "REFRESH_TOKEN", *r.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if again.AuthenticationResult.RefreshToken != nil || again.ChallengeParameters == nil || len(again.ChallengeParameters) != 0 {
		t.Error("a refresh gives tokens alone, and an empty ChallengeParameters")
	}
	refreshed, _ := f.verify(*again.AuthenticationResult.IdToken)
	if refreshed["auth_time"] != now || refreshed["iat"] != now+60 || refreshed["origin_jti"] != id["origin_jti"] || refreshed["jti"] == id["jti"] {
		t.Errorf("claims after the refresh: %v", refreshed)
	}
}

// The issuer of tokens can be that of production, and everything else stays where
// it is. AWS's issuers are in the developer guide, "Verifying JSON web tokens".
func TestIssuer(t *testing.T) {
	for name, tt := range map[string]struct{ issuer, region, want string }{
		"AWS's":            {localcognito.AWSIssuer, "eu-west-1", "https://cognito-idp.eu-west-1.amazonaws.com"},
		"of another place": {localcognito.AWSIssuer, "us-gov-west-1", "https://cognito-idp.us-gov-west-1.amazonaws.com"},
		"China's":          {localcognito.AWSIssuer, "cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn"},
		"the newer one":    {"https://issuer-cognito-idp.eu-west-1.amazonaws.com", "", "https://issuer-cognito-idp.eu-west-1.amazonaws.com"},
		"with a path":      {"http://gateway.example:8080/auth/", "", "http://gateway.example:8080/auth"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, func(s *setup) { s.options.Issuer, s.options.Region = tt.issuer, tt.region })
			var discovery struct {
				Issuer  string `json:"issuer"`
				JWKSURI string `json:"jwks_uri"`
			}
			getJSON(t, f.server.URL()+"/"+f.pool+"/.well-known/openid-configuration", &discovery)
			if discovery.Issuer != tt.want+"/"+f.pool || discovery.JWKSURI != f.server.URL()+"/"+f.pool+"/.well-known/jwks.json" {
				t.Errorf("%+v", discovery)
			}
		})
	}
	f := newFixture(t, func(s *setup) { s.options.Issuer = localcognito.AWSIssuer })
	f.issuer = "https://cognito-idp.eu-west-1.amazonaws.com"
	f.confirm("alice")
	r := f.signIn("alice")
	for _, token := range []string{*r.IdToken, *r.AccessToken} {
		if claims, _ := f.verify(token); claims["iss"] != f.issuer+"/"+f.pool {
			t.Errorf("iss %v", claims["iss"])
		}
	}
	// The server takes its own access tokens, and refreshes them.
	if _, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: r.AccessToken}); err != nil {
		t.Error(err)
	}
	again, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *r.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	f.verify(*again.AuthenticationResult.IdToken)
}

func TestTokenRevocationOff(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.client.EnableTokenRevocation = aws.Bool(false) })
	f.confirm("alice")
	r := f.signIn("alice")
	access, _ := f.verify(*r.AccessToken)
	if access["origin_jti"] != nil || access["jti"] != nil {
		t.Error("jti claims without token revocation")
	}
	_, err := f.api.RevokeToken(t.Context(), &cognito.RevokeTokenInput{ClientId: &f.client, Token: r.RefreshToken})
	wantError(t, err, "UnsupportedOperationException", "")
	if _, err := f.api.GlobalSignOut(t.Context(), &cognito.GlobalSignOutInput{AccessToken: r.AccessToken}); err != nil {
		t.Fatal(err)
	}
	_, err = f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: r.AccessToken})
	wantError(t, err, "NotAuthorizedException", "Access Token has been revoked")
}

func TestAccessTokenChecks(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	r := f.signIn("alice")
	getUser := func(token string) error {
		_, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: &token})
		return err
	}
	if err := getUser(*r.AccessToken); err != nil {
		t.Fatal(err)
	}
	claims, _ := f.verify(*r.AccessToken)
	forge := func(change func(map[string]any)) string {
		t.Helper()
		changed := make(map[string]any)
		for k, v := range claims {
			changed[k] = v
		}
		change(changed)
		token, err := f.server.SignAccessToken(f.pool, changed)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	parts := strings.Split(*r.AccessToken, ".")
	parts[2] = "A" + parts[2][1:]
	if parts[2][1:] == strings.Split(*r.AccessToken, ".")[2][1:] && strings.Join(parts, ".") == *r.AccessToken {
		parts[2] = "B" + parts[2][1:]
	}
	for name, token := range map[string]string{
		"ID token": *r.IdToken, "refresh token": *r.RefreshToken, "garbage": "garbage",
		"changed signature": strings.Join(parts, "."),
		"another pool":      forge(func(c map[string]any) { c["iss"] = "http://localhost/eu-west-1_other" }),
		"ID token's use":    forge(func(c map[string]any) { c["token_use"] = "id" }),
		"unknown event":     forge(func(c map[string]any) { c["event_id"] = "none" }),
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, getUser(token), "NotAuthorizedException", "Invalid Access Token")
		})
	}
	if err := getUser(forge(func(map[string]any) {})); err != nil {
		t.Error("an equal token is refused, so the cases above prove nothing:", err)
	}
	wantError(t, getUser(forge(func(c map[string]any) { c["scope"] = "openid" })), "NotAuthorizedException", "Access Token does not have required scopes")
	f.clock.Advance(time.Hour)
	wantError(t, getUser(*r.AccessToken), "NotAuthorizedException", "Access Token has expired")

	token := f.signIn("alice").AccessToken
	if _, err := f.api.AdminDisableUser(t.Context(), &cognito.AdminDisableUserInput{UserPoolId: &f.pool, Username: aws.String("alice")}); err != nil {
		t.Fatal(err)
	}
	wantError(t, getUser(*token), "NotAuthorizedException", "User is disabled.")
	if _, err := f.api.AdminDeleteUser(t.Context(), &cognito.AdminDeleteUserInput{UserPoolId: &f.pool, Username: aws.String("alice")}); err != nil {
		t.Fatal(err)
	}
	wantError(t, getUser(*token), "UserNotFoundException", "")
}

func TestSignOutAndRevoke(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	f.confirm("bob")
	getUser := func(token *string) error {
		_, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: token})
		return err
	}
	refresh := func(token *string) error {
		_, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *token)
		return err
	}
	one, two, bob := f.signIn("alice"), f.signIn("alice"), f.signIn("bob")
	revoke := func(client string, token *string) error {
		_, err := f.api.RevokeToken(t.Context(), &cognito.RevokeTokenInput{ClientId: &client, Token: token})
		return err
	}
	other, _ := f.newClient(cognito.CreateUserPoolClientInput{})
	wantError(t, revoke(f.client, one.AccessToken), "UnsupportedTokenTypeException", "")
	wantError(t, revoke(other, one.RefreshToken), "UnauthorizedException", "")
	wantError(t, revoke("nobody", one.RefreshToken), "UnauthorizedException", "")
	if err := getUser(one.AccessToken); err != nil {
		t.Fatal(err)
	}
	for range 2 { // twice: RFC 7009, section 2.2
		if err := revoke(f.client, one.RefreshToken); err != nil {
			t.Fatal(err)
		}
	}
	wantError(t, getUser(one.AccessToken), "NotAuthorizedException", "Access Token has been revoked")
	wantError(t, refresh(one.RefreshToken), "NotAuthorizedException", "Refresh Token has been revoked")
	if err := getUser(two.AccessToken); err != nil {
		t.Errorf("another sign-in of the user: %v", err)
	}

	three := f.signIn("alice")
	if _, err := f.api.GlobalSignOut(t.Context(), &cognito.GlobalSignOutInput{AccessToken: two.AccessToken}); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*types.AuthenticationResultType{two, three} {
		wantError(t, getUser(r.AccessToken), "NotAuthorizedException", "Access Token has been revoked")
		wantError(t, refresh(r.RefreshToken), "NotAuthorizedException", "Refresh Token has been revoked")
	}
	if err := getUser(bob.AccessToken); err != nil {
		t.Errorf("another user: %v", err)
	}
	if _, err := f.api.AdminUserGlobalSignOut(t.Context(), &cognito.AdminUserGlobalSignOutInput{UserPoolId: &f.pool, Username: aws.String("bob")}); err != nil {
		t.Fatal(err)
	}
	wantError(t, getUser(bob.AccessToken), "NotAuthorizedException", "Access Token has been revoked")
}

func TestRefreshRefused(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.client.RefreshTokenValidity = 2
		s.client.TokenValidityUnits = &types.TokenValidityUnitsType{RefreshToken: "hours"}
	})
	f.confirm("alice")
	r := f.signIn("alice")
	refresh := func(token string) error {
		_, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", token)
		return err
	}
	wantError(t, refresh("garbage"), "NotAuthorizedException", "Invalid Refresh Token")
	wantError(t, refresh(*r.AccessToken), "NotAuthorizedException", "Invalid Refresh Token")
	segments := strings.Split(*r.RefreshToken, ".")
	segments[4] = strings.Repeat("A", len(segments[4]))
	wantError(t, refresh(strings.Join(segments, ".")), "NotAuthorizedException", "Invalid Refresh Token")
	mine := f.client
	f.client, _ = f.newClient(cognito.CreateUserPoolClientInput{})
	wantError(t, refresh(*r.RefreshToken), "NotAuthorizedException", "Invalid Refresh Token")
	f.client = mine
	_, err := f.initiate("REFRESH_TOKEN_AUTH")
	wantError(t, err, "InvalidParameterException", "Missing required parameter REFRESH_TOKEN")
	f.clock.Advance(2*time.Hour - time.Second)
	if err := refresh(*r.RefreshToken); err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(time.Second)
	wantError(t, refresh(*r.RefreshToken), "NotAuthorizedException", "Refresh Token has expired")
}

func TestRefreshTokenRotation(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.client.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: "ENABLED", RetryGracePeriodSeconds: aws.Int32(30)}
		s.client.RefreshTokenValidity = 1
	})
	f.confirm("alice")
	get := func(token *string) (*types.AuthenticationResultType, error) {
		out, err := f.api.GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{ClientId: &f.client, RefreshToken: token})
		if err != nil {
			return nil, err
		}
		return out.AuthenticationResult, nil
	}
	first := f.signIn("alice").RefreshToken
	_, err := f.initiate("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", *first)
	wantError(t, err, "InvalidParameterException", "REFRESH_TOKEN_AUTH flow not enabled for this client")

	second, err := get(first)
	if err != nil || second.RefreshToken == nil || *second.RefreshToken == *first {
		t.Fatal("no new refresh token:", err)
	}
	f.clock.Advance(29 * time.Second)
	if _, err := get(first); err != nil {
		t.Fatal("within the grace period:", err)
	}
	f.clock.Advance(time.Second) // 30 s after the first use, not the last
	_, err = get(first)
	wantError(t, err, "RefreshTokenReuseException", "")
	f.clock.Advance(24*time.Hour - 31*time.Second)
	third, err := get(second.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	f.clock.Advance(time.Second) // a day after the sign-in
	_, err = get(third.RefreshToken)
	wantError(t, err, "NotAuthorizedException", "Refresh Token has expired")
}

func TestGetTokensFromRefreshTokenWithoutRotation(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	r := f.signIn("alice")
	for range 2 {
		out, err := f.api.GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{ClientId: &f.client, RefreshToken: r.RefreshToken})
		if err != nil {
			t.Fatal(err)
		}
		if out.AuthenticationResult.RefreshToken != nil || out.AuthenticationResult.AccessToken == nil {
			t.Error("want an access token and no refresh token")
		}
	}
}

func TestChangePassword(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	token := f.signIn("alice").AccessToken
	change := func(previous, proposed string) error {
		_, err := f.api.ChangePassword(t.Context(), &cognito.ChangePasswordInput{AccessToken: token, PreviousPassword: &previous, ProposedPassword: &proposed})
		return err
	}
	wantError(t, change("Wrong-12345", "Another-5678"), "NotAuthorizedException", incorrect)
	wantError(t, change(password, "short"), "InvalidPasswordException", "")
	if err := change(password, "Another-5678"); err != nil {
		t.Fatal(err)
	}
	_, err := f.passwordAuth("alice", password)
	wantError(t, err, "NotAuthorizedException", incorrect)
	if _, err := newSRPClient().signIn(f, "alice", "Another-5678"); err != nil {
		t.Error(err)
	}
}
