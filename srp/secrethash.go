package srp

import (
	"github.com/cognito-wasm/cognito-wasm/internal/base64"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/digest"
)

// SecretHash returns SECRET_HASH, which an app client with a secret needs in most calls: standard base64 (44 characters)
// of HMAC-SHA-256 with the client secret as key over username and client id. The username is the one sent in the same
// call, USER_ID_FOR_SRP after the password verifier included. See "Computing secret hash values" in the Amazon Cognito
// developer guide.
//
// A secret that a browser knows is known to everyone who opens the page: browser clients should have none.
func SecretHash(clientSecret, username, clientID string) string {
	return string(base64.Encode(digest.HMAC([]byte(clientSecret), []byte(username), []byte(clientID))))
}
