package localcognito

import (
	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"
)

// refreshToken is what a refresh token says, to this server alone.
type refreshToken struct {
	Pool  string `json:"pool"`
	Event string `json:"event"`
	ID    string `json:"id"`
}

// newRefreshToken makes a refresh token of a grant: a compact JWE of five
// segments, RSA-OAEP and A256GCM, as Cognito's are. id is what the server knows it by.
func (c *call) newRefreshToken(g *grant) (text, id string, err error) {
	key, err := refreshKey()
	if err != nil {
		return "", "", err
	}
	encrypter, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.RSA_OAEP, Key: &key.PublicKey},
		(&jose.EncrypterOptions{}).WithContentType("JWT"))
	if err != nil {
		return "", "", err
	}
	id = newUUID()
	plain, err := json.Marshal(refreshToken{g.client.pool.id, g.eventID, id})
	if err != nil {
		return "", "", err
	}
	jwe, err := encrypter.Encrypt(plain)
	if err != nil {
		return "", "", err
	}
	text, err = jwe.CompactSerialize()
	return text, id, err
}

// readRefreshToken returns the grant of a refresh token; ok is false for
// anything that this server did not make or has forgotten.
func (c *call) readRefreshToken(text string) (g *grant, id string, ok bool) {
	key, err := refreshKey()
	if err != nil {
		return nil, "", false
	}
	jwe, err := jose.ParseEncryptedCompact(text, []jose.KeyAlgorithm{jose.RSA_OAEP}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil {
		return nil, "", false
	}
	plain, err := jwe.Decrypt(key)
	if err != nil {
		return nil, "", false
	}
	var token refreshToken
	if json.Unmarshal(plain, &token) != nil || c.s.pools[token.Pool] == nil {
		return nil, "", false
	}
	g, ok = c.s.pools[token.Pool].grants.get(token.Event)
	return g, token.ID, ok
}

// liveGrant returns the grant that client may refresh with text, from the
// device that the tokens were issued to, and the id of the token.
func (c *call) liveGrant(client *appClient, text, deviceKey string) (*grant, string, error) {
	g, id, ok := c.readRefreshToken(text)
	switch {
	case !ok || g.client != client:
		return nil, "", fail(notAuthorized, "Invalid Refresh Token")
	case client.pool.users[g.user.username] != g.user:
		return nil, "", fail(userNotFound, msgUserNotFound)
	case g.revoked || g.revokedIDs[id]:
		return nil, "", fail(notAuthorized, "Refresh Token has been revoked")
	case !c.now.Before(g.expires):
		return nil, "", fail(notAuthorized, "Refresh Token has expired")
	case g.device != nil && (deviceKey != g.device.key || g.user.device(deviceKey) != g.device):
		return nil, "", fail(notAuthorized, "Invalid Refresh Token")
	case !g.user.enabled:
		return nil, "", fail(notAuthorized, msgUserDisabled)
	}
	if c.reused(g, id) {
		return nil, "", fail(refreshTokenReuse, "Refresh Token reuse detected")
	}
	return g, id, nil
}
