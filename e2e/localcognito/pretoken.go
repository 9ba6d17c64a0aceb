package localcognito

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// Trigger sources of pre token generation (developer guide, "Pre token generation
// Lambda trigger").
const (
	tokensAfterSignIn      = "TokenGeneration_Authentication"
	tokensAfterNewPassword = "TokenGeneration_NewPasswordChallenge"
	tokensAfterDevice      = "TokenGeneration_AuthenticateDevice"
	tokensAfterRefresh     = "TokenGeneration_RefreshTokens"
)

// tokenContents is what a trigger can change of the tokens. What the service alone
// sets is not in it.
type tokenContents struct {
	id, access map[string]any
	scopes     []string // of the access token
	groups     groupClaims
}

// preTokenGeneration lets the trigger change what is about to be signed.
func (c *call) preTokenGeneration(g *grant, source string, metadata map[string]string, t *tokenContents) error {
	p := g.client.pool
	header := p.header(g.client, g.user.username, source)
	switch v1, v2 := p.triggers.PreTokenGeneration, p.triggers.PreTokenGenerationV2; {
	case v1 != nil:
		event := events.CognitoEventUserPoolsPreTokenGen{CognitoEventUserPoolsHeader: header}
		event.Request.UserAttributes = g.user.eventAttributes()
		event.Request.ClientMetadata = maps.Clone(metadata)
		event.Request.GroupConfiguration = t.groups.configuration()
		event, err := invoke(c, "PreTokenGeneration", v1, event)
		if err != nil {
			return err
		}
		change := event.Response.ClaimsOverrideDetails
		t.setGroups(change.GroupOverrideDetails)
		for name, value := range change.ClaimsToAddOrOverride {
			t.add(t.id, name, value)
		}
		suppress(t.id, change.ClaimsToSuppress)
	case v2 != nil:
		header.Version = "2"
		event := events.CognitoEventUserPoolsPreTokenGenV2_0{CognitoEventUserPoolsHeader: header}
		event.Request.UserAttributes = g.user.eventAttributes()
		event.Request.ClientMetadata = maps.Clone(metadata)
		event.Request.GroupConfiguration = events.GroupConfigurationV2_0(t.groups.configuration())
		event.Request.Scopes = slices.Clone(t.scopes)
		event, err := invoke(c, "PreTokenGeneration", v2, event)
		if err != nil {
			return err
		}
		change := event.Response.ClaimsAndScopeOverrideDetails
		id, access := change.IDTokenGeneration, change.AccessTokenGeneration
		t.setGroups(events.GroupConfiguration(change.GroupOverrideDetails))
		for name, value := range id.ClaimsToAddOrOverride {
			t.add(t.id, name, value)
		}
		for name, value := range access.ClaimsToAddOrOverride {
			if name == "aud" && value == g.client.id {
				t.access[name] = value // the one audience that may be added
			} else if !accessOnlyClaims[name] {
				t.add(t.access, name, value)
			}
		}
		suppress(t.id, id.ClaimsToSuppress)
		suppress(t.access, access.ClaimsToSuppress)
		return t.changeScopes(access.ScopesToAdd, access.ScopesToSuppress)
	default:
		t.setGroups(events.GroupConfiguration{})
	}
	return nil
}

// reservedClaims cannot be changed by a trigger in either token, and accessOnlyClaims
// not in the access token (developer guide, "Pre token generation Lambda trigger").
var (
	reservedClaims = map[string]bool{
		"acr": true, "amr": true, "at_hash": true, "aud": true, "auth_time": true, "azp": true, "client_id": true,
		"device_key": true, "event_id": true, "exp": true, "iat": true, "identities": true, "iss": true, "jti": true,
		"nbf": true, "nonce": true, "origin_jti": true, "sub": true, "token_use": true, "version": true,
	}
	accessOnlyClaims = map[string]bool{"scope": true, "username": true}
)

// add sets a claim that a trigger may set. Groups and roles have a place of their own
// in the response.
func (t *tokenContents) add(claims map[string]any, name string, value any) {
	if !reservedClaims[name] && !strings.HasPrefix(name, "cognito:") && !strings.HasPrefix(name, "dev:") {
		claims[name] = value
	}
}

func suppress(claims map[string]any, names []string) {
	for _, name := range names {
		delete(claims, name)
	}
}

// changeScopes adds scopes, and then leaves out those that are suppressed.
func (t *tokenContents) changeScopes(add, leaveOut []string) error {
	for _, scope := range add {
		if scope == "" || strings.ContainsAny(scope, " \t\r\n") {
			return fail(invalidLambdaResponse, "PreTokenGeneration cannot add a scope that is empty or has spaces.")
		}
		if !slices.Contains(t.scopes, scope) {
			t.scopes = append(t.scopes, scope)
		}
	}
	t.scopes = slices.DeleteFunc(t.scopes, func(scope string) bool { return slices.Contains(leaveOut, scope) })
	return nil
}

// configuration is what an event says about groups.
func (c groupClaims) configuration() events.GroupConfiguration {
	config := events.GroupConfiguration{GroupsToOverride: slices.Clone(c.groups), IAMRolesToOverride: slices.Clone(c.roles)}
	if c.preferred != "" {
		config.PreferredRole = &c.preferred
	}
	return config
}

// setGroups puts groups and roles into the tokens: those of the user, unless the
// response of a trigger has others.
func (t *tokenContents) setGroups(change events.GroupConfiguration) {
	if change.GroupsToOverride != nil || change.IAMRolesToOverride != nil || change.PreferredRole != nil {
		t.groups = groupClaims{groups: change.GroupsToOverride, roles: change.IAMRolesToOverride}
		if change.PreferredRole != nil {
			t.groups.preferred = *change.PreferredRole
		}
	}
	if len(t.groups.groups) > 0 {
		t.id["cognito:groups"], t.access["cognito:groups"] = t.groups.groups, t.groups.groups
	}
	if len(t.groups.roles) > 0 {
		t.id["cognito:roles"] = t.groups.roles
	}
	if t.groups.preferred != "" {
		t.id["cognito:preferred_role"] = t.groups.preferred
	}
}
