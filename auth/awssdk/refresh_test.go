package awssdk_test

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// rotating makes an app client rotate refresh tokens, without a grace period.
func rotating(in *cip.CreateUserPoolClientInput) {
	in.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(0)}
}

// TestRefreshRotates goes from one refresh token to the next, in both forms and
// with a secret. What a token that was rotated out is answered with is in the
// developer guide, "Refresh token rotation".
func TestRefreshRotates(t *testing.T) {
	pool := newTrackingPool(t, false)
	pool.confirm(t, "turner")
	for _, f := range forms {
		for name, changes := range map[string][]func(*cip.CreateUserPoolClientInput){"": {rotating}, " with a secret": {rotating, withSecret}} {
			t.Run(f.name+name, func(t *testing.T) {
				client := pool.newApp(t, changes...)
				client.config.API = f.api(pool.id, pool.server.URL(), client.wire)
				client.Client = newClient(t, client.config)
				first := client.signIn(t, "turner").Tokens
				client.wire.take()
				sentBy := func(tokens *auth.Tokens) (*auth.Step, error) {
					return client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: tokens.RefreshToken, DeviceKey: tokens.DeviceKey},
						func(options *auth.CallOptions) { options.ClientMetadata = map[string]string{"why": "due"} })
				}
				step, err := sentBy(first)
				if err != nil {
					t.Fatal(err)
				}
				second := pool.wantTokens(t, step, "turner")
				if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken || second.DeviceKey != first.DeviceKey {
					t.Error("the tokens are not new ones of the same device")
				}
				_, err = sentBy(first)
				wantCode(t, err, "RefreshTokenReuseException")
				if step, err = sentBy(second); err != nil {
					t.Fatal(err)
				}
				pool.wantTokens(t, step, "turner")

				sent := client.wire.take()[0]
				members := slices.Sorted(maps.Keys(sent.body))
				want := []string{"ClientId", "ClientMetadata", "ClientSecret", "DeviceKey", "RefreshToken"}
				if client.config.ClientSecret == "" {
					want = slices.DeleteFunc(want, func(member string) bool { return member == "ClientSecret" })
				}
				if sent.target != "AWSCognitoIdentityProviderService.GetTokensFromRefreshToken" || !slices.Equal(members, want) {
					t.Errorf("%s with %q, want %q", sent.target, members, want)
				}
			})
		}
	}
}

// Without rotation the refresh token goes on.
func TestRefreshWithoutRotation(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "stayer")
	tokens := client.signIn(t, "stayer").Tokens
	for range 2 {
		step, err := client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: tokens.RefreshToken})
		if err != nil {
			t.Fatal(err)
		}
		if fresh := local.pool.wantTokens(t, step, "stayer"); fresh.RefreshToken != tokens.RefreshToken || fresh.AccessToken == tokens.AccessToken {
			t.Error("the refresh token is another one, or the access token is not")
		}
	}
}

// TestRefreshFindsDevice: the store has the device of callers who kept the refresh
// token alone.
func TestRefreshFindsDevice(t *testing.T) {
	pool, store := newTrackingPool(t, false), newMemory()
	pool.confirm(t, "finder")
	client := pool.newApp(t, rotating)
	client.config.Devices = store
	client.Client = newClient(t, client.config)
	tokens := client.signIn(t, "finder").Tokens
	_, err := client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: tokens.RefreshToken})
	wantCode(t, err, "NotAuthorizedException")
	step, err := client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: tokens.RefreshToken, Username: "finder"})
	if err != nil {
		t.Fatal(err)
	}
	if fresh := pool.wantTokens(t, step, "finder"); fresh.DeviceKey != tokens.DeviceKey || tokens.DeviceKey == "" {
		t.Error("the tokens are another device's")
	}
}

func TestRefreshIsTheSDKs(t *testing.T) {
	for name, tt := range map[string]struct {
		ours auth.GetTokensFromRefreshTokenInput
		sdks cip.GetTokensFromRefreshTokenInput
	}{
		"least": {
			auth.GetTokensFromRefreshTokenInput{ClientID: "client", RefreshToken: "token"},
			cip.GetTokensFromRefreshTokenInput{ClientId: aws.String("client"), RefreshToken: aws.String("token")},
		},
		"all": {
			auth.GetTokensFromRefreshTokenInput{ClientID: "client", RefreshToken: "token", ClientSecret: "secret", DeviceKey: "key", ClientMetadata: texts},
			cip.GetTokensFromRefreshTokenInput{
				ClientId: aws.String("client"), RefreshToken: aws.String("token"), ClientSecret: aws.String("secret"), DeviceKey: aws.String("key"), ClientMetadata: texts,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			compare(t, "AWSCognitoIdentityProviderService.GetTokensFromRefreshToken", &tt.ours, func(ctx context.Context, client *cip.Client) error {
				_, err := client.GetTokensFromRefreshToken(ctx, &tt.sdks)
				return err
			})
		})
	}
}

// TestRefreshRefused has what is refused before anything is sent, and what is no
// answer.
func TestRefreshRefused(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{}")) })
	_, err := client.Refresh(t.Context(), auth.RefreshRequest{})
	if failure := wantCode(t, err, auth.CodeInvalidArgument); failure.Message != "RefreshRequest.RefreshToken: expected the refresh token of an earlier sign-in" {
		t.Error(failure)
	}
	_, err = client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: "token"})
	if failure := wantCode(t, err, auth.CodeMalformedResponse); failure.Operation != "GetTokensFromRefreshToken" {
		t.Error(failure)
	}
	client.Close()
	_, err = client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: "token"})
	wantCode(t, err, auth.CodeClosed)
}
