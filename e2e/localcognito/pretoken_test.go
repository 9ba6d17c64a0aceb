package localcognito_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

type (
	preTokenV1 = events.CognitoEventUserPoolsPreTokenGen
	preTokenV2 = events.CognitoEventUserPoolsPreTokenGenV2_0
)

// wantClaims compares claims; nil wants that there is none.
func wantClaims(t *testing.T, token string, want map[string]any) {
	t.Helper()
	claims := payload(t, token)
	for name, value := range want {
		if !reflect.DeepEqual(claims[name], value) {
			t.Errorf("the %s token's %s is %v, want %v", claims["token_use"], name, claims[name], value)
		}
	}
}

// What the two events say, and what becomes of the claims, is the developer guide's,
// "Pre token generation Lambda trigger".
func TestPreTokenGenerationV2(t *testing.T) {
	f := newFixture(t)
	sub := value(f.confirm("alice", "email=alice@example.com").Attributes, "sub")
	f.group("staff", 1, "staff")
	f.group("other", 2, "other")
	f.join("alice", "staff", "other")
	var saw preTokenV2
	change := func(*events.ClaimsAndScopeOverrideDetailsV2_0) {}
	f.setTriggers(localcognito.Triggers{PreTokenGenerationV2: func(_ context.Context, e preTokenV2) (preTokenV2, error) {
		saw = e
		change(&e.Response.ClaimsAndScopeOverrideDetails)
		return e, nil
	}})
	r := f.signIn("alice") // the trigger changes nothing
	groups := []any{"staff", "other"}
	wantClaims(t, *r.AccessToken, map[string]any{"cognito:groups": groups, "scope": "aws.cognito.signin.user.admin"})
	wantClaims(t, *r.IdToken, map[string]any{"cognito:groups": groups, "cognito:preferred_role": roles + "staff"})
	wantGroups := events.GroupConfigurationV2_0{
		GroupsToOverride: []string{"staff", "other"}, IAMRolesToOverride: []string{roles + "staff", roles + "other"}, PreferredRole: aws.String(roles + "staff"),
	}
	if saw.Version != "2" || saw.TriggerSource != "TokenGeneration_Authentication" || saw.CallerContext.ClientID != f.client || saw.UserName != "alice" ||
		!reflect.DeepEqual(saw.Request.GroupConfiguration, wantGroups) || !reflect.DeepEqual(saw.Request.Scopes, []string{"aws.cognito.signin.user.admin"}) ||
		saw.Request.UserAttributes["email"] != "alice@example.com" {
		t.Errorf("the event: %+v", saw)
	}

	reserved := map[string]any{
		"sub": "forged", "iss": "forged", "token_use": "forged", "exp": 1, "event_id": "forged", "origin_jti": "forged", "client_id": "forged",
		"username": "forged", "scope": "forged", "device_key": "forged", "cognito:username": "forged", "cognito:groups": "forged", "cognito:x": "forged", "dev:x": "forged",
	}
	forged := func(more map[string]any) map[string]any {
		claims := map[string]any{}
		for name, value := range reserved {
			claims[name] = value
		}
		for name, value := range more {
			claims[name] = value
		}
		return claims
	}
	change = func(d *events.ClaimsAndScopeOverrideDetailsV2_0) {
		d.IDTokenGeneration.ClaimsToAddOrOverride = forged(map[string]any{"shoe": 44, "nested": map[string]any{"a": []any{true, "b"}}, "both": "added", "aud": f.client})
		delete(d.IDTokenGeneration.ClaimsToAddOrOverride, "username")
		delete(d.IDTokenGeneration.ClaimsToAddOrOverride, "scope")
		d.IDTokenGeneration.ClaimsToSuppress = []string{"email", "both", "sub"}
		d.AccessTokenGeneration.ClaimsToAddOrOverride = forged(map[string]any{"tenant": "a", "aud": f.client})
		d.AccessTokenGeneration.ClaimsToSuppress = []string{"username", "client_id"}
		d.AccessTokenGeneration.ScopesToAdd = []string{"orders/read", "orders/write"}
		d.AccessTokenGeneration.ScopesToSuppress = []string{"orders/write"}
		d.GroupOverrideDetails = events.GroupConfigurationV2_0{GroupsToOverride: []string{"guests"}, IAMRolesToOverride: []string{"r"}}
	}
	again := f.refreshed(r.RefreshToken)
	if saw.TriggerSource != "TokenGeneration_RefreshTokens" {
		t.Errorf("source %s", saw.TriggerSource)
	}
	id, access := *again.IdToken, *again.AccessToken
	f.verify(id)
	f.verify(access)
	wantClaims(t, id, map[string]any{
		"shoe": 44.0, "nested": map[string]any{"a": []any{true, "b"}}, "both": nil, "email": nil, "sub": sub, "token_use": "id", "aud": f.client,
		"client_id": nil, "device_key": nil, "cognito:username": "alice", "cognito:groups": []any{"guests"}, "cognito:roles": []any{"r"},
		"cognito:preferred_role": nil, "cognito:x": nil, "dev:x": nil, "tenant": nil,
	})
	wantClaims(t, access, map[string]any{
		"tenant": "a", "aud": f.client, "sub": sub, "token_use": "access", "client_id": f.client, "username": "alice", "device_key": nil,
		"scope": "aws.cognito.signin.user.admin orders/read", "cognito:groups": []any{"guests"}, "cognito:username": nil, "cognito:roles": nil, "cognito:x": nil, "shoe": nil,
	})
	if err := f.admits(again.AccessToken); err != nil {
		t.Error(err)
	}

	// Without its own scope the token is not for Cognito, and an empty list of groups is none.
	change = func(d *events.ClaimsAndScopeOverrideDetailsV2_0) {
		d.AccessTokenGeneration.ScopesToSuppress = []string{"aws.cognito.signin.user.admin"}
		d.AccessTokenGeneration.ClaimsToAddOrOverride = map[string]any{"aud": "somebody else"}
		d.GroupOverrideDetails.GroupsToOverride = []string{}
	}
	again = f.refreshed(r.RefreshToken)
	wantClaims(t, *again.AccessToken, map[string]any{"scope": nil, "aud": nil, "cognito:groups": nil})
	wantClaims(t, *again.IdToken, map[string]any{"cognito:groups": nil, "cognito:roles": nil, "cognito:preferred_role": nil})
	wantError(t, f.admits(again.AccessToken), "NotAuthorizedException", "Access Token does not have required scopes")

	for name, bad := range map[string]func(*events.ClaimsAndScopeOverrideDetailsV2_0){
		"a scope with a space": func(d *events.ClaimsAndScopeOverrideDetailsV2_0) {
			d.AccessTokenGeneration.ScopesToAdd = []string{"a b"}
		},
		"a claim of the ID token that is not JSON": func(d *events.ClaimsAndScopeOverrideDetailsV2_0) {
			d.IDTokenGeneration.ClaimsToAddOrOverride = map[string]any{"c": make(chan int)}
		},
		"a claim of the access token that is not JSON": func(d *events.ClaimsAndScopeOverrideDetailsV2_0) {
			d.AccessTokenGeneration.ClaimsToAddOrOverride = map[string]any{"c": make(chan int)}
		},
	} {
		change = bad
		_, err := f.refresh(r.RefreshToken)
		t.Run(name, func(t *testing.T) { wantError(t, err, "InvalidLambdaResponseException", "") })
	}
}

