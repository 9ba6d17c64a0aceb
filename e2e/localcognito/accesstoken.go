package localcognito

import (
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"
)

// authorize returns the grant of the AccessToken of a token-class operation.
func (c *call) authorize(token string) (*grant, error) {
	invalid := fail(notAuthorized, "Invalid Access Token")
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return nil, invalid
	}
	var claims accessClaims
	if json.Unmarshal(jws.UnsafePayloadWithoutVerification(), &claims) != nil {
		return nil, invalid
	}
	// The issuer only says whose key to check with.
	p := c.s.pools[claims.Issuer[strings.LastIndexByte(claims.Issuer, '/')+1:]]
	if p == nil {
		return nil, invalid
	}
	keys, err := p.keys()
	if err != nil {
		return nil, err
	}
	if _, err := jws.Verify(keys.access.Public()); err != nil || claims.TokenUse != "access" {
		return nil, invalid
	}
	if !c.now.Before(time.Unix(claims.Expires, 0)) {
		return nil, fail(notAuthorized, "Access Token has expired")
	}
	g, ok := p.grants.get(claims.EventID)
	switch {
	case !ok:
		return nil, invalid
	case g.revoked || g.revokedIDs[claims.JTI]:
		return nil, fail(notAuthorized, "Access Token has been revoked")
	case !slices.Contains(strings.Fields(claims.Scope), signInScope):
		return nil, fail(notAuthorized, "Access Token does not have required scopes")
	case p.users[g.user.username] != g.user && slices.Contains(knowNoMissingUser, c.operation):
		return nil, invalid
	case p.users[g.user.username] != g.user:
		return nil, fail(userNotFound, msgUserNotFound)
	case !g.user.enabled:
		return nil, fail(notAuthorized, msgUserDisabled)
	}
	c.said.ClientID = g.client.id
	return g, nil
}

// knowNoMissingUser are the operations for which the API model has no
// UserNotFoundException: to them the token of a deleted user is one like any other
// that is not good any more.
var knowNoMissingUser = []string{
	"GlobalSignOut", "AssociateSoftwareToken", "StartWebAuthnRegistration", "CompleteWebAuthnRegistration", "ListWebAuthnCredentials",
	"DeleteWebAuthnCredential",
}

// signOutEverywhere revokes all tokens of a user.
func (p *pool) signOutEverywhere(u *user) {
	for _, e := range p.grants.entries {
		if e.value.user == u {
			e.value.revoked = true
		}
	}
}
