package localcognito

import (
	"cmp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
)

// signInScope is the scope that token-class operations ask for, and that
// every sign-in through the API gives.
const signInScope = "aws.cognito.signin.user.admin"

// grant is what a successful sign-in leaves behind: the tokens that come out
// of it, by refreshing too, share its auth_time, origin_jti and event_id.
// That a refresh keeps event_id is this package's choice.
type grant struct {
	eventID   string
	originJTI string
	client    *appClient
	user      *user
	authTime  time.Time
	expires   time.Time // of the refresh tokens, rotated ones included
	revoked   bool
	device    *device // nil where devices are not tracked
	// replaced holds the refresh tokens that were rotated out, by id.
	replaced map[string]rotated
	// issued holds the ids of the refresh tokens that an access token came from and
	// with, by its jti.
	issued map[string][]string
	// revokedIDs are ids of refresh tokens and of access tokens that ended alone.
	revokedIDs map[string]bool
}

// issueTokens ends a sign-in.
func (c *call) issueTokens(l *login) (*authenticationResult, error) {
	g := &grant{
		eventID: newUUID(), originJTI: newUUID(), client: l.client, user: l.user,
		authTime: c.now, expires: c.now.Add(l.client.refreshTTL),
		replaced: make(map[string]rotated), issued: make(map[string][]string), revokedIDs: make(map[string]bool),
	}
	if err := c.postAuthentication(l); err != nil {
		return nil, err
	}
	d, fresh, err := c.signInFrom(l)
	if err != nil {
		return nil, err
	}
	g.device = d
	result, err := c.signTokens(g, cmp.Or(l.tokenSource, tokensAfterSignIn), l.clientMetadata)
	if err != nil {
		return nil, err
	}
	var id string
	if result.RefreshToken, id, err = c.newRefreshToken(g); err != nil {
		return nil, err
	}
	g.issued[result.jti] = []string{id}
	result.NewDeviceMetadata = fresh
	// An access token may outlive the refresh token.
	l.pool.grants.put(g.eventID, g, g.expires.Add(l.client.accessTTL), c.now)
	return result, nil
}

// commonClaims are in both tokens.
type commonClaims struct {
	Sub       string `json:"sub"`
	Issuer    string `json:"iss"`
	TokenUse  string `json:"token_use"`
	EventID   string `json:"event_id"`
	OriginJTI string `json:"origin_jti,omitempty"`
	JTI       string `json:"jti,omitempty"`
	AuthTime  int64  `json:"auth_time"`
	IssuedAt  int64  `json:"iat"`
	Expires   int64  `json:"exp"`
}

// accessClaims is the payload of an access token (developer guide,
// "Understanding the access token").
type accessClaims struct {
	commonClaims
	ClientID string `json:"client_id"`
	Scope    string `json:"scope,omitempty"`
	Username string `json:"username"`
	// DeviceKey is the device that the user signed in with.
	DeviceKey string `json:"device_key,omitempty"`
	// More are groups, and what a trigger has added.
	More map[string]any `json:",inline"`
}

// idClaims is the payload of an ID token.
type idClaims struct {
	commonClaims
	Audience string `json:"aud"`
	Username string `json:"cognito:username"`
	// More are the user's attributes, groups, and what a trigger has added.
	More map[string]any `json:",inline"`
}

// signTokens issues an ID and an access token of a grant. source and metadata
// are for the pre token generation trigger.
func (c *call) signTokens(g *grant, source string, metadata map[string]string) (*authenticationResult, error) {
	keys, err := g.client.pool.keys()
	if err != nil {
		return nil, err
	}
	common := func(use string, ttl time.Duration) commonClaims {
		claims := commonClaims{
			Sub: g.user.sub, Issuer: g.client.pool.under(c.issuer), TokenUse: use, EventID: g.eventID,
			AuthTime: g.authTime.Unix(), IssuedAt: c.now.Unix(), Expires: c.now.Add(ttl).Unix(),
		}
		if g.client.revocable() {
			claims.OriginJTI, claims.JTI = g.originJTI, newUUID()
		}
		return claims
	}
	contents := &tokenContents{
		id: g.client.claims(g.user), access: make(map[string]any),
		scopes: []string{signInScope}, groups: g.client.pool.groupClaims(g.user),
	}
	if err := c.preTokenGeneration(g, source, metadata, contents); err != nil {
		return nil, err
	}
	id, err := json.Marshal(idClaims{
		commonClaims: common("id", g.client.idTTL),
		Audience:     g.client.id,
		Username:     g.user.username,
		More:         contents.id,
	}, json.Deterministic(true))
	if err != nil {
		return nil, fail(invalidLambdaResponse, "PreTokenGeneration gave the ID token a claim that is not JSON.")
	}
	accessToken := accessClaims{
		commonClaims: common("access", g.client.accessTTL),
		ClientID:     g.client.id,
		Scope:        strings.Join(contents.scopes, " "),
		Username:     g.user.username,
		More:         contents.access,
	}
	if g.device != nil {
		accessToken.DeviceKey = g.device.key
	}
	access, err := json.Marshal(accessToken, json.Deterministic(true))
	if err != nil {
		return nil, fail(invalidLambdaResponse, "PreTokenGeneration gave the access token a claim that is not JSON.")
	}
	result := &authenticationResult{TokenType: "Bearer", ExpiresIn: int(g.client.accessTTL.Seconds()), jti: accessToken.JTI}
	if result.IDToken, err = sign(keys.id, id); err != nil {
		return nil, err
	}
	if result.AccessToken, err = sign(keys.access, access); err != nil {
		return nil, err
	}
	return result, nil
}

// claims are attributes of a user as an ID token shows them: standard
// booleans as such, everything else, custom attributes included, as strings.
func (s schema) claims(shown attributes) map[string]any {
	claims := make(map[string]any)
	for _, a := range shown {
		switch i := s.index(a.Name); {
		case a.Name == "sub" || i >= 0 && s[i].DeveloperOnlyAttribute:
		case i >= 0 && i < len(standardAttributes) && s[i].AttributeDataType == "Boolean":
			claims[a.Name] = a.Value == "true"
		default:
			claims[a.Name] = a.Value
		}
	}
	return claims
}
