package localcognito

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// secretHash computes SECRET_HASH: base64(HMAC-SHA256(client secret,
// user name | client id)) (developer guide, "Computing secret hash values").
func (a *appClient) secretHash(username string) string {
	mac := hmac.New(sha256.New, []byte(a.secret))
	mac.Write([]byte(username + a.id))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// checkSecretHash verifies the SECRET_HASH of a call over the user name that
// the same call sent. A hash sent to a public client is refused as well; that
// the real service does so is an assumption.
func (a *appClient) checkSecretHash(username, got string) error {
	if a.secret != "" && got == "" {
		return fail(notAuthorized, "Client %s is configured with secret but SECRET_HASH was not received", a.id)
	}
	if !a.validSecretHash(username, got) {
		return fail(notAuthorized, "Unable to verify secret hash for client %s", a.id)
	}
	return nil
}

func (a *appClient) validSecretHash(username, got string) bool {
	if a.secret == "" {
		return got == ""
	}
	return equalSecret(got, a.secretHash(username))
}

// validSecret checks a ClientSecret sent as such.
func (a *appClient) validSecret(got string) bool { return equalSecret(got, a.secret) }

// equalSecret compares in time that depends on the lengths alone.
func equalSecret(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
