package awssdk_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// passwordFlows take a name and a password.
var passwordFlows = []auth.Flow{auth.FlowUserSRPAuth, auth.FlowUserPasswordAuth}

func TestSignIn(t *testing.T) {
	client := local.pool.newApp(t)
	for i, username := range []string{
		"sign-in", "jürgen", "山田太郎", "Ωmega-ЖУК!", strings.Repeat("é", 128),
	} {
		local.pool.confirm(t, username)
		for _, flow := range passwordFlows {
			t.Run(fmt.Sprintf("%s-%d", flow, i), func(t *testing.T) {
				before := time.Now()
				step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: username, Password: []byte(password)})
				if err != nil {
					t.Fatal(err)
				}
				tokens := local.pool.wantTokens(t, step, username)
				// An hour is Cognito's default for access tokens.
				if tokens.ExpiresAt.Before(before.Add(time.Hour)) || tokens.ExpiresAt.After(time.Now().Add(time.Hour)) {
					t.Errorf("ExpiresAt is %v", tokens.ExpiresAt)
				}
			})
		}
	}
}

func TestPasswordStaysHere(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "stays-here")
	secret := []byte(password)
	if _, err := client.Initiate(t.Context(), auth.InitiateRequest{Username: "stays-here", Password: secret}); err != nil {
		t.Fatal(err)
	}
	if string(secret) != password {
		t.Error("the caller's password was changed")
	}
	for _, sent := range client.wire.take() {
		for name, value := range sent.params() {
			if strings.Contains(value.(string), password) {
				t.Errorf("%s holds the password", name)
			}
		}
	}
}

func TestWrongPassword(t *testing.T) {
	local.pool.confirm(t, "wrong-password")
	nobody := rand.Text() // a new one each time: who fails too often is locked out
	for _, flow := range passwordFlows {
		client := local.pool.newApp(t)
		for _, username := range []string{"wrong-password", nobody} {
			t.Run(fmt.Sprintf("%s known=%t", flow, username != nobody), func(t *testing.T) {
				_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: username, Password: []byte("Wrong-12345")})
				failure := wantCode(t, err, "NotAuthorizedException")
				if failure.Message != "Incorrect username or password." { // as in captures of the real service
					t.Errorf("message %q", failure.Message)
				}
			})
		}
	}
}

func TestUserExistenceShown(t *testing.T) {
	client := local.pool.newApp(t, func(in *cip.CreateUserPoolClientInput) {
		in.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesLegacy
	})
	for _, flow := range passwordFlows {
		_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: "nobody", Password: []byte(password)})
		wantCode(t, err, "UserNotFoundException")
	}
}

func TestAccountRefused(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "disabled")
	if _, err := local.pool.admin.AdminDisableUser(t.Context(), &cip.AdminDisableUserInput{UserPoolId: &local.pool.id, Username: aws.String("disabled")}); err != nil {
		t.Fatal(err)
	}
	local.pool.confirm(t, "reset", "email=reset@example.com", "email_verified=true")
	if _, err := local.pool.admin.AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: &local.pool.id, Username: aws.String("reset")}); err != nil {
		t.Fatal(err)
	}
	for username, code := range map[string]string{"disabled": "NotAuthorizedException", "reset": "PasswordResetRequiredException"} {
		for _, flow := range passwordFlows {
			_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: username, Password: []byte(password)})
			wantCode(t, err, code)
		}
	}
}

func TestFlowNotEnabled(t *testing.T) {
	client := local.pool.newApp(t, func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}
	})
	for _, request := range []auth.InitiateRequest{
		{Username: "nobody", Password: []byte(password)},
		{Flow: auth.FlowUserPasswordAuth, Username: "nobody", Password: []byte(password)},
		{Flow: auth.FlowRefreshTokenAuth, RefreshToken: "token"},
		{Flow: auth.FlowRefreshToken, RefreshToken: "token"},
	} {
		_, err := client.Initiate(t.Context(), request)
		wantCode(t, err, "InvalidParameterException")
	}
}

func TestUnknownAppClient(t *testing.T) {
	config := local.pool.newApp(t).config
	config.ClientID = "unknown"
	_, err := newClient(t, config).Initiate(t.Context(), auth.InitiateRequest{Username: "nobody", Password: []byte(password)})
	wantCode(t, err, "ResourceNotFoundException")
}

