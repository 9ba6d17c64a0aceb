package testrun

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// The options of the server reach the tokens, and the user signs in by SRP with a
// password that has spaces in it.
func TestStartServer(t *testing.T) {
	for name, tt := range map[string]struct {
		server         localcognito.Options
		pool, client   string
		issuerOfTokens string
	}{
		"AWS's issuer": {localcognito.Options{Issuer: localcognito.AWSIssuer}, UserPoolID, ClientID, "https://cognito-idp.eu-west-1.amazonaws.com"},
		"another region": {
			localcognito.Options{Region: "eu-central-1", FirstPoolID: "eu-central-1_Other", FirstClientID: "other", Issuer: localcognito.AWSIssuer},
			"eu-central-1_Other", "other", "https://cognito-idp.eu-central-1.amazonaws.com",
		},
	} {
		t.Run(name, func(t *testing.T) {
			user := provision.User{Name: "carol", Password: "correct Horse 9 battery", MFA: "SMS_MFA"}
			c := StartServer(t, tt.server, AllFlows, user)
			if c.Pool.ID != tt.pool || c.Pool.ClientID != tt.client {
				t.Errorf("the ids are %s and %s", c.Pool.ID, c.Pool.ClientID)
			}
			step, err := tokens(t.Context(), Options{
				UserPoolID: c.Pool.ID, ClientID: c.Pool.ClientID, Endpoint: c.Endpoint, Username: user.Name, Password: user.Password, Answer: c.Answer, Patience: patience,
			}, devices{})
			if err != nil {
				t.Fatal(err)
			}
			token, err := jwt.ParseSigned(step.Tokens.IDToken, []jose.SignatureAlgorithm{jose.RS256})
			if err != nil {
				t.Fatal(err)
			}
			var claims jwt.Claims
			if err := token.UnsafeClaimsWithoutVerification(&claims); err != nil || claims.Issuer != tt.issuerOfTokens+"/"+tt.pool {
				t.Errorf("the issuer is %q, %v", claims.Issuer, err)
			}
		})
	}
}

// A pool whose refresh tokens are rotated, and an answer that is lost: what a page under
// test has to live with.
func TestRotation(t *testing.T) {
	c := StartPool(t, "", provision.Options{Rotation: &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled}}, provision.User{Name: "alice"})
	signedIn, err := c.Pool.API.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &c.Pool.ClientID,
		AuthParameters: map[string]string{"USERNAME": "alice", "PASSWORD": provision.Password},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Server.Faults().Add(localcognito.Fault{Operation: "GetTokensFromRefreshToken", Count: 1, Action: localcognito.FaultDropAnswer}); err != nil {
		t.Fatal(err)
	}
	refresh := func() error {
		_, err := c.Pool.API.GetTokensFromRefreshToken(t.Context(), &cip.GetTokensFromRefreshTokenInput{
			ClientId: &c.Pool.ClientID, RefreshToken: signedIn.AuthenticationResult.RefreshToken,
		}, func(o *cip.Options) { o.Retryer = aws.NopRetryer{} })
		return err
	}
	if err := refresh(); err == nil {
		t.Fatal("the answer is not lost")
	}
	if reuse := (*types.RefreshTokenReuseException)(nil); !errors.As(refresh(), &reuse) {
		t.Error("the refresh token was not rotated out by the call whose answer is lost")
	}
}
