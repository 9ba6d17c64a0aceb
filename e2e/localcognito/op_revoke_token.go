package localcognito

import "strings"

type revokeTokenInput struct {
	Token        string `json:"Token" shape:"TokenModelType,required"`
	ClientID     string `json:"ClientId" shape:"ClientIdType,required"`
	ClientSecret string `json:"ClientSecret" shape:"ClientSecretType"`
}

// revokeToken is RevokeToken: the refresh token and all that came out of the
// same sign-in end, unless [Rotation] says otherwise. Revoking twice succeeds (RFC
// 7009, section 2.2).
func revokeToken(c *call, in *revokeTokenInput) (*empty, error) {
	client, err := c.findClient(in.ClientID)
	if err != nil || !client.validSecret(in.ClientSecret) {
		return nil, fail(unauthorized, "Invalid client.")
	}
	if !client.revocable() {
		return nil, fail(unsupportedOperation, "Token revocation is not enabled for the client.")
	}
	g, id, ok := c.readRefreshToken(in.Token)
	switch {
	case !ok && strings.Count(in.Token, ".") == 4:
		return &empty{}, nil // unknown or long expired
	case !ok:
		return nil, fail(unsupportedTokenType, "Only refresh tokens can be revoked.")
	case g.client != client:
		return nil, fail(unauthorized, "The token was issued to another client.")
	}
	c.revoke(g, id)
	return &empty{}, nil
}