// TestAlias signs in by an email address. From Cognito's first answer on, the
// real name counts: in the signature, in USERNAME and in the steps.
func TestAlias(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "alias", "email=alias@example.com", "email_verified=true", "phone_number=+12025550123")
	local.pool.wantTokens(t, client.signIn(t, "alias@example.com"), "alias")
	sent := client.wire.take()
	if len(sent) != 2 || sent[0].params()["USERNAME"] != "alias@example.com" || sent[1].params()["USERNAME"] != "alias" {
		t.Errorf("%d calls, with the names %v and %v", len(sent), sent[0].params()["USERNAME"], sent[1].params()["USERNAME"])
	}

	local.pool.prefer(t, "alias", auth.ChallengeSMSMFA)
	for _, flow := range passwordFlows {
		step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, Username: "alias@example.com", Password: []byte(password)})
		if err != nil {
			t.Fatal(err)
		}
		if step.Username != "alias" {
			t.Errorf("the step's name is %q", step.Username)
		}
		if step, err = client.Respond(t.Context(), step, auth.Code(local.pool.nextCode(t, "alias"))); err != nil {
			t.Fatal(err)
		}
		local.pool.wantTokens(t, step, "alias")
	}

	// Without a challenge this flow never hears the real name; the token has it.
	local.pool.confirm(t, "alias-2", "email=alias-2@example.com", "email_verified=true")
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alias-2@example.com", Password: []byte(password)})
	if err != nil {
		t.Fatal(err)
	}
	local.pool.wantTokens(t, step, "alias-2")
}

// TestEmailAsUsername is about pools whose real user names are UUIDs.
func TestEmailAsUsername(t *testing.T) {
	pool, err := newUserPool(t.Context(), local.Server, &cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}})
	if err != nil {
		t.Fatal(err)
	}
	client := pool.newApp(t, withSecret)
	user := pool.confirm(t, "uuid@example.com")
	if *user.Username == "uuid@example.com" {
		t.Fatal("the real name is the address")
	}
	tokens := pool.wantTokens(t, client.signIn(t, "uuid@example.com"), *user.Username)
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowRefreshTokenAuth, Username: *user.Username, RefreshToken: tokens.RefreshToken})
	if err != nil {
		t.Fatal(err)
	}
	pool.wantTokens(t, step, *user.Username)
}

func TestRefresh(t *testing.T) {
	client := local.pool.newApp(t)
	local.pool.confirm(t, "refresh")
	old := local.pool.wantTokens(t, client.signIn(t, "refresh"), "refresh")
	for _, flow := range []auth.Flow{auth.FlowRefreshTokenAuth, auth.FlowRefreshToken} {
		t.Run(string(flow), func(t *testing.T) {
			client.wire.take()
			step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, RefreshToken: old.RefreshToken})
			if err != nil {
				t.Fatal(err)
			}
			fresh := local.pool.wantTokens(t, step, "refresh")
			if fresh.RefreshToken != old.RefreshToken {
				t.Error("the refresh token was not kept")
			}
			if fresh.AccessToken == old.AccessToken {
				t.Error("the access token is the old one")
			}
			if sent := client.wire.take(); len(sent) != 1 || sent[0].body["AuthFlow"] != string(flow) || len(sent[0].params()) != 1 {
				t.Errorf("%d calls", len(sent))
			}
			_, err = client.Initiate(t.Context(), auth.InitiateRequest{Flow: flow, RefreshToken: "not-a-refresh-token"})
			wantCode(t, err, "NotAuthorizedException")
		})
	}
	_, err := local.pool.newApp(t).Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowRefreshToken, RefreshToken: old.RefreshToken})
	wantCode(t, err, "NotAuthorizedException")
}

func TestRefreshRefusedByRotation(t *testing.T) {
	client := local.pool.newApp(t, func(in *cip.CreateUserPoolClientInput) {
		in.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(0)}
	})
	local.pool.confirm(t, "rotation")
	tokens := local.pool.wantTokens(t, client.signIn(t, "rotation"), "rotation")
	_, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowRefreshTokenAuth, RefreshToken: tokens.RefreshToken})
	wantCode(t, err, "InvalidParameterException")
}