func TestPreTokenGenerationV1Groups(t *testing.T) {
	f := newFixture(t)
	f.create("alice")
	f.group("staff", 1, "staff")
	f.join("alice", "staff")
	var saw preTokenV1
	f.setTriggers(localcognito.Triggers{PreTokenGeneration: func(_ context.Context, e preTokenV1) (preTokenV1, error) {
		saw = e
		e.Response.ClaimsOverrideDetails.GroupOverrideDetails = events.GroupConfiguration{
			GroupsToOverride: append(e.Request.GroupConfiguration.GroupsToOverride, "guests"), PreferredRole: e.Request.GroupConfiguration.PreferredRole,
		}
		return e, nil
	}})
	out, err := f.passwordAuth("alice", password)
	if err != nil {
		t.Fatal(err)
	}
	done, err := f.respond("NEW_PASSWORD_REQUIRED", out.Session, "USERNAME", "alice", "NEW_PASSWORD", "Another-5678")
	if err != nil {
		t.Fatal(err)
	}
	want := events.GroupConfiguration{GroupsToOverride: []string{"staff"}, IAMRolesToOverride: []string{roles + "staff"}, PreferredRole: aws.String(roles + "staff")}
	if saw.Version != "1" || saw.TriggerSource != "TokenGeneration_NewPasswordChallenge" || !reflect.DeepEqual(saw.Request.GroupConfiguration, want) {
		t.Errorf("the event: %+v", saw)
	}
	wantClaims(t, *done.AuthenticationResult.IdToken, map[string]any{
		"cognito:groups": []any{"staff", "guests"}, "cognito:roles": nil, "cognito:preferred_role": roles + "staff",
	})
	wantClaims(t, *done.AuthenticationResult.AccessToken, map[string]any{"cognito:groups": []any{"staff", "guests"}})

	err = f.server.SetTriggers(f.pool, localcognito.Triggers{
		PreTokenGeneration:   func(_ context.Context, e preTokenV1) (preTokenV1, error) { return e, nil },
		PreTokenGenerationV2: func(_ context.Context, e preTokenV2) (preTokenV2, error) { return e, nil },
	})
	if !errors.Is(err, localcognito.ErrTwoPreTokenGenerations) {
		t.Errorf("both versions: %v", err)
	}
}
